"""Rounds in the admin: who decides, and by which criteria. Sheets, scores and drafts are not here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from jury import actions
from jury.models import Criterion, Round, Rubric
from portal.admin import PortalAdmin, ReadOnlyInline, site
from portal.models import Person


class RubricInline(ReadOnlyInline):
    model = Rubric


@admin.register(Round, site=site)
class RoundAdmin(PortalAdmin):
    list_display = ("kind", "edition")
    list_filter = ("edition",)
    fields = ("edition", "kind", "deciders")
    readonly_fields = ("edition", "kind")
    autocomplete_fields = ("deciders",)
    inlines = (RubricInline,)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return site.has_permission(request)

    def save_model(self, request: HttpRequest, obj: Round, form: Any, change: bool) -> None:
        """Only the deciders can change here, and those are saved below."""

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        for formset in formsets:
            self.save_formset(
                request, form, formset, change
            )  # read-only: saves nothing, and the admin counts on it
        chosen: set[Person] = set(form.cleaned_data["deciders"])
        before = set(form.instance.deciders.all())
        for person in chosen - before:
            actions.name_decider(form.instance, person, by=request.user, at=request.at)
        for person in before - chosen:
            actions.remove_decider(form.instance, person, by=request.user, at=request.at)


@admin.register(Criterion, site=site)
class CriterionAdmin(PortalAdmin):
    """Criteria come from the edition's file."""

    list_display = ("order", "text_nl", "kind", "weight", "rubric")
    list_filter = ("rubric__round",)
    list_select_related = ("rubric__round",)
