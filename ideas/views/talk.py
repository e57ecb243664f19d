"""What people say under a public idea: comments, and 'we have this problem too'."""

from math import ceil
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ideas import actions, queries, rules
from ideas.forms import CommentForm, TakeAwayForm
from ideas.models import Comment, Idea
from ideas.views.public import COMMENTS, page_of, readable
from portal import http
from portal.access import allow, signed_in
from portal.models import Edition


def public_idea(request: Any, edition: Edition, idea_id: str) -> Idea:
    """A published idea; anything else is a 404, for its owners and for staff too: nothing can be told of it."""
    idea: Any = readable(request, edition, idea_id)
    if not idea.is_public:
        raise Http404
    return idea


@require_POST
@allow(signed_in)
def comment(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """Say something under an idea."""
    idea = public_idea(request, edition, idea_id)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return page_of(request, idea, form)
    made = actions.write_comment(idea, form.cleaned_data["text"], by=request.user, at=request.at)
    return http.done(request, _address_of(made, request.user, edition), _("Je reactie staat erbij."))


def _address_of(made: Comment, person: Any, edition: Edition) -> str:
    """The page of the list on which a comment stands, and the comment on it."""
    page = ceil(queries.place_of(made, person) / COMMENTS)
    return f"{reverse('ideas:detail', args=[edition.pk, made.idea_id])}?pagina={page}#reactie-{made.pk}"


def _back_to(idea_id: str, edition: Edition, part: str) -> str:
    return f"{reverse('ideas:detail', args=[edition.pk, idea_id])}#{part}"


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def delete_comment(request: Any, edition: Edition, comment_id: str) -> HttpResponse:
    """Ask once more, then take back what one wrote."""
    own = get_object_or_404(queries.own_comments(request.user, edition), pk=comment_id)
    if request.method == "POST":
        actions.delete_comment(own, by=request.user, at=request.at)
        there = queries.visible(request.user, edition, at=request.at).filter(pk=own.idea_id).exists()
        mine = reverse("mine", args=[edition.pk])  # under an idea that was withdrawn since
        page = _back_to(own.idea_id, edition, "reacties") if there else mine
        return http.done(request, page, _("Je reactie is gewist."))
    return render(request, "ideas/delete_comment.html", {"comment": own})


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def take_comment_away(request: Any, edition: Edition, comment_id: str) -> HttpResponse:
    """An owner or staff say why a comment leaves the page."""
    one = get_object_or_404(queries.comments_to_take_away(edition, at=request.at), pk=comment_id)
    if not rules.may_take_away(one.idea, request.user, at=request.at):
        raise Http404
    form = TakeAwayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.take_comment_away(one, **form.cleaned_data, by=request.user, at=request.at)
        return http.done(request, _back_to(one.idea_id, edition, "reacties"), _("De reactie is weggenomen."))
    return render(request, "ideas/take_comment_away.html", {"comment": one, "form": form})


@require_POST
@allow(signed_in)
def back(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """One click: the entity where I work has this problem too."""
    idea = public_idea(request, edition, idea_id)
    places = queries.workplaces(request.user)
    posted = request.POST.get("entity", "")
    chosen = places[0] if len(places) == 1 else next((one for one in places if one.pk == posted), None)
    actions.back_idea(idea, entity=chosen, by=request.user, at=request.at)
    said = _("Genoteerd. De eigenaars zien dat ook jouw entiteit dit probleem heeft.")
    return http.done(request, _back_to(idea.pk, edition, "herkend"), said)


@require_POST
@allow(signed_in)
def stop_backing(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """One click takes it back."""
    idea = public_idea(request, edition, idea_id)
    actions.stop_backing(idea, by=request.user, at=request.at)
    return http.done(request, _back_to(idea.pk, edition, "herkend"), _("Je telt niet meer mee."))
