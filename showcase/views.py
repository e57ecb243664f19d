"""Pages of the showcase: load, ask, call one verb, answer."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from poc.models import Project
from portal import http, timeline
from portal.access import allow, anyone, signed_in
from portal.errors import Stale
from portal.models import Edition, PhaseKey
from showcase import actions, content, queries, rules
from showcase.forms import ApproveForm, ResultForm
from showcase.models import Result
from showcase.states import ResultState

FEED_SIZE = 100


@require_GET
@allow(anyone)
def list_results(request: Any, edition: Edition) -> HttpResponse:
    """What came of every PoC, for everybody; before the showcase a page that says when."""
    page = http.page_of(request, queries.published(edition, at=request.at))
    phase = timeline.shown(edition).phase(PhaseKey.SHOWCASE)
    context = {
        "page": page,
        "rows": [{"result": one, "cost": queries.cost_of(one)} for one in page],
        "opens": phase.opens_at if phase else None,
        "roughly": phase.display if phase else "",
    }
    return render(request, "showcase/list.html", context)


@require_GET
@allow(anyone)
def result(request: Any, edition: Edition, result_id: str) -> HttpResponse:
    """One result, for everybody once the showcase has begun; before that a preview for the team and Sandbox."""
    found = get_object_or_404(queries.visible(request.user, edition, at=request.at), pk=result_id)
    return _result_page(request, found)


@require_GET
@allow(signed_in)
def enter(request: Any, edition: Edition, result_id: str) -> HttpResponse:
    """Where letters lead: who is logged out logs in first, for before the showcase the page tells strangers nothing."""
    return redirect("showcase:result", edition.pk, result_id)


def _result_page(request: Any, result: Result, form: ApproveForm | None = None) -> HttpResponse:
    insider = queries.is_insider(result, request.user, at=request.at)
    context = {
        "result": result,
        "published": not insider or queries.is_published(result, at=request.at),
        "insider": insider,
        "cost": queries.cost_of(result),
        "names": queries.names(result),
        "address": settings.PORTAL_URL + request.path,
    }
    if insider:
        context |= _progress(request, result, form)
    return render(request, "showcase/result.html", context)


def _progress(request: Any, result: Result, form: ApproveForm | None) -> dict[str, Any]:
    """What the team and Sandbox see on top of the sheet: who approved, what is missing, what comes next."""
    standings = queries.standings(result)
    own = next((one for one in standings if one.person == request.user), None)
    phase = timeline.shown(result.edition).phase(PhaseKey.SHOWCASE)
    return {
        "standings": standings,
        "member": own is not None,
        "approved_by_me": own is not None and own.at is not None,
        "gaps": content.gaps(result),
        "ended": rules.has_ended(result.project),
        "form": form or ApproveForm(version=result.version),
        "opens": phase.opens_at if phase else None,
    }


def own_project(request: Any, edition: Edition, project_id: str) -> Project:
    """The PoC when the visitor is a member of its team; a 404 for anybody else."""
    return get_object_or_404(queries.projects_of(request.user, edition), pk=project_id)


def own_result(request: Any, edition: Edition, result_id: str) -> Result:
    """The sheet when the visitor is a member of its team; a 404 for anybody else."""
    return get_object_or_404(queries.results_of(request.user, edition), pk=result_id)


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def write(request: Any, edition: Edition, project_id: str) -> HttpResponse:
    """The whole sheet on one page. 'Bewaar' saves and stays, 'Bewaar en bekijk' goes to the preview."""
    project = own_project(request, edition, project_id)
    result = queries.of_project(project)
    if request.method == "GET":
        rules.check_may_save(project, result, by=request.user)
        form = ResultForm(words=_beginning(project, result), version=_version(result))
        return render(request, "showcase/write.html", _writing(project, result, form))
    form = ResultForm(_taken_over(request, project), words={}, version=_version(result))
    elsewhere = None
    if form.is_valid():
        try:
            return _save(request, project, form)
        except Stale:
            result = queries.of_project(project)
            form, elsewhere = _side_by_side(request, result)
    context = _writing(project, result, form) | {"elsewhere": elsewhere}
    return render(request, "showcase/write.html", context, status=409 if elsewhere else 200)


def _version(result: Result | None) -> int:
    return result.version if result else 0


def _beginning(project: Project, result: Result | None) -> dict[str, str]:
    """What stands in the form at first: the sheet, and before there is one the lessons of a PoC that stopped."""
    words = content.words_of(result)
    return words if result else words | {"lessons": project.lessons[: content.LESSONS_MAX]}


def _writing(project: Project, result: Result | None, form: ResultForm) -> dict[str, Any]:
    return {
        "project": project,
        "result": result,
        "form": form,
        "suggestions": _suggestions(project, form),
        "ended": rules.has_ended(project),
        "asked": result is not None and result.approvals.exists(),
    }


def _sources(project: Project) -> dict[str, str]:
    """What the team wrote before that may serve again, by the column it fits."""
    problem = content.answer_of(project.team.idea.submission, "problem")
    return {"problem": problem, "lessons": project.lessons}


def _suggestions(project: Project, form: ResultForm) -> list[dict[str, str]]:
    """What is not in the form yet, to stand beside it."""
    labels = {"problem": _("Uit jullie idee"), "lessons": _("Uit het einde van jullie PoC")}
    return [
        {"name": name, "label": labels[name], "question": str(form.fields[name].label), "text": text}
        for name, text in _sources(project).items()
        if text and text not in (form[name].value() or "").replace("\r\n", "\n")
    ]


def _taken_over(request: Any, project: Project) -> Any:
    """What was posted; with 'Neem over' the earlier words come under what was typed, never in its place."""
    name = request.POST.get("take", "")
    earlier = _sources(project).get(name)
    if not earlier:
        return request.POST
    typed = request.POST.get(name, "").strip()
    return http.posted_again(request, **{name: "\n\n".join(filter(None, [typed, earlier]))})


def _save(request: Any, project: Project, form: ResultForm) -> HttpResponse:
    version = form.cleaned_data["version"]
    saved = actions.save_result(
        project, words=form.changes(), version=version, by=request.user, at=request.at
    )
    if "preview" in request.POST:
        return http.done(
            request, reverse("showcase:result", args=[saved.edition_id, saved.pk]), _("Bewaard.")
        )
    here = reverse("showcase:write", args=[saved.edition_id, project.pk])
    return http.done(request, here, _("Bewaard. Je kan later verder schrijven."))


def _side_by_side(request: Any, result: Result | None) -> tuple[ResultForm, ResultForm]:
    """What was typed, ready to be saved over the newer version, and that version beside it."""
    version = _version(result)
    typed = ResultForm(http.posted_again(request, version=version), words={}, version=version)
    return typed, ResultForm(words=content.words_of(result), version=version)


@require_POST
@allow(signed_in)
def approve(request: Any, edition: Edition, result_id: str) -> HttpResponse:
    """A member agrees with the text they read."""
    result = own_result(request, edition, result_id)
    form = ApproveForm(request.POST, version=result.version)
    if not form.is_valid():
        return _result_page(request, result, form)
    result = actions.approve_result(result, **form.cleaned_data, by=request.user, at=request.at)
    said = _("Je keurde de fiche goed.")
    if result.state == ResultState.APPROVED:
        said = _("Je keurde de fiche goed. Daarmee is iedereen akkoord.")
    return http.done(request, reverse("showcase:result", args=[edition.pk, result.pk]), said)


@require_http_methods(["GET", "POST"])
@allow(signed_in)
def revise(request: Any, edition: Edition, result_id: str) -> HttpResponse:
    """Ask once more, then open the approved text again."""
    result = own_result(request, edition, result_id)
    if request.method == "POST":
        actions.revise_result(result, by=request.user, at=request.at)
        here = reverse("showcase:write", args=[edition.pk, result.project_id])
        return http.done(request, here, _("De fiche staat weer open. Je team kreeg een mail."))
    rules.check_may_revise(result, by=request.user)
    published = queries.is_published(result, at=request.at)
    return render(request, "showcase/revise.html", {"result": result, "published": published})


@require_POST
@allow(signed_in)
def name(request: Any, edition: Edition, result_id: str) -> HttpResponse:
    """Show my name with the result, or take it away."""
    result = own_result(request, edition, result_id)
    shown = request.POST.get("shown") == "yes"
    actions.show_name(result, shown, by=request.user, at=request.at)
    said = _("Je naam staat bij het resultaat.") if shown else _("Je naam staat niet meer bij het resultaat.")
    return http.done(request, reverse("showcase:result", args=[edition.pk, result.pk]), said)


@require_GET
@allow(anyone)
def feed(request: Any, edition: Edition) -> HttpResponse:
    """The results as an Atom feed, for whoever wants to follow or republish them."""
    page = settings.PORTAL_URL + reverse("showcase:list", args=[edition.pk])
    atom = Atom1Feed(
        title=_("Showcase %(edition)s") % {"edition": edition.pk},
        link=page,
        description=_("Wat er kwam van de PoC’s van Sandbox Vlaanderen."),
        feed_url=settings.PORTAL_URL + request.path,
        language=get_language(),
    )
    opens = timeline.shown(edition).opens_at(PhaseKey.SHOWCASE)
    for one in queries.published(edition, at=request.at)[:FEED_SIZE]:
        link = settings.PORTAL_URL + reverse("showcase:result", args=[edition.pk, one.pk])
        since = max(moment for moment in (opens, one.approved_at) if moment)
        title = one.project.team.title
        atom.add_item(title, link, one.summary, unique_id=link, pubdate=since, updateddate=since)
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)
