"""'Past mijn idee?': for everybody, friendly, nothing kept, and a draft that begins with the answers."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from ideas.models import Idea
from tests.reading import Page
from tests.refusals import rows
from tests.world import DEADLINE, DURING_SUBMISSION

URL = reverse("ideas:self_check", args=["2021-2022"])
ALL_YES = {"improves": "both"} | dict.fromkeys(
    ["technology", "testable", "realistic", "entities", "time"], "yes"
)


def advised(client_of, **answers):
    before = rows()
    page = client_of(None).get(URL, ALL_YES | answers).content.decode()
    assert rows() == before
    return page


def test_an_idea_that_fits_is_told_so(world, client_of, now):
    now(DURING_SUBMISSION)

    page = advised(client_of)

    assert "Je idee past goed" in page
    assert page.count('class="fits"') == 6


@pytest.mark.parametrize("name", ["technology", "testable", "realistic", "entities", "time"])
@pytest.mark.parametrize("answer", ["no", "unsure"])
def test_every_doubt_has_a_sentence(world, client_of, now, name, answer):
    now(DURING_SUBMISSION)

    page = advised(client_of, **{name: answer})

    assert "denk nog even na over dit" in page
    assert page.count('class="think"') == 1


def test_many_doubts_are_no_refusal(world, client_of, now):
    now(DURING_SUBMISSION)

    page = advised(client_of, technology="no", testable="no", realistic="unsure")

    assert "Nog niet rijp, wel de moeite" in page
    assert "Begin je idee te schrijven" in page


def test_questions_that_were_passed_over_are_told(world, client_of, now):
    now(DURING_SUBMISSION)

    page = Page(client_of(None).get(URL, {"check": "1", "sentence": "Een kaart."}).content.decode())

    assert page.title.startswith("Fout: ")
    assert len({told for _href, told in page.summary}) == 6  # each names its own question
    assert page.typed("sentence") == ["Een kaart."]


def test_after_the_deadline_nothing_can_be_started(world, client_of, now):
    now(DEADLINE)

    assert "Begin je idee te schrijven" not in advised(client_of)


def test_the_way_on_starts_a_draft_with_the_answers(world, client_of, now):
    now(DURING_SUBMISSION)
    page = advised(client_of, sentence="Een kaart van het lawaai & meer.")
    way_on = unescape(re.search(r'href="([^"]+)">Begin je idee te schrijven', page)[1])
    owner = client_of(world.employee)
    assert parse_qs(urlsplit(way_on).query) == {"zin": ["Een kaart van het lawaai & meer."], "tijd": ["yes"]}

    hidden = Page(owner.get(way_on).content.decode())
    owner.post(urlsplit(way_on).path, {name: hidden.typed(name)[0] for name in ("zin", "tijd")})

    idea = Idea.objects.get()
    assert (idea.summary, idea.answers["time"]) == ("Een kaart van het lawaai & meer.", "yes")


@pytest.mark.parametrize("sentence", ["\0", "x" * 5000, "=1+1", "<b>", "‮rechts", "😀" * 200])
def test_whatever_stands_in_the_address_starts_a_draft_at_most(world, client_of, now, sentence):
    now(DURING_SUBMISSION)

    answer = client_of(world.employee).post(
        reverse("ideas:start", args=["2021-2022"]), {"zin": sentence, "tijd": sentence}
    )

    assert answer.status_code == 303
