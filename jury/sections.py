"""The sections of the edition's file that the jury owns: the criteria of both rounds, word for word."""

from dataclasses import asdict, dataclass
from functools import partial

from django.utils.translation import gettext as _

from jury.models import Criterion, CriterionKind, Round, RoundKind, Rubric
from jury.states import TieRule
from portal import registry
from portal.edition_file import Reader, Row
from portal.edition_rows import compare
from portal.errors import Refused
from portal.models import Edition

WEIGHT_TOTAL = 100
SCALE = 5
HIGHEST_SCALE = 10
MOST_SHEETS = 50


def read_rubric(reader: Reader, *, section: str, default_kind: CriterionKind | None = None) -> list[Row]:
    """Criteria whose weights sum to 100; musts have none. Without `default_kind` each must say what it is."""
    rows = [
        {**_read_criterion(item, order), **_read_grading(item, default_kind)}
        for order, item in enumerate(reader.items(section), start=1)
    ]
    weights = [row["weight"] for row in rows]
    if rows and None not in weights and sum(weights) != WEIGHT_TOTAL:
        reader.fault(_("de gewichten zijn samen %(sum)d, dat moet 100 zijn") % {"sum": sum(weights)}, section)
    return rows


def read_optional(reader: Reader) -> list[Row]:
    """Criteria that staff may turn on: checked and kept off, so nothing of them is stored. They carry no weight yet."""
    for order, item in enumerate(reader.items("pitch_criteria_optional", optional=True), start=1):
        _read_criterion(item, order)
    return []


def _read_criterion(item: Reader, order: int) -> Row:
    return {"key": item.text("key", Criterion), "order": order, **item.words("text", Criterion)}


def _read_grading(item: Reader, default_kind: CriterionKind | None) -> Row:
    kind = item.choice("kind", CriterionKind.values, default=default_kind.value if default_kind else None)
    grading = [key for key in ("weight", "scale", "anchors") if item.has(key)]
    if kind is None:
        return {"weight": None}
    if kind == CriterionKind.MUST:
        for key in grading:
            item.fault(_("hoort niet bij een voorwaarde"), key)
        return {"kind": kind, "weight": 0, "scale": SCALE, "anchors": {}}
    scale = item.integer("scale", 1, HIGHEST_SCALE, default=SCALE)
    anchors = _read_anchors(item.mapping("anchors"), scale) if "anchors" in grading else {}
    return {
        "kind": kind,
        "weight": item.integer("weight", 0, WEIGHT_TOTAL),
        "scale": scale,
        "anchors": anchors,
    }


def _read_anchors(anchors: Reader, scale: int | None) -> dict[str, list[str]]:
    """What each grade from 0 to the scale means, in words, per language."""
    found = {"nl": anchors.texts("nl"), "en": anchors.texts("en", default=[])}
    for language, words in found.items():
        if words and scale is not None and len(words) != scale + 1:
            sentence = _("telt %(count)d teksten; de scores 0 tot en met %(scale)d vragen er %(wanted)d")
            anchors.fault(sentence % {"count": len(words), "scale": scale, "wanted": scale + 1}, language)
    return {language: words for language, words in found.items() if words}


def write_rubric(edition: Edition, criteria: list[Row], *, kind: RoundKind) -> None:
    """Store the criteria of a round in the rubric in use, version 1 when there is none; refused once it is frozen,
    because scores were given by it."""
    rubric = _rubric_in_use(edition, kind)
    changes = compare(rubric.criteria, criteria)
    if changes and rubric.frozen_at:
        sentence = _(
            "%(round)s: er zijn al scores, dus de criteria en hun gewichten liggen vast. Laat ze staan zoals ze waren."
        )
        raise Refused(reason=sentence % {"round": kind.label})
    if changes:
        changes.apply()
        Rubric.objects.filter(pk=rubric.pk).update(weight_total=sum(row["weight"] for row in criteria))


@dataclass(frozen=True)
class Agreed:
    """What was agreed before the first score about equal scores and too few sheets."""

    tie_rule: str = TieRule.SHARED.value
    minimum_sheets: int = 1


def read_rules(reader: Reader, *, section: str) -> Agreed:
    """The section may be absent, and each of its keys: then the defaults hold."""
    if not reader.has(section):
        return Agreed()
    told, usual = reader.mapping(section), Agreed()
    rule = told.choice("tie_rule", TieRule.values, default=usual.tie_rule)
    least = told.integer("minimum_sheets", 1, MOST_SHEETS, default=usual.minimum_sheets)
    return Agreed(rule or usual.tie_rule, least or usual.minimum_sheets)


def write_rules(edition: Edition, agreed: Agreed, *, kind: RoundKind) -> None:
    """Store them in the rubric in use; refused once it is frozen, as the criteria are."""
    rubric = _rubric_in_use(edition, kind)
    if Agreed(rubric.tie_rule, rubric.minimum_sheets) == agreed:
        return
    if rubric.frozen_at:
        sentence = _(
            "%(round)s: er zijn al scores, dus wat afgesproken is over gelijke scores en het minimum aan "
            "beoordelingen ligt vast. Laat het staan zoals het was."
        )
        raise Refused(reason=sentence % {"round": kind.label})
    Rubric.objects.filter(pk=rubric.pk).update(**asdict(agreed))


def _rubric_in_use(edition: Edition, kind: RoundKind) -> Rubric:
    round_, _made = Round.objects.get_or_create(edition=edition, kind=kind)
    if round_.rubric is None:
        round_.rubric = Rubric.objects.get_or_create(round=round_, version=1)[0]
        round_.save(update_fields=["rubric"])
    return Rubric.objects.select_for_update().get(pk=round_.rubric.pk)


def _section(key: str, round_kind: RoundKind, default_kind: CriterionKind | None = None) -> registry.Section:
    read = partial(read_rubric, section=key, default_kind=default_kind)
    return registry.Section(key, read, partial(write_rubric, kind=round_kind))


def _agreed(key: str, round_kind: RoundKind) -> registry.Section:
    return registry.Section(key, partial(read_rules, section=key), partial(write_rules, kind=round_kind))


SECTIONS = [
    _section("preselection_criteria", RoundKind.PRESELECTION),
    _section("pitch_criteria", RoundKind.PITCH, default_kind=CriterionKind.GRADED),
    registry.Section("pitch_criteria_optional", read_optional, lambda edition, rows: None),
    _agreed("preselection_result", RoundKind.PRESELECTION),
    _agreed("pitch_result", RoundKind.PITCH),
]


def register() -> None:
    registry.sections.update({section.key: section for section in SECTIONS})
