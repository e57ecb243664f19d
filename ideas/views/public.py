"""Pages that everybody may see: the shortlisted ideas, and one of them."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ideas import content, queries, rules
from ideas.forms import SearchForm
from portal import http, registry, timeline
from portal.access import allow, anyone
from portal.models import Edition, PhaseKey


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
    """One idea: its public text for everybody, and what an owner can do with it."""
    idea = get_object_or_404(queries.visible(request.user, edition, at=request.at), pk=idea_id)
    idea.edition = edition  # with what was read of it for this page
    if request.user.is_authenticated:
        prefetch_related_objects([idea], "ownerships")
    owner = request.user.is_authenticated and rules.is_owner(idea, request.user)
    questions = queries.questions_of(edition) if owner else []
    can_submit = timeline.shown(edition).accepts(PhaseKey.SUBMISSION, request.at)
    counts = None if owner and can_submit else idea.submission
    text = counts.public_text if counts else content.public_text(content.snapshot(idea, questions))
    context = {
        "idea": idea,
        "text": text,
        "owner": owner,
        "names": queries.public_names(idea),
        "outcome": queries.outcomes_in_force([idea], at=request.at).get(idea.pk) if owner else None,
        "newer": owner and rules.has_newer_changes(idea),
        "can_submit": can_submit,
        "panels": registry.panels_on("idea", idea, request.user, at=request.at),
    }
    return render(request, "ideas/detail.html", context)
