"""Signing in with a code by e-mail, for people of the Flemish government."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.forms import ConfirmEmailVerificationCodeForm as AllauthConfirmAddressForm
from allauth.account.forms import ConfirmLoginCodeForm as AllauthConfirmLoginCodeForm
from allauth.account.forms import RequestLoginCodeForm as AllauthRequestLoginCodeForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.core import context as current
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal import attempts, clock, http, registration, sessions, sign_in
from portal.errors import Refused
from portal.models import Edition, Person, Role
from portal.second_step import letters

UNKNOWN = "account/email/unknown_account"
LIMITS = ("too_many_login_attempts", "rate_limited")  # allauth's errors of who does something too often
KEY = "mfa_reauthenticate:webauthn"
SECOND_STEPS = {
    "mfa_reauthenticate": _("Met een code van je app, of een herstelcode"),
    KEY: _("Met je toegangssleutel"),
}
NOT_INVITED = _("Met dit adres kan je nu geen account maken. Mail naar %(contact)s, dan helpen we je verder.")


def display_name(person: Person) -> str:
    """The name allauth's pages and mails use."""
    return person.display_name


class AccountAdapter(DefaultAccountAdapter):
    """Whom we let in, and how they are written down."""

    def clean_email(self, email: str) -> str:
        """Who is in adds a work address only. Who signs up gets no answer here: nobody can try addresses out."""
        email = super().clean_email(email)
        if current.request.user.is_authenticated and not registration.known_domain(email):
            raise forms.ValidationError(
                _("Gebruik je werkadres bij de Vlaamse overheid, bijvoorbeeld voornaam.naam@vlaanderen.be.")
            )
        return email

    def send_account_already_exists_mail(self, email: str) -> None:
        """To somebody who signs up again, and to who may not sign up: what to do now, in their own mailbox."""
        if Person.objects.filter(email__iexact=email).exists():
            login_url = settings.PORTAL_URL + reverse("account_login")
            self.send_mail("account/email/account_already_exists", email, {"login_url": login_url})
        else:
            self.send_mail("account/email/no_account_for_you", email, {"contact": contact()})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Who logs in with ACM/IDM gets no code, but is told so in their own mailbox."""
        if template_prefix == UNKNOWN and Person.objects.filter(email__iexact=email, is_active=True).exists():
            template_prefix, context = "account/email/use_single_sign_on", context | {"contact": contact()}
        super().send_mail(template_prefix, email, context)

    def login(self, request: HttpRequest, user: Any) -> None:
        """The last door: somebody new whose invitation was taken back meanwhile does not come in."""
        if not registration.may_come_in(user, at=clock.now()):
            refused = Refused(reason=NOT_INVITED % {"contact": contact()}, title=str(_("Dit lukt niet")))
            raise ImmediateHttpResponse(http.refusal(request, refused))
        super().login(request, user)
        attempts.note_login(request, user)
        registration.admit(user, at=clock.now())
        sign_in.note_break_glass(request, user, at=clock.now())
        sign_in.link_waiting(request, user, at=clock.now())

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """allauth's own question before a factor changes: not to who gave all that the account asks a moment ago."""
        if sessions.gave_everything(current.request):
            return False
        asked: bool = super().is_reauthentication_required(app=app, **kwargs)
        return asked

    def validation_error(self, code: str, *args: Any) -> Any:
        """allauth's sentences; who meets one of its limits stands in the log."""
        if code in LIMITS:
            match = current.request.resolver_match
            attempts.note_once(current.request, "too often", match.view_name if match else "")
        return super().validation_error(code, *args)

    def get_login_stages(self) -> list[str]:
        """allauth's stages, with ours for the second step."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "portal.second_step.adapter.AuthenticateStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to give the second step again, in our words; a key comes first for who has no app."""
        methods = super().get_reauthentication_methods(user)
        for method in methods:
            method["description"] = str(SECOND_STEPS[method["id"]])
        return sorted(methods, key=lambda method: method["id"] != KEY) if _has_no_app(user) else methods

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **kwargs: Any) -> None:
        """allauth tells here what changed in how somebody logs in: a letter of the house goes out, by its one door."""
        if template_prefix in letters.CHANGES:
            letters.tell(user, template_prefix, at=clock.now())
            attempts.note_change(self.request, user, template_prefix.rpartition("/")[2])

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.name = form.cleaned_data.get("name", "")
        user.email = form.cleaned_data["email"]
        user.set_unusable_password()
        if commit:
            user.save()
        return user


def _has_no_app(person: Any) -> bool:
    return not is_mfa_enabled(person, [Authenticator.Type.TOTP])


class Backend(AuthenticationBackend):
    """Who is logged in, with their roles: the gate and the menu ask for them at every request."""

    def get_user(self, user_id: str) -> Person | None:
        """One query for somebody with a role, two for all others."""
        roles = list(Role.objects.filter(person=user_id).select_related("person"))
        person = roles[0].person if roles else Person.objects.filter(pk=user_id).first()
        if person is None or not self.user_can_authenticate(person):
            return None
        person._roles = roles  # type: ignore[attr-defined]  # read by portal.roles
        return person


def contact() -> str:
    """The address of those who can help."""
    edition = Edition.objects.filter(is_current=True).first()
    return edition.contact if edition else settings.DEFAULT_FROM_EMAIL


class SignupForm(AllauthSignupForm):
    """Name and work address; nothing else is asked before it is needed. An address that may make no account gets the
    same page as all others, and a mail without a code."""

    name = forms.CharField(
        label=_("Voornaam en naam"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    field_order = ("name", "email")
    account_already_exists: bool

    def validate_unique_email(self, value: str) -> str:
        email: str = super().validate_unique_email(value)
        allowed = registration.may_register(email, at=clock.now())
        self.account_already_exists = self.account_already_exists or not allowed
        return email


class RequestLoginCodeForm(AllauthRequestLoginCodeForm):
    """Where to mail the code; who logs in with ACM/IDM gets none, but for staff who are named for when that is down."""

    _user: Person | None

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if self._user and not sign_in.may_use_code(self._user, at=clock.now()):
            attempts.note_failure(current.request, "code", person=self._user, why="single sign-on only")
            self._user = None
        return email


class ConfirmLoginCodeForm(AllauthConfirmLoginCodeForm):
    """The code from the mail. A wrong one is written in the log, also at an address that is nobody's."""

    def clean_code(self) -> str:
        try:
            code: str = super().clean_code()
        except forms.ValidationError as fault:
            stage = current.request._login_stage
            attempts.note_failure(
                current.request, "code", person=stage.login.user, email=stage.state.get("email") or ""
            )
            raise forms.ValidationError(
                _("Deze code klopt niet. Kijk de mail na, of vraag een nieuwe code."), code=fault.code
            ) from fault
        return code


class ConfirmAddressForm(AllauthConfirmAddressForm):
    """The code that proves a new address. A wrong one is written in the log."""

    def clean_code(self) -> str:
        try:
            code: str = super().clean_code()
        except forms.ValidationError:
            attempts.note_failure(
                current.request, "code for a new address", person=self.user, email=self.email or ""
            )
            raise
        return code
