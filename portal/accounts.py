"""Signing in with a code by e-mail, for people of the Flemish government."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal import people
from portal.models import Person, Role


def display_name(person: Person) -> str:
    """The name allauth's pages and mails use."""
    return person.display_name


class AccountAdapter(DefaultAccountAdapter):
    """Whom we let in, and how they are written down."""

    def clean_email(self, email: str) -> str:
        """Only addresses of the Flemish government's own domains (and their subdomains) can make an account."""
        email = super().clean_email(email)
        if not people.is_work_address(email):
            raise forms.ValidationError(
                _("Gebruik je werkadres bij de Vlaamse overheid, bijvoorbeeld voornaam.naam@vlaanderen.be.")
            )
        return email

    def send_account_already_exists_mail(self, email: str) -> None:
        """To somebody who signs up again: there is no password to recover here, only a page to log in."""
        login_url = settings.PORTAL_URL + reverse("account_login")
        self.send_mail("account/email/account_already_exists", email, {"login_url": login_url})

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.name = form.cleaned_data.get("name", "")
        user.email = form.cleaned_data["email"]
        user.set_unusable_password()
        if commit:
            user.save()
        return user


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


class SignupForm(AllauthSignupForm):
    """Name and work address; nothing else is asked before it is needed."""

    name = forms.CharField(
        label=_("Voornaam en naam"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    field_order = ("name", "email")


NAME_OF_KEY = _("Naam van deze sleutel")


class AddKeyForm(webauthn.AddWebAuthnForm):
    """A security key; its field for a name has no label in Dutch."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = NAME_OF_KEY


class EditKeyForm(webauthn.EditWebAuthnForm):
    """Another name for a security key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = NAME_OF_KEY
