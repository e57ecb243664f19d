"""Whoever changes, deletes or cuts anything of the history is found: a thousand random flips, and none imagined."""

import random

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from portal import auditing, history
from portal.models import Anchor, Entity, Event, EventText
from tests.world import DURING_SUBMISSION, TESTER

FLIPS = 1000
EVENTS = ("subject", "sequence", "kind", "at", "actor_kind", "actor", "data", "text_hash", "previous", "hash")


class UndoneError(Exception):
    """Takes a flip back."""


def story(dice, *, subjects, events):
    """So many events of so many subjects, a third with words, an anchor after every seven."""
    those = [Entity.objects.create(name=f"Entiteit {n}") for n in range(subjects)]
    for number in range(events):
        text = "Omdat het zo is." if dice.random() < 0.3 else ""
        one = dice.choice(those)
        history.record(one, "step", by=TESTER, at=DURING_SUBMISSION, data={"n": number}, text=text)
        if number % 7 == 6:
            history.anchor(at=DURING_SUBMISSION)
    auditing.check(at=DURING_SUBMISSION)


def turned(dice, value):
    """One character of a value changed."""
    text = str(value)
    place = dice.randrange(len(text))
    return text[:place] + ("x" if text[place] != "x" else "y") + text[place + 1 :]


def flip(dice):
    """Change, delete or cut one thing, past the code; returns what, in words."""
    way = dice.choice(["event", "event", "event", "words", "anchor", "delete", "cut", "loosen", "behead"])
    if way == "event":
        return _change_event(dice)
    if way == "words":
        row = dice.choice(list(EventText.objects.all()))
        name = dice.choice(["text", "salt"])
        EventText.objects.filter(pk=row.pk).update(**{name: turned(dice, getattr(row, name))})
        return f"{name} of words {row.pk}"
    if way == "anchor":
        row = dice.choice(list(Anchor.objects.exclude(previous="")))
        name = dice.choice(["count", "at", "previous", "hash"])
        value = {"count": row.count + 1, "at": row.at.replace(microsecond=dice.randrange(1, 999_999))}
        Anchor.objects.filter(pk=row.pk).update(**{name: value.get(name) or turned(dice, getattr(row, name))})
        return f"{name} of anchor {row.pk}"
    if way == "behead":  # the last anchor with all it holds
        row = Anchor.objects.order_by("-pk").first()
        Event.objects.filter(anchor=row).delete()
        row.delete()
        return "the last anchor"
    row = dice.choice(list(Event.objects.all()))
    if way == "loosen":
        Event.objects.filter(pk=row.pk).update(anchor=None)
    elif way == "delete":
        Event.objects.filter(pk=row.pk).delete()
    else:  # the end of a chain
        Event.objects.filter(subject=row.subject, sequence__gte=row.sequence).delete()
    return f"{way} {row}"


def _change_event(dice):
    row, name = dice.choice(list(Event.objects.all())), dice.choice(EVENTS)
    value = {
        "sequence": row.sequence + 1000,
        "at": row.at.replace(microsecond=dice.randrange(1, 999_999)),
        "data": {"n": -1},
    }
    old = getattr(row, name) or "0"
    Event.objects.filter(pk=row.pk).update(**{name: value.get(name) or turned(dice, old)})
    return f"{name} of {row}"


def missed(dice, flips):
    """What was done and not found; the history is whole again after each."""
    found = []
    for _number in range(flips):
        try:
            with transaction.atomic():
                told = flip(dice)
                if next(iter(history.verify()), None) is None:
                    found.append(told)
                raise UndoneError
        except UndoneError:
            pass
    return found


@pytest.mark.parametrize("flips", [40, pytest.param(FLIPS, marks=pytest.mark.deep)])
def test_every_flip_is_found_and_a_clean_copy_is_clean(db, flips):
    dice = random.Random(flips)
    story(dice, subjects=6, events=60)
    assert list(history.verify()) == []

    assert missed(dice, flips) == []

    assert list(history.verify()) == []
    EventText.objects.all().delete()  # erased is legal
    assert list(history.verify()) == []


def test_a_check_that_forgets_the_heads_misses_the_tail(db, monkeypatch):
    """The control: without the heads that earlier checks saw, nobody misses the end of the chain."""
    story(random.Random(1), subjects=2, events=20)
    last = Anchor.objects.order_by("-pk").first()
    Event.objects.filter(anchor=last).delete()
    last.delete()
    assert len(list(history.verify())) == 1
    monkeypatch.setattr(history.AuditCheck.objects, "order_by", lambda *names: [])
    assert list(history.verify()) == []


def test_a_head_that_a_log_told_must_still_stand(db, capsys):
    story(random.Random(2), subjects=2, events=10)
    head = Anchor.objects.order_by("-pk").first().hash
    call_command("verify_audit", "--head", head)
    assert head in capsys.readouterr().out
    with pytest.raises(CommandError, match="1 fault"):
        call_command("verify_audit", "--head", "0" * 64)


def test_a_nightly_check_keeps_what_it_found_and_health_tells(db, client, now):
    now(DURING_SUBMISSION)
    assert client.get("/gezond/").json()["history"] is None
    story(random.Random(3), subjects=2, events=10)
    assert client.get("/gezond/").json()["history"] is True
    Event.objects.filter(sequence=2).update(kind="other")
    assert auditing.check(at=DURING_SUBMISSION).faults
    assert client.get("/gezond/").json()["history"] is False
