"""Sending: claimed by one worker, written once, retried with the same identity, never in the way of the next."""

import re
import threading
from datetime import timedelta
from html.parser import HTMLParser
from unittest import mock

import pytest
from django.core import mail
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given
from hypothesis import settings as checks
from hypothesis import strategies as st

from portal import clock, delivery, letters, outbox
from portal.mail.batches import Batch
from portal.models import Letter, Person
from portal.models.mail import LetterState
from tests.mail.conftest import NAME
from tests.mail.sink import DROP, HANG
from tests.races.arena import MeetingPoint, together

State = LetterState


def rested():
    """As if the backoff had passed."""
    Letter.objects.update(not_before=None)


def later(moment):
    """As if the machine's clock had gone on by so much."""
    return mock.patch("portal.clock.machine", return_value=clock.machine() + moment)


def leases_run_out():
    Letter.objects.filter(state=State.IN_FLIGHT).update(lease_until=clock.machine() - timedelta(seconds=1))


# --- claims ---


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_never_claim_the_same_letter(letter_to, monkeypatch):
    for number in range(120):
        letter_to(f"p{number}@vlaanderen.be")
    monkeypatch.setattr(delivery.secrets, "token_hex", MeetingPoint(delivery.secrets.token_hex, 2, 2))
    claimed = [[letter.pk for letter in batch] for batch in together([delivery.claim] * 2)]
    assert [len(batch) for batch in claimed] == [delivery.BATCH] * 2
    assert not set(claimed[0]) & set(claimed[1])


def claimed_while_another_holds_one(letter_to, patience):
    """What a second worker has claimed after so many seconds, while the first letter is locked."""
    first, second = letter_to("a@vlaanderen.be"), letter_to("b@vlaanderen.be")
    found: list = []
    thread = threading.Thread(target=lambda: found.extend(together([delivery.claim])))
    with transaction.atomic():
        Letter.objects.select_for_update().get(pk=first.pk)
        thread.start()
        thread.join(patience)
        in_time = list(found)
    thread.join(10)
    return in_time, second


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_claim_does_not_wait_for_another(letter_to):
    in_time, second = claimed_while_another_holds_one(letter_to, 5)
    assert in_time == [[second]]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_skip_locked_it_would(letter_to, monkeypatch):
    monkeypatch.setattr(type(connection.features), "has_select_for_update_skip_locked", False)
    assert claimed_while_another_holds_one(letter_to, 0.7)[0] == []


@pytest.mark.parametrize("written", [False, True])
def test_a_worker_that_lost_its_claim_sends_nothing(letter_to, written):
    letter_to()
    [slow] = delivery.claim()
    if written:
        delivery._update(slow, **delivery._decide(slow, Batch.of([slow]))[1])
    leases_run_out()
    assert delivery.sweep() == 1
    with mail.get_connection() as server:
        assert delivery._send(slow, server, Batch.of([slow])) is False
    assert len(mail.outbox) == 1


def test_a_slow_worker_keeps_the_letter_in_its_hand(letter_to):
    """The lease starts again at each hand-over: a long batch does not let others send what is being sent."""
    letter_to()
    [slow] = delivery.claim()
    [claimed_until] = Letter.objects.values_list("lease_until", flat=True)
    seen = []
    server = mock.Mock(send_messages=lambda _messages: seen.append(Letter.objects.get().lease_until))
    with later(timedelta(minutes=4)):
        assert delivery._send(slow, server, Batch.of([slow]))
    assert seen[0] >= claimed_until + timedelta(minutes=4)


# --- what a letter says, and to whom ---


def test_identity_and_words_stay_the_same_over_retries(letter_to, kind, sink):
    letter = letter_to()
    sink.answer("body", "451 later")
    assert delivery.deliver() == 0
    kind.values = {"title": "Iets heel anders"}
    rested()
    assert delivery.deliver() == 1
    first, second = sink.offered
    assert first.message_id == second.message_id == letter.message_id
    for header in ("Date", "Subject", "To", "From"):
        assert first.message[header] == second.message[header]
    assert first.text == second.text
    assert "Slimme sluisdeuren" in second.text
    assert sink.taken == {letter.message_id: 1}


def test_words_are_chosen_at_the_first_attempt_not_before(letter_to, kind):
    letter_to()
    kind.values = {"title": "Intussen verbeterd"}
    delivery.deliver()
    assert "Intussen verbeterd" in mail.outbox[0].body


def test_a_moot_letter_is_cancelled(letter_to, kind):
    kind.values = None
    letter_to()
    assert delivery.deliver() == 0
    assert Letter.objects.get().state == State.CANCELLED
    assert mail.outbox == []


def test_a_letter_that_became_moot_between_two_attempts_is_cancelled(letter_to, kind, sink):
    letter_to()
    sink.answer("rcpt", "451 later")
    delivery.deliver()
    kind.values = None
    rested()
    assert delivery.deliver() == 0
    assert Letter.objects.get().state == State.CANCELLED
    assert sink.offered == []


@pytest.mark.parametrize("somebody", [{"email": None}, {"is_active": False}])
def test_nobody_to_write_to(letter_to, somebody):
    letter_to(**somebody)
    assert delivery.deliver() == 0
    assert Letter.objects.get().state == State.CANCELLED
    assert mail.outbox == []


def test_a_letter_is_in_the_language_of_its_reader(letter_to):
    letter_to("nl@vlaanderen.be")
    letter_to("en@vlaanderen.be", language="en")
    delivery.deliver()
    assert [sent.subject for sent in mail.outbox] == [
        "We ontvingen je idee: Slimme sluisdeuren",
        "We received your idea: Slimme sluisdeuren",
    ]


def test_letters_say_that_no_person_typed_them(letter_to, sink):
    letter_to()
    delivery.deliver()
    assert sink.offered[0].message["Auto-Submitted"] == "auto-generated"


# --- what the server answers ---

TEMPORARY = ["421 closing", "450 busy", "451 error", "452 full", "454 later"]
FINAL = ["500 what", "501 syntax", "550 unknown", "552 too big", "553 name", "554 no"]


@pytest.mark.parametrize("stage", ["mail", "rcpt", "body"])
@pytest.mark.parametrize("reply", TEMPORARY + FINAL)
def test_an_answer_decides_what_becomes_of_the_letter(letter_to, sink, stage, reply):
    letter_to("a@vlaanderen.be")
    letter_to("b@vlaanderen.be")
    sink.answer(stage, reply)
    assert delivery.deliver() == 1
    first, second = Letter.objects.order_by("pk")
    assert first.state == (State.QUEUED if reply in TEMPORARY else State.FAILED)
    assert first.reply == reply
    assert first.attempts == 1
    assert (second.state, second.attempts) == (State.SENT, 1)
    assert sink.taken == {second.message_id: 1}


def test_pauses_double_up_to_an_hour_and_then_it_is_over(letter_to, sink):
    letter_to()
    pauses = []
    for _ in range(delivery.MAX_ATTEMPTS):
        sink.answer("rcpt", "450 busy")
        before = clock.machine()
        delivery.deliver()
        letter = Letter.objects.get()
        if letter.state == State.FAILED:
            break
        pauses.append((letter.not_before - before).total_seconds())
        rested()
    assert letter.state == State.FAILED
    assert letter.attempts == delivery.MAX_ATTEMPTS
    for number, pause in enumerate(pauses):
        wanted = min(30 * 2**number, 3600)
        assert 0.8 * wanted <= pause <= 1.2 * wanted + 3


def test_a_resting_letter_is_left_alone(letter_to, sink):
    letter_to()
    sink.answer("rcpt", "450 busy")
    delivery.deliver()
    assert delivery.deliver() == 0
    with later(timedelta(seconds=40)):
        assert delivery.deliver() == 1


@pytest.mark.parametrize("fault", [DROP, HANG])
def test_when_nobody_knows_the_letter_is_sent_again(letter_to, sink, settings, fault):
    settings.EMAIL_TIMEOUT = 0.5
    letter = letter_to()
    sink.answer("body", fault)
    assert delivery.deliver() == 0
    assert Letter.objects.get().state == State.QUEUED
    rested()
    assert delivery.deliver() == 1
    assert sink.taken == {letter.message_id: 2}, "the named window: twice, with one Message-ID"


@pytest.mark.parametrize("fault", [DROP, HANG])
def test_when_nobody_knows_a_letter_can_be_held(letter_to, kind, sink, settings, fault):
    settings.EMAIL_TIMEOUT = 0.5
    kind.hold_when_uncertain()
    letter = letter_to()
    sink.answer("body", fault)
    delivery.deliver()
    assert Letter.objects.get().state == State.UNCERTAIN
    rested()
    assert delivery.deliver() == 0
    assert outbox.resend(letter)
    assert delivery.deliver() == 1


def test_the_server_hangs_up_and_the_rest_of_the_batch_goes_on(letter_to, kind, sink):
    kind.hold_when_uncertain()
    for number in range(3):
        letter_to(f"p{number}@vlaanderen.be")
    sink.answer("rcpt", "421 closing")
    assert delivery.deliver() == 2
    assert [letter.state for letter in Letter.objects.order_by("pk")] == [
        State.QUEUED,
        State.SENT,
        State.SENT,
    ]
    assert sink.connections == 2


def test_one_connection_carries_a_batch(letter_to, sink):
    for number in range(8):
        letter_to(f"p{number}@vlaanderen.be")
    assert delivery.deliver() == 8
    assert sink.connections == 1


def test_a_connection_that_does_not_end_well_is_no_harm(letter_to):
    letter_to()
    with mock.patch("django.core.mail.backends.locmem.EmailBackend.close", side_effect=OSError("gone")):
        assert delivery.deliver() == 1
    assert Letter.objects.get().state == State.SENT


# --- the server is away ---


def test_a_server_that_is_away_costs_no_attempt_and_one_try(letter_to, sink, monkeypatch):
    monkeypatch.setattr(delivery, "BATCH", 2)
    for number in range(5):
        letter_to(f"p{number}@vlaanderen.be")
    for _ in range(delivery.MAX_ATTEMPTS + 1):
        sink.answer("greeting", "421 not now")
        assert delivery.deliver() == 0
        rested()
    assert sink.connections == delivery.MAX_ATTEMPTS + 1
    assert set(Letter.objects.values_list("state", "attempts")) == {(State.QUEUED, 0)}
    assert delivery.deliver() == 5


def test_all_leave_soon_after_the_return_of_the_server(letter_to, sink):
    letter_to()
    for _ in range(20):
        sink.answer("greeting", "421 not now")
        rested()
        delivery.deliver()
    with later(timedelta(minutes=2)):
        assert delivery.deliver() == 1


def test_a_server_that_goes_away_in_the_middle(letter_to, kind, sink):
    """The letter in hand is uncertain; those behind it never left and are not held."""
    kind.hold_when_uncertain()
    for number in range(3):
        letter_to(f"p{number}@vlaanderen.be")
    sink.answer("greeting", "", "421 not now")
    sink.answer("body", DROP)
    assert delivery.deliver() == 0
    assert [letter.state for letter in Letter.objects.order_by("pk")] == [
        State.UNCERTAIN,
        State.QUEUED,
        State.QUEUED,
    ]


# --- leases ---


@pytest.mark.parametrize(
    ("handed", "hold", "becomes"),
    [
        (False, False, State.QUEUED),
        (False, True, State.QUEUED),
        (True, False, State.QUEUED),
        (True, True, State.UNCERTAIN),
    ],
)
def test_what_a_dead_worker_left(letter_to, kind, handed, hold, becomes):
    if hold:
        kind.hold_when_uncertain()
    letter_to()
    delivery.claim()
    if handed:
        Letter.objects.update(handed_at=clock.machine())
    assert delivery.recover() == 0, "its lease still runs"
    leases_run_out()
    assert delivery.recover() == 1
    assert Letter.objects.get().state == becomes


def test_a_sweep_sends_what_a_dead_worker_left(letter_to):
    letter_to()
    delivery.claim()
    assert delivery.sweep() == 0
    leases_run_out()
    assert delivery.sweep() == 1


# --- one letter does not stop the next ---


def test_a_letter_that_cannot_be_written_does_not_stop_the_others(letter_to, kind):
    letter_to("a@vlaanderen.be")
    letter_to("b@vlaanderen.be")
    with mock.patch.object(letters, "words", side_effect=[ValueError("no template"), ("t", "x", "<p>x</p>")]):
        assert delivery.deliver() == 1
    first, second = Letter.objects.order_by("pk")
    assert (first.state, second.state) == (State.QUEUED, State.SENT)
    assert first.not_before is not None


def test_an_address_that_no_message_can_carry_does_not_stop_the_others(letter_to):
    bad = letter_to("a@vlaanderen.be")
    letter_to("b@vlaanderen.be")
    Person.objects.filter(pk=bad.recipient_id).update(email="an@ü..be")
    assert delivery.deliver() == 1
    bad.refresh_from_db()
    assert bad.state == State.QUEUED
    assert [sent.to for sent in mail.outbox] == [["b@vlaanderen.be"]]


def test_another_way_than_smtp_is_a_setting_and_its_faults_are_unsure(letter_to, kind, settings):
    """As of a mail service's own backend: it raises what no SMTP server answers."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    kind.hold_when_uncertain()
    letter_to()
    with mock.patch(f"{settings.EMAIL_BACKEND}.send_messages", side_effect=RuntimeError("service down")):
        assert delivery.deliver() == 0
    letter = Letter.objects.get()
    assert (letter.state, letter.reply) == (State.UNCERTAIN, "service down")
    outbox.resend(letter)
    assert delivery.deliver() == 1


def test_a_kind_that_this_worker_does_not_know_yet_is_not_lost(letter_to, monkeypatch):
    """During a deployment an old worker meets letters of a newer portal."""
    letter_to()
    with mock.patch.dict(delivery.registry.letters):
        del delivery.registry.letters[NAME]
        assert delivery.deliver() == 0
    assert Letter.objects.get().state == State.QUEUED
    rested()
    assert delivery.deliver() == 1


# --- hostile words ---


class Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.shown = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("href", "src", "action")]

    def handle_data(self, data):
        self.shown += data


def written(title, language="nl"):
    reader = Person(email="an@vlaanderen.be", name="An", language=language)
    letter = Letter(name=NAME, recipient=reader)
    return letters.words(
        letter, {"title": title, "number": "7KQ2-M9PX-4TRB", "url": "http://localhost:8000/x/"}
    )


PIECES = [
    "<script>alert(1)</script>",
    "<a href='https://evil.example'>klik</a>",
    "[klik](https://evil.example)",
    "![x](https://evil.example/x.png)",
    "<https://evil.example>",
    "https://evil.example",
    "http://localhost:8000/ [klik](https://evil.example)",
    "http://localhost:8000/<b>",
    "**", "__", "`", "~~~", "# ", "> ", "- ", "1. ", "1) ", "===", "---", "    ", "\t", "\\", "&lt;", "&#60;",
    "\n", "\r", "\r\n", "[a]: https://evil.example", "|", "{{ letter }}", "{% now 'Y' %}", "\u2028", "\x85", "\x0b",
    "Subject: x", "\r\nBcc: all@evil.example", "\n\n",
]  # fmt: skip
hostile = st.lists(
    st.sampled_from(PIECES)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8),
    min_size=1,
    max_size=6,
).map("".join)
PLAIN = Tags(written("Slimme sluisdeuren")[2])


@checks(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=hostile)
@example(title="http://localhost:8000/ [klik](https://evil.example)")
@example(title="Kop\n===")
@example(title="x\n\n    code")
@example(title="x\r\nBcc: all@evil.example\r\n\r\nDag")
def test_no_title_acts(title):
    subject, text, html = written(title)
    assert title.strip() in text, "the text part shows it as it was typed"
    page = Tags(html)
    assert page.links == PLAIN.links
    allowed = {"p", "br", "strong"}
    extra = [tag for tag in page.tags if tag not in allowed]
    assert extra == [tag for tag in PLAIN.tags if tag not in allowed]
    assert page.tags.count("strong") <= PLAIN.tags.count("strong")
    assert len(subject.splitlines()) == 1
    assert subject == " ".join(subject.split())


def test_plain_text_has_no_stars_of_ours_and_keeps_those_of_people():
    _subject, text, html = written("Een **ster**")
    assert "idee Een **ster** op" in text
    assert "<strong>Een **ster**</strong>" in html


def test_values_in_a_list_are_as_harmless():
    told = letters._harmless({"names": ["**a**", ("<b>", 3)], "when": None})
    assert told == {"names": ["\\*\\*a\\*\\*", ["\\<b\\>", 3]], "when": None}


@pytest.mark.parametrize("newline", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_no_title_becomes_a_header(letter_to, kind, sink, newline):
    letter = letter_to()
    kind.values = {"title": f"Idee{newline}Bcc: all@evil.example{newline}{newline}Dag"}
    assert delivery.deliver() == 1
    [offered] = sink.offered
    assert offered.message["Bcc"] is None
    assert offered.to == [letter.recipient.email]
    assert re.fullmatch(r"We ontvingen je idee: Idee Bcc: all@evil\.example Dag", offered.message["Subject"])


def test_no_name_becomes_a_header_or_a_link(letter_to, sink):
    letter_to(name="An\r\nBcc: all@evil.example [klik](https://evil.example)")
    assert delivery.deliver() == 1
    [offered] = sink.offered
    assert offered.message["Bcc"] is None
    html = offered.message.get_body(("html",)).get_content()
    assert set(Tags(html).links) <= set(PLAIN.links)
