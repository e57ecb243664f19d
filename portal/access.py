"""Who may come in at a URL at all. Every view declares a rule; one without a rule does not answer.

What somebody may see behind the door is `visible_to`; what they may do there and when is the stage's `rules`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.urls import ResolverMatch

from portal import roles
from portal.limits import Rate
from portal.models import Edition, RoleKind

View = TypeVar("View", bound=Callable[..., Any])
Test = Callable[[Any, Edition | None, datetime], bool]


@dataclass(frozen=True)
class Rule:
    """`login`: an anonymous visitor is sent to log in; `test`: anybody else whom it refuses gets a 404."""

    name: str
    login: bool
    test: Test = lambda person, edition, at: True


anyone = Rule("anyone", login=False)
signed_in = Rule("signed in", login=True)
staff = Rule("staff", True, lambda person, edition, at: roles.is_staff(person, edition=edition, at=at))


def role(*kinds: RoleKind) -> Rule:
    """People who hold one of these roles in the edition of the URL; a superuser too."""

    def test(person: Any, edition: Edition | None, at: datetime) -> bool:
        return person.is_superuser or roles.has(person, *kinds, edition=edition, at=at)

    return Rule(" or ".join(kinds), login=True, test=test)


def allow(rule: Rule) -> Callable[[View], View]:
    """Declare the rule of a view."""

    def declare(view: View) -> View:
        view.access = rule  # type: ignore[attr-defined]
        return view

    return declare


def at_most(times: int, seconds: int, *, method: str = "POST") -> Callable[[View], View]:
    """Declare how often one person may ask this of a view that makes rows or costs much; who asks more often waits."""

    def declare(view: View) -> View:
        view.limit = (method, Rate(times, seconds))  # type: ignore[attr-defined]
        return view

    return declare


# Views that are not ours, by the name of their URL. What is not listed does not answer.
FOREIGN: dict[str, Rule] = {
    "set_language": anyone,
    "account_login": anyone,
    "account_signup": anyone,
    "account_logout": anyone,
    "account_inactive": anyone,
    "account_reauthenticate": signed_in,
    "account_email": signed_in,
    "account_email_verification_sent": anyone,
    "account_request_login_code": anyone,
    "account_confirm_login_code": anyone,
    "usersessions_list": signed_in,
    "mfa_login_webauthn": anyone,
    "mfa_authenticate": anyone,
    "mfa_reauthenticate": signed_in,
    "mfa_reauthenticate_webauthn": signed_in,
    "mfa_index": signed_in,
    "mfa_activate_totp": signed_in,
    "mfa_deactivate_totp": signed_in,
    "mfa_view_recovery_codes": signed_in,
    "mfa_generate_recovery_codes": signed_in,
    "mfa_download_recovery_codes": signed_in,
    "mfa_list_webauthn": signed_in,
    "mfa_add_webauthn": signed_in,
    "mfa_edit_webauthn": signed_in,
    "mfa_remove_webauthn": signed_in,
}


# What touches how somebody logs in asks first that they prove once more who they are (`portal.sessions`); with whether
# having just logged in is proof enough.
FRESH: dict[str, bool] = {
    "account_email": False,
    "close_account": False,
    "mfa_activate_totp": True,
    "mfa_deactivate_totp": True,
    "mfa_add_webauthn": True,
    "mfa_remove_webauthn": True,
    "mfa_generate_recovery_codes": True,
    "mfa_view_recovery_codes": True,
    "mfa_download_recovery_codes": True,
}


def rule_of(view: Any, match: ResolverMatch) -> Rule | None:
    """The declared rule of a resolved view, or None."""
    if match.app_name == "admin":
        return staff
    return getattr(view, "access", None) or FOREIGN.get(match.url_name or "")
