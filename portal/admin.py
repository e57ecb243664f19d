"""The admin: Sandbox staff read everything they may see here, and change things only through verbs."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from portal import clock, outbox, people, phases, roles
from portal.errors import Refused
from portal.models import (
    Capacity,
    Edition,
    Entity,
    Event,
    Extension,
    Letter,
    Person,
    Phase,
    PolicyDomain,
    Release,
    Role,
    Theme,
)

PASSWORD_PAGES = {"password_change", "password_change_done"}


class PortalAdminSite(admin.AdminSite):
    """Behind the portal's own login; there are no passwords to change."""

    site_header = _("Beheer van het portaal")
    site_title = _("Beheer")
    index_title = _("Overzicht")
    enable_nav_sidebar = False
    site_url = None  # the header has its own way back

    def has_permission(self, request: Any) -> bool:
        return (
            request.user.is_authenticated
            and request.user.is_active
            and roles.is_staff(request.user, at=request.at)
        )

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("account_login")

    def get_urls(self) -> list[URLResolver | URLPattern]:
        return [url for url in super().get_urls() if getattr(url, "name", None) not in PASSWORD_PAGES]


site = PortalAdminSite()


class PortalAdmin(admin.ModelAdmin):
    """Reads what the person may see; nothing can be deleted; adding and changing exist only where a verb does it."""

    list_per_page = 50
    show_full_result_count = False

    def has_module_permission(self, request: Any) -> bool:
        return site.has_permission(request)

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return site.has_permission(request)

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        return rows.visible_to(request.user, at=request.at) if hasattr(rows, "visible_to") else rows

    def get_search_results(self, request: Any, queryset: QuerySet[Any], search_term: str) -> Any:
        """PostgreSQL cannot search for a NUL, and the search while typing does not refuse one."""
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """A subclass that allows saving names the verb that does it."""
        raise NotImplementedError(f"{type(self).__name__} has no verb to save with")


class ReadOnlyInline(admin.TabularInline):
    """Rows of another table, to read."""

    extra = 0
    can_delete = False

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return site.has_permission(request)

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False


class CapacityInline(ReadOnlyInline):
    model = Capacity


class RoleInline(ReadOnlyInline):
    model = Role
    fk_name = "person"


@admin.register(Person, site=site)
class PersonAdmin(PortalAdmin):
    list_display = ("name", "email", "joined_at", "is_active")
    search_fields = ("name", "email")
    list_filter = ("is_active",)
    fields = ("name", "email", "language", "is_active", "joined_at", "last_login")
    ordering = ("name",)
    inlines = (CapacityInline, RoleInline)


class RoleForm(forms.ModelForm):
    """A role begins today, so it ends later."""

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until and until <= roles.day_of(clock.now()):
            raise forms.ValidationError(_("Kies een dag na vandaag: de rol begint vandaag."))
        return until


@admin.register(Role, site=site)
class RoleAdmin(PortalAdmin):
    """Appointing is adding; ending is an action, so that it is recorded."""

    form = RoleForm
    list_display = ("person", "kind", "edition", "since", "until")
    list_filter = ("kind", "edition")
    search_fields = ("person__name", "person__email")
    list_select_related = ("person", "edition")
    fields = ("person", "kind", "edition", "until")
    autocomplete_fields = ("person",)
    actions = ("dismiss",)

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return site.has_permission(request)

    def save_model(self, request: Any, obj: Role, form: Any, change: bool) -> None:
        made = roles.appoint(
            obj.person, obj.kind, edition=obj.edition, until=obj.until, by=request.user, at=request.at
        )
        obj.pk = made.pk

    @admin.action(description=_("Beëindig de gekozen rollen vandaag"))
    def dismiss(self, request: Any, chosen: QuerySet[Role]) -> None:
        for role in chosen.select_related("person"):
            roles.dismiss(role, by=request.user, at=request.at)
        messages.success(request, _("De rollen zijn beëindigd."))


@admin.register(Entity, site=site)
class EntityAdmin(PortalAdmin):
    list_display = ("name", "ovo_code", "policy_domain", "active")
    search_fields = ("name", "ovo_code")
    list_filter = ("active", "policy_domain")
    list_select_related = ("policy_domain",)
    ordering = ("name",)

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return site.has_permission(request)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return site.has_permission(request)

    def save_model(self, request: Any, obj: Entity, form: Any, change: bool) -> None:
        people.save_entity(obj, by=request.user, at=request.at)


@admin.register(PolicyDomain, site=site)
class PolicyDomainAdmin(PortalAdmin):
    search_fields = ("name",)


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


class ExtensionInline(ReadOnlyInline):
    model = Extension
    fk_name = "phase"
    fields = ("person", "until", "reason", "by", "at", "ended_at")


@admin.register(Phase, site=site)
class PhaseAdmin(PortalAdmin):
    """Moving a window for everybody is the one thing staff change in the timeline; the reason is kept."""

    form = PhaseForm
    inlines = (ExtensionInline,)
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


@admin.register(Release, site=site)
class ReleaseAdmin(PortalAdmin):
    list_display = ("edition", "state", "visible_from", "proposed_by", "approved_by")
    list_select_related = ("edition", "proposed_by", "approved_by")


@admin.register(Letter, site=site)
class LetterAdmin(PortalAdmin):
    """What goes out, what went out, and what failed; failed letters can be sent again."""

    list_display = ("name", "goes_to", "due_at", "state", "sent_at", "attempts", "reply")
    list_filter = ("state", "name")
    search_fields = ("recipient__name", "recipient__email", "address", "message_id")
    list_select_related = ("recipient",)
    ordering = ("-due_at", "-pk")
    fields = (
        "name", "recipient", "address", "subject", "due_at", "state", "title", "text", "message_id", "frozen_at",
        "sent_at", "attempts", "reply",
    )  # fmt: skip
    actions = ("resend",)

    @admin.display(description=_("aan"), ordering="recipient")
    def goes_to(self, letter: Letter) -> str:
        """The person, or the bare address of somebody without account."""
        return str(letter.recipient or letter.address)

    @admin.action(description=_("Verstuur mislukte of onzekere mails opnieuw"))
    def resend(self, request: Any, chosen: QuerySet[Letter]) -> None:
        count = sum(outbox.resend(letter) for letter in chosen)
        messages.success(request, _("Opnieuw klaargezet: %(n)d.") % {"n": count})


@admin.register(Event, site=site)
class EventAdmin(PortalAdmin):
    """What happened, in codes. The story of judging is read on the pages of its deciders alone."""

    list_display = ("at", "subject", "kind", "actor_kind", "actor")
    search_fields = ("subject", "actor")
    ordering = ("-at", "-pk")
    fields = ("subject", "sequence", "kind", "at", "actor_kind", "actor", "data")

    def get_queryset(self, request: Any) -> QuerySet[Event]:
        return super().get_queryset(request).exclude(subject__startswith="jury.")
