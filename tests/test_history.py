"""The story of a subject cannot be changed unseen; its words can be erased, in the open."""

from datetime import timedelta

import pytest
from django.db.models import F

from portal import history
from portal.models import Anchor, Entity, Event, EventText, Person
from portal.models.history import ActorKind
from tests.world import DURING_SUBMISSION, TESTER

MINUTE = timedelta(minutes=1)


@pytest.fixture
def subject(db):
    return Entity.objects.create(name="Departement Omgeving")


@pytest.fixture
def story(subject):
    """Four events, the second with words, all under one anchor; then a fifth that is still loose."""
    for number in range(1, 5):
        text = "Omdat het dubbel was." if number == 2 else ""
        history.record(
            subject, f"step-{number}", by=TESTER, at=DURING_SUBMISSION, data={"n": number}, text=text
        )
    history.anchor(at=DURING_SUBMISSION)
    history.record(subject, "step-5", by=TESTER, at=DURING_SUBMISSION + MINUTE)
    return Event.objects.filter(subject=history.subject_key(subject))


def faults():
    return list(history.verify())


def test_an_honest_story_verifies(story):
    assert faults() == []
    assert list(story.values_list("sequence", flat=True)) == [1, 2, 3, 4, 5]


def test_stories_of_many_subjects_verify(story):
    for name in ("VDAB", "Departement Zorg"):
        other = Entity.objects.create(name=name)
        history.record(other, "start", by=TESTER, at=DURING_SUBMISSION)
        history.record(other, "stop", by=TESTER, at=DURING_SUBMISSION)
    assert history.anchor(at=DURING_SUBMISSION) is not None
    assert faults() == []
    assert Event.objects.filter(anchor=None).count() == 0


CHANGES = {
    "kind": "something else",
    "at": DURING_SUBMISSION - MINUTE,
    "actor": "somebody else",
    "actor_kind": ActorKind.PERSON,
    "data": {"n": 99},
    "text_hash": "0" * 64,
    "previous": "0" * 64,
    "hash": "0" * 64,
    "sequence": 40,
    "subject": "portal.entity:another",
}


def test_every_column_of_an_event_is_guarded():
    kept = {"id", "anchor", "words"}
    assert {field.name for field in Event._meta.get_fields()} - kept == set(CHANGES)


@pytest.mark.parametrize("column", CHANGES)
@pytest.mark.parametrize("sequence", [1, 3, 5])
def test_a_changed_event_is_found(story, column, sequence):
    story.filter(sequence=sequence).update(**{column: CHANGES[column]})
    assert faults()


def test_a_change_that_is_hashed_anew_breaks_the_link_to_the_next(story):
    forged = story.get(sequence=3)
    forged.data = {"n": 99}
    story.filter(sequence=3).update(data=forged.data, hash=history._event_hash(forged))
    assert any("broken before" in fault for fault in faults())


def test_a_whole_chain_forged_anew_is_betrayed_by_the_anchor(story):
    previous = ""
    for event in story.order_by("sequence"):
        event.data, event.previous = {"n": 99}, previous
        event.hash = previous = history._event_hash(event)
        event.save()
    assert faults() == [f"anchor {Anchor.objects.get().pk}: events were changed, added or removed"]


def test_a_changed_text_is_found(story):
    EventText.objects.update(text="Omdat ik het zei.")
    [fault] = faults()
    assert fault.endswith("the text was changed")


def test_a_changed_salt_is_found(story):
    EventText.objects.update(salt="0" * 32)
    assert len(faults()) == 1


def test_words_that_were_put_under_a_silent_event_are_found(story):
    EventText.objects.create(event=story.get(sequence=1), salt="", text="Nooit gezegd.")
    assert len(faults()) == 1


def test_a_deleted_event_in_the_middle_is_found(story):
    story.filter(sequence=5).update(sequence=6)
    story.get(sequence=3).delete()
    assert faults()


def test_a_deleted_tail_is_found_after_an_anchor(story):
    story.filter(sequence__gte=4).delete()
    [fault] = faults()
    assert fault.startswith("anchor")


def test_a_deleted_head_is_found(story):
    story.get(sequence=1).delete()
    assert faults()


def test_swapped_events_are_found(story):
    story.filter(sequence=2).update(sequence=20)
    story.filter(sequence=3).update(sequence=2)
    story.filter(sequence=20).update(sequence=3)
    assert faults()


def test_an_added_event_is_found(story, subject):
    history.record(subject, "late", by=TESTER, at=DURING_SUBMISSION)
    Event.objects.filter(kind="late").update(anchor=Anchor.objects.get())
    assert faults()


def test_a_changed_anchor_is_found(story):
    history.anchor(at=DURING_SUBMISSION)
    for change in ({"hash": "0" * 64}, {"count": F("count") + 1}, {"previous": "0" * 64}):
        before = list(Anchor.objects.order_by("pk").values())
        Anchor.objects.filter(pk=before[0]["id"]).update(**change)
        assert faults(), change
        Anchor.objects.filter(pk=before[0]["id"]).update(**before[0])
    assert faults() == []


def test_erased_words_are_a_legal_state(story, subject):
    assert history.erase_words(subject) == 1
    assert faults() == []
    assert not EventText.objects.exists()
    assert [event.kind for event in history.of(subject)] == [f"step-{number}" for number in range(1, 6)]


def test_the_chain_itself_holds_no_words(story):
    told = " ".join(str(value) for row in story.values() for value in row.values())
    assert "dubbel" not in told


def test_the_same_words_have_another_hash_each_time(subject):
    first, second = (
        history.record(subject, "say", by=TESTER, at=DURING_SUBMISSION, text="ja") for _ in range(2)
    )
    assert first.text_hash != second.text_hash


def test_an_anchor_with_nothing_new_is_none(story):
    assert history.anchor(at=DURING_SUBMISSION) is not None
    assert history.anchor(at=DURING_SUBMISSION) is None
    assert Anchor.objects.count() == 2


def test_who_did_it(subject):
    person = Person.objects.create_user("an@vlaanderen.be", name="An")
    for by in (person, history.System("deadline"), history.LinkHolder("7kq2m9px4trb")):
        history.record(subject, "act", by=by, at=DURING_SUBMISSION)
    assert [(event.actor_kind, event.actor) for event in history.of(subject)] == [
        (ActorKind.PERSON, person.pk),
        (ActorKind.SYSTEM, "deadline"),
        (ActorKind.LINK, "7kq2m9px4trb"),
    ]
    assert faults() == []


def test_the_verbs_of_a_whole_preselection_verify(world):
    from ideas.models import OutcomeKind

    idea = world.submitted(world.owner)
    world.judged(idea, world.assessor)
    world.released({idea: OutcomeKind.SHORTLISTED})
    history.anchor(at=DURING_SUBMISSION)
    assert Event.objects.count() > 20
    assert faults() == []
