"""A letter is a row, written with its cause; the broker only gets a hint."""

import socket
import time
from contextlib import contextmanager
from datetime import timedelta
from unittest import mock

import pytest
from django.db import transaction

from ideas import actions as ideas
from ideas.models import Submission
from portal import clock, delivery, outbox, registry, tasks
from portal.celery import app
from portal.mail import wordings
from portal.models import Heartbeat, Letter, Person
from portal.models.mail import LetterState
from tests.mail.conftest import NAME
from tests.mail.sink import HOST, free_port
from tests.world import DURING_SUBMISSION


@pytest.fixture
def an(db):
    return Person.objects.create_user("an@vlaanderen.be", name="An")


@pytest.fixture
def hints(monkeypatch):
    sent = mock.Mock()
    monkeypatch.setattr(tasks.deliver, "apply_async", sent)
    return sent


def test_a_letter_disappears_with_the_transaction_of_its_cause(an):
    @transaction.atomic
    def cause():
        outbox.queue(NAME, to=an, about=an, due=clock.now())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cause()
    assert not Letter.objects.exists()


def test_a_refused_verb_leaves_no_letter(world, monkeypatch):
    idea = world.draft(world.owner)
    monkeypatch.setattr("ideas.emails.idea.outbox.queue", mock.Mock(side_effect=ZeroDivisionError))
    with pytest.raises(ZeroDivisionError):
        submit(world, idea)
    assert not Submission.objects.exists()
    assert not Letter.objects.exists()


def test_the_same_letter_twice_is_one_row(an):
    first, second = (outbox.queue(NAME, to=an, about=an, due=clock.now(), occasion="x") for _ in range(2))
    assert first == second
    assert Letter.objects.count() == 1


def test_another_occasion_is_another_letter(an):
    first, second = (outbox.queue(NAME, to=an, about=an, due=clock.now(), occasion=when) for when in "ab")
    assert first.message_id != second.message_id


def test_a_kind_that_nobody_registered_is_a_mistake(an):
    with pytest.raises(KeyError):
        outbox.queue("unheard_of", to=an, about=an, due=clock.now())


def test_one_hint_per_transaction_however_many_letters(an, hints, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for when in range(5):
            outbox.queue(NAME, to=an, about=an, due=clock.now(), occasion=str(when))
    assert hints.call_count == 1


def test_a_letter_for_later_gives_no_hint_and_waits(an, hints, django_capture_on_commit_callbacks):
    later = clock.now() + timedelta(hours=1)
    with django_capture_on_commit_callbacks(execute=True):
        outbox.queue(NAME, to=an, about=an, due=later)
    assert not hints.called
    assert delivery.claim() == []
    with mock.patch("portal.clock.now", return_value=later):
        assert len(delivery.claim()) == 1


def test_cancel_takes_back_what_did_not_leave(an):
    letter = outbox.queue(NAME, to=an, about=an, due=clock.now())
    left = outbox.queue(NAME, to=an, about=an, due=clock.now(), occasion="left")
    Letter.objects.filter(pk=left.pk).update(state=LetterState.SENT)
    assert outbox.cancel(NAME, about=an) == 1
    letter.refresh_from_db()
    left.refresh_from_db()
    assert (letter.state, left.state) == (LetterState.CANCELLED, LetterState.SENT)
    assert delivery.deliver() == 0


@pytest.mark.parametrize("state", LetterState)
def test_only_a_failed_or_uncertain_letter_can_be_sent_again(an, state):
    letter = outbox.queue(NAME, to=an, about=an, due=clock.now())
    Letter.objects.update(state=state, attempts=12, not_before=clock.machine() + timedelta(hours=1))
    again = outbox.resend(letter)
    assert again is (state in (LetterState.FAILED, LetterState.UNCERTAIN))
    fresh = Letter.objects.get()
    assert fresh.message_id == letter.message_id
    if again:
        assert (fresh.state, fresh.attempts, fresh.not_before) == (LetterState.QUEUED, 0, None)
    else:
        assert fresh.state == state


def submit(world, idea):
    return ideas.submit_idea(
        idea, public_text_approved=True, show_name=False, by=world.owner, at=DURING_SUBMISSION
    )


@contextmanager
def broker(url):
    """The application talks to this broker."""
    before = app.conf.broker_url, app.conf.broker_write_url
    app.conf.broker_url = app.conf.broker_write_url = url
    app._pool = app.amqp._producer_pool = None
    try:
        yield
    finally:
        app.conf.broker_url, app.conf.broker_write_url = before
        app._pool = app.amqp._producer_pool = None


@pytest.fixture
def silent_server():
    """Accepts connections and never says a word."""
    with socket.create_server((HOST, 0), backlog=64) as server:
        yield server.getsockname()[1]


def took(world, capture):
    idea = world.draft(world.owner)
    began = time.monotonic()
    with capture(execute=True):
        submit(world, idea)
    return time.monotonic() - began


def test_with_the_broker_gone_a_verb_is_done_in_time(world, django_capture_on_commit_callbacks, caplog):
    with broker(f"redis://{HOST}:{free_port()}/0"):
        assert took(world, django_capture_on_commit_callbacks) < 3
    assert "no hint to the workers" in caplog.text
    assert Letter.objects.get().state == LetterState.QUEUED


def test_with_a_broker_that_hangs_a_verb_is_done_in_time(
    world, django_capture_on_commit_callbacks, silent_server, caplog
):
    with broker(f"redis://{HOST}:{silent_server}/0"):
        assert took(world, django_capture_on_commit_callbacks) < 6
    assert "no hint to the workers" in caplog.text
    assert Letter.objects.get().state == LetterState.QUEUED


def test_the_tasks_are_doors_that_may_be_opened_twice(world):
    idea = world.draft(world.owner)
    submit(world, idea)
    assert tasks.deliver() == 1
    assert (tasks.deliver(), tasks.sweep()) == (0, 0)
    assert clock.machine() - Heartbeat.objects.get(name="worker").at < timedelta(minutes=1)
    assert (tasks.anchor(), tasks.anchor()) == (True, False)


def test_every_kind_of_letter_has_its_sources():
    for name in registry.letters:
        for language in ("nl", "en"):
            assert all(wordings.shipped(name, language))
