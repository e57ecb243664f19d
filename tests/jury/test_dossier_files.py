"""What assessors read beside their sheet: the picture and the attachments that were handed in, and nothing since."""

from django.urls import reverse

from ideas import actions as ideas
from ideas.models import Idea
from tests.world import DURING_PRESELECTION, DURING_SUBMISSION, small_picture


def test_a_judge_sees_the_files_that_were_handed_in(world, client_of, now):
    idea, at = world.draft(world.owner), DURING_SUBMISSION
    shown = ideas.add_file(
        idea, small_picture(), role="picture", about="Een rood vlak.", by=world.owner, at=at
    )
    added = ideas.add_file(idea, small_picture("bijlage.png"), role="file", by=world.owner, at=at)
    ideas.submit_idea(idea, public_text_approved=True, show_name=False, by=world.owner, at=at)
    ideas.add_file(idea, small_picture("later.png"), role="file", by=world.owner, at=at)
    sheet = world.sheet(Idea.objects.get(pk=idea.pk), world.assessor)
    now(DURING_PRESELECTION)
    judge = client_of(world.assessor)

    page = judge.get(reverse("jury:sheet", args=["2021-2022", "preselectie", sheet.pk])).content.decode()

    for file in (shown, added):
        address = reverse("ideas:file", args=["2021-2022", idea.pk, file.pk])
        assert f'"{address}"' in page
        assert judge.get(address).status_code == 200
    assert f'<img src="{address}"' in page  # the attachment is a picture too, and drawn
    assert "attachment" not in judge.get(address)["Content-Disposition"]
    assert "later.png" not in page
