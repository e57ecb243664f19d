"""Loading an edition from its file: read everything, and only when all of it is right, store everything.

The floor reads the edition itself, its phases, themes and budget; stages register sections of their own.
A file that was loaded last changes nothing when it is loaded again, so that what staff changed since then stays. A file
that differs is the truth for every row it holds, and takes away the rows that it no longer holds.
"""

import hashlib
from collections.abc import Sized
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from portal import history, registry
from portal.edition_faults import BadEditionFile
from portal.edition_file import Reader, Row, open_file
from portal.edition_rows import compare
from portal.models import Edition, Phase, PhaseKey, Theme

DAY = timedelta(days=1)
TEAM_SIZE = (3, 6)
LARGEST_TEAM = 50
INTEGER_MAX = 2_147_483_647  # of PostgreSQL


@dataclass(frozen=True)
class Contents:
    """What a good file says: rows of the floor's tables, and per section of a stage what the stage made of it."""

    edition: Row
    phases: list[Row]
    themes: list[Row]
    stages: dict[str, Any]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows each section of the file gives; a section that stores none is left out."""
        sections = {"phases": self.phases, "themes": self.themes, **self.stages}
        return {key: len(rows) for key, rows in sections.items() if isinstance(rows, Sized) and len(rows)}


@dataclass(frozen=True)
class Loaded:
    """What loading did. `changed` is False when this very file was the last one loaded."""

    edition: Edition
    changed: bool
    counts: dict[str, int]


def load_edition(text: str, *, by: history.Actor, at: datetime) -> Loaded:
    """Load the file's text, the whole of it or nothing. Raises BadEditionFile with every fault in it; refused when it
    would take away what people already use. The first edition becomes the current one."""
    return _store(read(text), hashlib.sha256(text.encode()).hexdigest(), by=by, at=at)


def read(text: str) -> Contents:
    """Check the file without looking in the database."""
    reader = open_file(text)
    edition = _read_edition(reader.mapping("edition")) | _read_budget(reader.mapping("poc_budget"))
    edition |= _read_team_size(reader)
    contents = Contents(
        edition,
        phases=_read_phases(reader, ZoneInfo(edition["timezone"] or "UTC")),
        themes=_read_themes(reader),
        stages={key: section.read(reader) for key, section in registry.sections.items()},
    )
    reader.done()
    if reader.faults:
        raise BadEditionFile(reader.faults)
    return contents


@transaction.atomic
def _store(contents: Contents, source_hash: str, *, by: history.Actor, at: datetime) -> Loaded:
    fields = contents.edition
    edition, _made = Edition.objects.select_for_update().get_or_create(key=fields["key"], defaults=fields)
    if edition.source_hash == source_hash:
        return Loaded(edition, changed=False, counts=contents.counts)
    current = edition.is_current or not Edition.objects.filter(is_current=True).exists()
    for name, value in {**fields, "source_hash": source_hash, "is_current": current}.items():
        setattr(edition, name, value)
    edition.save()
    compare(edition.phases, contents.phases).apply()
    compare(edition.themes, contents.themes).apply()
    for key, found in contents.stages.items():
        registry.sections[key].write(edition, found)
    history.record(edition, "loaded", by=by, at=at, data={"source": source_hash, "counts": contents.counts})
    return Loaded(edition, changed=True, counts=contents.counts)


def _read_edition(reader: Reader) -> Row:
    return {
        "key": reader.text("key", Edition),
        **reader.mapping("name").words("name", Edition),
        "organiser": reader.text("organiser", Edition),
        "contact": reader.text("contact", Edition),
        "timezone": reader.choice("timezone", sorted(available_timezones())),
        "place": reader.text("place", Edition, default=""),
    }


def _read_budget(reader: Reader) -> Row:
    reader.notes("for")
    return {
        "poc_cap_cents": reader.integer("cap_cents_per_team", 1, INTEGER_MAX),
        "poc_cap_includes_vat": reader.mapping("vat").flag("included"),
    }


def _read_team_size(reader: Reader) -> Row:
    """How many people make a team; the programme's page is silent, so the file may be too."""
    if not reader.has("team_size"):
        return {"team_min": TEAM_SIZE[0], "team_max": TEAM_SIZE[1]}
    size = reader.mapping("team_size")
    smallest, largest = size.integer("min", 1, LARGEST_TEAM), size.integer("max", 1, LARGEST_TEAM)
    if smallest and largest and smallest > largest:
        size.fault(_("mag niet groter zijn dan `max`"), "min")
    return {"team_min": smallest, "team_max": largest}


def _read_themes(reader: Reader) -> list[Row]:
    return [
        {"key": item.text("key", Theme), "order": order, **item.words("name", Theme)}
        for order, item in enumerate(reader.items("themes", optional=True), start=1)
    ]


def _read_phases(reader: Reader, zone: ZoneInfo) -> list[Row]:
    return [_read_phase(item, order, zone) for order, item in enumerate(reader.items("phases"), start=1)]


def _read_phase(item: Reader, order: int, zone: ZoneInfo) -> Row:
    item.notes("at_event")
    no_display = {"display_nl": "", "display_en": ""}
    return {
        "key": item.choice("key", PhaseKey.values),
        "order": order,
        **item.mapping("label").words("label", Phase),
        "page_title": item.text("page", Phase, "page_title", default=""),
        **_read_window(item, zone),
        **(item.mapping("text").words("display", Phase) if item.has("text") else no_display),
    }


def _read_window(item: Reader, zone: ZoneInfo) -> Row:
    """From the first instant of the first local day (or from the hour `at`) to the first instant after the last."""
    days, hour = _read_days(item), item.hour("at", default=time())
    if item.has("at") and not item.has("day"):
        item.fault(_("hoort alleen bij `day`"), "at")
    if days is None or hour is None:
        return {"opens_at": None, "closes_at": None}
    opens, closes = ("day", "day") if item.has("day") else ("from", "until")
    return {
        "opens_at": _instant(item, "at" if item.has("at") else opens, days[0], hour, zone),
        "closes_at": _instant(item, closes, days[1] + DAY, time(), zone),
    }


def _read_days(item: Reader) -> tuple[date, date] | None:
    """First and last day, both inclusive; None when the day is not known yet (`day: null`)."""
    single, ranged = item.has("day"), item.has("from") | item.has("until")
    if single == ranged:
        item.fault(_("zet er `day`, of `from` en `until`"))
        return None
    if ranged:
        return item.period()
    day = None if item.is_null("day") else item.day("day")
    return (day, day) if day else None


def _instant(item: Reader, key: str, day: date, hour: time, zone: ZoneInfo) -> datetime | None:
    """The UTC instant of a local time; a fault when the clock skips that time or passes it twice."""
    local = datetime.combine(day, hour, tzinfo=zone)
    if local.utcoffset() == local.replace(fold=1).utcoffset():
        return local.astimezone(UTC)
    skipped = local.astimezone(UTC).astimezone(zone).time() != hour
    sentence = (
        _("%(local)s bestaat niet in %(zone)s: de klok slaat dat uur over")
        if skipped
        else _("%(local)s is dubbelzinnig in %(zone)s: de klok gaat er twee keer voorbij")
    )
    item.fault(sentence % {"local": f"{local:%Y-%m-%d %H:%M}", "zone": zone.key}, key)
    return None
