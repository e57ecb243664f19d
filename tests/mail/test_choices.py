"""What people choose about their mail: at once, one overview a day, not; by the page or by the link in a letter."""

from datetime import timedelta

import pytest
from django.core import mail as box
from django.test import Client

from portal import delivery, outbox, registry
from portal.errors import Refused
from portal.mail import choices, digest, subscriptions
from portal.mail.kinds import KINDS
from portal.models import Event, Letter, MailChoice, Subscription
from portal.models.mail import LetterState
from tests.world import DURING_SUBMISSION, local

NAME = "owner_joined"  # of the kind 'news', which may be refused
MORNING, AFTERNOON = local(2022, 1, 10, 10), local(2022, 1, 10, 16)


@pytest.fixture
def letter_to(world, monkeypatch, now):
    """Queue a letter that may be refused, about the edition."""
    now(MORNING)
    spec = registry.LetterSpec(
        NAME, "test", lambda letter: {"title": "Sluizen", "person": "Lid"}, kind="news"
    )
    monkeypatch.setitem(registry.letters, NAME, spec)

    def queue(person, occasion="", name=NAME):
        return outbox.queue(name, to=person, about=world.edition, due=MORNING, occasion=occasion)

    return queue


def choose(person, **wanted):
    choices.choose(person, wanted, by=person, at=MORNING)


def fresh(letter):
    return Letter.objects.get(pk=letter.pk)


# --- at once, or not ---


def test_without_a_choice_a_letter_leaves_at_once(world, letter_to):
    letter = letter_to(world.owner)
    assert delivery.deliver() == 1
    assert fresh(letter).state == LetterState.SENT


def test_what_somebody_refused_is_not_sent(world, letter_to):
    choose(world.owner, news="off")
    letter = letter_to(world.owner)
    assert delivery.deliver() == 0
    assert (fresh(letter).state, fresh(letter).reply) == (LetterState.CANCELLED, "afgemeld voor deze soort")


def test_a_refusal_while_a_letter_waits_counts(world, letter_to):
    letter = letter_to(world.owner)
    choose(world.owner, news="off")
    delivery.deliver()
    assert fresh(letter).state == LetterState.CANCELLED


@pytest.mark.parametrize("key", [kind.key for kind in KINDS.values() if not kind.may_refuse])
def test_what_cannot_be_off_says_why(world, key):
    with pytest.raises(Refused) as refused:
        choose(world.owner, **{key: "off"})
    assert str(refused.value) == str(KINDS[key].why)
    assert not MailChoice.objects.exists()


def test_a_row_that_should_not_be_there_stops_no_receipt(world, letter_to, monkeypatch):
    MailChoice.objects.create(person=world.owner, kind="receipt", how="off", at=MORNING)
    spec = registry.LetterSpec(NAME, "test", lambda letter: {"title": "Sluizen"}, kind="receipt")
    monkeypatch.setitem(registry.letters, NAME, spec)
    letter_to(world.owner)
    assert delivery.deliver() == 1


# --- one overview a day ---


def test_an_overview_takes_along_what_waited(world, letter_to, now):
    choose(world.owner, news="digest")
    waiting = [letter_to(world.owner, str(number)) for number in range(3)]
    assert delivery.deliver() == 0
    assert {fresh(one).state for one in waiting} == {LetterState.BUNDLED}
    assert digest.bundle(at=AFTERNOON - timedelta(minutes=1)) == 0
    now(AFTERNOON)
    assert digest.bundle(at=AFTERNOON) == 1
    assert digest.bundle(at=AFTERNOON) == 0
    assert delivery.deliver() == 1
    assert {fresh(one).state for one in waiting} == {LetterState.SENT}
    [sent] = box.outbox
    assert sent.subject == "Je overzicht van vandaag: 3 berichten"
    assert sent.body.count("Sluizen") == 3


def test_what_comes_after_the_overview_waits_for_the_next(world, letter_to, now):
    choose(world.owner, news="digest")
    letter_to(world.owner, "1")
    delivery.deliver()
    now(AFTERNOON)
    digest.bundle(at=AFTERNOON)
    delivery.deliver()
    late = letter_to(world.owner, "2")
    delivery.deliver()
    assert digest.bundle(at=AFTERNOON + timedelta(hours=1)) == 0
    assert fresh(late).state == LetterState.BUNDLED
    assert digest.bundle(at=AFTERNOON + timedelta(days=1)) == 1


def test_an_overview_that_fails_loses_nothing(world, letter_to, now, monkeypatch):
    choose(world.owner, news="digest")
    waiting = letter_to(world.owner)
    delivery.deliver()
    now(AFTERNOON)
    digest.bundle(at=AFTERNOON)
    overview = Letter.objects.get(name="digest")
    Letter.objects.filter(pk=overview.pk).update(state=LetterState.FAILED)
    assert fresh(waiting).state == LetterState.BUNDLED
    outbox.resend(fresh(overview))
    assert delivery.deliver() == 1
    assert fresh(waiting).state == LetterState.SENT


# --- the link in a letter, RFC 8058 ---


def address_of(letter):
    return choices.link(letter).removeprefix("http://localhost:8000")


def test_a_letter_that_may_be_refused_says_how_in_its_head(world, letter_to):
    letter = letter_to(world.owner)
    delivery.deliver()
    [sent] = box.outbox
    head = sent.message()
    assert head["List-Unsubscribe"] == f"<{choices.link(letter)}>"
    assert head["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert choices.link(letter) in sent.body
    assert choices.link(letter) in sent.alternatives[0][0]


def test_a_receipt_offers_no_refusal(world, now):
    now(DURING_SUBMISSION)
    idea = world.submitted(world.owner)
    assert idea
    delivery.deliver()
    [sent] = box.outbox
    assert sent.message()["List-Unsubscribe"] is None
    assert "/mijn-mails/" in sent.body


def test_the_link_tells_nothing_about_a_person(world, letter_to):
    told = choices.token(letter_to(world.owner))
    assert world.owner.pk not in told
    assert "owner" not in told


def test_looking_at_the_link_changes_nothing(world, letter_to):
    page = Client().get(address_of(letter_to(world.owner)))
    assert page.status_code == 200
    assert "Stuur me deze mails niet meer" in page.content.decode()
    assert not MailChoice.objects.exists()


def test_one_click_of_a_mail_program_refuses_without_cookie_or_token(world, letter_to):
    """RFC 8058: a POST with this body, answered without sending on."""
    letter = letter_to(world.owner)
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(address_of(letter), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert choices.of(world.owner)["news"] == "off"
    assert strict.post(address_of(letter), {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Event.objects.filter(kind="mail_choices", actor_kind="link").count() == 1


def test_a_refusal_by_the_link_can_be_taken_back(world, letter_to):
    letter = letter_to(world.owner)
    Client().post(address_of(letter))
    Client().post(address_of(letter), {"again": "1"})
    assert choices.of(world.owner)["news"] == "now"


@pytest.mark.parametrize(
    "change", [lambda one: one + "x", lambda one: "9" + one, lambda one: one.replace(".", "")]
)
def test_a_link_that_was_not_made_here_is_no_link(world, letter_to, change):
    sealed = choices.token(letter_to(world.owner))
    assert Client().post(f"/afmelden/{change(sealed)}/").status_code == 404
    assert not MailChoice.objects.exists()


# --- the page ---


def test_the_page_keeps_what_somebody_chose(world, client_of):
    visitor = client_of(world.owner)
    wanted = {"reminder": "digest", "news": "off", "talk": "now", "call": "off"}
    assert visitor.post("/mijn-mails/", wanted).status_code == 303
    assert choices.of(world.owner) == wanted
    page = visitor.get("/mijn-mails/").content.decode()
    assert "Wie een datum mist, mist de stap." in page


def test_following_the_call_is_a_choice_like_the_others(world, client_of):
    from allauth.account.models import EmailAddress

    EmailAddress.objects.filter(user=world.owner).update(verified=True)
    wanted = {"reminder": "now", "news": "now", "talk": "now", "call": "now"}
    client_of(world.owner).post("/mijn-mails/", wanted)
    assert subscriptions.follows(world.owner)
    client_of(world.owner).post("/mijn-mails/", wanted | {"call": "off"})
    assert not subscriptions.follows(world.owner)


def test_who_ended_the_call_and_follows_it_again_hears_of_it(world, now):
    """The subscription decides, not the choice that ended the one before."""
    now(MORNING)
    Subscription.objects.create(email=world.owner.email, asked_at=MORNING, confirmed_at=MORNING)
    letter = outbox.queue("call_opens", to=world.owner, about=world.edition, due=MORNING)
    Client().post(address_of(letter))
    assert choices.of(world.owner)["call"] == "off"
    subscriptions.confirm(Subscription.objects.get(), at=MORNING)
    assert choices.of(world.owner)["call"] == "now"
    assert delivery.deliver() == 1


def test_without_account_only_the_call_can_be_refused(world, now):
    now(MORNING)
    letter = outbox.queue(NAME, to="iemand@elders.be", about=world.edition, due=MORNING)
    assert choices.letter_of(choices.token(letter)) is None


# --- following the call ---


def ask(email="volger@elders.be"):
    return Client().post("/volgen/", {"email": email})


def link_of(email="volger@elders.be"):
    return "/volgen/" + subscriptions.token(Subscription.objects.get(email=email)) + "/"


def test_an_address_counts_only_from_the_click_in_the_mail(db, now):
    now(MORNING)
    assert ask().status_code == 303
    assert not subscriptions.stands("volger@elders.be")
    delivery.deliver()
    [sent] = box.outbox
    assert link_of() in sent.body
    Client().get(link_of())
    assert not subscriptions.stands("volger@elders.be")
    Client().post(link_of())
    assert subscriptions.stands("volger@elders.be")


def test_asking_again_within_the_hour_sends_no_second_mail(db, now):
    now(MORNING)
    assert ask().content == ask("Volger@elders.be").content
    assert Letter.objects.filter(name="call_confirm").count() == 1


def test_who_follows_already_gets_no_mail_and_the_same_answer(db, now):
    now(MORNING)
    Subscription.objects.create(email="volger@elders.be", asked_at=MORNING, confirmed_at=MORNING)
    assert ask().status_code == 303
    assert not Letter.objects.exists()


def test_a_link_ends_after_a_week(db, now):
    now(MORNING)
    ask()
    link = link_of()
    now(MORNING + subscriptions.VALID + timedelta(minutes=1))
    assert Client().post(link).status_code == 404


def test_a_follower_without_account_ends_it_by_the_link_of_a_letter(world, now):
    now(MORNING)
    Subscription.objects.create(
        email="volger@elders.be", language="en", asked_at=MORNING, confirmed_at=MORNING
    )
    told = {"about": world.edition, "due": MORNING, "spoken": "en"}
    letter = outbox.queue("call_opens", to="volger@elders.be", **told)
    assert delivery.deliver() == 1
    assert box.outbox[0].subject.startswith("Hand in an idea, until Friday 14 January 2022")
    Client().post(address_of(letter))
    assert not subscriptions.stands("volger@elders.be")
    outbox.queue("call_opens", to="volger@elders.be", occasion="2", **told)
    assert delivery.deliver() == 0
