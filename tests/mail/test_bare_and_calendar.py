"""Letters to somebody without account, and letters that carry a calendar entry."""

from datetime import timedelta

import icalendar
import pytest
from django.db import IntegrityError, transaction

from portal import clock, delivery, outbox
from portal.models import Letter, Person
from portal.models.mail import LetterState
from tests.mail.conftest import NAME

ADDRESS = "chef@vlaanderen.be"
CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//\r\nMETHOD:{}\r\nBEGIN:VEVENT\r\nUID:een\r\nSEQUENCE:1\r\nDTSTAMP:20220201T090000Z\r\nDTSTART:20220307T080000Z\r\nSUMMARY:Design Sprint é\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"  # noqa: E501 as it goes over the line


@pytest.fixture
def about(db):
    return Person.objects.create_user("an@vlaanderen.be")


def bare(about, address=ADDRESS):
    return outbox.queue(NAME, to=address, about=about, due=clock.now())


def test_a_bare_address_gets_one_letter_however_often_it_is_queued(kind, about):
    assert bare(about) == bare(about)
    assert bare(about, "iemand.anders@vlaanderen.be") != bare(about)
    assert Letter.objects.count() == 2


def test_a_letter_to_nobody_cannot_stand(kind, about):
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(name=NAME, subject="x:1", due_at=clock.now(), message_id="<een@x>")


def test_two_letters_to_one_bare_address_cannot_stand(kind, about):
    letter = bare(about)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(
            name=NAME, subject=letter.subject, due_at=clock.now(), address=ADDRESS, message_id="<twee@x>"
        )


def test_it_leaves_in_dutch_for_that_address(kind, about, sink):
    bare(about)

    delivery.deliver()

    [offered] = sink.offered
    assert offered.to == [ADDRESS]
    assert offered.message["To"] == ADDRESS
    assert "We ontvingen je idee" in offered.message["Subject"]
    assert Letter.objects.get().state == LetterState.SENT


def test_a_moot_letter_to_a_bare_address_lapses(kind, about, sink):
    kind.values = None
    bare(about)

    delivery.deliver()

    assert sink.offered == []
    assert Letter.objects.get().state == LetterState.CANCELLED


def sent_with_calendar(kind, about, sink, method):
    kind.values = {"title": "Slimme sluisdeuren", "calendar": CALENDAR.format(method)}
    outbox.queue(NAME, to=about, about=about, due=clock.now())
    delivery.deliver()
    [offered] = sink.offered
    return offered.message


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_a_calendar_entry_is_one_way_to_read_the_letter(kind, about, sink, method):
    message = sent_with_calendar(kind, about, sink, method)

    assert message.get_content_type() == "multipart/alternative"
    [part] = [one for one in message.walk() if one.get_content_type() == "text/calendar"]
    assert part.get_param("method") == method
    found = icalendar.Calendar.from_ical(part.get_content())
    assert found["METHOD"] == method
    [event] = found.walk("VEVENT")
    assert (event["UID"], event["SEQUENCE"], event["SUMMARY"]) == ("een", 1, "Design Sprint é")


@pytest.mark.parametrize(
    "title", ["METHOD:CANCEL", "a\nMETHOD:CANCEL", "a\r\nMETHOD:CANCEL\r\nb", "x" * 74 + "METHOD:CANCEL"]
)
def test_no_title_makes_an_invitation_a_cancellation(kind, about, sink, title):
    event = icalendar.Event(uid="een", summary=title)
    whole = icalendar.Calendar(prodid="-//test//", version="2.0", method="REQUEST")
    whole.add_component(event)
    kind.values = {"title": "Slimme sluisdeuren", "calendar": whole.to_ical().decode()}
    outbox.queue(NAME, to=about, about=about, due=clock.now())

    delivery.deliver()

    [part] = [one for one in sink.offered[0].message.walk() if one.get_content_type() == "text/calendar"]
    assert part.get_param("method") == "REQUEST"


def test_a_letter_that_once_had_an_address_goes_to_no_other(kind, about, sink):
    """The second attempt is the same letter: it may have arrived at the first."""
    sink.answer("rcpt", "451 later")
    outbox.queue(NAME, to=about, about=about, due=clock.now())
    delivery.deliver()
    Person.objects.update(email="elders@vlaanderen.be")
    Letter.objects.update(not_before=clock.machine() - timedelta(seconds=1))

    delivery.deliver()

    assert [offered.to for offered in sink.offered][-1] == ["an@vlaanderen.be"]


def test_a_letter_that_is_sent_again_carries_the_same_entry(kind, about, sink):
    sink.answer("rcpt", "451 later")
    kind.values = {"title": "Slimme sluisdeuren", "calendar": CALENDAR.format("REQUEST")}
    outbox.queue(NAME, to=about, about=about, due=clock.now())
    delivery.deliver()
    kind.values = {"title": "Iets anders", "calendar": CALENDAR.format("CANCEL")}
    Letter.objects.update(not_before=clock.machine() - timedelta(seconds=1))

    delivery.deliver()

    [offered] = sink.offered
    assert "Slimme sluisdeuren" in offered.message["Subject"]
    [part] = [one for one in offered.message.walk() if one.get_content_type() == "text/calendar"]
    assert part.get_param("method") == "REQUEST"


def test_a_letter_without_an_entry_has_no_such_part(kind, about, sink):
    outbox.queue(NAME, to=about, about=about, due=clock.now())
    delivery.deliver()

    assert [one.get_content_type() for one in sink.offered[0].message.walk()] == [
        "multipart/alternative", "text/plain", "text/html",
    ]  # fmt: skip
