"""Editions and their windows in the admin: staff move a window, or give one person more time."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal import clock, phases
from portal.admin.base import PortalAdmin, ReadOnlyInline, site
from portal.errors import Refused
from portal.models import Edition, Extension, Phase, Theme


class ThemeInline(ReadOnlyInline):
    model = Theme


@admin.register(Edition, site=site)
class EditionAdmin(PortalAdmin):
    """Editions come from a file (`manage.py load_edition`); here they are read."""

    list_display = ("key", "name_nl", "is_current")
    inlines = (ThemeInline,)


class PhaseForm(forms.ModelForm):
    """Moving a window touches everybody, so it is said why."""

    reason = forms.CharField(
        label=_("Waarom"),
        max_length=1000,
        help_text=_("Komt in de geschiedenis van de editie."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@admin.register(Phase, site=site)
class PhaseAdmin(PortalAdmin):
    """Moving a window for everybody is the one thing staff change in the timeline; the reason is kept."""

    form = PhaseForm
    list_display = ("label_nl", "edition", "opens_at", "closes_at", "display_nl")
    list_filter = ("edition",)
    list_select_related = ("edition",)
    ordering = ("edition", "order")
    fields = (
        "edition", "key", "label_nl", "label_en", "opens_at", "closes_at", "display_nl", "display_en", "reason",
    )  # fmt: skip
    readonly_fields = ("edition", "key")

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return site.has_permission(request)

    def save_model(self, request: Any, obj: Phase, form: Any, change: bool) -> None:
        phases.move_phase(obj, reason=form.cleaned_data["reason"], by=request.user, at=request.at)


class ExtensionForm(forms.ModelForm):
    """More time for one person; asks the same rule as the verb, so that a fault stands beside its field."""

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        phase, person = told.get("phase"), told.get("person")
        if phase and person:
            try:
                phases.check_more_time(phase, person, told.get("until"), at=clock.now())
            except Refused as refused:
                raise forms.ValidationError({"until": str(refused)}) from refused
        return told


@admin.register(Extension, site=site)
class ExtensionAdmin(PortalAdmin):
    """More time for one person: giving is adding, taking back is an action, so that both are recorded."""

    form = ExtensionForm
    list_display = ("person", "phase", "until", "by", "at", "ended_at")
    list_filter = ("phase__edition",)
    list_select_related = ("person", "phase", "by")
    search_fields = ("person__name", "person__email")
    ordering = ("-at", "-pk")
    autocomplete_fields = ("person",)
    actions = ("end",)

    def get_fields(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        told = ("phase", "person", "until", "reason")
        return (*told, "by", "at", "ended_at") if obj else told

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return site.has_permission(request)

    def save_model(self, request: Any, obj: Extension, form: Any, change: bool) -> None:
        told = {name: form.cleaned_data[name] for name in ("phase", "person", "until", "reason")}
        obj.pk = phases.give_more_time(**told, by=request.user, at=request.at).pk

    @admin.action(description=_("Trek het uitstel in"))
    def end(self, request: Any, chosen: QuerySet[Extension]) -> None:
        rows = chosen.select_related("phase__edition")
        count = sum(phases.end_extension(one, by=request.user, at=request.at) for one in rows)
        messages.success(request, _("Ingetrokken: %(n)d.") % {"n": count})
