"""The verbs on criteria: a new version as a draft, its criteria, put in use."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from jury import rules
from jury.actions.entries import locked_round
from jury.models import Criterion, Round, Rubric, Score, Sheet
from jury.states import SheetState
from portal import history
from portal.models import Person

AGREED = ("tie_rule", "minimum_sheets")
COLUMNS = ("key", "order", "kind", "weight", "scale", "text_nl", "text_en", "anchors")


@transaction.atomic
def draft_rubric(round_: Round, *, by: Person, at: datetime) -> Rubric:
    """A new version of the criteria, begun as a copy of those in use; a draft that is there already is given back."""
    rules.check_may_set_up(round_, by=by, at=at)
    round_ = locked_round(round_)
    last = round_.rubrics.order_by("version").last()
    if last is not None and rules.is_draft(last, round_):
        return last
    agreed = {name: getattr(round_.rubric, name) for name in AGREED} if round_.rubric else {}
    draft = Rubric.objects.create(round=round_, version=last.version + 1 if last else 1, **agreed)
    old = list(round_.rubric.criteria.all()) if round_.rubric else []
    Criterion.objects.bulk_create(
        [Criterion(rubric=draft, **{name: getattr(one, name) for name in COLUMNS}) for one in old]
    )
    _count(draft)
    history.record(round_, "draft_rubric", by=by, at=at, data={"version": draft.version})
    return draft


@transaction.atomic
def agree(rubric: Rubric, *, tie_rule: str, minimum_sheets: int, by: Person, at: datetime) -> None:
    """Say beforehand what tells equal scores apart, and how many sheets an entry needs for a place."""
    rules.check_may_set_up(rubric.round, by=by, at=at)
    rubric = locked_draft(rubric)
    told: dict[str, Any] = {"tie_rule": tie_rule, "minimum_sheets": minimum_sheets}
    Rubric.objects.filter(pk=rubric.pk).update(**told)
    history.record(rubric.round, "agree", by=by, at=at, data={"version": rubric.version, **told})


def locked_draft(rubric: Rubric) -> Rubric:
    """The rubric as it is now, locked; refused when judges score by it."""
    round_ = locked_round(rubric.round)
    rubric = Rubric.objects.select_for_update().get(pk=rubric.pk)
    rules.check_is_draft(rubric, round_)
    return rubric


@transaction.atomic
def save_criterion(
    rubric: Rubric, values: dict[str, Any], *, key: str = "", by: Person, at: datetime
) -> Criterion:
    """Write the criterion of a draft that has this key, or add one at the end."""
    rules.check_may_set_up(rubric.round, by=by, at=at)
    rubric = locked_draft(rubric)
    if not key:
        there = list(rubric.criteria.all())
        key = _free_key({one.key for one in there})
        values = {"order": max((one.order for one in there), default=0) + 1} | values
    criterion, _made = Criterion.objects.update_or_create(rubric=rubric, key=key, defaults=values)
    _count(rubric)
    history.record(rubric.round, "save_criterion", by=by, at=at, data={"version": rubric.version, "key": key})
    return criterion


def _free_key(known: set[str]) -> str:
    """The first of c1, c2 ... that is free."""
    number = 1
    while f"c{number}" in known:
        number += 1
    return f"c{number}"


@transaction.atomic
def remove_criterion(rubric: Rubric, key: str, *, by: Person, at: datetime) -> None:
    """Take a criterion out of a draft."""
    rules.check_may_set_up(rubric.round, by=by, at=at)
    rubric = locked_draft(rubric)
    rubric.criteria.filter(key=key).delete()
    _count(rubric)
    history.record(
        rubric.round, "remove_criterion", by=by, at=at, data={"version": rubric.version, "key": key}
    )


@transaction.atomic
def drop_rubric(rubric: Rubric, *, by: Person, at: datetime) -> None:
    """Undo of `draft_rubric`: the draft goes with its criteria, and judges go on by what is in use."""
    rules.check_may_set_up(rubric.round, by=by, at=at)
    rubric = locked_draft(rubric)
    history.record(rubric.round, "drop_rubric", by=by, at=at, data={"version": rubric.version})
    rubric.delete()


@transaction.atomic
def use_rubric(rubric: Rubric, *, by: Person, at: datetime) -> None:
    """Judge by this draft from now on. Sheets without scores go along; judges who scored already bring theirs over
    themselves, and until then it does not count."""
    rules.check_may_set_up(rubric.round, by=by, at=at)
    rubric = locked_draft(rubric)
    round_ = locked_round(rubric.round)
    rules.check_no_release(round_)
    rules.check_rubric(list(rubric.criteria.all()))
    Round.objects.filter(pk=round_.pk).update(rubric=rubric)
    scored = Score.objects.filter(sheet=OuterRef("pk"))
    blank = Sheet.objects.filter(~Exists(scored), entry__round=round_, state=SheetState.OPEN)
    blank.update(rubric=rubric)
    history.record(round_, "use_rubric", by=by, at=at, data={"version": rubric.version})


def _count(rubric: Rubric) -> None:
    total = sum(one.weight for one in rubric.criteria.all())
    Rubric.objects.filter(pk=rubric.pk).update(weight_total=total)
