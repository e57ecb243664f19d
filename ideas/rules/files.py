"""Is there room for one more file?"""

from django.utils.translation import gettext as _

from portal.errors import Refused
from portal.models import Upload

MOST_FILES = 5
MOST_BYTES = 25 * 1024 * 1024


def check_room_for(size: int, files: list[Upload]) -> None:
    """An idea takes five attachments, 25 MB together."""
    if len(files) >= MOST_FILES:
        raise Refused(
            reason=_("Je idee heeft al %(n)d bijlagen. Neem er eerst een weg, dan kan je deze toevoegen.")
            % {"n": MOST_FILES},
            title=_("Geen plaats meer"),
        )
    if size + sum(file.size for file in files) > MOST_BYTES:
        raise Refused(
            reason=_(
                "Al je bijlagen samen mogen %(n)d MB groot zijn. Maak deze kleiner of neem een andere weg."
            )
            % {"n": MOST_BYTES // 1024 // 1024},
            title=_("Geen plaats meer"),
        )
