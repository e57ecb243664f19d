"""Letters about result sheets: what they say, in both languages, and when they no longer make sense."""

from datetime import timedelta
from email.utils import parseaddr

import pytest
from django.core import mail

from portal import delivery
from portal.models import Letter, Person
from portal.models.mail import LetterState
from showcase import actions
from teams import actions as teams
from teams.models import Membership
from tests.showcase.stage import APPROVING, SHOWCASE, WORDS, agree, approved, poc, set_showcase, written

LATER = APPROVING + timedelta(hours=1)


@pytest.fixture
def project(world, now):
    now(APPROVING)
    made = poc(world)
    Letter.objects.all().delete()
    return made


def sent(world, slug):
    """Subject line and text of what somebody got, after everything that is due left."""
    delivery.deliver()
    return [
        (letter.subject, letter.body)
        for letter in mail.outbox
        if parseaddr(letter.to[0])[1] == world.people[slug].email
    ]


def states(name):
    return sorted(Letter.objects.filter(name=name).values_list("state", flat=True))


def test_who_is_asked_reads_what_to_do_and_where(world, project):
    result = agree(written(project, world.owner), world.owner)

    [(title, text)] = sent(world, "member")

    assert title == "Lees en keur goed: de resultaatfiche van Slimme sluisdeuren"
    assert f"/2021-2022/showcase/{result.pk}/" in text
    assert "als elk lid akkoord is en de Showcase begint" in text


@pytest.mark.parametrize(
    ("opens", "words"),
    [
        (None, "De datum volgt."),
        (SHOWCASE, "donderdag 10 november 2022"),
        (APPROVING, "Ze staat vanaf nu online"),
    ],
)
def test_all_read_when_their_result_can_be_read(world, project, opens, words):
    set_showcase(world, opens)
    approved(world, project)

    [(title, text)] = sent(world, "owner")

    assert title == "Jullie resultaat is klaar: Slimme sluisdeuren"
    assert words in text


def test_the_others_read_that_the_text_is_open_again(world, project):
    actions.revise_result(approved(world, project), by=world.member, at=APPROVING)

    [(title, text)] = sent(world, "second_member")

    assert title == "De resultaatfiche wordt herzien: Slimme sluisdeuren"
    assert "Alle goedkeuringen zijn vervallen" in text


def test_letters_speak_english_to_who_prefers_it(world, project):
    Person.objects.filter(pk=world.member.pk).update(language="en")
    result = agree(written(project, world.owner), world.owner)
    assert sent(world, "member")[-1][0] == "Read and approve: the result sheet of Slimme sluisdeuren"

    agree(result, world.member, world.second_member)
    assert sent(world, "member")[-1][0] == "Your result is ready: Slimme sluisdeuren"

    actions.revise_result(result, by=world.owner, at=APPROVING)
    assert sent(world, "member")[-1][0] == "The result sheet is being revised: Slimme sluisdeuren"


def test_who_approved_in_the_meantime_is_not_asked(world, project):
    result = agree(written(project, world.owner), world.owner)
    agree(result, world.member)

    assert sent(world, "member") == []
    assert len(sent(world, "second_member")) == 1


def test_nobody_is_asked_about_a_text_that_is_gone(world, project):
    agree(written(project, world.owner), world.owner)
    actions.save_result(project, words=WORDS | {"why": "Anders."}, version=1, by=world.owner, at=APPROVING)

    assert sent(world, "member") == []
    assert states("result_to_approve") == [LetterState.CANCELLED] * 2


def test_who_left_is_not_asked(world, project):
    agree(written(project, world.owner), world.owner)
    membership = Membership.objects.get(team=project.team, person=world.member)
    teams.leave(membership, by=world.member, at=APPROVING)

    assert sent(world, "member") == []


def test_nobody_hears_of_an_agreement_that_was_taken_back(world, project):
    actions.revise_result(approved(world, project), by=world.owner, at=APPROVING)

    assert [title for title, _text in sent(world, "member")] == [
        "De resultaatfiche wordt herzien: Slimme sluisdeuren"
    ]


def test_nobody_hears_of_a_revision_that_is_over(world, project, now):
    result = actions.revise_result(approved(world, project), by=world.owner, at=APPROVING)
    agree(result, world.owner, world.member, world.second_member, at=LATER)
    now(LATER)

    titles = [title for title, _text in sent(world, "member")]

    assert titles == ["Jullie resultaat is klaar: Slimme sluisdeuren"]
