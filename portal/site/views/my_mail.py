"""What people decide about their mail: each kind, the link under a letter, following the call."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal import http
from portal.access import allow, anyone, signed_in
from portal.mail import choices, subscriptions
from portal.mail.kinds import KINDS
from portal.site.forms import FollowForm, MyMailsForm


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def my_mails(request: Any) -> HttpResponse:
    """Mijn e-mails: each kind at once, in one overview a day, or not; what cannot be off says why."""
    person = request.user
    form = MyMailsForm(request.POST or None, told=choices.of(person))
    if request.method == "POST" and form.is_valid():
        choices.choose(person, form.cleaned_data, by=person, at=request.at)
        return http.done(request, reverse("my_mails"), _("Je keuzes zijn bewaard."))
    always = [kind for kind in KINDS.values() if not kind.may_refuse]
    return render(request, "mails/mine.html", {"form": form, "always": always})


@csrf_exempt  # RFC 8058: the mail program posts for the person, without cookie or token; the link is the proof
@require_http_methods(["GET", "POST"])
@allow(anyone)
def unsubscribe(request: Any, token: str) -> HttpResponse:
    """The link under a letter. A GET only shows the button, for mail programs open links by themselves; a POST does it,
    and is answered without sending on."""
    letter = choices.letter_of(token)
    if letter is None:
        raise Http404
    if request.method == "POST":
        choices.answer(letter, refuse="again" not in request.POST, at=request.at)
    context = {
        "kind": choices.kind_of(letter),
        "refused": choices.has_refused(letter),
        "answered": request.method == "POST",
        "has_account": letter.recipient is not None,
    }
    return render(request, "mails/unsubscribe.html", context)


@require_http_methods(["GET", "POST"])
@allow(anyone)
def follow(request: Any) -> HttpResponse:
    """Follow the call with an address. The answer is the same whether the address was known or not."""
    form = FollowForm(request.POST or None, initial={"email": getattr(request.user, "email", "") or ""})
    if request.method == "POST" and form.is_valid():
        subscriptions.ask(form.cleaned_data["email"], language=get_language() or "nl", at=request.at)
        said = _("Kijk in je mailbox: we stuurden een link om te bevestigen, tenzij je de oproep al volgt.")
        return http.done(request, reverse("follow_call"), said)
    follows = request.user.is_authenticated and subscriptions.follows(request.user)
    return render(request, "mails/follow.html", {"form": form, "follows": follows})


@require_http_methods(["GET", "POST"])
@allow(anyone)
def confirm(request: Any, token: str) -> HttpResponse:
    """The link of the mail that asks: a button, and the answer."""
    row = subscriptions.asked_by(token, at=request.at)
    if row is None:
        raise Http404
    if request.method == "POST":
        subscriptions.confirm(row, at=request.at)
        return http.done(
            request, reverse("home"), _("Je volgt de oproep. Je hoort het zodra je een idee kan indienen.")
        )
    return render(request, "mails/confirm.html", {"stands": row.confirmed_at and not row.ended_at})
