"""Mails that come back: which of them mark an address, from where they are read, and who cannot mark one."""

import io
import mailbox
import sys
from email.message import EmailMessage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.parser import Parser
from types import SimpleNamespace
from unittest import mock

import pytest
from django.core.management import CommandError, call_command

from portal import clock, delivery, tasks
from portal.mail import addresses, bounces
from portal.models import DeadAddress, Letter

AN = "an@vlaanderen.be"


def came_back(letter, status="5.1.1", action="failed", to=AN, headers_only=False, original=""):
    """A delivery status notification as a mail server writes one (RFC 3464)."""
    report = MIMEMultipart("report", report_type="delivery-status")
    report["From"], report["Subject"] = "MAILER-DAEMON@relay.example", "Undelivered Mail"
    report.attach(MIMEText("Het spijt ons."))
    original = f"Original-Recipient: rfc822;{original}\n" if original else ""
    fields = (
        "Reporting-MTA: dns; relay.example\n\n"
        f"{original}Final-Recipient: rfc822; {to}\nAction: {action}\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; 550 {status} <{to}>:\n Recipient unknown\n"
    )
    status_part = MIMEMultipart("delivery-status", _subparts=[])
    status_part.set_type("message/delivery-status")
    status_part.set_payload([Parser().parsestr(block) for block in fields.split("\n\n")])
    report.attach(status_part)
    sent = EmailMessage()
    sent["Message-ID"], sent["To"], sent["Subject"] = letter.message_id, AN, "Dag"
    if headers_only:
        part = MIMEText(sent.as_string())
        part.replace_header("Content-Type", "text/rfc822-headers")
        report.attach(part)
    else:
        report.attach(MIMEMessage(sent))
    return report.as_bytes()


@pytest.fixture
def letter(letter_to):
    queued = letter_to(AN)
    delivery.deliver()
    return Letter.objects.get(pk=queued.pk)


def marked(raw):
    return bounces.read(raw, at=clock.now())


@pytest.mark.parametrize("headers_only", [False, True])
def test_an_address_that_does_not_exist_is_marked(letter, headers_only):
    assert marked(came_back(letter, headers_only=headers_only)) == [AN]
    row = DeadAddress.objects.get()
    assert (row.address, row.reply) == (AN, f"5.1.1 550 5.1.1 <{AN}>: Recipient unknown")
    assert marked(came_back(letter)) == [AN]
    assert DeadAddress.objects.count() == 1, "twice is once"


def test_the_address_as_we_wrote_it_counts(letter):
    assert marked(came_back(letter, to="elders@relay.example", original=AN)) == [AN]


@pytest.mark.parametrize(
    ("status", "action"),
    [
        ("5.7.1", "failed"),
        ("5.2.2", "failed"),
        ("4.4.7", "delayed"),
        ("5.1.1", "delayed"),
        ("5.1.8", "failed"),
    ],
)
def test_what_is_not_about_the_address_marks_nothing(letter, status, action):
    assert marked(came_back(letter, status, action)) == []


def test_who_never_got_the_letter_can_mark_nobody(letter):
    """Anybody can write to the mailbox: a notification without the letter's own number counts for nothing."""
    forged = mock.Mock(message_id="<verzonnen@vlaanderen.be>")
    assert marked(came_back(forged)) == []
    assert marked(came_back(letter, to="iemand.anders@vlaanderen.be")) == []
    assert marked(b"Subject: ik ben afwezig\r\n\r\nTot maandag.") == []
    assert marked(b"\xff\x00 geen mail") == []
    assert not DeadAddress.objects.exists()


@pytest.mark.parametrize(
    ("code", "words", "gone"),
    [
        (550, "no such person", True),
        (550, "5.1.1 no such person", True),
        (550, "5.0.0 no", True),
        (550, "5.2.1 mailbox disabled", True),
        (550, "5.7.1 not allowed here", False),
        (550, "5.7.606 banned sending IP", False),
        (551, "5.4.4 no route", False),
        (552, "5.1.1 strange", False),
    ],
)
def test_an_answer_is_about_the_address_or_about_policy(code, words, gone):
    assert addresses.refused(code, words) is gone


def test_a_refusal_by_policy_does_not_mark_the_address(letter_to, sink):
    letter_to(AN)
    sink.answer("rcpt", "550 5.7.1 not allowed here")
    delivery.deliver()
    assert Letter.objects.get().state == "failed"
    assert not DeadAddress.objects.exists()


def test_a_maildir_is_read_once(letter, tmp_path, settings, capsys):
    box = mailbox.Maildir(tmp_path / "back")
    box.add(came_back(letter))
    box.add(b"Subject: afwezig\n\nTot maandag.\n")
    settings.MAIL_BOUNCES = f"maildir:{tmp_path / 'back'}"
    call_command("read_bounces", settings.MAIL_BOUNCES)
    assert capsys.readouterr().out == f"2 gelezen; krijgt niets meer: {AN}.\n"
    assert tasks.read_bounces() == 0
    settings.MAIL_BOUNCES = ""
    assert tasks.read_bounces() == 0


def test_a_mail_that_nobody_can_read_stops_no_other(letter, tmp_path):
    box = mailbox.Maildir(tmp_path / "back")
    number = letter.message_id.encode()
    for hostile in (b"<>", b"<a@["):
        box.add(came_back(letter).replace(number, hostile))
    box.add(came_back(letter).replace(AN.encode(), b"a\x00n@vlaanderen.be"))
    box.add(came_back(letter))
    assert bounces.from_place(f"maildir:{tmp_path / 'back'}", marked) == 4
    assert [row.address for row in DeadAddress.objects.all()] == [AN]
    assert bounces.from_place(f"maildir:{tmp_path / 'back'}", marked) == 0


def test_one_mail_on_stdin(letter, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(came_back(letter))))
    call_command("read_bounces", "-")
    assert AN in capsys.readouterr().out


@pytest.mark.parametrize("place", ["pop3://elders.be", "maildir:/er/is/niets"])
def test_a_place_that_cannot_be_read_says_so(db, place):
    with pytest.raises(CommandError, match="kon niet gelezen worden"):
        call_command("read_bounces", place)


def test_a_mailbox_elsewhere_is_read_and_marked_as_read(letter):
    server = mock.MagicMock()
    server.__enter__.return_value = server
    server.search.return_value = ("OK", [b"7"])
    server.fetch.return_value = ("OK", [(b"7 (BODY[] {1}", came_back(letter)), b")"])
    with mock.patch("imaplib.IMAP4_SSL", return_value=server) as made:
        assert bounces.from_place("imaps://back%40elders.be:ge%3Aheim@post.elders.be/Terug", marked) == 1
    assert made.call_args.args == ("post.elders.be", 993)
    server.login.assert_called_once_with("back@elders.be", "ge:heim")
    server.select.assert_called_once_with("Terug")
    server.store.assert_called_once_with(b"7", "+FLAGS", "\\Seen")
    assert DeadAddress.objects.get().address == AN
