"""Pages that bring a text into an edition: go on with an earlier idea, begin one for a colleague."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST

from ideas import actions, queries
from ideas.forms import StartForForm
from ideas.views.own import own_idea
from portal import http
from portal.access import allow, signed_in, staff
from portal.errors import Closed
from portal.models import Edition

READY = _lazy("Het concept staat klaar. %(email)s krijgt een mail.")
HANDED_IN = _lazy("Het idee is ingediend. %(email)s krijgt het ontvangstbewijs.")


@require_POST
@allow(signed_in)
def carry_on(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """An owner takes an idea that is over along to the edition that takes ideas."""
    idea = own_idea(request, edition, idea_id)
    to = queries.edition_to_carry_on_in(idea, at=request.at)
    if to is None:
        raise Closed(
            reason=_(
                "Er is nu geen andere editie die ideeën ontvangt. Volg de site voor de volgende oproep."
            ),
            title=_("Nog geen nieuwe editie"),
        )
    draft = actions.carry_on(idea, to, by=request.user, at=request.at)
    page = reverse("ideas:detail", args=[to.pk, draft.pk])
    return http.done(request, page, _("Je tekst staat klaar als concept. Kijk hem na en vul aan."))


@require_http_methods(["GET", "POST"])
@allow(staff)
def start_for(request: Any, edition: Edition) -> HttpResponse:
    """Staff put the text of a colleague in the portal."""
    form = StartForForm(request.POST or None, questions=queries.questions_of(edition))
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("name", "reason", "hand_in")}
        email = form.cleaned_data["email"]
        actions.start_for(edition, email, form.changes(), **told, by=request.user, at=request.at)
        said = str(HANDED_IN if told["hand_in"] else READY) % {"email": email}
        return http.done(request, reverse("mine", args=[edition.pk]), said)
    return render(request, "ideas/story_start_for.html", {"form": form})
