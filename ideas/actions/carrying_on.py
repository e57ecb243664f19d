"""Verbs that bring a text into an edition: an idea of an earlier edition goes on, staff begin one for a colleague."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from ideas import content, emails, rules
from ideas.actions.handing_in import submit_on_behalf
from ideas.actions.writing import locked, save_draft, write_copy
from ideas.models import Idea, Ownership, QuestionKind
from ideas.states import IdeaState
from portal import history, people
from portal.models import Edition, Person

ONE_CLICK = timedelta(minutes=10)  # the same text again within this time is a second click
CARRIED = (QuestionKind.LONG_TEXT, QuestionKind.CHOICE, QuestionKind.NUMBER)


@transaction.atomic
def carry_on(idea: Idea, edition: Edition, *, by: Person, at: datetime) -> Idea:
    """Take a draft, a withdrawn or a not shortlisted idea along to the edition that takes ideas, with all its owners.

    Copies title, summary, entities, profiles, the themes that exist there and the answers to questions of the same key;
    time and weeks are asked anew, files stay behind. Twice gives the same draft.
    """
    idea = locked(idea)
    rules.check_owner(idea, by=by)
    known = Idea.objects.filter(carried_from=idea, edition=edition).exclude(state=IdeaState.DISCARDED).first()
    if known and rules.is_owner(known, by):
        return known
    rules.check_may_carry_on(idea, edition, known, by=by, at=at)
    draft = Idea.objects.create(edition=edition, carried_from=idea, saved_at=at)
    for owner in idea.ownerships.filter(until=None):
        Ownership.objects.create(idea=draft, person=owner.person, is_main=owner.is_main, since=at)
    history.record(draft, "carry_on", by=by, at=at, data={"from": idea.pk})
    emails.idea_carried_on(draft, by, at=at)
    return save_draft(draft, _carried(idea, edition), version=draft.version, by=by, at=at)


def _carried(idea: Idea, edition: Edition) -> dict[str, Any]:
    keys = edition.questions.filter(kind__in=CARRIED).values_list("key", flat=True)
    return {
        "title": idea.title,
        "summary": idea.summary,
        "other_entities": idea.other_entities,
        "profiles": list(idea.profiles),
        "entities": list(idea.entities.all()),
        "themes": list(edition.themes.filter(key__in=idea.themes.values("key"))),
        "answers": {key: idea.answers[key] for key in keys if key in idea.answers},
    }


@transaction.atomic
def start_for(
    edition: Edition,
    email: str,
    changes: dict[str, Any],
    *,
    name: str = "",
    reason: str,
    hand_in: bool = False,
    by: Person,
    at: datetime,
) -> Idea:
    """Staff put a colleague's text in the portal, who cannot do it now. The draft is the colleague's from the start:
    staff get no part in it. A letter tells them; the history keeps why.

    `hand_in`: hand it in at once, for a colleague who approved the text and cannot come in before the deadline; then
    nothing may miss, and the colleague gets the receipt.
    """
    rules.check_staff(edition, by=by, at=at)
    rules.check_may_start(edition, by=Person.objects.filter(email__iexact=email).first(), at=at)
    person = people.find_or_invite(email, name=name, by=by, at=at)
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    text = content.BLANK | content.plain(changes, answers={})
    if known := _just_begun(edition, person, text, at):
        return known
    idea = _begin_for(edition, person, text, reason=reason, by=by, at=at)
    if hand_in:
        submit_on_behalf(idea, person, by=by, at=at)
    else:
        emails.idea_started_for(idea, person, at=at)
    return idea


def _just_begun(edition: Edition, person: Person, text: dict[str, Any], at: datetime) -> Idea | None:
    """The idea of a first click: the person's, with precisely this text, a moment ago."""
    recent = Idea.objects.owned_by(person).filter(edition=edition, saved_at__gt=at - ONE_CLICK)
    return next((one for one in recent if not content.changed_fields(content.working_copy(one), text)), None)


def _begin_for(
    edition: Edition, person: Person, text: dict[str, Any], *, reason: str, by: Person, at: datetime
) -> Idea:
    idea = Idea.objects.create(edition=edition, saved_at=at)
    Ownership.objects.create(idea=idea, person=person, is_main=True, since=at)
    history.record(idea, "start_for", by=by, at=at, data={"for": person.pk}, text=reason)
    return write_copy(locked(idea), text, content.changed_fields(content.BLANK, text), by=by, at=at)
