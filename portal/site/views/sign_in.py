"""Logging in with ACM/IDM: to the provider, back, and for a newcomer their organisation and a proved address."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal import attempts, clock, http
from portal.access import allow, anyone
from portal.accounts import contact
from portal.errors import Refused
from portal.models import Person
from portal.sign_in import flow, identities, proof, provider
from portal.sign_in.claims import Told
from portal.sign_in.errors import NotTrusted, Unreachable
from portal.site.sign_in_forms import AddressForm, CodeForm, OrganisationForm

logger = logging.getLogger(__name__)
PENDING = "sign_in_told"  # the key in the session: who came back, until they are in
View = Callable[..., HttpResponse]


def on_the_way_in(view: View) -> View:
    """No page at all where single sign-on is not set up; who is in already goes on."""

    @wraps(view)
    def page(request: Any) -> HttpResponse:
        if not provider.is_on():
            raise Http404
        if request.user.is_authenticated:
            return redirect(settings.LOGIN_REDIRECT_URL)
        return never_cache(view)(request)

    return page


def after_the_provider(view: View) -> View:
    """Only with what the provider told of this visitor, half an hour long: passed on as `told`."""

    @wraps(view)
    def page(request: Any) -> HttpResponse:
        pending = request.session.get(PENDING)
        if not pending or clock.machine().timestamp() - pending["at"] > identities.VALID:
            return redirect("account_login")
        return view(request, Told.of(pending["told"]))

    return page


@allow(anyone)
@on_the_way_in
@require_POST
def begin(request: Any) -> HttpResponse:
    """To the provider. A POST, so that no page of another site can begin it."""
    after = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(after, None):
        after = settings.LOGIN_REDIRECT_URL
    back = settings.PORTAL_URL + reverse("sign_in_back")
    try:
        return http.SeeOther(flow.begin(request.session, back=back, after=after))
    except Unreachable as fault:
        logger.warning("single sign-on: %s", fault)
        raise _away() from fault


@allow(anyone)
@on_the_way_in
@require_GET
def come_back(request: Any) -> HttpResponse:
    """Where the provider sends people back to."""
    request.session.pop(PENDING, None)
    try:
        told, after = flow.finish(request.session, request.GET.dict())
    except NotTrusted as fault:
        attempts.note_failure(request, "single sign-on", why=str(fault))
        raise _not_proved() from fault
    except Unreachable as fault:
        logger.warning("single sign-on: %s", fault)
        raise _away() from fault
    request.session[PENDING] = {"told": told.plain(), "after": after, "at": clock.machine().timestamp()}
    return _go_on(request)


@allow(anyone)
@on_the_way_in
@require_http_methods(["GET", "POST"])
@after_the_provider
def choose(request: Any, told: Told) -> HttpResponse:
    """For which organisation somebody with several capacities is here."""
    form = OrganisationForm(_posted(request), entities=identities.entities_of(told))
    if request.method == "POST" and form.is_valid():
        _remember(request, entity=form.cleaned_data["entity"].pk)
        return _go_on(request)
    return render(request, "sign_in/choose.html", {"form": form})


@allow(anyone)
@on_the_way_in
@require_http_methods(["GET", "POST"])
@after_the_provider
def address(request: Any, told: Told) -> HttpResponse:
    """At which address we reach a newcomer. What the provider says is only proposed: a code proves it."""
    form = AddressForm(_posted(request), initial={"email": told.email})
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if ratelimit.consume(request, action="request_login_code", key=email):
            _remember(request, proof=proof.ask(email))
            return http.SeeOther(reverse("sign_in_code"))
        attempts.note_once(request, "too often", "sign_in_address")
        form.add_error("email", _("Je vroeg al enkele codes. Wacht een paar minuten en probeer het opnieuw."))
    return render(request, "sign_in/address.html", {"form": form, "who": told.name})


@allow(anyone)
@on_the_way_in
@require_http_methods(["GET", "POST"])
@after_the_provider
def code(request: Any, told: Told) -> HttpResponse:
    """The code from the mail; a few tries, then one asks a new one."""
    asked = request.session[PENDING].get("proof")
    if not proof.is_open(asked):
        return redirect("sign_in_address")
    form = CodeForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        right = proof.is_right(asked, form.cleaned_data["code"])
        _remember(request, proof=asked)
        if right:
            _remember(request, proof=None)
            if person := identities.waits_for_second_step(told, asked["email"]):
                return _second_step_first(request, person, told, asked["email"])
            identities.link(told, asked["email"], at=request.at)
            return _go_on(request)
        attempts.note_failure(request, "code after single sign-on", email=asked["email"])
        form.add_error("code", _("Deze code klopt niet. Kijk de mail na, of vraag een nieuwe code."))
    return render(request, "sign_in/code.html", {"form": form, "email": asked["email"]})


def _go_on(request: Any) -> HttpResponse:
    """The next page that is needed, or in."""
    pending = request.session[PENDING]
    told = Told.of(pending["told"])
    entities, person = identities.entities_of(told), identities.person_of(told)
    if not entities or (person and not person.is_active):
        del request.session[PENDING]
        why = "the account is off" if entities else "no known organisation"
        attempts.note_failure(request, "single sign-on", person=person, why=why)
        raise _not_known()
    if "entity" not in pending and identities.must_choose(person, entities):
        return http.SeeOther(reverse("sign_in_choose"))
    if person is None:
        return http.SeeOther(reverse("sign_in_address"))
    return _come_in(request, person, told, pending)


def _come_in(request: Any, person: Person, told: Told, pending: dict[str, Any]) -> HttpResponse:
    """In. Whoever has a second factor is asked for it, as after a code."""
    entity = identities.works_for(person, told, chosen=pending.get("entity"))
    if identities.settle(person, entity, at=request.at):
        messages.info(
            request,
            _(
                "ACM/IDM noemt een andere werkplek: %(entity)s. Sandbox kijkt dat na; intussen verandert er niets."
            )
            % {"entity": entity.name},
        )
    return _log_in(request, person, told)


def _second_step_first(request: Any, person: Person, told: Told, email: str) -> HttpResponse:
    """The account of this address asks a second factor: it is linked once that is given (`link_waiting`)."""
    pending = request.session[PENDING]
    waiting = {"told": pending["told"], "at": pending["at"], "entity": pending.get("entity"), "email": email}
    request.session[identities.WAITING] = waiting
    return _log_in(request, person, told)


def _log_in(request: Any, person: Person, told: Told) -> HttpResponse:
    after = request.session.pop(PENDING)["after"]
    record_authentication(request, person, method="socialaccount", provider=told.issuer, uid=told.subject)
    answer: HttpResponse = perform_login(request, person, email_verification="none", redirect_url=after)
    return answer


def _posted(request: Any) -> Any:
    """An empty form that was sent is one with errors."""
    return request.POST if request.method == "POST" else None


def _remember(request: Any, **told: Any) -> None:
    request.session[PENDING] = request.session[PENDING] | told


def _away() -> Refused:
    return Refused(
        reason=_(
            "De aanmelddienst van de Vlaamse overheid antwoordt nu niet. Probeer het over enkele minuten opnieuw."
        ),
        title=_("ACM/IDM antwoordt niet"),
        links=[(_("Opnieuw inloggen"), reverse("account_login"))],
    )


def _not_proved() -> Refused:
    return Refused(
        reason=_(
            "Het inloggen werd onderbroken of duurde te lang. Er is niets gewijzigd. Probeer het opnieuw."
        ),
        title=_("Inloggen is niet gelukt"),
        links=[(_("Opnieuw inloggen"), reverse("account_login"))],
    )


def _not_known() -> Refused:
    return Refused(
        reason=_(
            "Het portaal kent je organisatie niet, of je account staat uit. Mail naar %(contact)s: we helpen je."
        )
        % {"contact": contact()},
        title=_("Je kan hier nog niet in"),
    )
