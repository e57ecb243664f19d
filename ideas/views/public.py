"""Pages that everybody may see: the shortlisted ideas, and one of them."""

from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ideas import content, queries, rules
from ideas.forms import CommentForm, SearchForm
from ideas.models import Idea
from portal import http, registry, timeline
from portal.access import allow, anyone, signed_in
from portal.models import Edition, PhaseKey

COMMENTS = 20  # on a page


@require_GET
@allow(anyone)
def list_ideas(request: Any, edition: Edition) -> HttpResponse:
    """The shortlisted ideas, for everybody, as the address asks for them; before the announcement a page that says
    when."""
    form = SearchForm(request.GET, choices=queries.choices_of(edition, at=request.at))
    wanted = form.wanted()
    page = http.page_of(request, queries.found(edition, wanted, at=request.at))
    nothing = wanted.narrows and page.paginator.count == 0
    context = {
        "page": page,
        "bar": {"form": form, "chips": _chips(request, form)},
        "wanted": wanted,
        "announced": timeline.shown(edition).opens_at(PhaseKey.ANNOUNCEMENT),
        "way_out": {"label": _("Toon alle ideeën"), "url": request.path},
        "any_published": not nothing or queries.published(edition, at=request.at).exists(),
    }
    return render(request, "ideas/list.html", context)


def _chips(request: Any, form: SearchForm) -> list[dict[str, str]]:
    """What narrows the list, each with the address of the list without it."""
    chips = []
    for name, label in form.chosen():
        rest = request.GET.copy()
        for gone in (name, "pagina"):
            rest.pop(gone, None)
        chips.append({"label": label, "url": f"?{rest.urlencode()}"})
    return chips


@require_GET
@allow(anyone)
def detail(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """One idea: its public text for everybody, what is said about it, and what an owner can do with it."""
    return page_of(request, readable(request, edition, idea_id))


@require_GET
@allow(signed_in)
def enter(request: Any, edition: Edition, idea_id: str) -> HttpResponse:
    """Where letters lead: who is logged out logs in first, for before the announcement the page itself tells strangers
    that it does not exist."""
    return redirect("ideas:detail", edition.pk, idea_id)


def readable(request: Any, edition: Edition, idea_id: str) -> Idea:
    """An idea that the visitor may see, with how much is said about it; a 404 for anybody else."""
    ideas = queries.visible(request.user, edition, at=request.at)
    idea = get_object_or_404(queries.with_talk(ideas, request.user, at=request.at), pk=idea_id)
    idea.edition = edition  # with what was read of it for this page
    if request.user.is_authenticated:
        prefetch_related_objects([idea], "ownerships")
    return idea


def page_of(request: Any, idea: Any, form: CommentForm | None = None) -> HttpResponse:
    """The page of an idea; `form` holds a comment that something is wrong with."""
    edition = idea.edition
    owner = request.user.is_authenticated and rules.is_owner(idea, request.user)
    windows = timeline.shown(edition)
    can_submit = owner and rules.open_until(idea, windows, by=request.user, at=request.at) is not None
    named = queries.named_owners(idea)
    context = {
        "idea": idea,
        "text": _text_of(idea, owner, can_submit),
        "owner": owner,
        "names": [person.name for person in named],
        "named": request.user in named,
        "outcome": queries.outcomes_in_force([idea], at=request.at).get(idea.pk) if owner else None,
        "newer": owner and rules.has_newer_changes(idea),
        "can_submit": can_submit,
        "panels": registry.panels_on("idea", idea, request.user, at=request.at),
    }
    if idea.is_public:
        context |= _talk(request, idea, form, owner)
    return render(request, "ideas/detail.html", context)


def _text_of(idea: Idea, owner: bool, can_submit: bool) -> dict[str, Any]:
    """What was handed in counts; while one can still hand in, an owner sees the working copy as it would stand."""
    if idea.submission and not (owner and can_submit):
        return idea.submission.public_text
    questions = queries.questions_of(idea.edition) if owner else []
    return content.public_text(content.snapshot(idea, questions))


def _talk(request: Any, idea: Any, form: CommentForm | None, owner: bool) -> dict[str, Any]:
    """What is said about a published idea, and what looks like it."""
    person, text = request.user, queries.text_of(idea)
    comments = queries.comments_on(idea, person)
    may_back = person.is_authenticated and not (owner or idea.backed_by_me)
    return {
        "page_url": settings.PORTAL_URL + reverse("ideas:detail", args=[idea.edition_id, idea.pk]),
        "similar": queries.similar_to(text, edition=idea.edition, at=request.at, without=idea),
        "comments": http.page_of(request, comments, COMMENTS, count=idea.commented),
        "may_take_away": rules.may_take_away(idea, person, at=request.at),
        "workplaces": queries.workplaces(person) if may_back else [],
        "form": form or CommentForm(),
    }
