"""`manage.py load_edition`: the real file gives the real edition, a wrong one a list of faults and no change at all."""

import copy
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from ideas.models import Idea, Question, QuestionKind
from jury.models import Criterion, Round, Rubric
from portal import history
from portal.edition_faults import BadEditionFile
from portal.editions import load_edition
from portal.errors import Refused
from portal.models import Edition, Event, Phase, Theme
from sprints.models import Week

FILE = settings.BASE_DIR / "data" / "edition-2021-2022.yaml"
TEXT = FILE.read_text()
AS_DATA = yaml.safe_load(TEXT)
LOADER = history.System("load_edition")
AT = datetime(2021, 12, 1, 9, tzinfo=UTC)
LATER = datetime(2021, 12, 2, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def load(text: str = TEXT, at: datetime = AT) -> Any:
    return load_edition(text, by=LOADER, at=at)


def change(*edits: tuple[str, str]) -> str:
    """The real file with pieces of text replaced, the first time they occur."""
    text = TEXT
    for old, new in edits:
        assert old in text, f"the file no longer holds {old!r}"
        text = text.replace(old, new, 1)
    return text


def faults_of(text: str) -> list[str]:
    with pytest.raises(BadEditionFile) as caught:
        load(text)
    return str(caught.value).splitlines()


def every_row() -> dict[str, list[str]]:
    """Everything in the portal's own tables."""
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if not model.__module__.startswith("django.")
    ]
    return {
        model._meta.label: sorted(repr(row) for row in model._base_manager.values_list()) for model in models
    }


def run(path: Path) -> None:
    call_command("load_edition", str(path))


def written(path: Path, content: str | bytes) -> Path:
    file = path / "edition.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


class TestTheRealFile:
    @pytest.fixture(autouse=True)
    def _loaded(self) -> None:
        load()

    def test_every_section_of_it_is_read(self):
        assert load().counts == {
            "phases": 9, "idea_questions": 7, "design_sprint": 11, "preselection_criteria": 4, "pitch_criteria": 7,
            "email_domains": 2,
        }  # fmt: skip

    def test_the_edition(self):
        edition = Edition.objects.get()
        assert (edition.key, edition.name_nl) == ("2021-2022", "Intrapreneurshiptraject Sandbox Vlaanderen")
        assert (edition.organiser, edition.contact) == ("Sandbox Vlaanderen", "sandbox@vlaanderen.be")
        assert (edition.timezone, edition.place) == (
            "Europe/Brussels",
            "Sandbox-ruimte, Herman Teirlinckgebouw",
        )
        assert (edition.poc_cap_cents, edition.poc_cap_includes_vat) == (1_500_000, True)
        assert edition.is_current

    def test_the_phases_in_the_order_of_the_file(self):
        assert list(Phase.objects.values_list("key", flat=True)) == [
            phase["key"] for phase in AS_DATA["phases"]
        ]
        assert list(Phase.objects.values_list("page_title", flat=True)) == [
            phase.get("page", "") for phase in AS_DATA["phases"]
        ]

    @pytest.mark.parametrize(
        ("key", "opens", "closes"),
        [
            ("webinar", "2021-12-07T23:00", "2021-12-08T23:00"),
            ("submission", "2021-12-07T23:00", "2022-01-14T23:00"),
            ("preselection", "2022-01-14T23:00", "2022-01-30T23:00"),
            ("announcement", "2022-01-31T08:00", "2022-01-31T23:00"),
            ("teams", "2022-01-31T23:00", "2022-02-28T23:00"),
            ("bootcamps", "2022-02-27T23:00", "2022-05-13T22:00"),
            ("pitch", "2022-05-18T22:00", "2022-05-19T22:00"),
            ("poc", "2022-05-19T22:00", "2022-10-31T23:00"),
        ],
    )
    def test_local_days_become_half_open_windows_in_utc(self, key, opens, closes):
        phase = Phase.objects.get(key=key)
        assert phase.opens_at == datetime.fromisoformat(opens).replace(tzinfo=UTC)
        assert phase.closes_at == datetime.fromisoformat(closes).replace(tzinfo=UTC)

    def test_a_phase_without_a_day_has_a_text_and_no_dates(self):
        showcase = Phase.objects.get(key="showcase")
        assert (showcase.opens_at, showcase.closes_at, showcase.display_nl) == (None, None, "November 2022")

    def test_the_questions_word_for_word(self):
        assert [
            {"key": question.key, "public": question.public, "kind": question.kind, "nl": question.text_nl}
            for question in Question.objects.all()
        ] == [{"kind": "long_text", **asked} for asked in AS_DATA["idea_questions"]]
        assert Question.objects.count() == 7

    @pytest.mark.parametrize(("kind", "number"), [("preselection", 4), ("pitch", 7)])
    def test_the_criteria_word_for_word(self, kind, number):
        rubric = Rubric.objects.get(round__kind=kind)
        assert Round.objects.get(kind=kind).rubric == rubric
        asked = AS_DATA[f"{kind}_criteria"]
        assert (rubric.version, rubric.weight_total, rubric.frozen_at) == (1, 100, None)
        assert list(rubric.criteria.values_list("key", "kind", "weight", "text_nl")) == [
            (item["key"], item.get("kind", "graded"), item.get("weight", 0), item["nl"]) for item in asked
        ]
        assert rubric.criteria.count() == number

    def test_the_optional_criteria_are_kept_off(self):
        assert not Criterion.objects.filter(key="budget").exists()

    def test_the_weeks(self):
        assert [week.number for week in Week.objects.all()] == list(range(9, 20))
        assert Week.objects.earliest("monday").monday == date(2022, 2, 28)
        assert list(
            Week.objects.exclude(working_days=5).values_list("monday", "working_days", "label_nl")
        ) == [(date(2022, 4, 18), 4, "vier werkdagen")]

    def test_the_history_says_so_once(self):
        event = history.of(Edition.objects.get()).get()
        assert (event.kind, event.actor, event.at) == ("loaded", "load_edition", AT)
        assert event.data["source"] == Edition.objects.get().source_hash
        assert event.data["counts"]["phases"] == 9


class TestLoadingAgain:
    def test_the_same_file_writes_nothing(self, capsys):
        run(FILE)
        before = every_row()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            run(FILE)
        assert [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []
        assert every_row() == before
        assert capsys.readouterr().out.count("niets gewijzigd") == 1

    def test_the_same_file_leaves_alone_what_staff_changed(self):
        load()
        Phase.objects.filter(key="pitch").update(opens_at=None, closes_at=None)
        assert not load(at=LATER).changed
        assert Phase.objects.get(key="pitch").opens_at is None

    def test_a_changed_file_updates_rows_in_place(self):
        load()
        keys = dict(Phase.objects.values_list("key", "pk"))
        assert load(change(("until: 2022-01-14", "until: 2022-01-16")), at=LATER).changed
        assert dict(Phase.objects.values_list("key", "pk")) == keys
        assert Phase.objects.get(key="submission").closes_at == datetime(2022, 1, 16, 23, tzinfo=UTC)
        assert Event.objects.filter(kind="loaded").count() == 2

    def test_a_row_that_is_no_longer_in_the_file_goes(self):
        load()
        webinar = TEXT[TEXT.index("  - {key: webinar") : TEXT.index("  - {key: submission")]
        load(change((webinar, "")))
        assert not Phase.objects.filter(key="webinar").exists()

    def test_criteria_change_in_the_rubric_in_use(self):
        load()
        load(
            change(
                ("benefit,       weight: 25", "benefit,       weight: 20"),
                ("poc,           weight: 15", "poc,           weight: 20"),
            )
        )
        assert Rubric.objects.count() == 2
        weights = Criterion.objects.filter(rubric__round__kind="pitch").values_list("weight", flat=True)
        assert list(weights)[:3] == [20, 10, 20]

    def test_a_frozen_rubric_refuses_a_change_of_its_criteria(self):
        load()
        Rubric.objects.filter(round__kind="pitch").update(frozen_at=AT)
        before = every_row()
        with pytest.raises(
            Refused, match="Pitch: er zijn al scores, dus de criteria en hun gewichten liggen vast"
        ):
            load(change(("bovenop", "naast")))
        assert every_row() == before

    def test_what_is_agreed_about_equals_and_too_few_sheets(self):
        load(
            change(
                ("pitch_result: {tie_rule: shared, minimum_sheets: 1}", "pitch_result: {tie_rule: median}")
            )
        )
        told = Rubric.objects.order_by("round__kind").values_list("tie_rule", "minimum_sheets")
        assert list(told) == [("median", 1), ("shared", 1)]

    def test_without_a_word_about_it_the_defaults_hold(self):
        load(change((f"{AGREED}\n", ""), ("pitch_result: {tie_rule: shared, minimum_sheets: 1}\n", "")))
        assert set(Rubric.objects.values_list("tie_rule", "minimum_sheets")) == {("shared", 1)}

    def test_a_frozen_rubric_keeps_what_was_agreed(self):
        load()
        Rubric.objects.filter(round__kind="preselection").update(frozen_at=AT)
        with pytest.raises(Refused, match="Preselectie: er zijn al scores, dus wat afgesproken is"):
            load(change((AGREED, AGREED.replace("1", "2"))))
        assert load(change(("until: 2022-01-14", "until: 2022-01-16"))).changed

    @pytest.mark.parametrize(("old", "new"), [("shared", "loting"), ("1}", "0}"), ("1}", "lots}")])
    def test_what_nobody_can_agree_on_is_a_fault(self, old, new):
        assert len(faults_of(change((AGREED, AGREED.replace(old, new))))) >= 1

    def test_a_frozen_rubric_lets_all_else_change(self):
        load()
        Rubric.objects.update(frozen_at=AT)
        assert load(change(("until: 2022-01-14", "until: 2022-01-16"))).changed

    @pytest.mark.parametrize(
        "edit",
        [
            ('  - {key: why,      public: true,  nl: "Waarom dit idee?"}\n', ""),
            ("{key: why,      public: true,", "{key: why, kind: must_be_yes,"),
        ],
        ids=["disappears", "becomes of another kind"],
    )
    def test_a_question_stays_once_there_are_ideas(self, edit):
        Idea.objects.create(edition=load().edition, saved_at=AT)
        before = every_row()
        with pytest.raises(Refused, match=r"Er zijn al ideeën .*: why\."):
            load(change(edit))
        assert every_row() == before

    def test_a_question_may_go_while_there_are_no_ideas(self):
        load()
        load(change(('  - {key: why,      public: true,  nl: "Waarom dit idee?"}\n', "")))
        assert Question.objects.count() == 6

    def test_words_of_a_question_may_change_when_there_are_ideas(self):
        Idea.objects.create(edition=load().edition, saved_at=AT)
        load(change(("Waarom dit idee?", "Waarom wil je dit?")))
        assert Question.objects.get(key="why").text_nl == "Waarom wil je dit?"

    def test_a_second_edition_does_not_become_the_current_one(self):
        load()
        load(change(('key: "2021-2022"', 'key: "2022-2023"')))
        assert Edition.objects.get(is_current=True).key == "2021-2022"
        assert (Edition.objects.count(), Phase.objects.count(), Round.objects.count()) == (2, 18, 4)


class TestWhatAFileMayHold:
    def test_themes_hints_english_and_anchors(self):
        anchors = "anchors: {nl: [a, b, c, d], en: [e, f, g, h]}, scale: 3"
        load(
            change(
                ("weight: 25,", f"weight: 25, {anchors},"),
                (
                    'nl: "Waarom dit idee?"',
                    'nl: "Waarom dit idee?", en: "Why?", hint: {nl: "Kort"}, max_length: 500',
                ),
                ("phases:", 'themes:\n  - {key: data, nl: "Data", en: "Data!"}\n\nphases:'),
            )
        )
        assert list(Theme.objects.values_list("key", "order", "name_nl", "name_en")) == [
            ("data", 1, "Data", "Data!")
        ]
        why = Question.objects.get(key="why")
        assert (why.text_en, why.hint_nl, why.hint_en, why.max_length) == ("Why?", "Kort", "", 500)
        benefit = Criterion.objects.get(key="benefit", rubric__round__kind="pitch")
        assert (benefit.scale, benefit.anchors) == (3, {"nl": list("abcd"), "en": list("efgh")})

    @pytest.mark.parametrize(("edit", "expected"), [(None, (3, 6)), ("{min: 2, max: 2}", (2, 2))])
    def test_how_many_make_a_team(self, edit, expected):
        text = change(("poc_budget:", f"team_size: {edit}\n\npoc_budget:")) if edit else TEXT

        edition = load(text).edition

        assert (edition.team_min, edition.team_max) == expected

    def test_an_hour_without_quotes_which_yaml_reads_as_a_number(self):
        load(change(('at: "09:00"', "at: 10:30")))
        assert Phase.objects.get(key="announcement").opens_at == datetime(2022, 1, 31, 9, 30, tzinfo=UTC)

    def test_a_period_of_one_day(self):
        load(
            change(
                (
                    "from: 2022-02-28, until: 2022-05-13,      page",
                    "from: 2022-02-28, until: 2022-02-28,      page",
                )
            )
        )
        assert Phase.objects.get(key="bootcamps").closes_at == datetime(2022, 2, 28, 23, tzinfo=UTC)

    def test_the_day_the_clock_goes_back_has_25_hours(self):
        load(change(("day: 2022-05-19", "day: 2022-10-30")))
        pitch = Phase.objects.get(key="pitch")
        assert pitch.opens_at == datetime(2022, 10, 29, 22, tzinfo=UTC)
        assert pitch.closes_at == datetime(2022, 10, 30, 23, tzinfo=UTC)


TEAMS = '{key: teams,        label: {nl: "Teams"},         from: 2022-02-01, until: 2022-02-28,'
AFTERWARDS = 'at: "09:00", at_is'
OTHER_ZONE = ('timezone: "Europe/Brussels"', 'timezone: "Africa/Cairo"')

AGREED = "preselection_result: {tie_rule: shared, minimum_sheets: 1}"
SECTIONS = (
    "onbekende sleutel; kies uit: design_sprint, edition, email_domains, idea_questions, phases, pitch_criteria, "
    "pitch_criteria_optional, pitch_result, poc_budget, preselection_criteria, preselection_result, team_size, themes"
)
SPRINT_KEYS = (
    "onbekende sleutel; kies uit: days, ends_with, iso_weeks, places_per_week, short_weeks, window, with"
)
PHASE_KEYS = "onbekende sleutel; kies uit: at, at_event, day, from, key, label, page, text, until"
SKIPPED = "bestaat niet in Europe/Brussels: de klok slaat dat uur over"
TWICE = "is dubbelzinnig in Europe/Brussels: de klok gaat er twee keer voorbij"
WEEKS = "de volle weken van het venster, maandag tot vrijdag, zijn:"

FAULTS = {
    "unknown key": (
        ("  place:", "  plaece:"),
        ["regel 13, edition.plaece: onbekende sleutel; bedoelde je ‘place’?"],
    ),
    "unknown key that looks like nothing": (
        ("short_weeks: [16]", "zomaar: [16]"),
        [
            f"regel 59, design_sprint.zomaar: {SPRINT_KEYS}",
        ],
    ),
    "unknown section": (
        ("phases: ", "themas: []\nphases: "),
        ["regel 15, themas: onbekende sleutel; bedoelde je ‘themes’?"],
    ),
    "bare on as a key": (
        ("  days: 5", "  on: 5\n  days: 5"),
        [f"regel 56, design_sprint.on: {SPRINT_KEYS}"],
    ),
    "annotation of an unknown key": (
        ("from_is: assumed", "form_is: assumed"),
        [f"regel 17, phases.submission.form_is: {PHASE_KEYS}"],
    ),
    "missing key": (
        ('  organiser: "Sandbox Vlaanderen"\n', ""),
        ["regel 7, edition.organiser: ontbreekt"],
    ),
    "missing section": (
        ("poc_budget:", "# poc_budget:\nzomaar:"),
        [
            "regel 7, poc_budget: ontbreekt",
            f"regel 64, zomaar: {SECTIONS}",
        ],
    ),
    "smallest team larger than the largest": (
        ("poc_budget:", "team_size: {min: 7, max: 6}\n\npoc_budget:"),
        ["regel 63, team_size.min: mag niet groter zijn dan `max`"],
    ),
    "team of nobody": (
        ("poc_budget:", "team_size: {min: 0, max: 6}\n\npoc_budget:"),
        ["regel 63, team_size.min: moet tussen 1 en 50 liggen"],
    ),
    "team without a largest": (
        ("poc_budget:", "team_size: {min: 3}\n\npoc_budget:"),
        ["regel 63, team_size.max: ontbreekt"],
    ),
    "team of a size that is no number": (
        ("poc_budget:", "team_size: {min: drie, max: 6}\n\npoc_budget:"),
        ["regel 63, team_size.min: verwachtte een geheel getal, kreeg ‘drie’"],
    ),
    "missing Dutch words": (
        ('label: {nl: "Teams"}', 'label: {en: "Teams"}'),
        ["regel 20, phases.teams.label.nl: ontbreekt"],
    ),
    "text that YAML reads as a number": (
        ('key: "2021-2022"', "key: 2022"),
        ["regel 8, edition.key: verwachtte tekst tussen aanhalingstekens, kreeg ‘2022’"],
    ),
    "text that YAML reads as true": (
        ('nl: "Pitch"', "nl: on"),
        ["regel 22, phases.pitch.label.nl: verwachtte tekst tussen aanhalingstekens, kreeg ‘on’"],
    ),
    "empty text": (
        ('contact: "sandbox@vlaanderen.be"', "contact:"),
        ["regel 11, edition.contact: verwachtte tekst tussen aanhalingstekens, kreeg niets"],
    ),
    "text too long for its column": (
        ('key: "2021-2022"', f'key: "{"2021-2022" * 3}"'),
        ["regel 8, edition.key: Zorg dat deze waarde niet meer dan 20 tekens bevat (het zijn er nu 27)."],
    ),
    "not an address": (
        ("sandbox@vlaanderen.be", "sandbox"),
        ["regel 11, edition.contact: Voer een geldig e-mailadres in."],
    ),
    "a character that the database has no place for": (
        ("Waarom dit idee?", "Waarom\\0dit idee?"),
        ["regel 28, idea_questions.why.nl: verwachtte tekst tussen aanhalingstekens, kreeg ‘Waarom\ufffddit idee?’"],
    ),
    "mapping expected": (
        ('label: {nl: "Teams"}', 'label: "Teams"'),
        ["regel 20, phases.teams.label: verwachtte sleutels met waarden, kreeg ‘Teams’"],
    ),
    "list expected": (
        ("short_weeks: [16]", "short_weeks: 16"),
        ["regel 59, design_sprint.short_weeks: verwachtte een lijst van gehele getallen, kreeg ‘16’"],
    ),
    "item of a list that is no mapping": (
        ("  - {key: plan, ", "  - plan\n  - {key: plan, "),
        ["regel 52, pitch_criteria_optional[2]: verwachtte sleutels met waarden, kreeg ‘plan’"],
    ),
    "empty list": (
        ("idea_questions:", "idea_questions: []\nidea_question:"),
        [
            "regel 26, idea_questions: mag niet leeg zijn",
            "regel 27, idea_question: onbekende sleutel; bedoelde je ‘idea_questions’?",
        ],
    ),
    "flag expected": (
        ("public: true", "public: ja"),
        ["regel 27, idea_questions.idea.public: verwachtte true of false, kreeg ‘ja’"],
    ),
    "a day that does not exist": (
        ("until: 2022-02-28", "until: 2022-02-30"),
        ["regel 20, phases.teams.until: verwachtte een dag zoals 2022-01-31, kreeg ‘2022-02-30’"],
    ),
    "a year that makes no sense": (
        ("until: 2022-02-28", "until: 9999-12-31"),
        ["regel 20, phases.teams.until: verwachtte een dag zoals 2022-01-31, kreeg ‘9999-12-31’"],
    ),
    "an hour that does not exist": (
        ('at: "09:00"', 'at: "25:00"'),
        ["regel 19, phases.announcement.at: verwachtte een uur tussen aanhalingstekens, zoals 09:00, kreeg ‘25:00’"],
    ),
    "duplicate YAML key": (
        ("  place:", '  organiser: "Iemand"\n  place:'),
        ["regel 13, edition.organiser: staat er dubbel, ook op regel 10"],
    ),
    "key that is no word": (
        ("  place:", '  ? [a, b]\n  : "x"\n  place:'),
        ["regel 13, edition: een sleutel moet een woord zijn"],
    ),
    "duplicate phase": (
        ("{key: preselection,", "{key: submission,"),
        ["regel 18, phases.submission.key: staat er dubbel, ook op regel 17"],
    ),
    "duplicate question": (
        ("{key: why,", "{key: idea,"),
        ["regel 28, idea_questions.idea.key: staat er dubbel, ook op regel 27"],
    ),
    "duplicate criterion": (
        ("{key: motivation,", "{key: benefit,"),
        ["regel 46, pitch_criteria.benefit.key: staat er dubbel, ook op regel 42"],
    ),
    "duplicate optional criterion": (
        ("{key: budget,", "{key: plan,"),
        ["regel 53, pitch_criteria_optional.plan.key: staat er dubbel, ook op regel 52"],
    ),
    "unknown phase": (
        ("{key: teams,", "{key: team,"),
        ["regel 20, phases.team.key: ‘team’ is onbekend; bedoelde je ‘teams’?"],
    ),
    "unknown kind of question": (
        ("kind: must_be_yes", "kind: verplicht"),
        [
            "regel 32, idea_questions.time.kind: ‘verplicht’ is onbekend; kies uit: {}".format(
                ", ".join(QuestionKind.values)
            )
        ],
    ),
    "unknown kind of criterion": (
        ("kind: plus", "kind: pluss"),
        ["regel 37, preselection_criteria.entities.kind: ‘pluss’ is onbekend; bedoelde je ‘plus’?"],
    ),
    "end before start": (
        ("until: 2022-02-28", "until: 2022-01-31"),
        ["regel 20, phases.teams.until: 2022-01-31 ligt voor het begin, 2022-02-01"],
    ),
    "from without until": (
        (TEAMS, TEAMS.replace(" until: 2022-02-28,", "")),
        ["regel 20, phases.teams.until: ontbreekt"],
    ),
    "until without from": (
        (TEAMS, TEAMS.replace(" from: 2022-02-01,", "")),
        ["regel 20, phases.teams.from: ontbreekt"],
    ),
    "no dates at all": (
        ("day: 2022-05-19, ", ""),
        ["regel 22, phases.pitch: zet er `day`, of `from` en `until`"],
    ),
    "a day and a period": (
        ("day: 2022-05-19", "day: 2022-05-19, until: 2022-05-20"),
        ["regel 22, phases.pitch: zet er `day`, of `from` en `until`"],
    ),
    "an hour with a period": (
        ("until: 2022-02-28", 'until: 2022-02-28, at: "09:00"'),
        ["regel 20, phases.teams.at: hoort alleen bij `day`"],
    ),
    "an hour that the clock skips": (
        (f"day: 2022-01-31, {AFTERWARDS}", 'day: 2022-03-27, at: "02:30", at_is'),
        [
            f"regel 19, phases.announcement.at: 2022-03-27 02:30 {SKIPPED}"
        ],
    ),
    "an hour that comes twice": (
        (f"day: 2022-01-31, {AFTERWARDS}", 'day: 2022-10-30, at: "02:30", at_is'),
        [
            f"regel 19, phases.announcement.at: 2022-10-30 02:30 {TWICE}"
        ],
    ),
    "unknown timezone": (
        ("Europe/Brussels\"\n", "Europe/Brussel\"\n"),
        ["regel 12, edition.timezone: ‘Europe/Brussel’ is onbekend; bedoelde je ‘Europe/Brussels’?"],
    ),
    "timezone that is a path": (
        ("Europe/Brussels\"\n", "../../etc/passwd\"\n"),
        ["regel 12, edition.timezone: ‘../../etc/passwd’ is onbekend"],
    ),
    "weights that are not 100 together": (
        ("weight: 25", "weight: 20"),
        ["regel 41, pitch_criteria: de gewichten zijn samen 95, dat moet 100 zijn"],
    ),
    "weight of the plus": (
        ("weight: 100", "weight: 99"),
        ["regel 35, preselection_criteria: de gewichten zijn samen 99, dat moet 100 zijn"],
    ),
    "a must with a weight": (
        ("kind: must,", "kind: must, weight: 10,"),
        ["regel 36, preselection_criteria.benefit.weight: hoort niet bij een voorwaarde"],
    ),
    "a missing weight": (
        ("weight: 25, ", ""),
        ["regel 42, pitch_criteria.benefit.weight: ontbreekt"],
    ),
    "too few anchors": (
        ("weight: 25,", "weight: 25, anchors: {nl: [zwak, sterk]},"),
        ["regel 42, pitch_criteria.benefit.anchors.nl: telt 2 teksten; de scores 0 tot en met 5 vragen er 6"],
    ),
    "weeks that do not match the window": (
        ("iso_weeks: [9, 10", "iso_weeks: [10"),
        [
            f"regel 58, design_sprint.iso_weeks: {WEEKS} 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19"
        ],
    ),
    "a window that ends before a Friday": (
        ("window: {from: 2022-02-28, until: 2022-05-13}", "window: {from: 2022-03-01, until: 2022-05-12}"),
        [
            f"regel 58, design_sprint.iso_weeks: {WEEKS} 10, 11, 12, 13, 14, 15, 16, 17, 18"
        ],
    ),
    "a window of many years": (
        ("until: 2022-05-13}", "until: 2032-05-13}"),
        ["regel 57, design_sprint.window: mag niet langer zijn dan een jaar"],
    ),
    "a short week that is none of the weeks": (
        ("short_weeks: [16]", "short_weeks: [16, 20]"),
        ["regel 59, design_sprint.short_weeks: staat niet in `iso_weeks`: 20"],
    ),
    "a cap of nothing": (
        ("1500000", "0"),
        ["regel 64, poc_budget.cap_cents_per_team: moet tussen 1 en 2147483647 liggen"],
    ),
    "a cap in euro": (
        ("1500000", "15000.50"),
        ["regel 64, poc_budget.cap_cents_per_team: verwachtte een geheel getal, kreeg ‘15000.50’"],
    ),
    "a cap in quotes": (
        ("1500000", '"1500000"'),
        ["regel 64, poc_budget.cap_cents_per_team: verwachtte een geheel getal, kreeg ‘1500000’"],
    ),
    "not YAML": (
        ("  place:", "  place: :\n "),
        ["regel 13: dit is geen geldige YAML (mapping values are not allowed here)"],
    ),
    "a character that YAML does not allow": (
        ("Waarom dit", "Waarom\x07dit"),
        ["regel 28: dit is geen geldige YAML (special characters are not allowed)"],
    ),
}  # fmt: skip


class TestABadFile:
    @pytest.mark.parametrize(("edit", "expected"), FAULTS.values(), ids=FAULTS)
    def test_says_what_is_wrong_and_where_and_changes_nothing(self, edit, expected):
        load()
        before = every_row()
        assert faults_of(change(edit)) == expected
        assert every_row() == before

    def test_an_hour_of_midnight_that_the_clock_skips(self):
        edit = ("until: 2022-02-28,      page", "until: 2023-04-27,      page")
        assert faults_of(change(OTHER_ZONE, edit)) == [
            "regel 20, phases.teams.until: 2023-04-28 00:00 bestaat niet in Africa/Cairo: de klok slaat dat uur over"
        ]

    def test_tells_all_faults_at_once_in_the_order_of_the_lines(self):
        edits = [
            ("1500000", "-1"),
            ("weight: 25", "weight: 20"),
            ("  place:", "  plaece:"),
            ("until: 2022-02-28", "until: x"),
        ]
        assert [line.split(":")[0] for line in faults_of(change(*edits))] == [
            "regel 13, edition.plaece",
            "regel 20, phases.teams.until",
            "regel 41, pitch_criteria",
            "regel 64, poc_budget.cap_cents_per_team",
        ]

    def test_one_fault_does_not_cause_others(self):
        edits = [
            ('Europe/Brussels"\n', 'Mars"\n'),
            ("weight: 25", "weight: veel"),
            ("iso_weeks: [9, ", "iso_weeks: [negen, "),
        ]
        assert len(faults_of(change(*edits))) == 3

    @pytest.mark.parametrize(
        "text", ["", "# niets", "- a\n- b", "zomaar", "[" * 5000, '"\\UFFFFFFFF"', "a: 1\n---\nb: 2"]
    )
    def test_something_else_than_an_edition(self, text):
        assert len(faults_of(text)) == 1

    def test_an_alias_of_itself_is_read_only_as_deep_as_the_sections_go(self):
        assert "regel 2, edition.edition: onbekende sleutel" in "\n".join(faults_of("&a\nedition: *a\n"))


class TestTheCommand:
    def test_prints_what_it_loaded(self, capsys):
        run(FILE)
        assert capsys.readouterr().out.startswith("Editie 2021-2022 is geladen.\n  phases: 9\n")

    def test_lists_the_faults_and_leaves_with_code_1(self, tmp_path):
        with pytest.raises(CommandError) as caught:
            run(written(tmp_path, change(("  place:", "  plaece:"))))
        assert caught.value.returncode == 1
        assert str(caught.value) == (
            "Niets geladen, niets gewijzigd.\nregel 13, edition.plaece: onbekende sleutel; bedoelde je ‘place’?"
        )
        assert not Edition.objects.exists()

    def test_a_file_that_is_not_there(self, tmp_path):
        with pytest.raises(CommandError, match="dit bestand bestaat niet"):
            run(tmp_path / "nergens.yaml")

    def test_a_folder(self, tmp_path):
        with pytest.raises(CommandError, match="dit bestand kan niet gelezen worden"):
            run(tmp_path)

    def test_a_file_that_is_not_utf_8(self, tmp_path):
        with pytest.raises(CommandError, match=r"niet in UTF-8 bewaard \(regel 19\)"):
            run(written(tmp_path, TEXT.replace("ë", "\x00", 3).encode().replace(b"\x00", b"\xeb")))

    def test_a_file_made_on_windows(self, tmp_path):
        run(written(tmp_path, b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode()))
        assert Phase.objects.count() == 9


# --- whatever one does to the file: faults or success, never a traceback ---

ODD_VALUES: list[Any] = [
    None, True, 0, -1, 7, 10**30, 1.5, float("nan"), "", " ", "x", "x" * 300, "a\0b", "key", "2022-02-30", "09:00",
    date(2022, 3, 27), date(1, 1, 1), datetime(2022, 3, 27, 2, 30, tzinfo=UTC),
    [], [1], ["x"], [[]], {}, {"key": "x"}, {"nl": "x"}, {1: {2: 3}},
]  # fmt: skip
Place = tuple[str | int, ...]


def places(data: Any, at: Place = ()) -> Iterator[Place]:
    """The way to everything in the file, by keys and numbers."""
    steps = (
        list(data.items())
        if isinstance(data, dict)
        else list(enumerate(data))
        if isinstance(data, list)
        else []
    )
    for step, below in steps:
        yield (*at, step)
        yield from places(below, (*at, step))


ALL_PLACES = list(places(AS_DATA))


def mutated(place: Place, how: str, value: Any) -> str:
    data = copy.deepcopy(AS_DATA)
    around = data
    for step in place[:-1]:
        around = around[step]
    if how == "set":
        around[place[-1]] = value
    else:
        old = around.pop(place[-1])
        if how == "rename" and isinstance(around, dict):
            around[f"{place[-1]}x"] = old
        if how == "double" and isinstance(around, list):
            around.extend([old, old])
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def survives(text: str) -> None:
    with suppress(Refused), transaction.atomic():
        load(text)
        transaction.set_rollback(True)
    assert not Edition.objects.exists()


@hypothesis_settings(
    max_examples=40,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.sampled_from(ALL_PLACES),
    st.sampled_from(["set", "remove", "rename", "double"]),
    st.sampled_from(ODD_VALUES),
)
def test_no_mutation_of_the_file_gives_a_traceback(place, how, value):
    survives(mutated(place, how, value))


@hypothesis_settings(
    max_examples=50, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(0, len(TEXT) - 1), st.integers(0, 30), st.text(max_size=5))
def test_no_slip_of_the_keyboard_gives_a_traceback(start, length, typed):
    survives(TEXT[:start] + typed + TEXT[start + length :])


@pytest.mark.deep
@pytest.mark.parametrize("how", ["remove", "rename", "double", "set"])
def test_every_mutation_of_the_file(how):
    for place in ALL_PLACES:
        for value in ODD_VALUES if how == "set" else [None]:
            survives(mutated(place, how, value))
