"""What an event tells beside its words, for people: how much, until when, whom. Keys of rows are left to the file."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poc.models import EntryKind
from portal import registry
from portal.ids import LENGTH
from portal.mail.kinds import KINDS
from portal.models import ConsentKind, MailHow, PhaseKey, RoleKind
from portal.templatetags.portal import day, euro, moment

Names = dict[str, str]  # the key of a person or entity -> the name
Teller = Callable[[Any, Names], str]

NAMED = ("person", "for", "to", "designer", "entity", "whose")
# Where something else stands, or how many rows were written: of use to who reads the file.
KEYS_OF_ROWS = {
    "release", "merger", "invitation", "question", "place", "project", "entry", "team", "page", "edition", "source",
    "from", "over", "door", "about", "counts",
}  # fmt: skip


def names_in(data: dict[str, Any]) -> set[str]:
    """The keys of the people and entities that an event tells of."""
    return {data[name] for name in NAMED if isinstance(data.get(name), str)}


def moved(data: dict[str, Any], label: Callable[[str], str]) -> str:
    """From what to what: states by their label, a phase by its days, a period by its months; empty when none moved."""
    if not {"from", "to"} <= set(data):
        return ""
    before, after = (_end(data[end], label) for end in ("from", "to"))
    return f"{before} → {after}"


def _end(value: Any, label: Callable[[str], str]) -> str:
    if isinstance(value, list):
        return _("%(opens)s tot %(closes)s") % dict(
            zip(("opens", "closes"), map(_instant, value), strict=True)
        )
    return _("%(n)s maanden") % {"n": value} if isinstance(value, int) else label(value)


def _instant(value: str) -> str:
    return _when(value, {}) if value else _("datum volgt")


def told(data: dict[str, Any], names: Names) -> list[str]:
    """Each fact of an event in words; one that nobody gave words stays as its code, so that nothing gets lost."""
    hidden = KEYS_OF_ROWS | ({"to"} if "from" in data else set())
    rest = {
        name: value for name, value in data.items() if name not in hidden and not _is_nothing(name, value)
    }
    return [_fact(name, value, names) for name, value in rest.items()]


def _is_nothing(name: str, value: Any) -> bool:
    """Nothing that a person can read: empty, or a file by its key and not by its name."""
    return value in ("", None) or (name == "file" and len(value) == LENGTH and "." not in value)


def _fact(name: str, value: Any, names: Names) -> str:
    if name in KINDS:
        return f"{KINDS[name].label}: {_one_of(MailHow)(value, names)}"
    label, tell = FACTS.get(name, (name.replace("_", " "), _as_it_is))
    return f"{label}: {tell(value, names)}"


def _as_it_is(value: Any, _names: Names) -> str:
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    return str(value)


def _name(value: Any, names: Names) -> str:
    return names.get(value, _("iemand die er niet meer is"))


def _one_of(*choices: Any) -> Teller:
    """By its label in the first of these that has one."""
    labels = {code: label for one in reversed(choices) for code, label in one.choices}
    return lambda value, _names: str(labels.get(value, value))


def _when(value: Any, _names: Names) -> str:
    """A day, or a moment when the hour was kept too."""
    return moment(datetime.fromisoformat(value)) if "T" in value else day(date.fromisoformat(value))


def _letter(value: Any, _names: Names) -> str:
    spec = registry.letters.get(value)
    return str(spec.about) if spec else _("alle mails") if value == "*" else str(value)


def _euro(value: Any, _names: Names) -> str:
    return euro(value)


FACTS: dict[str, tuple[str | Promise, Teller]] = {
    "active": (gettext_lazy("in gebruik"), _as_it_is),
    "cap": (gettext_lazy("plafond"), _euro),
    "cents": (gettext_lazy("bedrag"), _euro),
    "correct_until": (gettext_lazy("te verbeteren tot"), _when),
    "designer": (gettext_lazy("UX-designer"), _name),
    "domain": (gettext_lazy("domein"), _as_it_is),
    "entity": (gettext_lazy("entiteit"), _name),
    "file": (gettext_lazy("bestand"), _as_it_is),
    "for": (gettext_lazy("voor"), _name),
    "hour": (gettext_lazy("uur"), _as_it_is),
    "kind": (gettext_lazy("soort"), _one_of(ConsentKind, EntryKind)),
    "letter": (gettext_lazy("mail"), _letter),
    "name": (gettext_lazy("naam"), _as_it_is),
    "offsets": (gettext_lazy("momenten"), _as_it_is),
    "person": (gettext_lazy("wie"), _name),
    "phase": (gettext_lazy("fase"), _one_of(PhaseKey)),
    "profiles": (gettext_lazy("gezochte profielen"), _as_it_is),
    "role": (gettext_lazy("rol"), _one_of(RoleKind)),
    "since": (gettext_lazy("vanaf"), _when),
    "slides": (gettext_lazy("met slides"), _as_it_is),
    "to": (gettext_lazy("aan"), _name),
    "until": (gettext_lazy("tot"), _when),
    "version": (gettext_lazy("versie"), _as_it_is),
    "visible_from": (gettext_lazy("te zien vanaf"), _when),
}
