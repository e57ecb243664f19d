"""Verbs of questions back and forth: staff ask about what was handed in, owners answer."""

from datetime import datetime

from django.db import transaction

from ideas import emails, rules
from ideas.actions.writing import locked
from ideas.models import Clarification, Idea
from portal import history
from portal.models import Person


@transaction.atomic
def ask_question(
    idea: Idea, question: str, *, correct_until: datetime | None = None, by: Person, at: datetime
) -> Clarification:
    """Staff ask the owners something; with `correct_until` these may hand in a corrected text until then, though the
    deadline has passed. The same question that still waits is not asked twice."""
    idea = locked(idea)
    rules.check_may_ask(idea, by=by, at=at)
    rules.check_correct_until(idea, correct_until, at=at)
    same = Clarification.objects.filter(idea=idea, question=question, answered_at=None, withdrawn_at=None)
    if waiting := same.filter(correct_until=correct_until).first():
        return waiting
    asked = Clarification.objects.create(
        idea=idea, question=question, correct_until=correct_until, asked_by=by, asked_at=at
    )
    told = {"question": asked.pk, "correct_until": correct_until.isoformat() if correct_until else ""}
    history.record(idea, "question_asked", by=by, at=at, data=told)
    emails.question_asked(asked)
    return asked


@transaction.atomic
def answer_question(asked: Clarification, answer: str, *, by: Person, at: datetime) -> None:
    """An owner answers, once; who asked hears it. The same answer again changes nothing."""
    idea = locked(asked.idea)
    asked = Clarification.objects.get(pk=asked.pk)
    if asked.answered_by_id == by.pk and asked.answer == answer:
        return
    rules.check_may_answer_question(idea, asked, by=by)
    Clarification.objects.filter(pk=asked.pk).update(answer=answer, answered_by=by, answered_at=at)
    history.record(idea, "question_answered", by=by, at=at, data={"question": asked.pk})
    emails.question_answered(asked, at=at)


@transaction.atomic
def withdraw_question(asked: Clarification, *, by: Person, at: datetime) -> None:
    """Staff take an unanswered question back, and with it the time to correct."""
    idea = locked(asked.idea)
    asked = Clarification.objects.get(pk=asked.pk)
    rules.check_staff(idea.edition, by=by, at=at)
    rules.check_unanswered(asked)
    Clarification.objects.filter(pk=asked.pk).update(withdrawn_at=at)
    history.record(idea, "question_withdrawn", by=by, at=at, data={"question": asked.pk})
