"""Who may make an account, and moving people to another entity, in the admin."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal import clock, registration, transfers
from portal.admin.base import PortalAdmin, site
from portal.errors import Refused
from portal.models import AccountInvitation, EmailDomain, Transfer


class DomainForm(forms.ModelForm):
    """A domain in any spelling; it is kept as one writes it in DNS."""

    def clean_domain(self) -> str:
        domain = registration.plain_domain(self.cleaned_data["domain"])
        if not domain:
            raise forms.ValidationError(_("Schrijf een domein zoals vlaanderen.be, zonder @ of https."))
        return domain


@admin.register(EmailDomain, site=site)
class EmailDomainAdmin(PortalAdmin):
    """Domains whose people may make an account; a subdomain counts only when it stands here."""

    form = DomainForm
    list_display = ("domain", "entity")
    list_select_related = ("entity",)
    search_fields = ("domain", "entity__name")
    fields = ("domain", "entity")
    autocomplete_fields = ("entity",)
    actions = ("remove",)

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return site.has_permission(request)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return site.has_permission(request)

    def save_model(self, request: Any, obj: EmailDomain, form: Any, change: bool) -> None:
        registration.save_domain(obj, by=request.user, at=request.at)

    @admin.action(description=_("Laat nieuwe mensen van deze domeinen niet meer toe"))
    def remove(self, request: Any, chosen: QuerySet[EmailDomain]) -> None:
        for domain in chosen:
            registration.remove_domain(domain, by=request.user, at=request.at)
        messages.success(request, _("Weg. Wie al een account heeft, houdt het."))


class InvitationForm(forms.ModelForm):
    """Asks the same rule as the verb, so that a fault stands beside its field."""

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        try:
            registration.check_invitation(email, at=clock.now())
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return email


@admin.register(AccountInvitation, site=site)
class AccountInvitationAdmin(PortalAdmin):
    """Inviting is adding, taking back is an action, so that both are recorded."""

    form = InvitationForm
    list_display = (
        "email",
        "entity",
        "invited_by",
        "invited_at",
        "expires_at",
        "accepted_at",
        "withdrawn_at",
    )
    list_filter = ("edition",)
    list_select_related = ("entity", "invited_by")
    search_fields = ("email", "entity__name")
    ordering = ("-invited_at", "-pk")
    autocomplete_fields = ("entity",)
    actions = ("withdraw",)

    def get_fields(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        told = ("email", "entity", "edition")
        later = ("invited_by", "invited_at", "expires_at", "accepted_by", "accepted_at", "withdrawn_at")
        return (*told, *later) if obj else told

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return site.has_permission(request)

    def save_model(self, request: Any, obj: AccountInvitation, form: Any, change: bool) -> None:
        told = {name: form.cleaned_data[name] for name in ("email", "entity", "edition")}
        obj.pk = registration.invite(**told, by=request.user, at=request.at).pk

    @admin.action(description=_("Trek de uitnodiging in"))
    def withdraw(self, request: Any, chosen: QuerySet[AccountInvitation]) -> None:
        count = sum(registration.withdraw_invitation(one, by=request.user, at=request.at) for one in chosen)
        messages.success(request, _("Ingetrokken: %(n)d.") % {"n": count})


class TransferForm(forms.ModelForm):
    """Asks the same rule as the verb, so that a fault stands beside its field."""

    reason = forms.CharField(
        label=_("Waarom"),
        max_length=1000,
        help_text=_("Een collega leest dit en keurt het goed of niet."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("person") and told.get("entity"):
            try:
                transfers.check_proposal(told["person"], told["entity"])
            except Refused as refused:
                raise forms.ValidationError({"entity": str(refused)}) from refused
        return told


@admin.register(Transfer, site=site)
class TransferAdmin(PortalAdmin):
    """Proposing is adding; a colleague approves by an action. What a log-in brought up waits here as 'opgemerkt'."""

    form = TransferForm
    list_display = ("person", "entity", "reason", "state", "asked_at", "proposed_by", "approved_by")
    list_filter = ("state",)
    list_select_related = ("person", "entity", "proposed_by", "approved_by")
    search_fields = ("person__name", "person__email", "entity__name")
    ordering = ("-asked_at", "-pk")
    autocomplete_fields = ("person", "entity")
    actions = ("approve", "withdraw")

    def get_fields(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        told = ("person", "entity", "reason")
        later = ("state", "asked_at", "proposed_by", "approved_by", "approved_at")
        return (*told, *later) if obj else told

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return site.has_permission(request)

    def save_model(self, request: Any, obj: Transfer, form: Any, change: bool) -> None:
        told = {name: form.cleaned_data[name] for name in ("person", "entity", "reason")}
        obj.pk = transfers.propose(**told, by=request.user, at=request.at).pk

    @admin.action(description=_("Keur de gekozen overplaatsingen goed"))
    def approve(self, request: Any, chosen: QuerySet[Transfer]) -> None:
        self._each(request, chosen, transfers.approve, _now("Goedgekeurd: %(n)d."))

    @admin.action(description=_("Trek de gekozen overplaatsingen in"))
    def withdraw(self, request: Any, chosen: QuerySet[Transfer]) -> None:
        self._each(request, chosen, transfers.withdraw, _now("Ingetrokken: %(n)d."))

    def _each(self, request: Any, chosen: QuerySet[Transfer], verb: Any, said: str) -> None:
        """What is refused is told by name; the others go through."""
        count = 0
        for transfer in chosen.select_related("person"):
            try:
                verb(transfer, by=request.user, at=request.at)
                count += 1
            except Refused as refused:
                messages.error(request, f"{transfer.person}: {refused}")
        if count:
            messages.success(request, said % {"n": count})
