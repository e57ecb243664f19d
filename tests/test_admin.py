"""The admin: staff read there, change only what a verb changes, and delete nothing."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from ideas import actions as ideas
from ideas.models import Idea, OutcomeKind
from jury.models import Round, RoundKind
from portal import history, outbox, phases, registration, roles, transfers
from portal.admin import site
from portal.models import (
    Edition,
    Entity,
    Event,
    Letter,
    Phase,
    PhaseKey,
    PolicyDomain,
    RoleKind,
)
from portal.models.mail import LetterState
from tests.poc import stage as poc
from tests.reading import Page
from tests.refusals import rows
from tests.showcase import stage as showcase
from tests.snapshot import kept
from tests.sprints import stage as sprints
from tests.world import (
    ANNOUNCEMENT,
    CAST,
    DECIDING,
    DURING_POC,
    DURING_PRESELECTION,
    DURING_SUBMISSION,
    DURING_TEAMS,
    TESTER,
    local,
)

EDITION = "2021-2022"
STAFF = ["staff", "decider", "chair", "superuser"]
ADDABLE = {
    "portal.accountinvitation", "portal.emaildomain", "portal.entity", "portal.extension", "portal.role",
    "portal.transfer", "sprints.place",
}  # fmt: skip
CHANGEABLE = {
    "jury.round", "portal.emaildomain", "portal.entity", "portal.phase", "portal.role", "sprints.place",
    "sprints.week",
}  # fmt: skip
NAMES = sorted(model._meta.label_lower for model in site._registry)
MODELS = {model._meta.label_lower: model for model in site._registry}


def url(name, page, *args):
    return reverse(f"admin:{name.replace('.', '_')}_{page}", args=args)


@kept
def fill(world):
    """Something in every table: ideas in every state, sheets, decisions, a release, letters."""
    handed_in = world.submitted(world.owner, "Ingediend idee")
    world.draft(world.other_owner, "Geheim concept")
    PolicyDomain.objects.create(name="Omgeving")
    world.judged(handed_in, world.assessor)
    world.released({handed_in: OutcomeKind.SHORTLISTED})
    ideas.write_comment(handed_in, "Bij ons ook.", by=world.employee, at=DURING_POC)
    roles.appoint(world.employee, RoleKind.COACH, edition=world.edition, by=world.staff, at=DURING_SUBMISSION)
    pitch = Phase.objects.get(edition=world.edition, key=PhaseKey.PITCH)
    told = {"until": DURING_POC, "reason": "Ziek.", "by": world.staff, "at": DURING_SUBMISSION}
    phases.give_more_time(pitch, world.member, **told)
    by = {"by": world.staff, "at": DURING_SUBMISSION}
    vdab = Entity.objects.get(name="VDAB")
    registration.invite("gast@elders.example", entity=vdab, edition=world.edition, **by)
    transfers.propose(world.employee, vdab, reason="Ze werkt daar nu.", **by)
    poc.fill(world)
    sprints.fill(world)
    showcase.fill(world)


@pytest.fixture
def full(world, now):
    now(DURING_POC)
    fill(world)
    return world


@pytest.fixture
def staff(world, client_of):
    return client_of(world.staff)


def one_of(name):
    """A row that staff may see in the admin."""
    rows_ = MODELS[name]._base_manager.all()
    if name == "ideas.idea":
        rows_ = rows_.filter(state="submitted")
    if name == "portal.event":
        rows_ = rows_.exclude(subject__startswith="jury.")
    return rows_.first()


# --- who comes in ---


@pytest.mark.parametrize("slug", STAFF)
def test_staff_come_in(world, client_of, slug):
    assert client_of(world.people[slug]).get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize("slug", sorted(set(CAST) - set(STAFF)))
def test_for_others_there_is_no_admin(world, client_of, slug):
    browser = client_of(world.people[slug])

    assert {browser.get(url(name, "changelist")).status_code for name in NAMES} == {404}
    assert browser.get(reverse("admin:index")).status_code == 404


def test_a_visitor_is_asked_to_log_in(world, client_of):
    response = client_of(None).get(reverse("admin:index"))

    assert response["Location"].startswith("/account/inloggen/")


def test_somebody_whose_role_has_ended_is_out_at_once(world, client_of, now):
    now(DURING_PRESELECTION)
    browser = client_of(world.staff)
    roles.dismiss(world.staff.roles.get(), by=world.chair, at=DURING_PRESELECTION)

    assert browser.get(reverse("admin:index")).status_code == 404


def test_there_are_no_passwords_to_change(staff):
    assert staff.get("/beheer/password_change/").status_code in (302, 404)
    assert "password_change" not in staff.get(reverse("admin:index")).content.decode()


# --- reading ---


@pytest.mark.parametrize("name", NAMES)
def test_every_list_can_be_read_searched_filtered_and_sorted(full, staff, name):
    listed = url(name, "changelist")
    admin = site._registry[MODELS[name]]
    questions = ["", "?q=een", "?q=%00", "?p=99", "?all=", "?o=1", "?o=-1.2", "?q=" + "x" * 2000]
    questions += [f"?{found}__exact=1" for found in admin.list_filter if isinstance(found, str)]

    answers = {question: staff.get(listed + question).status_code for question in questions}

    assert {answer for answer in answers.values() if answer not in (200, 302)} == set(), answers
    assert answers[""] == 200


@pytest.mark.parametrize("name", NAMES)
def test_every_filter_that_a_list_offers_works(full, staff, name):
    listed = url(name, "changelist")
    page = staff.get(listed)

    offered = [
        choice["query_string"]
        for spec in page.context["cl"].filter_specs
        for choice in spec.choices(page.context["cl"])
    ]

    assert {staff.get(listed + question).status_code for question in offered} <= {200}


@pytest.mark.parametrize("name", NAMES)
def test_every_row_and_its_history_can_be_read(full, staff, name):
    row = one_of(name)
    assert row is not None, f"the fixture has no {name}"

    assert staff.get(url(name, "change", row.pk)).status_code == 200
    assert staff.get(url(name, "history", row.pk)).status_code == 200


def test_the_overview_and_the_log_of_one_app_can_be_read(full, staff):
    for app in sorted({name.partition(".")[0] for name in NAMES}):
        assert staff.get(reverse("admin:app_list", args=[app])).status_code == 200


@pytest.mark.parametrize("question", ["een", "", "%00", "x" * 500])
def test_people_are_found_while_appointing(full, staff, question):
    found = staff.get(
        f"/beheer/autocomplete/?app_label=portal&model_name=role&field_name=person&term={question}"
    )

    assert found.status_code == 200


# --- what is not to be read ---


@pytest.mark.parametrize("slug", STAFF)
def test_drafts_are_nowhere_in_the_admin(full, client_of, slug):
    browser = client_of(full.people[slug])
    draft = Idea.objects.get(title="Geheim concept")

    for name in NAMES:
        assert "Geheim concept" not in browser.get(url(name, "changelist")).content.decode()
    assert browser.get(url("ideas.idea", "change", draft.pk)).status_code in (302, 404)
    assert browser.get(url("ideas.idea", "history", draft.pk)).status_code in (302, 404)


def test_what_an_owner_writes_after_handing_in_is_not_in_the_admin(full, staff):
    idea = Idea.objects.get(title="Ingediend idee")
    ideas.save_draft(
        idea, {"title": "Nog niet ingediend", "summary": "Ook dit niet"}, version=idea.version, by=full.owner,
        at=DURING_TEAMS,
    )  # fmt: skip

    for page in (url("ideas.idea", "changelist"), url("ideas.idea", "change", idea.pk)):
        html = staff.get(page).content.decode()
        assert "Nog niet ingediend" not in html
        assert "Ook dit niet" not in html


def test_sheets_scores_and_decisions_have_no_place_in_the_admin():
    assert {"jury.sheet", "jury.score", "jury.decision", "jury.entry"} & set(NAMES) == set()


@pytest.mark.parametrize("slug", ["staff", "superuser"])
def test_nothing_of_the_outcome_is_in_the_admin_before_the_instant(world, client_of, now, slug):
    good, other = world.submitted(world.owner, "A"), world.submitted(world.other_owner, "B")
    world.judged(good, world.assessor)
    now(DECIDING)
    world.released({good: OutcomeKind.SHORTLISTED, other: OutcomeKind.NOT_SHORTLISTED})
    browser = client_of(world.people[slug])

    pages = [
        url(name, "changelist") for name in NAMES if name != "ideas.outcome"
    ]  # it offers a filter by kind
    assert "0 uitkomsten" in browser.get(url("ideas.outcome", "changelist")).content.decode()
    pages += [url("ideas.idea", "change", idea.pk) for idea in (good, other)]
    pages += [url("portal.letter", "change", letter.pk) for letter in Letter.objects.all()]
    pages += [
        url("portal.event", "change", event.pk)
        for event in Event.objects.exclude(subject__startswith="jury.")
    ]
    for page in pages:
        html = browser.get(page).content.decode()
        assert "shortlisted" not in html, page
        assert "Feedback bij" not in html, page
        assert "Helder." not in html, page
    assert browser.get(url("ideas.outcome", "change", good.pk)).status_code in (302, 404)


def test_outcomes_are_there_from_the_instant_on(world, staff, now):
    idea = world.published(world.owner)

    now(ANNOUNCEMENT - timedelta(microseconds=1))
    assert "0 uitkomsten" in staff.get(url("ideas.outcome", "changelist")).content.decode()
    now(ANNOUNCEMENT)

    assert staff.get(url("ideas.outcome", "change", idea.pk)).status_code == 200


def test_the_story_of_judging_is_not_among_the_events(full, staff):
    hidden = Event.objects.filter(subject__startswith="jury.").first()

    assert hidden.subject not in staff.get(url("portal.event", "changelist") + "?q=jury").content.decode()
    assert staff.get(url("portal.event", "change", hidden.pk)).status_code in (302, 404)


# --- nothing is deleted, and only verbs write ---


@pytest.mark.parametrize("slug", ["staff", "superuser"])
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_deleted(full, client_of, name, slug):
    browser, row, before = client_of(full.people[slug]), one_of(name), rows()

    assert browser.get(url(name, "delete", row.pk)).status_code == 403
    assert browser.post(url(name, "delete", row.pk), {"post": "yes"}).status_code == 403
    browser.post(
        url(name, "changelist"), {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    )

    assert rows() == before


@pytest.mark.parametrize("name", sorted(set(NAMES) - ADDABLE))
def test_nothing_is_added_where_no_verb_adds(full, staff, name):
    before = rows()

    assert staff.get(url(name, "add")).status_code == 403
    assert staff.post(url(name, "add"), {"name": "x"}).status_code == 403
    assert rows() == before


@pytest.mark.parametrize("name", sorted(set(NAMES) - CHANGEABLE))
def test_nothing_is_changed_where_no_verb_changes(full, staff, name):
    before = rows()

    response = staff.post(url(name, "change", one_of(name).pk), {"name": "x", "title": "x"})

    assert response.status_code == 403
    assert rows() == before


@pytest.mark.parametrize("name", sorted(ADDABLE))
def test_where_something_is_added_the_form_can_be_read(full, staff, name):
    assert staff.get(url(name, "add")).status_code == 200


# --- what verbs do here ---


def as_it_stands(browser, page):
    """Every value of the form on a page, to be sent again with a change."""
    values = Page(browser.get(page).content.decode()).values
    return {name: value for name, value in values.items() if not name.startswith("_")}


def story(subject):
    return [event.kind for event in history.of(subject)]


def appoint(staff, person, **more):
    told = {"person": person.pk, "kind": "assessor", "edition": EDITION, "entity": "", "until": ""}
    told |= {"since": "2022-01-20", "reason": "Ze kent het traject.", **more}
    return staff.post(url("portal.role", "add"), told)


def test_staff_appoint_somebody(world, staff, now):
    now(DURING_PRESELECTION)

    response = appoint(staff, world.employee, since="2022-02-01", until="2022-03-01")

    assert response.status_code == 302
    role = world.employee.roles.get()
    assert (role.kind, role.edition, role.appointed_by) == ("assessor", world.edition, world.staff)
    assert (str(role.since), str(role.until), role.reason) == (
        "2022-02-01",
        "2022-03-01",
        "Ze kent het traject.",
    )
    event = history.of(world.employee).last()
    assert (event.kind, event.actor, event.words.text) == (
        "appointed",
        world.staff.pk,
        "Ze kent het traject.",
    )


def test_appointing_somebody_twice_changes_nothing(world, staff, now):
    now(DURING_PRESELECTION)
    before = rows()["portal.Role"], rows()["portal.Event"]

    assert appoint(staff, world.assessor).status_code in (200, 302)

    assert (rows()["portal.Role"], rows()["portal.Event"]) == before


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("until", {"until": "2022-01-20"}),
        ("until", {"until": "2021-12-31"}),
        ("since", {"since": "2022-01-19"}),
        ("reason", {"reason": ""}),
        ("entity", {"kind": "ambassador"}),
    ],
)
def test_a_role_that_makes_no_sense_is_told_at_the_field(world, staff, now, field, told):
    now(DURING_PRESELECTION)
    before = rows()

    response = appoint(staff, world.employee, **told)

    assert response.status_code == 200
    assert response.context["adminform"].form.errors[field]
    assert rows() == before


def dismiss(staff, role, until="2022-01-20"):
    told = {"until": until, "end_reason": "Een andere baan."}
    return staff.post(url("portal.role", "change", role.pk), told)


def test_staff_dismiss_somebody_and_the_role_ends_today(world, staff, now):
    now(DURING_PRESELECTION)
    role = world.assessor.roles.get()

    assert dismiss(staff, role).status_code == 302

    role.refresh_from_db()
    assert (str(role.until), role.end_reason) == ("2022-01-20", "Een andere baan.")
    assert history.of(world.assessor).last().kind == "dismissed"
    assert not roles.has(
        type(world.assessor).objects.get(pk=world.assessor.pk), "assessor", at=DURING_PRESELECTION
    )


def test_dismissing_twice_does_not_make_the_role_last_longer(world, staff, now):
    role = world.assessor.roles.get()
    now(DURING_PRESELECTION)
    dismiss(staff, role)

    now(DURING_TEAMS)
    assert dismiss(staff, role, "2022-03-01").context["adminform"].form.errors["until"]
    roles.dismiss(role, until=date(2022, 3, 1), by=world.staff, at=DURING_TEAMS)

    role.refresh_from_db()
    assert str(role.until) == "2022-01-20"
    assert story(world.assessor).count("dismissed") == 1


def test_a_role_given_today_by_mistake_never_held(world, staff, now):
    now(DURING_PRESELECTION)
    role = roles.appoint(world.employee, RoleKind.COACH, by=TESTER, at=DURING_PRESELECTION)
    role.edition = world.edition
    role.save()

    dismiss(staff, role)

    role.refresh_from_db()
    assert role.until == role.since
    assert roles.held(type(world.employee).objects.get(pk=world.employee.pk), at=DURING_PRESELECTION) == []
    assert story(world.employee)[-2:] == ["appointed", "dismissed"]


def phase_page(key):
    return url("portal.phase", "change", Phase.objects.get(key=key).pk)


def test_staff_move_a_deadline_and_the_old_one_stays_known(world, staff, now):
    now(DURING_SUBMISSION)
    page = phase_page(PhaseKey.SUBMISSION)

    response = staff.post(
        page,
        as_it_stands(staff, page)
        | {"closes_at_0": "22-1-2022", "closes_at_1": "00:00:00", "reason": "Storing."},
    )

    assert response.status_code == 302
    assert Phase.objects.get(key=PhaseKey.SUBMISSION).closes_at == local(2022, 1, 22)
    event = history.of(world.edition).last()
    assert (event.kind, event.actor, event.data["phase"]) == ("move_phase", world.staff.pk, "submission")
    assert event.data["from"][1] == local(2022, 1, 15).isoformat()
    assert event.data["to"][1] == local(2022, 1, 22).isoformat()


@pytest.mark.parametrize(
    "wrong",
    [
        {"closes_at_0": "", "closes_at_1": ""},
        {"opens_at_0": "", "opens_at_1": ""},
        {"closes_at_0": "1-1-2020", "closes_at_1": "00:00:00"},
        {"closes_at_0": "ooit", "closes_at_1": "laat"},
    ],
    ids=["no end", "no beginning", "ends before it begins", "no date"],
)
def test_a_window_that_cannot_be_is_told_and_not_kept(world, staff, client_of, now, wrong):
    now(DURING_SUBMISSION)
    page = phase_page(PhaseKey.SUBMISSION)
    sent, before = as_it_stands(staff, page) | wrong, rows()

    response = staff.post(page, sent)

    assert response.status_code == 200
    assert response.context["adminform"].form.errors
    assert rows() == before
    assert client_of(None).get("/").status_code == 200


def test_a_window_may_lose_its_dates_and_is_closed_then(world, staff, client_of, now):
    now(DURING_SUBMISSION)
    page = phase_page(PhaseKey.SUBMISSION)
    empty = dict.fromkeys(["opens_at_0", "opens_at_1", "closes_at_0", "closes_at_1"], "")

    sent = as_it_stands(staff, page) | empty | {"reason": "Nog te kiezen."}

    assert staff.post(page, sent).status_code == 302

    assert "De datum volgt." in client_of(None).get("/").content.decode()


def test_staff_add_an_entity_and_change_it(world, staff, now):
    now(DURING_SUBMISSION)
    told = {"name": "Agentschap Innoveren", "ovo_code": "OVO000001", "policy_domain": "", "active": "on"}

    assert staff.post(url("portal.entity", "add"), told).status_code == 302
    entity = Entity.objects.get(name="Agentschap Innoveren")
    assert staff.post(url("portal.entity", "change", entity.pk), told | {"name": "VLAIO"}).status_code == 302

    entity.refresh_from_db()
    assert entity.name == "VLAIO"
    assert [(event.kind, event.data["name"]) for event in history.of(entity)] == [
        ("add", "Agentschap Innoveren"),
        ("change", "VLAIO"),
    ]


def test_two_entities_without_a_code_are_two_entities(world, staff, now):
    now(DURING_SUBMISSION)
    for name in ("Dienst A", "Dienst B"):
        told = {"name": name, "ovo_code": "", "policy_domain": "", "active": "on"}
        assert staff.post(url("portal.entity", "add"), told).status_code == 302

    assert Entity.objects.filter(ovo_code=None, name__startswith="Dienst").count() == 2


def test_an_entity_that_exists_is_told(world, staff):
    before = rows()

    response = staff.post(url("portal.entity", "add"), {"name": "VDAB", "active": "on"})

    assert response.status_code == 200
    assert rows() == before


def test_staff_name_the_deciders_of_a_round(world, staff, now):
    now(DURING_PRESELECTION)
    round_ = Round.objects.get(kind=RoundKind.PRESELECTION)
    page = url("jury.round", "change", round_.pk)

    response = staff.post(page, as_it_stands(staff, page) | {"deciders": [world.staff.pk, world.juror.pk]})

    assert response.status_code == 302, response.content.decode()[:2000]
    assert set(round_.deciders.all()) == {world.staff, world.juror}
    told = {(event.kind, event.data["person"]) for event in history.of(round_)}
    assert {("name_decider", world.juror.pk), ("remove_decider", world.decider.pk)} <= told
    assert history.of(round_).last().actor == world.staff.pk


def test_saving_a_round_unchanged_notes_nothing(world, staff, now):
    now(DURING_PRESELECTION)
    round_ = Round.objects.get(kind=RoundKind.PRESELECTION)
    page, before = url("jury.round", "change", round_.pk), story(round_)

    assert staff.post(page, as_it_stands(staff, page)).status_code == 302

    assert story(round_) == before


@pytest.mark.parametrize(
    ("state", "after"),
    [
        (LetterState.FAILED, LetterState.QUEUED),
        (LetterState.UNCERTAIN, LetterState.QUEUED),
        (LetterState.SENT, LetterState.SENT),
        (LetterState.CANCELLED, LetterState.CANCELLED),
        (LetterState.IN_FLIGHT, LetterState.IN_FLIGHT),
    ],
)
def test_staff_send_again_what_failed_and_nothing_else(world, staff, now, state, after):
    now(DURING_SUBMISSION)
    world.submitted(world.owner)
    letter = Letter.objects.get()
    Letter.objects.update(state=state, attempts=12)

    response = staff.post(
        url("portal.letter", "changelist"), {"action": "resend", "_selected_action": [letter.pk]}
    )

    assert response.status_code == 302
    again = Letter.objects.get()
    assert (again.state, again.message_id) == (after, letter.message_id)
    assert (again.attempts == 0) is (after == LetterState.QUEUED)


def test_staff_find_and_read_a_letter_to_somebody_without_account(world, staff, now):
    now(DURING_TEAMS)
    to_nobody_known = {"to": "chef@vlaanderen.be", "about": world.owner, "due": DURING_TEAMS}
    letter = outbox.queue("idea_received", **to_nobody_known)
    outbox.queue("idea_received", **to_nobody_known | {"to": world.member})
    of_letters = url("portal.letter", "changelist")

    everything = staff.get(of_letters)
    found = staff.get(of_letters, {"q": "chef@vlaanderen.be"})
    detail = staff.get(url("portal.letter", "change", letter.pk))

    assert len(everything.context["cl"].result_list) == 2
    assert list(found.context["cl"].result_list) == [letter]
    row = '<td class="field-goes_to">chef@vlaanderen.be</td>'
    assert row in found.content.decode()
    shown = '<div class="readonly">chef@vlaanderen.be</div>'
    assert shown in detail.content.decode()


def test_an_action_on_nothing_chosen_changes_nothing(full, staff):
    before = rows()

    for name, action in [("portal.extension", "end"), ("portal.letter", "resend")]:
        staff.post(url(name, "changelist"), {"action": action})

    assert rows() == before


def test_staff_of_one_edition_see_no_idea_of_another(world, staff, now):
    other = Edition.objects.create(key="2022-2023", name_nl="Volgende", contact="x@vlaanderen.be")
    idea = world.submitted(world.owner, "Van de andere editie")
    Idea.objects.filter(pk=idea.pk).update(edition=other)
    now(DURING_PRESELECTION)

    assert "Van de andere editie" not in staff.get(url("ideas.idea", "changelist")).content.decode()


def test_the_fixture_fills_every_list(full):
    assert [name for name in NAMES if one_of(name) is None] == []
