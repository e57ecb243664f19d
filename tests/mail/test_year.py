"""The demo's whole year, played once, day by day: every letter leaves, at its moment, to whom docs/mail.md says, once,
and what it leads to is there. The year as people read it: benchmarks/mail-year.md."""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from portal import registry
from portal.demo.acts import ACTS
from portal.demo.acts.showcase import OPENS as SHOWCASE_OPENS
from portal.demo.cast import EDITION_FILE, local
from portal.mail import times
from portal.mail.kinds import KINDS

pytestmark = pytest.mark.deep

NEVER_LEAVES: dict[str, str] = {}  # a letter that no year of the demo sends, and why not
# Moments at which nobody is left to remind, and why.
UNSEEN = {("ideas_to_judge", "-1d"): "on 29 January a visitor finds every idea judged"}
# Where what was asked is done by the end of the day on which the letter is read: a page that says so.
MEANWHILE = {"result_asked": "409"}
SOON = timedelta(minutes=5)  # between the moment and the leaving, for a machine that has more to do
PATIENCE = timedelta(minutes=15)  # a date that moved is told a quarter later
AT_ONCE = "meteen, als het gebeurt"
OFFSET = re.compile(r"(\d+) (dag|dagen|uur) (voor|na)")
# Who may be meant by the words in the column 'To': one of these must be true of who got it.
MEANT = {
    "wie de oproep volgt, met of zonder account": {"follower"},
    "iedereen die meedoet aan de editie": {"owner", "member", "candidate", "assessor", "juror"},
    "eigenaars van een concept": {"owner"},
    "de gevraagde collega, ook zonder account": {"invited"},
    "eigenaars": {"owner"},
    "eigenaars met kandidaten zonder antwoord": {"owner"},
    "kandidaten zonder antwoord": {"candidate"},
    "leden van teams die nog leden zoeken": {"member"},
    "leden van teams zonder pitchdossier": {"member"},
    "de leidinggevende, zonder account": {"manager"},
    "leden van volledige teams zonder week": {"member"},
    "leden die nog niet bevestigden": {"member"},
    "leden en UX-designer van een geboekte week": {"member", "designer"},
    "beoordelaars met open beoordelingen": {"assessor"},
    "juryleden met open beoordelingen": {"juror"},
    "leden van geselecteerde teams zonder PoC": {"member"},
    "leden van teams met een PoC die loopt": {"member"},
    "medewerkers van Sandbox": {"staff"},
    "leden van teams zonder goedgekeurde fiche": {"member"},
    "leden van teams met een PoC": {"member"},
    "wie de rol krijgt": {"had a role"},
    "wie de rol had": {"had a role"},
    "van wie de tweede stap is": {"had a role"},
    "wie voor een overzicht koos": {"overview"},
    "wie meer tijd krijgt": {"late"},
    "wie uitgenodigd is, zonder account": {"guest"},
    "wie van entiteit verandert": {"moved"},
    "wie zich inschrijft": {"follower"},
    "de medewerker die erom vroeg": {"staff"},
    "eigenaars van ingediende ideeën": {"owner"},
    "wie de vraag stelde": {"staff"},
    "hoofdeigenaars van beide ideeën": {"owner"},
    "eigenaars van het idee dat blijft": {"owner"},
    "beide hoofdeigenaars, en wie het voorstelde": {"owner", "staff"},
    "de andere eigenaars": {"owner"},
    "wie uitnodigde": {"owner"},
    "de collega": {"owner"},
    "de kandidaat": {"candidate"},
    "de leden die blijven": {"member"},
    "leden": {"member"},
    "wie lid was": {"member"},
    "het lid": {"member"},
    "leden van elk team dat pitchte": {"member"},
    "leden en UX-designer": {"member", "designer"},
    "wie de week in de agenda had": {"member", "designer"},
    "wie de kost aanvroeg, en de andere leden": {"member"},
    "de andere leden": {"member"},
}
Facts = dict[str, Any]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """All that was seen of it."""
    seen = tmp_path_factory.mktemp("year") / "facts.json"
    subprocess.run(
        [sys.executable, "-m", "benchmarks.mail_year", str(seen)], check=True, cwd=settings.BASE_DIR
    )
    found: Facts = json.loads(seen.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def promised() -> dict[str, tuple[str, str, str]]:
    """What docs/mail.md says of each letter: when, to whom, whether one may refuse it."""
    text = Path(settings.BASE_DIR / "docs" / "mail.md").read_text(encoding="utf-8")
    rows = [line.strip("| \n").split(" | ") for line in text.splitlines() if line.startswith("| `")]
    return {name.strip("`"): (when, to, refuse) for name, _what, when, to, refuse in rows}


def test_every_letter_of_the_register_leaves_in_one_year(year: Facts) -> None:
    left = {one["name"] for one in year["letters"]}
    assert left == set(registry.letters) - set(NEVER_LEAVES)


def test_every_planned_moment_is_seen(year: Facts) -> None:
    """Not only the letter: each of its days before and after."""
    left = {(one["name"], one["occasion"].partition(" ")[0]) for one in year["letters"]}
    wanted = {
        (name, str(offset))
        for name, one in registry.reminders.items()
        if one.moment != "date.moved"
        for offset in times.parse(one.offsets)
    }
    assert wanted - left == set(UNSEEN)


def test_each_leaves_at_the_moment_that_is_promised(year: Facts, promised: Any) -> None:
    late = [
        (one["name"], one["left"], one["anchor"])
        for one in year["letters"]
        if not any(
            moment <= datetime.fromisoformat(one["left"]) <= moment + SOON
            for moment in _moments(one, promised)
        )
    ]
    assert not late, late


def test_nothing_planned_leaves_at_night(year: Facts) -> None:
    planned = [one for one in year["letters"] if one["name"] in registry.reminders]
    hours = {datetime.fromisoformat(one["left"]).hour for one in planned}
    assert planned
    assert not [hour for hour in hours if times.is_quiet(hour)], hours


def test_each_goes_to_who_is_meant(year: Facts, promised: Any) -> None:
    astray = [
        (one["name"], one["to"], one["reader"])
        for one in year["letters"]
        if not MEANT[promised[one["name"]][1]] & set(one["reader"])
    ]
    assert not astray, astray


def test_nobody_gets_a_letter_twice(year: Facts) -> None:
    keys = Counter((one["name"], one["subject"], one["occasion"], one["to"]) for one in year["letters"])
    words = Counter((one["to"], one["title"], _words(one), one["left"][:10]) for one in year["letters"])
    mails = Counter(one["message_id"] for one in year["mails"])
    assert not [key for key, number in keys.items() if number > 1]
    assert not [told[:2] for told, number in words.items() if number > 1]
    assert set(mails.values()) == {1}


def test_what_the_rows_say_left_is_what_lies_in_the_mailbox(year: Facts) -> None:
    rows = {one["message_id"]: (one["to"], one["title"]) for one in year["letters"] if not one["in_overview"]}
    mails = {one["message_id"]: (one["to"], one["title"]) for one in year["mails"]}
    assert rows == mails


def test_every_link_answers_for_its_reader(year: Facts) -> None:
    """A page for who got the letter, and for who is logged out at least the one to log in."""
    wrong = [
        (one["name"], one["to"], link, told)
        for one in year["letters"]
        for link, told in one["links"].items()
        if told != "page" and told != MEANWHILE.get(one["name"])
    ]
    assert not wrong, wrong


def test_every_letter_has_a_way_on(year: Facts) -> None:
    """A link in its words, besides what stands under every letter."""
    without = {one["name"] for one in year["letters"] if settings.PORTAL_URL not in _words(one)}
    assert not without


def test_one_click_refuses_what_may_be_refused_and_nothing_else(year: Facts, promised: Any) -> None:
    button = {True: "refused", False: "none"}
    wrong = [
        (one["name"], one["one_click"], one["reader"])
        for one in year["letters"]
        if one["one_click"] != button[promised[one["name"]][2] == "yes"]
    ]
    assert not wrong, wrong
    headers = {one["message_id"]: one["refusable"] for one in year["mails"]}
    assert all(
        headers[one["message_id"]] == (one["one_click"] == "refused")
        for one in year["letters"]
        if not one["in_overview"]
    )


def test_the_year_is_told_without_holes(year: Facts) -> None:
    """Nothing stayed empty that a letter says: no None, no sentence without its value, no brace."""
    ugly = re.compile(r"\bNone\b|\{\{|\}\}|\{%|\*\*|  +\S|\n\n\n|, ,| \.|\(\)|: \n")
    found = [
        (one["name"], hole.group())
        for one in year["letters"]
        for hole in [ugly.search(f"{one['title']}\n{_words(one)}")]
        if hole
    ]
    assert not found, found


def _words(one: Facts) -> str:
    return str(one["text"]).partition("\n-- \n")[0]


# --- the promise of docs/mail.md, worked out anew ---


def _moments(one: Facts, promised: dict[str, tuple[str, str, str]]) -> Iterator[datetime]:
    """When this letter may leave, by the words of the document, the dates of the edition and the thing's own day."""
    when = promised[one["name"]][0]
    if when == AT_ONCE:
        yield from _at_once(one)
        return
    said, _colon, moment = when.rpartition(": ")
    if moment == "Sandbox verschoof een datum":
        yield datetime.fromisoformat(one["anchor"]) + PATIENCE
        return
    hour = registry.reminders[one["name"]].hour
    for day in _days(one, moment):
        for number in _offsets(said):
            yield local(*(day + timedelta(days=number)).timetuple()[:3], hour)


def _at_once(one: Facts) -> Iterator[datetime]:
    """When somebody of the cast does something, at a release, or at the hour of the overview."""
    yield from {act.at for act in ACTS}
    yield from (local(2022, 1, 31, 9), local(2022, 5, 20, 9))
    if one["name"] == "digest" or one["in_overview"]:
        yield datetime.fromisoformat(one["left"]).replace(hour=16, minute=0, second=0, microsecond=0)


def _offsets(said: str) -> list[int]:
    told = [(int(number), side) for number, _unit, side in OFFSET.findall(said)]
    found = [-number if side == "voor" else number for number, side in told]
    return found + ([0] if "op de dag zelf" in said else [])


def _days(one: Facts, moment: str) -> Iterator[date]:
    """The day from which a moment counts: of a phase in the edition's file, or of the thing itself."""
    phase, _space, side = moment.rpartition(" ")
    if side in ("opent", "sluit"):
        yield from _days_of_phase(phase, side)
    elif one["anchor"]:
        yield datetime.fromisoformat(one["anchor"]).date()
    else:  # a month begins
        yield date.fromisoformat(f"{one['occasion'].rpartition(' ')[2]}-01")


def _days_of_phase(label: str, side: str) -> Iterator[date]:
    if label == "Showcase":
        yield SHOWCASE_OPENS.date()
        return
    told = yaml.safe_load(EDITION_FILE.read_text(encoding="utf-8"))
    [row] = [one for one in told["phases"] if one["label"]["nl"] == label]
    yield row.get("day") or row["from" if side == "opent" else "until"]
    if label == "Idee indienen" and side == "opent":
        yield date(2022, 11, 23)  # the next edition's call


def test_the_oracle_reads_the_document() -> None:
    """Its own check: days as they stand in the words."""
    assert _offsets("30 dagen voor, 7 dagen voor, op de dag zelf") == [-30, -7, 0]
    assert _offsets("3 dagen na, 1 dag voor") == [3, -1]
    assert list(_days_of_phase("Teams", "sluit")) == [date(2022, 2, 28)]
    assert local(2022, 2, 28).astimezone(UTC).time() != time(0)
    assert set(MEANT) >= {str(spec.to) for spec in registry.letters.values()}
    assert all(spec.kind in KINDS for spec in registry.letters.values())
