"""What colleagues say under the public ideas."""

from datetime import datetime
from functools import partial

from ideas import actions as ideas
from ideas.models import Idea
from ideas.queries import workplaces
from portal.demo.acts.act import Act, edition
from portal.demo.cast import local, player

PUMPS = "Wij meten trillingen aan pompen, met dezelfde sensoren. Kom gerust eens kijken."
ROOMS = (
    "In onze gebouwen hangen al meters, maar niemand leest ze uit.\n\nMogen we een lokaal lenen voor de test?"
)
SAID = [
    ("Slimme sluisdeuren", "kandidaat-een", PUMPS),
    ("Slimme sluisdeuren", "eigenaar-twee", "Graag. Ik bel je deze week."),
    ("Lucht in de klas", "medewerker", ROOMS),
]
BACKED = [
    ("Slimme sluisdeuren", "lid-een"),
    ("Slimme sluisdeuren", "medewerker"),
    ("Slimme sluisdeuren", "eigenaar-negen"),
    ("Lucht in de klas", "kandidaat-een"),
]


def _idea(title: str, at: datetime) -> Idea | None:
    return Idea.objects.published(at=at).filter(edition=edition(), submission__content__title=title).first()


def _say(title: str, slug: str, text: str, at: datetime) -> None:
    if idea := _idea(title, at):
        ideas.write_comment(idea, text, by=player(slug), at=at)


def _back(title: str, slug: str, at: datetime) -> None:
    idea, person = _idea(title, at), player(slug)
    if idea and (places := workplaces(person)):
        ideas.back_idea(idea, entity=places[0], by=person, at=at)


ACTS = [
    *(Act(local(2022, 2, 1, 11, order), partial(_back, *who)) for order, who in enumerate(BACKED)),
    *(Act(local(2022, 2, 1, 14, 10 * order), partial(_say, *told)) for order, told in enumerate(SAID)),
]
