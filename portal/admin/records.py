"""People, entities, releases, letters and history in the admin."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal import clock, outbox, people, roles
from portal.admin.base import PortalAdmin, ReadOnlyInline, site
from portal.models import (
    Capacity,
    Entity,
    Event,
    Letter,
    Person,
    PolicyDomain,
    Release,
    Role,
    RoleKind,
)

LATER = _("Laat leeg als je nog niet weet wanneer de rol eindigt.")
TOLD = _("Komt in de geschiedenis en in de mail aan de persoon.")


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
    actions = ("log_out_everywhere",)

    @admin.action(description=_("Log de gekozen mensen overal uit"))
    def log_out_everywhere(self, request: Any, chosen: QuerySet[Person]) -> None:
        for person in chosen:
            people.log_out_everywhere(person, by=request.user, at=request.at)
        messages.success(request, _("Ze zijn overal uitgelogd."))


class RoleForm(forms.ModelForm):
    """Giving a role, and ending one: with dates and a reason; asks the same rule as the verb, so that a fault stands
    beside its field."""

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        today, role = roles.day_of(clock.now()), self.instance
        since, until = told.get("since") or role.since or today, told.get("until")
        if self._ends and role.until and role.until <= today:
            self.add_error("until", _("Deze rol is al beëindigd. Geef een nieuwe rol."))
        elif self._ends and (until is None or until < today):
            self.add_error(
                "until", _("Kies vandaag of een latere dag: wat voorbij is, blijft zoals het was.")
            )
        elif not self._ends and since < today:
            self.add_error("since", _("Kies vandaag of een latere dag."))
        elif not self._ends and until and until <= since:
            self.add_error("until", _("Kies een dag na het begin van de rol."))
        if told.get("kind") == RoleKind.AMBASSADOR and not told.get("entity"):
            self.add_error("entity", _("Kies de entiteit waarvan deze persoon ambassadeur is."))
        return told

    @property
    def _ends(self) -> bool:
        return self.instance.pk is not None


@admin.register(Role, site=site)
class RoleAdmin(PortalAdmin):
    """Appointing is adding; ending is filling in the last day, so that both are recorded with a reason."""

    form = RoleForm
    list_display = ("person", "kind", "edition", "entity", "since", "until")
    list_filter = ("kind", "edition")
    search_fields = ("person__name", "person__email")
    list_select_related = ("person", "edition", "entity")
    autocomplete_fields = ("person", "entity")

    def get_fields(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        told = ("person", "kind", "edition", "entity", "since", "until", "reason")
        return (*told, "appointed_by", "end_reason") if obj else told

    def get_readonly_fields(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        return ("person", "kind", "edition", "entity", "since", "reason", "appointed_by") if obj else ()

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        labels = {
            "until": (
                _("Eerste dag zonder deze rol"),
                _("Vandaag: de rol geldt vanaf nu niet meer.") if obj else LATER,
            ),
            "end_reason": (_("Waarom eindigt de rol"), TOLD),
            "since": (_("Vanaf"), _("Vandaag of later.")),
            "reason": (_("Waarom"), TOLD),
        }
        for name, (label, help_text) in labels.items():
            if field := form.base_fields.get(name):
                field.label, field.help_text = label, help_text
                field.required = "reason" in name or (name == "until" and obj is not None)
        if "since" in form.base_fields:
            form.base_fields["since"].initial = roles.day_of(clock.now())
        return form

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return site.has_permission(request)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return site.has_permission(request)

    def save_model(self, request: Any, obj: Role, form: Any, change: bool) -> None:
        told = form.cleaned_data
        if change:
            words = {"until": told["until"], "reason": told["end_reason"]}
            roles.dismiss(obj, **words, by=request.user, at=request.at)
            return
        fields = ("kind", "edition", "entity", "since", "until", "reason")
        words = {name: told[name] for name in fields}
        obj.pk = roles.appoint(told["person"], **words, by=request.user, at=request.at).pk


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
