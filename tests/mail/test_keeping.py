"""Addresses that do not work, how fast mail leaves, how long words are kept."""

from datetime import timedelta

import pytest
from django.core import mail as box
from django.core.management import call_command

from portal import clock, delivery, outbox, tasks
from portal.mail import addresses, keeping
from portal.models import DeadAddress, Letter
from portal.models.mail import LetterState

State = LetterState


# --- addresses ---


@pytest.mark.parametrize("code", addresses.GONE)
def test_an_address_that_is_refused_for_good_is_not_tried_again(letter_to, sink, code, world):
    first = letter_to("weg@vlaanderen.be")
    sink.answer("rcpt", f"{code} no such person")
    delivery.deliver()
    assert addresses.dead_among(["Weg@vlaanderen.be"])
    second = outbox.queue(
        first.name, to=first.recipient, about=first.recipient, due=clock.now(), occasion="2"
    )
    assert delivery.deliver() == 0
    second.refresh_from_db()
    assert (second.state, second.reply) == (State.FAILED, "het adres werkt niet")
    assert sink.offered == []
    assert addresses.clear(DeadAddress.objects.get(), by=world.staff, at=clock.now())
    assert not addresses.clear(DeadAddress.objects.get(), by=world.staff, at=clock.now())
    outbox.resend(second)
    assert delivery.deliver() == 1


@pytest.mark.parametrize(
    ("stage", "reply"), [("rcpt", "552 full"), ("body", "550 no"), ("rcpt", "450 later")]
)
def test_another_refusal_says_nothing_about_the_address(letter_to, sink, stage, reply):
    letter_to()
    sink.answer(stage, reply)
    delivery.deliver()
    assert not DeadAddress.objects.exists()


def test_an_address_from_which_a_mail_came_back_is_marked_by_hand(letter_to):
    letter_to("weg@vlaanderen.be")
    call_command("mark_bounce", "weg@vlaanderen.be", "550 kwam terug", verbosity=0)
    call_command("mark_bounce", "weg@vlaanderen.be", verbosity=0)
    assert delivery.deliver() == 0
    assert DeadAddress.objects.get().reply == "550 kwam terug"


def test_without_the_look_at_addresses_it_would_be_tried(letter_to, monkeypatch):
    letter_to("weg@vlaanderen.be")
    addresses.mark("weg@vlaanderen.be", "550", at=clock.now())
    monkeypatch.setattr(addresses, "dead_among", lambda addresses: frozenset())
    assert delivery.deliver() == 1


# --- not too fast ---


def test_no_more_leave_in_a_minute_than_the_server_wants(letter_to, settings):
    settings.MAIL_PER_MINUTE = 3
    for number in range(5):
        letter_to(f"p{number}@vlaanderen.be")
    assert delivery.deliver() == 3
    assert delivery.deliver() == 0
    Letter.objects.update(handed_at=clock.machine() - timedelta(minutes=2))
    assert delivery.deliver() == 2


def test_without_a_limit_all_leave(letter_to):
    for number in range(5):
        letter_to(f"p{number}@vlaanderen.be")
    assert delivery.deliver() == 5


# --- how long words are kept ---


def test_old_words_are_emptied_and_the_check_number_stays(letter_to, settings):
    settings.MAIL_KEEP_DAYS = 30
    old, new = letter_to("a@vlaanderen.be"), letter_to("b@vlaanderen.be")
    delivery.deliver()
    told = keeping.words_hash(*Letter.objects.values_list("title", "text", "html", "calendar").get(pk=old.pk))
    Letter.objects.filter(pk=old.pk).update(frozen_at=clock.now() - timedelta(days=31))
    assert tasks.purge() == 1
    assert tasks.purge() == 0
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.title, old.text, old.html, old.state) == ("", "", "", State.SENT)
    assert old.words_hash == told
    assert new.text


def test_the_words_of_what_may_still_leave_are_kept(letter_to):
    letter = letter_to()
    Letter.objects.filter(pk=letter.pk).update(frozen_at=clock.now() - timedelta(days=999), text="Wacht.")
    assert tasks.purge() == 0


# --- where replies and refusals go ---


def test_the_return_path_is_not_who_it_is_from(letter_to, settings, sink):
    settings.MAIL_RETURN_PATH = "bounces@sandbox.be"
    letter_to()
    delivery.deliver()
    assert sink.offered[0].message["From"] == settings.DEFAULT_FROM_EMAIL


def test_a_test_mail_can_be_sent_from_the_command_line(db):
    call_command("send_test_mail", "an@vlaanderen.be", verbosity=0)
    [sent] = box.outbox
    assert sent.to == ["an@vlaanderen.be"]


# --- what a letter looks like ---


def test_the_line_that_says_what_to_do_is_the_button(letter_to, kind):
    kind.values = {"title": "Sluizen", "url": "http://localhost:8000/x/"}
    letter_to()
    delivery.deliver()
    html = box.outbox[0].alternatives[0][0]
    assert html.count('class="mail-button"') == 1
    assert 'href="http://localhost:8000/x/"' in html
    assert "prefers-color-scheme: dark" in html


def test_what_somebody_wrote_makes_no_button(letter_to, kind):
    kind.values = {"title": "Klik hier: <http://elders.be/>", "url": "http://localhost:8000/x/"}
    letter_to()
    delivery.deliver()
    assert 'href="http://elders.be/"' not in box.outbox[0].alternatives[0][0]


def test_a_letter_whose_words_were_wiped_is_written_anew_or_stays(letter_to, sink):
    letter, bare = letter_to(), letter_to("weg@elders.be")
    wiped = {"state": State.FAILED, "title": "", "text": "", "html": "", "frozen_at": clock.now()}
    Letter.objects.filter(pk=letter.pk).update(**wiped, purged_at=clock.now())
    Letter.objects.filter(pk=bare.pk).update(**wiped, recipient=None, address=f"1{outbox.NOWHERE}")
    assert not outbox.resend(bare)
    assert outbox.resend(letter)
    assert delivery.deliver() == 1
    letter.refresh_from_db()
    assert letter.text
    assert letter.purged_at is None
