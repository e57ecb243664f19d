"""What an owner settles before they close their account."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from ideas.models import Ownership
from ideas.states import IdeaState
from portal.models import Person

LIVE = (IdeaState.DRAFT, IdeaState.SUBMITTED)


def ties(person: Person, at: datetime) -> list[str]:
    """A main owner hands over an idea that others own too, and hands over or withdraws one that takes part."""
    others = Ownership.objects.filter(idea=OuterRef("idea"), until=None).exclude(person=person)
    takes_part = Q(idea__state=IdeaState.SUBMITTED, idea__edition__is_current=True)
    main = Ownership.objects.filter(person=person, until=None, is_main=True, idea__state__in=LIVE)
    return [
        _("Je bent hoofdeigenaar van ‘%(title)s’. Draag het over of trek het in.") % {"title": row.idea}
        for row in main.filter(takes_part | Exists(others)).select_related("idea")
    ]
