"""Who may see what of whose judgement. One pure function: no database, no clock."""

from enum import StrEnum

from jury.models import Sees


class Eye(StrEnum):
    """Who looks. A judge who stepped aside is RECUSED whatever else they are in the round."""

    JUDGE = "judge"
    RECUSED = "recused"
    DECIDER = "decider"
    STAFF = "staff"
    OTHER = "other"


class Part(StrEnum):
    """What can be seen: the criteria, what is judged, scores with their words, the private note, how far one is."""

    CRITERIA = "criteria"
    DOSSIER = "dossier"
    SCORES = "scores"
    NOTE = "note"
    PROGRESS = "progress"


class Moment(StrEnum):
    """Before the own sheet was handed in, after it, and once the judges deliberate together."""

    JUDGING = "judging"
    HANDED_IN = "handed_in"
    DELIBERATION = "deliberation"


def may_see(part: Part, *, eye: Eye, moment: Moment, own: bool, sees: str = Sees.NEVER) -> bool:
    """Whether the eye sees this part, of its own sheet or of another's. `sees`: what the round lets judges read of
    each other. Owners and members are OTHER: they read the criteria and never a single judge's score."""
    if part == Part.CRITERIA:
        return True
    if part == Part.NOTE:
        return own and eye == Eye.JUDGE
    if part == Part.PROGRESS:
        return own or eye in (Eye.STAFF, Eye.DECIDER)
    if part == Part.DOSSIER:
        return eye in (Eye.JUDGE, Eye.DECIDER)
    return eye == Eye.DECIDER or (eye == Eye.JUDGE and (own or _read_each_other(moment, sees)))


def _read_each_other(moment: Moment, sees: str) -> bool:
    """Never before one's own first judgement stands."""
    if sees == Sees.AFTER_OWN:
        return moment != Moment.JUDGING
    return sees == Sees.DELIBERATION and moment == Moment.DELIBERATION
