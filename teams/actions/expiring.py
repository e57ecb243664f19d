"""What of teams goes when it was kept long enough."""

from datetime import datetime
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal import registry, uploads
from portal.models import Upload
from portal.privacy import Kind
from portal.retention import Expiry, blank, end_of_edition, names, released
from teams.models import Candidacy, Membership, PitchFile, Profile, Selection, Support, Team


def _pitches(at: datetime) -> Any:
    filled = PitchFile.objects.exclude(plan="", budget="", slides=None)
    return filled.annotate(counts_from=end_of_edition("team__edition"))


def _wipe_pitches(keys: list[Any], at: datetime) -> None:
    rows = PitchFile.objects.filter(pk__in=keys)
    for row in rows.exclude(slides=None).select_related("slides"):
        if row.slides:
            uploads.wipe(row.slides)
    rows.update(plan="", budget="", slides=None)


def _loose_files(at: datetime) -> Any:
    """Files that belong to nothing any more: slides that a team replaced."""
    shown = PitchFile.objects.exclude(slides=None).values("slides")
    loose = Upload.objects.filter(attachment=None).exclude(pk__in=shown).exclude(Q(name="") & Q(file=""))
    return loose.annotate(counts_from=F("at"))


def _wipe_files(keys: list[Any], at: datetime) -> None:
    for upload in Upload.objects.filter(pk__in=keys):
        uploads.wipe(upload)


def register_expiries() -> None:
    """Called once, when the portal starts."""
    registry.expiries.extend(
        [
            blank(Team, Kind.CONTENT, "call"),
            blank(Profile, Kind.CONTENT, "title"),
            blank(Candidacy, Kind.CONTENT, "brings", "expects", "engagement_note", "answer"),
            blank(Membership, Kind.CONTENT, "role"),
            blank(Support, Kind.IDENTITY, "manager_name", "manager_email"),
            blank(Support, Kind.CONTENT, "hours", "word"),
            blank(Selection, Kind.JUDGEMENT, "feedback", since=released("release", "team__edition")),
            Expiry(
                "teams.pitchfile:content", str(PitchFile._meta.verbose_name_plural), Kind.CONTENT,
                _pitches, _wipe_pitches, names(PitchFile, "plan", "budget"),
            ),
            Expiry(
                "portal.upload:content", _("bestanden die vervangen zijn"), Kind.CONTENT,
                _loose_files, _wipe_files, names(Upload, "name", "file"),
            ),
        ]
    )  # fmt: skip
    registry.took_part.extend(["teams__memberships__person", "teams__candidacies__person"])
