"""What stages offer to the floor and the roof, registered in their AppConfig.ready.

The floor cannot import a stage; a stage hands it what it needs here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from portal.edition_file import Reader
    from portal.models import Edition, Letter, Person
    from portal.retention import Expiry


@dataclass(frozen=True)
class LetterSpec:
    """A kind of letter. `contents` gives the words' values at the moment of sending, or None when it is moot by then.

    `if_uncertain`: what happens when nobody knows whether the server took it: 'resend' (with the same Message-ID) or
    'hold' for staff to look at. `to`: who gets it, in words; `kind`: what people can choose about it
    (`portal.mail.kinds`).
    """

    name: str
    about: "str | Promise"
    contents: Callable[["Letter"], dict[str, Any] | None]
    if_uncertain: str = "resend"
    kind: str = "receipt"
    to: "str | Promise" = ""


@dataclass(frozen=True)
class Target:
    """One thing a reminder is about, with its own moment (`anchor`) and the people it concerns: persons, or bare
    addresses. `key` tells one such moment of the thing from another: a week that was moved is a new one."""

    about: Any
    anchor: datetime
    to: list[Any]
    key: str = ""


@dataclass(frozen=True)
class Reminder:
    """When a letter goes out by itself. `moment` is a phase's: 'submission.closes', 'pitch.opens'; then `audience`
    gives who it concerns now, as a queryset of persons or subscriptions. With another moment each thing has its own:
    then `targets` gives them, and `things` the rows they are found among, so that one query tells which reminders have
    anything to say. `offsets`: '-7d' is seven days before, '+3d' three days after, '-2u' two hours before.
    """

    letter: str
    moment: str
    offsets: str
    audience: Callable[["Edition", datetime], Any] | None = None
    targets: Callable[["Edition", datetime], Iterable[Target]] | None = None
    things: Callable[["Edition", datetime], Any] | None = None
    hour: int = 9


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a person: what to do, where, and by when."""

    label: str
    url: str
    about: str = ""
    due: datetime | None = None


@dataclass(frozen=True)
class Section:
    """A section of the edition's file that a stage owns. `read` gets the reader of the whole file, takes its own key
    and checks it without the database (faults go to the reader); `write` stores what `read` returned."""

    key: str
    read: Callable[["Reader"], Any]
    write: Callable[["Edition", Any], None]


@dataclass(frozen=True)
class Panel:
    """A piece of a page that belongs to a later stage: `template` is drawn with `panel` = `values`."""

    template: str
    values: dict[str, Any]


@dataclass(frozen=True)
class WeekChoice:
    """A sprint week to choose from."""

    monday: date
    label: str


Waits = Callable[["Person", "Edition", datetime], Iterable[Waiting]]
Effect = Callable[..., None]  # effect(subject, by=…, at=…)
Shows = Callable[[Any, Any, datetime], Panel | None]  # shows(subject, person, at)

# What later stages may want to follow, each told in the transaction that made it true.
IDEA_WITHDRAWN = "idea_withdrawn"  # subject: the idea
MEMBER_JOINED = "member_joined"  # subject: the membership
MEMBER_LEFT = "member_left"  # subject: the membership
TEAM_STOPPED = "team_stopped"  # subject: the team

letters: dict[str, LetterSpec] = {}
reminders: dict[str, Reminder] = {}
takes_part: list[
    Callable[["Edition", datetime], Any]
] = []  # of persons, as keys: who is told that a date moved
sections: dict[str, Section] = {}
waiting: list[Waits] = []
effects: dict[str, list[Effect]] = {
    event: [] for event in (IDEA_WITHDRAWN, MEMBER_JOINED, MEMBER_LEFT, TEAM_STOPPED)
}
panels: dict[str, list[Shows]] = {"idea": [], "team": []}
# Before somebody closes their account: sentences about what to settle first; and what each stage then wipes.
ties: list[Callable[["Person", datetime], Iterable[str]]] = []
forgets: list[Callable[..., None]] = []  # forget(person, by=…, at=…)
# What was kept long enough goes (`portal.retention`): expiries; ways from an edition to who took part in it; and fields
# that stay although their mark has a period, `model.field`, each with the reason.
expiries: list["Expiry"] = []
took_part: list[str] = []
stays: dict[str, "str | Promise"] = {}
keeps: dict[str, "str | Promise"] = {}  # the same, for what stays when somebody closes their account
sprint_weeks: list[Callable[["Edition"], list[WeekChoice]]] = []


def letter(
    name: str,
    about: "str | Promise",
    *,
    if_uncertain: str = "resend",
    kind: str = "receipt",
    to: "str | Promise" = "",
) -> Callable[..., Any]:
    """Register the decorated function as the contents of a kind of letter."""

    def register(
        contents: Callable[["Letter"], dict[str, Any] | None],
    ) -> Callable[["Letter"], dict[str, Any] | None]:
        letters[name] = LetterSpec(name, about, contents, if_uncertain, kind, to)
        return contents

    return register


def remind(letter: str, moment: str, offsets: str, **more: Any) -> None:
    """Let a registered letter go out by itself (see `Reminder`). Raises KeyError for a letter that nobody
    registered."""
    reminders[letters[letter].name] = Reminder(letter, moment, offsets, **more)


def waits_for(person: "Person", edition: "Edition", *, at: datetime) -> list[Waiting]:
    """All that waits for somebody in an edition, the most urgent first; what has no date comes last."""
    found = [item for ask in waiting for item in ask(person, edition, at)]
    return sorted(found, key=lambda item: (item.due is None, item.due or at))


def weeks_of(edition: "Edition") -> list[WeekChoice]:
    """The weeks one can hold a Design Sprint in, in order."""
    return [week for offer in sprint_weeks for week in offer(edition)]


def after(event: str, effect: Effect) -> None:
    """Let a stage follow an event of an earlier one. Raises KeyError for an event that nobody tells."""
    effects[event].append(effect)


def tell(event: str, subject: Any, *, by: Any, at: datetime) -> None:
    """Something became true that later stages follow; call inside the transaction of the verb that did it."""
    for effect in effects[event]:
        effect(subject, by=by, at=at)


def panels_on(page: str, subject: Any, person: Any, *, at: datetime) -> list[Panel]:
    """What later stages add to a page about one idea or team, for this person now, in the order of the stages."""
    found = (shows(subject, person, at) for shows in panels[page])
    return [panel for panel in found if panel is not None]
