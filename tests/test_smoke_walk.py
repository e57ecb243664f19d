"""One idea from an empty form to the published shortlist, through the pages."""

from django.core import mail
from django.urls import reverse

from ideas.models import Idea, OutcomeKind
from portal import delivery
from tests.world import ANNOUNCEMENT, DECIDING, DURING_PRESELECTION, DURING_SUBMISSION


def test_an_idea_travels_from_form_to_shortlist(world, client_of, now):
    now(DURING_SUBMISSION)
    owner = client_of(world.owner)
    started = owner.post(reverse("ideas:start", args=["2021-2022"]))
    idea = Idea.objects.get()
    assert started.status_code == 303
    step = reverse("ideas:write", args=["2021-2022", idea.pk, "kern"])
    owner.post(step, {"version": 1, "title": "Lucht in de klas", "summary": "Betere lucht."})
    for number, key in enumerate(["idea", "why", "problem", "benefit", "poc_test"], start=2):
        owner.post(
            reverse("ideas:write", args=["2021-2022", idea.pk, key]),
            {"version": number, key: "Een antwoord."},
        )
    owner.post(
        reverse("ideas:write", args=["2021-2022", idea.pk, "tijd"]),
        {"version": 7, "time": "yes", "week": ["2022-03-07"]},
    )
    handed_in = owner.post(
        reverse("ideas:check", args=["2021-2022", idea.pk]), {"public_text_approved": "on"}
    )
    assert handed_in.status_code == 303, handed_in.content.decode()
    assert "Je idee is ingediend" in owner.get(handed_in["Location"]).content.decode()
    assert delivery.deliver() == 1

    now(DURING_PRESELECTION)
    idea.refresh_from_db()
    world.judged(idea, world.assessor)
    now(DECIDING)
    world.released({idea: OutcomeKind.SHORTLISTED})
    shortlist = reverse("ideas:list", args=["2021-2022"])
    assert "Lucht in de klas" not in client_of(None).get(shortlist).content.decode()

    now(ANNOUNCEMENT)
    assert "Lucht in de klas" in client_of(None).get(shortlist).content.decode()
    assert delivery.deliver() == 1
    assert [sent.to for sent in mail.outbox] == [["owner@vlaanderen.be"]] * 2
    assert "weerhouden" in mail.outbox[1].body
