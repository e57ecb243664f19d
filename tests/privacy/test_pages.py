"""Pages of staff about personal data and history: what goes when, the record of processing, what happened."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse

from ideas import actions as ideas
from portal import history
from portal.models import AuditCheck, Event, Letter, RetentionPeriod
from portal.site.processing import ACTIVITIES
from tests.poc.stage import project_of
from tests.world import DURING_POC, DURING_SUBMISSION, DURING_TEAMS

KEY = "2021-2022"


@pytest.fixture
def page(world, now, client_of):
    now(DURING_TEAMS)
    browser = client_of(world.staff)
    return lambda name, *args, **asked: browser.get(reverse(name, args=[KEY, *args]), asked)


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_staff_read_what_happened_and_find_it_back(world, page):
    idea = world.submitted(world.owner)
    ideas.withdraw_idea(idea, reason="Toch niet haalbaar.", by=world.owner, at=DURING_SUBMISSION)

    told = text(page("audit"))
    assert "ingetrokken" in told
    assert "Toch niet haalbaar." in told
    assert "Eigenaar Een" in told
    assert "Toch niet haalbaar." in text(
        page("audit", wie="eigenaar een", wat="withdraw", soort="ideas.idea")
    )
    assert "ingediend → ingetrokken" in told.lower()
    assert "Toch niet haalbaar." not in text(page("audit", wie="beoordelaar"))
    assert "Toch niet haalbaar." not in text(page("audit", van="2022-02-01"))
    assert "Toch niet haalbaar." in text(page("audit", van="2022-01-10", tot="2022-01-10"))
    assert "Toch niet haalbaar." in text(page("audit", van="2022-02-30", tot="gisteren"))

    about = history.subject_key(idea)
    assert "Wat gebeurde er met idee" in text(page("audit_about", about))
    assert "Wat deed Eigenaar Een?" in text(page("audit_person", world.owner.pk))
    assert page("audit_about", "ideas.idea:nergens").status_code == 404
    assert page("audit_about", "ideas.idea:\0").status_code == 404


def test_the_story_of_judging_is_told_to_nobody_here(world, page):
    idea = world.submitted(world.owner)
    sheet = world.judged(idea, world.assessor)
    assert history.of(sheet).exists()
    everything = text(page("audit")) + text(page("audit_person", world.assessor.pk))
    assert "jury." not in everything
    assert page("audit_about", history.subject_key(sheet)).status_code == 404


def test_a_file_holds_the_same_and_no_formula(world, page):
    idea = world.submitted(world.owner)
    ideas.withdraw_idea(idea, reason="=HYPERLINK(1)", by=world.owner, at=DURING_SUBMISSION)
    told = text(page("audit_file", over=history.subject_key(idea)))
    assert "'=HYPERLINK(1)" in told
    assert "mede-eigenaar" not in told


def test_reading_and_taking_along_is_noted(world, page):
    idea = world.submitted(world.owner)
    key = history.subject_key(idea)
    for _again in range(2):
        page("audit")
        page("audit_about", key)
        page("audit_person", world.owner.pk)
    page("audit_file")
    page("processing_file", "csv")
    looks = Event.objects.filter(actor=world.staff.pk, kind__in=["look", "export"]).order_by("pk")
    assert [(event.subject.partition(":")[0], event.data) for event in looks] == [
        ("portal.edition", {"page": "audit"}),
        ("portal.edition", {"page": "audit", "about": key}),
        ("portal.person", {"page": "audit"}),
        ("portal.edition", {"file": "audit.csv", "over": "", "door": ""}),
        ("portal.edition", {"file": "register.csv"}),
    ]


def test_the_log_costs_as_many_questions_for_three_as_for_fifty(world, page, django_assert_max_num_queries):
    def cost(n):
        for _number in range(n):
            history.record(world.edition, "loaded", by=world.staff, at=DURING_TEAMS)
        story = history.subject_key(world.edition)
        page("audit_about", story)  # notes that it was read
        with django_assert_max_num_queries(60) as asked:
            page("audit_about", story)
        return len(asked)

    assert cost(1) == cost(2) == cost(47)


def test_the_last_check_is_told(world, page):
    AuditCheck.objects.create(at=DURING_TEAMS, events=7, head="")
    assert "7 gebeurtenissen, niets gewijzigd of weg" in text(page("audit"))
    AuditCheck.objects.create(at=DURING_TEAMS + timedelta(hours=1), events=7, head="", faults=["x"])
    assert "vond een wijziging" in text(page("audit"))


def test_what_goes_is_shown_before_it_goes(world, page, now):
    world.submitted(world.owner)
    now(DURING_POC)
    told = text(page("retention"))
    assert "Ideeën" in told
    assert "3 jaar na de editie" in told


def test_staff_change_a_period_and_are_told_what_cannot(world, client_of, now):
    now(DURING_TEAMS)
    browser, url = client_of(world.staff), reverse("retention_period", args=[KEY, "content"])
    assert "van 1 tot 240 maanden" in browser.post(url, {"months": "0"}).content.decode()
    assert browser.post(url, {"months": "24"}).status_code == 303
    assert RetentionPeriod.objects.get().months == 24
    assert "2 jaar na de editie" in browser.get(reverse("retention", args=[KEY])).content.decode()
    assert browser.get(reverse("retention_period", args=[KEY, "mail"])).status_code == 404


def test_every_part_with_personal_data_has_a_purpose(page):
    holding = {model._meta.app_label for model in apps.get_models() if hasattr(model, "privacy")}
    assert holding == set(ACTIVITIES)
    told = text(page("processing"))
    assert "naam van de leidinggevende" in told
    assert "10 jaar" in told
    assert "| Kandidaturen |" in text(page("processing_file", "md")).replace(
        "| kandidaturen |", "| Kandidaturen |"
    )
    assert page("processing_file", "pdf").status_code == 404


def test_a_look_at_letters_of_others_and_a_ledger_that_is_taken_along_are_noted(world, page, now):
    project = project_of(world)
    letter = Letter.objects.filter(recipient=world.owner, name="idea_received").first()
    Letter.objects.filter(pk=letter.pk).update(edition=world.edition)
    page("mail_one", letter.pk)
    page("poc:export", project.pk)
    noted = Event.objects.filter(actor=world.staff.pk, kind__in=["look", "export"])
    assert set(noted.values_list("subject", "kind")) == {
        (history.subject_key(letter), "look"),
        (history.subject_key(project), "export"),
    }
