"""What colleagues say under a public idea, who hears of it, and who may take it away."""

from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse

from ideas import actions, queries, rules
from ideas.models import Backing, Comment, Idea
from portal import history, people
from portal.errors import Refused
from portal.models import Capacity, Entity, Letter
from portal.registry import letters
from tests.races.arena import together
from tests.reading import Page
from tests.test_forms import NASTY, arrived, encoded, tidy
from tests.world import ANNOUNCEMENT, DURING_TEAMS, PITCH_DAY, local

KEY = "2021-2022"
SECOND = timedelta(seconds=1)


@pytest.fixture
def idea(world):
    return world.published(world.owner)


def works_at(person, *names):
    for name in names:
        entity = Entity.objects.get(name=name)
        Capacity.objects.create(person=person, entity=entity, since=local(2021, 1, 1).date())


def say(world, idea, text="Wij testen mee.", by="employee", at=DURING_TEAMS):
    return actions.write_comment(idea, text, by=world.people[by], at=at)


def page(idea):
    return reverse("ideas:detail", args=[KEY, idea.pk])


# --- comments ---


def test_a_comment_stands_for_everybody_and_its_writer_is_named_to_colleagues_only(
    world, idea, client_of, now
):
    works_at(world.employee, "VDAB")
    say(world, idea, "Eerste alinea.\n\nTweede <b>alinea</b>.")
    now(DURING_TEAMS)
    visitor = client_of(None).get(page(idea)).content.decode()
    colleague = client_of(world.member).get(page(idea)).content.decode()
    assert "<p>Eerste alinea.</p><p>Tweede &lt;b&gt;alinea&lt;/b&gt;.</p>" in visitor
    assert "Medewerker Een" not in visitor
    assert "Collega van VDAB" in visitor
    assert "Medewerker Een" in colleague


def test_the_owners_hear_of_a_comment_and_nobody_of_their_own(world, idea):
    say(world, idea)
    say(world, idea, by="owner")
    told = Letter.objects.filter(name="comment_received")
    assert [letter.recipient for letter in told] == [world.owner]


def test_the_letter_says_who_and_what_and_nothing_once_the_comment_is_gone(world, idea, now):
    now(DURING_TEAMS)
    comment = say(world, idea, "x" * 500)
    letter = Letter.objects.get(name="comment_received")
    contents = letters["comment_received"].contents
    assert contents(letter)["text"] == "x" * 400 + "…"
    assert contents(letter)["writer"] == "Medewerker Een"
    actions.delete_comment(comment, by=world.employee, at=DURING_TEAMS)
    assert contents(letter) is None


def test_a_second_click_gives_the_same_comment_and_no_second_letter(world, idea):
    assert say(world, idea).pk == say(world, idea, at=DURING_TEAMS + SECOND).pk
    assert Letter.objects.filter(name="comment_received").count() == 1


def test_only_so_many_comments_in_an_hour(world, idea):
    for number in range(rules.COMMENTS_PER_HOUR):
        say(world, idea, f"Reactie {number}", at=DURING_TEAMS + number * SECOND)
    with pytest.raises(Refused, match=r"10 reacties in een uur.*11\.00 uur"):
        say(world, idea, "Nog een", at=DURING_TEAMS + timedelta(minutes=59))
    say(world, idea, "Nog een", at=DURING_TEAMS + rules.COMMENT_HOUR)
    say(world, idea, "Iemand anders mag wel", by="member")


def test_nobody_comments_before_the_instant_nor_on_what_is_withdrawn(world, idea):
    with pytest.raises(Refused):
        say(world, idea, at=ANNOUNCEMENT - SECOND)
    say(world, idea, at=ANNOUNCEMENT)
    actions.withdraw_idea(idea, by=world.owner, at=DURING_TEAMS)
    with pytest.raises(Refused):
        say(world, idea, "Nog iets")


def test_the_words_of_a_deleted_comment_are_gone(world, idea, client_of, now):
    comment = say(world, idea, "Dit wil ik niet meer zeggen.")
    now(DURING_TEAMS)
    browser, address = client_of(world.employee), reverse("ideas:delete_comment", args=[KEY, comment.pk])
    assert "voorgoed" in browser.get(address).content.decode()
    assert browser.post(address).status_code == 303
    assert "niet meer zeggen" not in browser.get(page(idea)).content.decode()
    assert Comment.objects.get().text == ""
    assert [event.kind for event in history.of(comment)] == ["write", "delete"]
    with pytest.raises(Refused):
        actions.delete_comment(comment, by=world.owner, at=DURING_TEAMS)


@pytest.mark.parametrize("who", ["owner", "staff", "chair"])
def test_what_is_taken_away_only_its_writer_still_reads_with_the_reason(world, idea, client_of, now, who):
    comment = say(world, idea, "Een nare opmerking.")
    now(DURING_TEAMS)
    address = reverse("ideas:take_comment_away", args=[KEY, comment.pk])
    assert client_of(world.people[who]).post(address, {"reason": "Onder de gordel."}).status_code == 303
    for reader, reads in ((None, False), (world.member, False), (world.owner, False), (world.employee, True)):
        html = client_of(reader).get(page(idea)).content.decode()
        assert ("Een nare opmerking." in html) is reads, reader
        assert ("Onder de gordel." in html) is reads, reader
    assert Comment.objects.get().text == "Een nare opmerking."


def test_somebody_else_takes_nothing_away_and_nobody_without_a_reason(world, idea):
    comment = say(world, idea)
    with pytest.raises(Refused):
        actions.take_comment_away(comment, reason="Zomaar", by=world.member, at=DURING_TEAMS)
    with pytest.raises(Refused):
        actions.take_comment_away(comment, reason=" ", by=world.owner, at=DURING_TEAMS)
    assert Comment.objects.get().removed_at is None


def test_comments_come_in_pages_the_oldest_first_and_one_lands_on_ones_own(world, idea, client_of, now):
    for number in range(20):
        Comment.objects.create(
            idea=idea, person=world.member, text=f"Reactie {number:02}.", at=ANNOUNCEMENT + number * SECOND
        )
    now(DURING_TEAMS)
    answer = client_of(world.employee).post(
        reverse("ideas:comment", args=[KEY, idea.pk]), {"text": "De laatste."}
    )
    comment = Comment.objects.get(text="De laatste.")
    assert answer.url == f"{page(idea)}?pagina=2#reactie-{comment.pk}"
    first = client_of(None).get(page(idea)).content.decode()
    assert first.index("Reactie 00.") < first.index("Reactie 19.")
    assert "De laatste." not in first
    assert "De laatste." in client_of(None).get(f"{page(idea)}?pagina=2").content.decode()


def test_a_comment_that_is_too_long_is_told_and_kept(world, idea, client_of, now):
    now(DURING_TEAMS)
    answer = client_of(world.employee).post(
        reverse("ideas:comment", args=[KEY, idea.pk]), {"text": "x" * 2001}
    )
    read = Page(answer.content.decode())
    assert answer.status_code == 200
    assert read.title.startswith("Fout: ")
    assert read.typed("text") == ["x" * 2001]
    assert [href for href, _told in read.summary] == ["#id_text"]
    assert not Comment.objects.exists()


def test_nothing_that_somebody_types_breaks_a_comment_and_the_text_is_kept(world, idea, client_of, now):
    now(DURING_TEAMS)
    browser, address = client_of(world.employee), reverse("ideas:comment", args=[KEY, idea.pk])
    for nasty in NASTY:
        Comment.objects.all().delete()
        answer = browser.post(address, encoded({"text": nasty}), "application/x-www-form-urlencoded")
        assert answer.status_code in (200, 303), nasty[:40]
        if answer.status_code == 303:
            assert tidy(Comment.objects.get().text) == tidy(arrived(nasty))
            assert browser.get(page(idea)).status_code == 200
        else:
            assert tidy(Page(answer.content.decode()).typed("text")[0]) == tidy(arrived(nasty))


# --- the same problem ---


def test_one_click_says_it_for_ones_entity_and_one_takes_it_back(world, idea, client_of, now):
    works_at(world.employee, "VDAB")
    now(DURING_TEAMS)
    browser = client_of(world.employee)
    assert browser.post(reverse("ideas:back", args=[KEY, idea.pk])).status_code == 303
    html = client_of(None).get(page(idea)).content.decode()
    assert "1 collega uit 1 entiteit" in " ".join(html.split())
    assert browser.post(reverse("ideas:stop_backing", args=[KEY, idea.pk])).status_code == 303
    assert not Backing.objects.exists()
    assert [event.kind for event in history.of(idea)][-2:] == ["back", "stop_backing"]


def test_who_works_in_several_places_chooses(world, idea, client_of, now):
    works_at(world.employee, "VDAB", "Departement Zorg")
    now(DURING_TEAMS)
    browser, address = client_of(world.employee), reverse("ideas:back", args=[KEY, idea.pk])
    assert "Voor welke entiteit spreek je?" in browser.get(page(idea)).content.decode()
    for wrong in ("", "\x00", Entity.objects.get(name="Departement Omgeving").pk):
        assert browser.post(address, {"entity": wrong}).status_code == 409
    zorg = Entity.objects.get(name="Departement Zorg")
    assert browser.post(address, {"entity": zorg.pk}).status_code == 303
    assert Backing.objects.get().entity == zorg


def test_who_works_nowhere_reads_what_to_do(world, idea, client_of, now):
    now(DURING_TEAMS)
    html = client_of(world.employee).get(page(idea)).content.decode()
    assert "Zet eerst in je profiel waar je werkt." in html
    refused = client_of(world.employee).post(reverse("ideas:back", args=[KEY, idea.pk]))
    assert refused.status_code == 409
    assert "Naar mijn profiel" in refused.content.decode()


def test_an_owner_does_not_count_among_the_colleagues(world, idea, client_of, now):
    works_at(world.owner, "VDAB")
    now(DURING_TEAMS)
    assert "Wij hebben dit probleem ook" not in client_of(world.owner).get(page(idea)).content.decode()
    with pytest.raises(Refused, match="jouw idee"):
        actions.back_idea(idea, entity=people.entity_of(world.owner), by=world.owner, at=DURING_TEAMS)


def test_nobody_backs_before_the_instant(world, idea):
    works_at(world.employee, "VDAB")
    with pytest.raises(Refused):
        actions.back_idea(
            idea, entity=people.entity_of(world.employee), by=world.employee, at=ANNOUNCEMENT - SECOND
        )


def test_the_team_reads_where_colleagues_have_the_same_problem(world, client_of, now):
    team = world.team()
    vdab = Entity.objects.get(name="VDAB")
    for person in (world.employee, world.staff):
        Backing.objects.create(idea_id=team.idea_id, person=person, entity=vdab, at=DURING_TEAMS)
    now(DURING_TEAMS)
    room = reverse("teams:room", args=[KEY, team.pk])
    assert "<li>VDAB (2)</li>" in client_of(world.member).get(room).content.decode()
    assert queries.recognised_by(team.idea_id) == [("VDAB", 2)]


def test_the_jury_reads_how_many_colleagues_have_the_same_problem(world, client_of, now):
    team = world.team()
    sheet = world.pitch_sheet(team, world.juror)
    now(PITCH_DAY)
    juror, address = client_of(world.juror), reverse("jury:sheet", args=[KEY, "pitch", sheet.pk])
    assert "Zij hebben dit probleem ook" not in juror.get(address).content.decode()
    for person, name in ((world.employee, "VDAB"), (world.staff, "VDAB"), (world.chair, "Departement Zorg")):
        entity = Entity.objects.get(name=name)
        Backing.objects.create(idea_id=team.idea_id, person=person, entity=entity, at=DURING_TEAMS)
    said = " ".join(juror.get(address).content.decode().split())
    assert "3 collega’s uit 2 entiteiten" in said


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_sixteen_clicks_at_once_give_one_row(world):
    idea = world.published(world.owner)
    works_at(world.employee, "VDAB")
    vdab = Entity.objects.get(name="VDAB")
    for _trial in range(5):
        Backing.objects.all().delete()
        click = partial(actions.back_idea, idea, entity=vdab, by=world.employee, at=DURING_TEAMS)
        results = together([click] * 16)
        assert [one for one in results if isinstance(one, Exception)] == []
        assert Backing.objects.count() == 1
    kinds = [event.kind for event in history.of(idea)]
    assert kinds.count("back") == 5


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_comments_at_once_stay_within_the_hour(world):
    idea = world.published(world.owner)
    say = [
        partial(actions.write_comment, idea, f"Reactie {number}", by=world.employee, at=DURING_TEAMS)
        for number in range(16)
    ]
    results = together(say)
    assert sum(isinstance(one, Comment) for one in results) == rules.COMMENTS_PER_HOUR
    assert all(isinstance(one, Comment | Refused) for one in results)
    assert Idea.objects.get().comments.count() == rules.COMMENTS_PER_HOUR


def test_who_takes_back_words_under_an_idea_that_left_comes_home(world, idea, client_of, now):
    comment = say(world, idea)
    actions.withdraw_idea(idea, by=world.owner, at=DURING_TEAMS)
    now(DURING_TEAMS)

    answer = client_of(world.employee).post(reverse("ideas:delete_comment", args=[KEY, comment.pk]))

    assert answer["Location"] == reverse("mine", args=[KEY])
