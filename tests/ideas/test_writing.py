"""Writing: what clashes and what does not, which versions are kept, what a restore brings back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ideas import actions, content
from ideas.models import Idea, Version
from portal.errors import Stale
from portal.models import Entity, Theme
from tests.ideas.test_verbs import add_owner
from tests.refusals import refused
from tests.world import DURING_SUBMISSION, DURING_TEAMS

AT = DURING_SUBMISSION
LATER = AT + timedelta(minutes=11)


@pytest.fixture
def idea(world) -> Idea:
    idea = world.draft(world.owner)
    add_owner(idea, world.other_owner)
    return idea


def save(idea, changes, *, version=None, writer="", by=None, at=AT):
    person = by or idea.owners.order_by("pk").first()
    return actions.save_draft(idea, changes, version=version or idea.version, writer=writer, by=person, at=at)


# --- two who write ---


def test_two_steps_never_clash(world, idea):
    save(idea, {"title": "Sluisdeuren die praten"}, by=world.owner)

    saved = save(idea, {"answers": {"why": "Omdat het kan."}}, by=world.other_owner)

    assert (saved.title, saved.answers["why"]) == ("Sluisdeuren die praten", "Omdat het kan.")


def test_the_same_field_clashes_and_nothing_is_written(world, idea):
    save(idea, {"title": "De ene"}, by=world.owner)

    with pytest.raises(Stale):
        save(idea, {"title": "De andere", "summary": "Ook weg."}, by=world.other_owner)

    now = Idea.objects.get(pk=idea.pk)
    assert (now.title, now.summary) == ("De ene", idea.summary)


def test_a_page_does_not_clash_with_what_it_saved_itself(idea):
    save(idea, {"title": "Stille"}, writer="page-one")

    saved = save(idea, {"title": "Stille straten"}, version=idea.version, writer="page-one")

    assert saved.title == "Stille straten"


def test_another_page_of_the_same_person_does_clash(idea):
    save(idea, {"title": "Stille"}, writer="page-one")

    with pytest.raises(Stale):
        save(idea, {"title": "Luide"}, version=idea.version, writer="page-two")


def test_the_same_value_from_elsewhere_is_no_clash(world, idea):
    first = save(idea, {"title": "Stille straten"}, by=world.owner)

    again = save(idea, {"title": "Stille straten"}, version=idea.version, by=world.other_owner)

    assert again.version == first.version


def test_a_new_version_of_one_answer_leaves_another_alone(world, idea):
    save(idea, {"answers": {"why": "Daarom."}}, by=world.owner)

    saved = save(idea, {"answers": {"problem": "Lawaai."}}, version=idea.version, by=world.other_owner)

    assert (saved.answers["why"], saved.answers["problem"]) == ("Daarom.", "Lawaai.")


def test_saving_what_is_there_changes_nothing(idea):
    saved = save(idea, {"title": idea.title, "entities": list(idea.entities.all())}, at=LATER)

    assert (saved.version, saved.saved_at) == (idea.version, idea.saved_at)


def test_themes_are_those_of_the_edition(world, idea):
    theme = Theme.objects.create(edition=world.edition, key="water", order=1, name_nl="Water")

    saved = save(idea, {"themes": [theme], "profiles": ["iemand van IT"]})

    assert [one.key for one in saved.themes.all()] == ["water"]
    assert saved.profiles == ["iemand van IT"]


# --- versions ---


def titles(idea):
    return [version.content["title"] for version in idea.versions.all()]


def test_what_one_person_saves_within_ten_minutes_is_one_version(world, idea):
    for minute, title in enumerate(["S", "St", "Sti"]):
        idea = save(idea, {"title": title}, by=world.owner, at=AT + timedelta(minutes=minute))

    assert titles(idea) == ["Sti"]


def test_after_ten_minutes_and_from_somebody_else_a_version_begins(world, idea):
    idea = save(idea, {"title": "Van de ene"}, by=world.owner, at=LATER)
    idea = save(idea, {"title": "Van de andere"}, by=world.other_owner, at=LATER)

    assert titles(idea) == ["Van de andere", "Van de ene", "Slimme sluisdeuren"]


def test_what_was_handed_in_stays_a_version_of_its_own(world, idea):
    receipt = actions.submit_idea(idea, public_text_approved=True, show_name=False, by=world.owner, at=AT)

    save(idea, {"title": "Daarna"}, by=world.owner, at=AT)

    kept = Version.objects.get(idea=idea, number=receipt.version)
    assert kept.content["title"] == receipt.content["title"] == "Slimme sluisdeuren"


def test_an_old_version_is_put_back_as_a_new_one(world, idea):
    old = idea.versions.get()
    save(idea, {"title": "Anders", "entities": [], "answers": {"why": ""}}, by=world.owner, at=LATER)

    restored = actions.restore_version(idea, old, by=world.other_owner, at=LATER)

    assert content.working_copy(restored) == old.content
    newest = idea.versions.first()
    assert (newest.restored_from, newest.by) == (old.number, world.other_owner)
    assert titles(idea) == ["Slimme sluisdeuren", "Anders", "Slimme sluisdeuren"]


def test_putting_back_what_is_there_makes_no_version(world, idea):
    actions.restore_version(idea, idea.versions.get(), by=world.owner, at=LATER)

    assert idea.versions.count() == 1


def test_a_page_that_was_open_before_a_restore_is_told(world, idea):
    old = idea.versions.get()
    mine = save(idea, {"title": "Anders"}, writer="open", by=world.owner, at=LATER)
    actions.restore_version(idea, old, by=world.other_owner, at=LATER)

    with pytest.raises(Stale):
        save(idea, {"title": "Anders en beter"}, version=mine.version, writer="open", by=world.owner)


def test_only_owners_put_a_version_back(world, idea):
    with refused("Alleen een eigenaar"):
        actions.restore_version(idea, idea.versions.get(), by=world.employee, at=AT)


# --- newer than what was handed in ---


def test_a_file_makes_what_was_handed_in_old(world, idea):
    from ideas import rules
    from tests.world import small_picture

    actions.submit_idea(idea, public_text_approved=True, show_name=False, by=world.owner, at=AT)
    assert not rules.has_newer_changes(actions.locked(idea))

    actions.add_file(idea, small_picture(), role="file", by=world.owner, at=AT)

    assert rules.has_newer_changes(actions.locked(idea))


def test_going_back_to_what_was_handed_in_and_handing_in_again_is_the_same_receipt(world, idea):
    from ideas import rules

    first = actions.submit_idea(idea, public_text_approved=True, show_name=False, by=world.owner, at=AT)
    now = save(idea, {"title": "Even anders"}, by=world.owner)
    save(now, {"title": "Slimme sluisdeuren"}, by=world.owner)

    again = actions.submit_idea(
        idea, public_text_approved=True, show_name=False, by=world.owner, at=DURING_TEAMS
    )

    assert again.pk == first.pk
    assert not rules.has_newer_changes(actions.locked(idea))


# --- from the self-check ---


def test_a_draft_begins_with_what_the_self_check_was_told(world):
    idea = actions.start_idea(
        world.edition, sentence="Een kaart van het lawaai.", time=content.YES, by=world.employee, at=AT
    )

    assert (idea.summary, idea.answers) == ("Een kaart van het lawaai.", {"time": "yes"})
    assert idea.versions.get().content["summary"] == "Een kaart van het lawaai."


# --- a step as its page sends it ---


def page_of(idea, step):
    return reverse("ideas:write", args=[idea.edition_id, idea.pk, step])


def sent(browser, idea, step, **changes):
    """The form of a step as it was shown, ready to be posted later."""
    form = browser.get(page_of(idea, step)).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in (shown | changes).items() if value is not None}


def test_a_text_that_is_too_long_is_kept_and_asked_shorter_before_handing_in(world, client_of, now):
    now(AT)
    idea, browser, long = world.draft(world.owner), client_of(world.owner), "w" * 5001

    told = browser.post(page_of(idea, "why"), sent(browser, idea, "why", why=long))

    idea = Idea.objects.get(pk=idea.pk)
    assert "te veel" in told.content.decode()
    assert idea.answers["why"] == long
    assert [gap.step for gap in content.gaps(idea, list(world.edition.questions.all()))] == ["why"]
    actions.save_draft(idea, {"summary": "s" * 401}, version=idea.version, by=world.owner, at=AT)
    with refused("Maak je samenvatting korter"):
        actions.submit_idea(idea, public_text_approved=True, show_name=False, by=world.owner, at=AT)


def test_while_one_types_a_text_that_is_too_long_is_saved_with_a_word(world, client_of, now):
    now(AT)
    idea, browser = world.draft(world.owner), client_of(world.owner)
    data = sent(browser, idea, "kern", summary="s" * 401)

    answer = browser.post(page_of(idea, "kern"), data, headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert "Je tekst is bewaard zoals hij is" in answer.content.decode()
    assert len(Idea.objects.get(pk=idea.pk).summary) == 401


def test_a_field_that_one_left_alone_does_not_clash(world, idea, client_of, now):
    now(AT)
    browser = client_of(world.owner)
    data = sent(browser, idea, "kern", title="Een nieuwe titel")
    save(idea, {"summary": "Van de ander."}, by=world.other_owner)

    assert browser.post(page_of(idea, "kern"), data).status_code == 303

    idea = Idea.objects.get(pk=idea.pk)
    assert (idea.title, idea.summary) == ("Een nieuwe titel", "Van de ander.")


def test_a_field_that_both_changed_is_shown_side_by_side(world, idea, client_of, now):
    now(AT)
    browser = client_of(world.owner)
    data = sent(browser, idea, "kern", summary="Van mij.")
    save(idea, {"summary": "Van de ander."}, by=world.other_owner)

    answer = browser.post(page_of(idea, "kern"), data)

    assert answer.status_code == 409
    assert Idea.objects.get(pk=idea.pk).summary == "Van de ander."


def test_an_entity_that_ended_since_stays_with_the_idea(world, client_of, now):
    now(AT)
    idea, browser, entity = world.draft(world.owner), client_of(world.owner), Entity.objects.first()
    idea.entities.add(entity)
    Entity.objects.filter(pk=entity.pk).update(active=False)

    answer = browser.post(
        page_of(idea, "entiteiten"), sent(browser, idea, "entiteiten", other_entities="Gent")
    )

    assert answer.status_code == 303
    assert entity in Idea.objects.get(pk=idea.pk).entities.all()
