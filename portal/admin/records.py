"""People, entities, releases, letters and history in the admin."""

from datetime import date
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
)


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
