"""Pages of the criteria: public, as a draft, as judges will see them."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jury import actions, queries, rules
from jury.forms import AgreedForm, CriterionForm, SheetForm
from jury.forms.sheets import anchors_of
from jury.models import Entry, Round, Rubric, Sheet
from jury.views.doors import round_of
from jury.views.setting_up import to_set_up
from portal import http
from portal.access import allow, anyone, staff
from portal.models import Edition


@require_GET
@allow(anyone)
def criteria(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """The criteria as everybody reads them, with what each score means: the words the judges use."""
    round_ = round_of(edition, kind)
    told = [(one, anchors_of(one)) for one in queries.criteria_of(round_)]
    return render(request, "jury/criteria.html", {"round": round_, "criteria": told})


def to_rubric(request: Any, round_: Round, said: str) -> HttpResponse:
    return http.done(request, reverse("jury:rubric", args=[round_.edition_id, round_.kind]), said)


@require_http_methods(["GET", "POST"])
@allow(staff)
def rubric(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """The criteria in use and the draft of a new version; a POST begins that draft."""
    round_ = round_of(edition, kind)
    if request.method == "POST":
        actions.draft_rubric(round_, by=request.user, at=request.at)
        return to_rubric(
            request,
            round_,
            _("Een nieuwe versie staat klaar. De oude blijft gelden tot je deze in gebruik neemt."),
        )
    draft = queries.draft_of(round_)
    of_draft = list(draft.criteria.all()) if draft else []
    context = {
        "round": round_,
        "in_use": queries.criteria_of(round_),
        "draft": draft,
        "of_draft": of_draft,
        "faults": rules.faults_of_rubric(of_draft) if draft else [],
        "total": sum(one.weight for one in of_draft),
    }
    return render(request, "jury/rubric.html", context)


def draft_or_404(edition: Edition, kind: str) -> tuple[Round, Rubric]:
    round_ = round_of(edition, kind)
    draft = queries.draft_of(round_)
    if draft is None:
        raise Http404
    return round_, draft


@require_http_methods(["GET", "POST"])
@allow(staff)
def criterion(request: Any, edition: Edition, kind: str, key: str = "") -> HttpResponse:
    """One criterion of the draft, or a new one."""
    round_, draft = draft_or_404(edition, kind)
    current = queries.criterion_of(draft, key) if key else None
    if key and current is None:
        raise Http404
    initial = (
        CriterionForm.initial_of(current) if current else {"scale": 5, "order": draft.criteria.count() + 1}
    )
    form = CriterionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.save_criterion(draft, form.values(), key=key, by=request.user, at=request.at)
        return to_rubric(request, round_, _("Het criterium is bewaard in de nieuwe versie."))
    return render(request, "jury/criterion_edit.html", {"round": round_, "form": form, "current": current})


@require_POST
@allow(staff)
def remove_criterion(request: Any, edition: Edition, kind: str, key: str) -> HttpResponse:
    """Take a criterion out of the draft."""
    round_, draft = draft_or_404(edition, kind)
    actions.remove_criterion(draft, key, by=request.user, at=request.at)
    return to_rubric(request, round_, _("Het criterium staat niet meer in de nieuwe versie."))


@require_http_methods(["GET", "POST"])
@allow(staff)
def agreed(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """What the draft says of equal scores and of the least number of sheets."""
    round_, draft = draft_or_404(edition, kind)
    initial = {"tie_rule": draft.tie_rule, "minimum_sheets": draft.minimum_sheets}
    form = AgreedForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.agree(draft, **form.cleaned_data, by=request.user, at=request.at)
        return to_rubric(request, round_, _("De afspraken zijn bewaard in de nieuwe versie."))
    return render(request, "jury/agreed.html", {"round": round_, "form": form})


@require_POST
@allow(staff)
def drop_rubric(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """Throw the draft away."""
    round_, draft = draft_or_404(edition, kind)
    actions.drop_rubric(draft, by=request.user, at=request.at)
    return to_rubric(
        request, round_, _("De nieuwe versie is weg. De criteria in gebruik blijven zoals ze zijn.")
    )


@require_POST
@allow(staff)
def use_rubric(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """Judge by the draft from now on."""
    round_, draft = draft_or_404(edition, kind)
    actions.use_rubric(draft, by=request.user, at=request.at)
    return to_set_up(
        request, round_, _("De nieuwe criteria zijn in gebruik. Wie al scores gaf, neemt ze zelf over.")
    )


@require_GET
@allow(staff)
def preview(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """The score card as a judge will see it, of the draft or else of what is in use. Nothing is kept."""
    round_ = round_of(edition, kind)
    shown = queries.draft_of(round_) or round_.rubric
    if shown is None:
        raise Http404
    blank = Sheet(entry=Entry(round=round_), rubric=shown)
    context = {"round": round_, "form": SheetForm(sheet=blank), "is_draft": shown != round_.rubric}
    return render(request, "jury/preview.html", context)
