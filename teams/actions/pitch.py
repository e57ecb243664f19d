"""The pitch file: what the jury reads of a team."""

from contextlib import nullcontext
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from portal import history, uploads
from portal.errors import Stale
from portal.models import Person, Upload
from teams import rules
from teams.actions.locking import locked
from teams.models import PitchFile, Team

SLIDES = ("pdf", "pptx")


@transaction.atomic
def save_pitch_file(
    team: Team, *, plan: str, budget: str, slides: Any = None, version: int, by: Person, at: datetime
) -> PitchFile:
    """Any member writes the pitch file, until the pitch. `slides` is an uploaded file or None to keep what there is.

    `version` is 0 when there was none yet. Raises Stale when another member saved since, Refused for a file that is
    no presentation.
    """
    rules.check_member(team, by=by)
    kept = uploads.stored(slides, kinds=SLIDES, by=by, at=at) if slides else nullcontext()
    with kept as upload:
        return _write(team, {"plan": plan, "budget": budget}, upload, version=version, by=by, at=at)


def _write(
    team: Team, values: dict[str, Any], slides: Upload | None, *, version: int, by: Person, at: datetime
) -> PitchFile:
    team = locked(team)
    rules.check_member(team, by=by)
    rules.check_not_stopped(team)
    rules.check_before_pitch(team, at=at)
    current = PitchFile.objects.filter(team=team).first()
    if (current.version if current else 0) != version:
        raise Stale(
            reason=_("Een ander lid bewaarde het dossier net voor jou."), title=_("Dit is intussen gewijzigd")
        )
    values |= {"saved_at": at} | ({"slides": slides} if slides else {})
    if current is None:
        PitchFile.objects.create(team=team, **values)
    else:
        PitchFile.objects.filter(pk=current.pk).update(**values, version=F("version") + 1)
    history.record(team, "pitch_file", by=by, at=at, data={"slides": bool(slides)})
    return PitchFile.objects.select_related("slides").get(team=team)
