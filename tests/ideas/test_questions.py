"""Questions of every kind: from the edition's file to the form, the check, the frozen copy and the public text."""

import pytest
from django.urls import reverse

from ideas import actions, content, queries
from ideas.forms import StepForm
from ideas.models import Idea, Question, QuestionKind
from ideas.sections import read_questions
from portal.edition_file import open_file
from tests.world import DURING_SUBMISSION, small_picture

FILE = """
idea_questions:
  - {key: scale, kind: choice, public: true, nl: "Hoe groot?", en: "How large?", options: [
      {key: small, nl: "Klein", en: "Small"}, {key: large, nl: "Groot"}]}
  - {key: people, kind: number, nl: "Voor hoeveel mensen?", least: 1, most: 1000, required: false}
  - {key: sketch, kind: file, nl: "Een schets", hint: {nl: "Met de hand mag."}}
  - {key: story, nl: "Vertel", example: {nl: "Zoals dit.", en: "Like this."}}
"""


def read(text=FILE):
    reader = open_file(text)
    rows = read_questions(reader)
    return rows, [fault.sentence for fault in reader.faults]


@pytest.fixture
def edition(world):
    Question.objects.filter(edition=world.edition).delete()
    Question.objects.bulk_create(Question(edition=world.edition, **row) for row in read()[0])
    return world.edition


@pytest.fixture
def idea(world, edition):
    idea = actions.start_idea(edition, by=world.owner, at=DURING_SUBMISSION)
    changes = {"title": "Stille straten", "summary": "Kort.", "answers": {"story": "Er was eens."}}
    return actions.save_draft(idea, changes, version=1, by=world.owner, at=DURING_SUBMISSION)


def test_every_kind_is_read_from_the_file():
    rows, faults = read()

    assert faults == []
    assert rows[0]["options"] == [
        {"key": "small", "nl": "Klein", "en": "Small"},
        {"key": "large", "nl": "Groot", "en": ""},
    ]
    assert (rows[1]["least"], rows[1]["most"], rows[1]["required"]) == (1, 1000, False)
    assert (rows[2]["kind"], rows[2]["hint_nl"]) == ("file", "Met de hand mag.")
    assert (rows[3]["kind"], rows[3]["example_en"]) == ("long_text", "Like this.")


@pytest.mark.parametrize(
    "wrong",
    [
        '{key: scale, kind: choice, nl: "Hoe groot?"}',
        '{key: scale, kind: choice, nl: "Hoe groot?", options: []}',
        '{key: people, kind: number, nl: "Hoeveel?", least: veel}',
        '{key: people, kind: maybe, nl: "Hoeveel?"}',
        '{key: story, nl: "Vertel", example: "zo"}',
    ],
)
def test_a_mistake_in_the_file_is_told(wrong):
    assert read(f"idea_questions:\n  - {wrong}\n")[1]


def test_short_questions_stand_together_and_files_have_their_own_step(edition):
    steps = content.steps(queries.questions_of(edition))

    assert [step.key for step in steps] == ["kern", "story", "entiteiten", "bestanden", "tijd"]
    assert [question.key for question in steps[-1].questions] == ["scale", "people"]


def test_only_what_must_be_answered_is_missing(world, edition, idea):
    questions = queries.questions_of(edition)
    assert [gap.step for gap in content.gaps(idea, questions)] == ["tijd", "bestanden"]

    actions.add_file(
        idea, small_picture(), role="file", question="sketch", by=world.owner, at=DURING_SUBMISSION
    )
    idea = save(world, idea, {"scale": "small"})

    assert content.gaps(idea, questions) == []


def save(world, idea, answers):
    now = Idea.objects.get(pk=idea.pk)
    return actions.save_draft(
        now, {"answers": answers}, version=now.version, by=world.owner, at=DURING_SUBMISSION
    )


@pytest.mark.parametrize(
    ("answer", "good"), [("1", True), ("1000", True), ("0", False), ("1001", False), ("x", False)]
)
def test_a_number_stays_within_its_bounds(edition, idea, answer, good):
    step = content.steps(queries.questions_of(edition))[-1]

    form = StepForm({"version": 2, "people": answer, "scale": ""}, idea=idea, step=step)

    assert form.is_valid() == good, form.errors


def test_a_choice_is_frozen_in_dutch_words_and_may_go_online(world, edition, idea):
    idea = save(world, idea, {"scale": "large", "people": 40})

    copy = content.snapshot(idea, queries.questions_of(edition))

    assert copy["answers"][0]["answer"] == "large"
    assert content.public_text(copy)["answers"] == [{"question": "Hoe groot?", "answer": "Groot"}]
    told = {question: words for _step, question, words in content.readable(copy, {})}
    assert (told["Hoe groot?"], told["Voor hoeveel mensen?"]) == ("Groot", "40")


def test_the_form_shows_the_example_and_the_choices(world, edition, idea, client_of, now):
    now(DURING_SUBMISSION)
    owner = client_of(world.owner)

    story = owner.get(reverse("ideas:write", args=[edition.pk, idea.pk, "story"])).content.decode()
    short = owner.get(reverse("ideas:write", args=[edition.pk, idea.pk, "tijd"])).content.decode()

    assert "Zoals dit." in story
    assert 'value="small"' in short
    assert 'type="number"' in short


def test_every_kind_has_a_field_or_a_page_of_its_own():
    from ideas.forms.step import FIELDS

    assert set(FIELDS) | {QuestionKind.FILE.value} == set(QuestionKind.values)


def test_nought_is_an_answer(world, edition, idea):
    Question.objects.filter(key="people").update(least=0, required=True)

    saved = save(world, idea, {"people": 0})

    assert saved.answers["people"] == "0"
    assert "people" not in str(content.gaps(saved, queries.questions_of(edition)))


@pytest.mark.parametrize(("key", "answer"), [("scale", "gone"), ("people", "5000"), ("story", "x" * 4001)])
def test_an_answer_that_does_not_fit_the_question_is_still_to_be_given(world, edition, idea, key, answer):
    Question.objects.filter(key="people").update(required=True)
    saved = save(world, idea, {"scale": "small", "people": 5, key: answer})

    words = [gap.label for gap in content.gaps(saved, queries.questions_of(edition))]

    text = Question.objects.get(key=key).text_nl
    assert any(text in label for label in words)
