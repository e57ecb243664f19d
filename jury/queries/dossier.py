"""What the pitch jury reads of a team."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from ideas.content.comparing import Change, pieces
from ideas.queries import backed
from jury.models import Sheet
from portal import people
from teams.models import Membership, PitchFile, Support, Team
from teams.states import SupportState


@dataclass(frozen=True)
class Member:
    """Somebody in the team: who, from where, in which role, and what their manager answered."""

    name: str
    role: str
    entity: str
    support: Support | None


@dataclass(frozen=True)
class Dossier:
    """A team as its judges read it. Without file the team wrote nothing; without slides no `slides_url`. `backed`:
    colleagues who have the problem of its idea too, from so many entities."""

    members: list[Member]
    file: PitchFile | None
    slides_url: str
    backed: int = 0
    backed_entities: int = 0

    @property
    def entities(self) -> int:
        return len({member.entity for member in self.members if member.entity})

    @property
    def supports(self) -> dict[str, int]:
        """How many managers agree, want to talk first, have not answered yet, or were not asked."""
        states = Counter(_answer(member.support) for member in self.members)
        return {state: states[state] for state in (*SHOWN, "none")}


SHOWN = (SupportState.AGREED.value, SupportState.TALK.value, SupportState.ASKED.value)


def _answer(support: Support | None) -> str:
    return support.state if support and support.state in SHOWN else "none"


def dossier_of(team: Team) -> Dossier:
    """The team as it is now, which from the pitch on is as it pitched. One query, whatever its size,
    and one more for a file that was not read along."""
    rows: Any = Membership.objects.current().filter(team=team).select_related("person", "support")
    rows = list(rows.annotate(entity=people.entity_name("person"), **backed("team__idea")))
    file: PitchFile | None = getattr(team, "pitch_file", None)
    members = [_member(row) for row in rows]
    told = (rows[0].backed, rows[0].backed_entities) if rows else (0, 0)
    return Dossier(members, file, _slides_url(team, file), *told)


def _member(row: Any) -> Member:
    return Member(row.person.display_name, row.role, row.entity, getattr(row, "support", None))


def _slides_url(team: Team, file: PitchFile | None) -> str:
    if file is None or file.slides is None:
        return ""
    try:
        return reverse("teams:slides", args=[team.edition_id, team.pk])
    except NoReverseMatch:
        return ""


READ = ("long_text", "choice", "number")  # kinds of questions whose answers judges read


def corrections_on(sheet: Sheet) -> list[Change]:
    """What was corrected in an idea since it was scored, as the words that went and came."""
    scored, newest = sheet.judged_text, sheet.entry.idea.submission if sheet.entry.idea else None
    if not sheet.is_behind or scored is None or newest is None:
        return []
    before, after = _texts(scored.content), _texts(newest.content)
    return [
        Change(label, list(pieces(before.get(label, ""), after.get(label, ""))))
        for label in before | after
        if before.get(label, "") != after.get(label, "")
    ]


def _texts(content: dict[str, Any]) -> dict[str, str]:
    """All that judges read of an idea, each under its heading."""
    answers = [one for one in content["answers"] if one["kind"] in READ]
    entities = [one["name"] for one in content["entities"]] + [content["other_entities"]]
    return {
        _("Titel"): content["title"],
        _("Samenvatting"): content["summary"],
        **{one["question"]: str(one.get("chosen") or one["answer"] or "") for one in answers},
        _("Betrokken entiteiten"): "\n".join(filter(None, entities)),
        _("Bijlagen"): "\n".join(one["name"] for one in content["files"]),
    }
