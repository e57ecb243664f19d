"""Who decides in a round."""

from datetime import datetime

from django.db import transaction

from jury.models import Round
from portal import history
from portal.models import Person


@transaction.atomic
def name_decider(round_: Round, person: Person, *, by: history.Actor, at: datetime) -> None:
    """Let a person decide in a round."""
    round_.deciders.add(person)
    round_.__dict__.pop("decider_keys", None)
    history.record(round_, "name_decider", by=by, at=at, data={"person": person.pk})


@transaction.atomic
def remove_decider(round_: Round, person: Person, *, by: history.Actor, at: datetime) -> None:
    round_.deciders.remove(person)
    round_.__dict__.pop("decider_keys", None)
    history.record(round_, "remove_decider", by=by, at=at, data={"person": person.pk})
