"""After the showcase: the next edition opens its call, and an idea that was not shortlisted goes on in it."""

from datetime import date, datetime
from typing import Any

import yaml

from ideas import actions as ideas
from ideas.queries import mine
from portal import editions
from portal.demo.acts.act import Act, edition
from portal.demo.acts.owners import ALIKE
from portal.demo.cast import EDITION_FILE, local, player
from portal.models import Edition

KEY = "2022-2023"
OPENS, CLOSES = date(2022, 11, 23), date(2023, 1, 13)
LATER = {"day": None, "text": {"nl": "Voorjaar 2023", "en": "Spring 2023"}}
SPRINT = {
    "window": {"from": date(2023, 2, 27), "until": date(2023, 5, 12)},
    "iso_weeks": list(range(9, 20)),
    "short_weeks": [15],
}


def next_edition() -> str:
    """The edition's file for the year after: the same programme, of which only the call has a date yet."""
    told = yaml.safe_load(EDITION_FILE.read_text(encoding="utf-8"))
    told["edition"]["key"] = KEY
    told["phases"] = [_phase(one) for one in told["phases"]]
    told["design_sprint"] |= SPRINT
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False)


def _phase(one: dict[str, Any]) -> dict[str, Any]:
    known = {name: one[name] for name in ("key", "label", "page") if name in one}
    dated = {"webinar": {"day": OPENS}, "submission": {"from": OPENS, "until": CLOSES}}
    return known | dated.get(one["key"], LATER)


def _load(at: datetime) -> None:
    editions.load_edition(next_edition(), by=player("sandbox"), at=at)


def _carry_on(at: datetime) -> None:
    owner = player("eigenaar-tien")
    idea, there = mine(owner, edition()).filter(title=ALIKE).first(), Edition.objects.filter(pk=KEY).first()
    if idea and there:
        ideas.carry_on(idea, there, by=owner, at=at)


ACTS = [Act(local(2022, 11, 21, 10), _load), Act(local(2022, 11, 24, 10), _carry_on)]
