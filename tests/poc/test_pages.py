"""The pages of PoCs: what each person sees, and how a form says what is wrong with everything typed still there."""

import pytest
from django.urls import reverse
from django.utils import translation

from poc import actions
from poc.models import EntryKind, JournalEntry, LedgerEntry, Obligation, Project
from poc.states import ObligationState, ProjectState
from portal import letters, registry
from portal.models import Letter
from tests.crowd import crowd
from tests.poc.stage import approved, ask, project_of, record, two_teams
from tests.reading import Page
from tests.refusals import rows
from tests.test_query_counts import queries_of
from tests.world import DURING_POC, DURING_SHOWCASE, SELECTING, World

E = "2021-2022"
NASTY = ["\0", "x" * 5000, "<script>alert(1)</script>", "{{ 7 }}", "=1+1"]


@pytest.fixture
def project(world: World, now) -> Project:
    now(DURING_POC)
    return project_of(world)


def url(name, *args):
    return reverse(f"poc:{name}", args=[E, *args])


def html_of(response, status=200):
    assert response.status_code == status, response.content.decode()[:3000]
    return response.content.decode().replace("\u00a0", " ")


def body(**changes):
    said = {
        "title": "Sensoren",
        "partner": "Firma Een",
        "amount": "1.210",
        "vat_rate": "21",
        "note": "",
        "key": "f1",
    }
    return said | changes


# --- the story that must work ---


def test_a_team_spends_all_but_a_cent_is_kindly_refused_two_and_spends_the_last(world, project, client_of):
    browser, page = client_of(world.member), url("ask", project.pk)
    assert browser.post(page, body(amount="14.999,99", key="a")).status_code == 303

    answer = browser.post(page, body(title="Nog twee cent", note="Echt nodig.", amount="0,02", key="b"))

    read = Page(html_of(answer))
    assert read.errors["id_amount_error"].strip().startswith("Er is nog € 0,01 vrij van de € 15.000.")
    assert [read.typed(name) for name in ("title", "partner", "amount", "note", "vat_rate", "key")] == [
        ["Nog twee cent"], ["Firma Een"], ["0,02"], ["Echt nodig."], ["21"], ["b"],
    ]  # fmt: skip
    assert browser.post(page, body(amount="0,01", key="b")).status_code == 303
    assert Project.objects.get().left_cents == 0
    assert "Er is nog € 0 vrij" in html_of(browser.get(page))


# --- lists ---


def test_a_member_sees_the_own_poc_and_staff_see_all(world, now, client_of):
    now(DURING_POC)
    first, second = two_teams(world)
    actions.open_project(first, by=world.member, at=DURING_POC)
    actions.open_project(second, by=world.other_member, at=DURING_POC)

    mine, all_ = (html_of(client_of(person).get(url("list"))) for person in (world.member, world.staff))

    assert ("Slimme sluisdeuren" in mine, "Lucht in de klas" in mine) == (True, False)
    assert ("Slimme sluisdeuren" in all_, "Lucht in de klas" in all_) == (True, True)
    assert ("Mijn PoC" in mine, "Alle PoC’s" in all_) == (True, True)


@pytest.mark.parametrize("who", ["employee", "juror", "candidate"])
def test_others_see_a_friendly_empty_page(world, project, client_of, who):
    shown = html_of(client_of(world.people[who]).get(url("list")))

    assert "Hier is nog geen PoC" in shown
    assert "Slimme sluisdeuren" not in shown


def test_a_selected_team_finds_the_button_and_before_the_selection_nothing(world, now, client_of):
    team = world.team()
    world.selected(team)
    now(SELECTING)
    assert "Open de PoC" not in html_of(client_of(world.member).get(url("list")))
    assert client_of(world.member).get(url("open", team.pk)).status_code == 409
    now(DURING_POC)

    assert url("open", team.pk) in html_of(client_of(world.member).get(url("list")))
    answer = client_of(world.member).post(url("open", team.pk), {"goal": "Werkt het?"})

    made = Project.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, url("project", made.pk))
    assert made.goal == "Werkt het?"
    assert client_of(world.owner).get(url("open", team.pk))["Location"] == url("project", made.pk)


@pytest.mark.parametrize("who", ["employee", "juror", "candidate"])
def test_strangers_find_no_door_to_open(world, now, client_of, who):
    team = world.team()
    world.selected(team)
    now(DURING_POC)

    for method in ("get", "post"):
        assert getattr(client_of(world.people[who]), method)(url("open", team.pk)).status_code == 404


# --- one PoC ---


def test_the_page_draws_how_the_budget_goes_down_until_the_last_day(world, project, client_of):
    """Nothing to draw before the first cost; the axis ends on the last day that counts, not on the instant after."""
    page = url("project", project.pk)
    told = "Wat er nog vrij is van € 15.000"
    assert told not in html_of(client_of(world.member).get(page))
    ask(project, 100_000, by=world.member)
    shown = html_of(client_of(world.member).get(page))
    assert told in shown
    assert "<span>maandag 31 oktober 2022</span>" in shown


def test_the_page_of_a_poc_tells_the_budget_in_words_and_figures(world, project, client_of):
    cost = approved(world, project, 605_000, title="Hulp")
    record(cost, EntryKind.INVOICED, 300_000, by=world.member)
    record(cost, EntryKind.PAID, 121_000, by=world.member)

    shown = html_of(client_of(world.member).get(url("project", project.pk)))

    assert "€ 6.050 ingezet van € 15.000" in shown
    for figure in ("€ 1.210", "€ 1.790", "€ 3.050", "€ 8.950"):
        assert figure in shown
    assert 'class="layer-paid" x="0" width="121000"' in shown
    assert "Vraag een kost aan" in shown


@pytest.mark.parametrize(
    ("who", "status"),
    [(who, 200) for who in ("member", "owner", "staff", "chair", "superuser")]
    + [(who, 404) for who in ("employee", "juror", "candidate")],
)
def test_who_sees_a_poc(world, project, client_of, who, status):
    cost = ask(project, 100, by=world.member)
    browser = client_of(world.people[who])

    for page in (url("project", project.pk), url("cost", cost.pk), url("export", project.pk)):
        assert browser.get(page).status_code == status


def test_staff_see_what_waits_and_members_do_not(world, project, client_of):
    ask(project, 100, by=world.member, title="Sensoren")

    assert "1 kost wacht op een antwoord" in html_of(client_of(world.staff).get(url("project", project.pk)))
    assert "wacht op een antwoord" not in html_of(client_of(world.member).get(url("project", project.pk)))


def test_an_ended_poc_tells_its_lessons_without_a_red_cross(world, project, client_of):
    actions.stop(project, lessons="Sensoren roesten.", by=world.member, at=DURING_POC)

    shown = html_of(client_of(world.member).get(url("project", project.pk)))

    assert "Sensoren roesten." in shown
    assert ("Vraag een kost aan" in shown, "panel-error" in shown, "badge-stop" in shown) == (
        False,
        False,
        False,
    )


def test_the_journal_shows_the_newest_first_and_pages(world, project, client_of):
    for number in range(12):
        actions.write_journal(project, text=f"Bladzijde {number:02}.", by=world.member, at=DURING_POC)
    browser = client_of(world.staff)

    first, second = (html_of(browser.get(url("project", project.pk) + f"?pagina={n}")) for n in (1, 2))

    assert first.index("Bladzijde 11.") < first.index("Bladzijde 02.")
    assert ("Bladzijde 01." in first, "Bladzijde 01." in second) == (False, True)


def test_after_the_last_day_the_page_asks_to_end(world, project, client_of, now):
    now(DURING_SHOWCASE)

    shown = html_of(client_of(world.member).get(url("project", project.pk)))

    assert "De tijd voor de PoC’s liep tot maandag 31 oktober 2022, 23.59 uur." in shown


# --- costs ---


def test_a_cost_shows_its_lines_and_what_it_is_without_vat(world, project, client_of):
    cost = approved(world, project, 12_100, title="Sensoren", note="Goedkoopste van drie.")
    record(cost, EntryKind.PAID, 1_000, by=world.staff, note="Factuur 17")

    shown = html_of(client_of(world.member).get(url("cost", cost.pk)))

    for words in (
        "€ 121",
        "€ 100 zonder 21 % btw",
        "€ 8,26",
        "Factuur 17",
        "Goedkoopste van drie.",
        "Zet recht",
    ):
        assert words in shown


def test_staff_answer_on_the_page_and_the_team_waits(world, project, client_of):
    cost = ask(project, 100, by=world.member)

    assert "Keur goed" in html_of(client_of(world.staff).get(url("cost", cost.pk)))
    waiting = html_of(client_of(world.member).get(url("cost", cost.pk)))
    assert ("Keur goed" in waiting, "Bestel nog niet." in waiting) == (False, True)
    assert client_of(world.staff).post(url("approve", cost.pk)).status_code == 303
    assert Obligation.objects.get().state == ObligationState.APPROVED
    assert client_of(world.chair).post(url("approve", cost.pk)).status_code == 409


def test_a_no_without_a_word_is_told_at_the_field(world, project, client_of):
    cost, browser = ask(project, 100, by=world.member), client_of(world.staff)

    read = Page(html_of(browser.post(url("decline", cost.pk), {"answer": " "})))

    assert "id_answer_error" in read.errors
    assert browser.post(url("decline", cost.pk), {"answer": "Dit kan Sandbox zelf."}).status_code == 303
    assert "Dit kan Sandbox zelf." in html_of(client_of(world.member).get(url("cost", cost.pk)))


def test_a_payment_beyond_the_approval_is_told_beside_the_amount(world, project, client_of):
    cost, browser = approved(world, project, 10_000), client_of(world.member)
    said = {"kind": "paid", "amount": "100,01", "note": "Factuur 17", "key": "r1"}

    read = Page(html_of(browser.post(url("record", cost.pk), said)))

    assert "vraag dat verschil aan als een nieuwe kost" in read.errors["id_amount_error"]
    assert (read.typed("amount"), read.typed("note"), read.typed("kind")) == (
        ["100,01"],
        ["Factuur 17"],
        ["paid"],
    )
    assert browser.post(url("record", cost.pk), said | {"amount": "100"}).status_code == 303


def test_a_line_is_corrected_on_a_page_of_its_own(world, project, client_of):
    cost = approved(world, project, 10_000)
    line, browser = record(cost, EntryKind.PAID, 9_050, by=world.member), client_of(world.second_member)
    page = url("correct", cost.pk, line.pk)

    assert Page(html_of(browser.get(page))).typed("amount") == ["90,50"]
    read = Page(html_of(browser.post(page, {"amount": "100", "note": "Tikfout.", "key": "c1"})))
    assert "niet meer dan dat" in read.errors["id_amount_error"]
    assert browser.post(page, {"amount": "90,50", "note": "Tikfout.", "key": "c1"}).status_code == 303

    assert LedgerEntry.objects.order_by("pk").last().amount_cents == -9_050
    assert browser.get(url("correct", cost.pk, cost.entries.order_by("pk").first().pk)).status_code == 409
    assert browser.get(url("correct", cost.pk, 0)).status_code == 404


def test_a_line_of_another_cost_is_not_found(world, project, client_of):
    cost, other = approved(world, project, 100), approved(world, project, 100)
    line = record(other, EntryKind.PAID, 100, by=world.member)

    assert client_of(world.member).get(url("correct", cost.pk, line.pk)).status_code == 404


def test_cancelling_and_closing_go_by_a_button(world, project, client_of):
    browser = client_of(world.member)
    dropped, paid = ask(project, 100, by=world.member), approved(world, project, 100)
    record(paid, EntryKind.PAID, 60, by=world.member)

    assert "Annuleer deze kost" in html_of(browser.get(url("cost", dropped.pk)))
    assert browser.post(url("cancel", dropped.pk)).status_code == 303
    assert "Sluit af: alles is betaald" in html_of(browser.get(url("cost", paid.pk)))
    assert browser.post(url("close", paid.pk)).status_code == 303
    assert Project.objects.get().used_cents == 60
    assert browser.post(url("close", paid.pk)).status_code == 409


# --- forms say what is wrong ---


@pytest.mark.parametrize("typed", ["14.99", "1.5", "gratis", "-5", "0", "", "9" * 29, "99999999999"])
def test_an_amount_that_is_none_is_explained_and_kept(world, project, client_of, typed):
    read = Page(html_of(client_of(world.member).post(url("ask", project.pk), body(amount=typed))))

    assert read.errors["id_amount_error"].strip()
    assert (read.typed("amount"), read.typed("title")) == ([typed], ["Sensoren"])
    assert not Obligation.objects.exists()


@pytest.mark.parametrize("field", ["title", "vat_rate", "key"])
def test_what_is_missing_is_told(world, project, client_of, field):
    answer = client_of(world.member).post(url("ask", project.pk), body(**{field: ""}))

    assert answer.context["form"].errors[field]
    assert "error-summary" in html_of(answer)


@pytest.mark.parametrize("text", NASTY)
def test_nasty_input_never_breaks_a_form(world, project, client_of, text):
    cost = approved(world, project, 10_000)
    line = record(cost, EntryKind.PAID, 100, by=world.member)
    browser, backstage = client_of(world.member), client_of(world.staff)
    asked = ask(project, 100, by=world.member)
    posts = [
        (browser, url("ask", project.pk), dict.fromkeys(body(), text)),
        (browser, url("ask", project.pk), body(title=text, partner=text, note=text)),
        (browser, url("record", cost.pk), dict.fromkeys(["kind", "amount", "note", "key"], text)),
        (browser, url("correct", cost.pk, line.pk), dict.fromkeys(["amount", "note", "key"], text)),
        (browser, url("journal", project.pk), {"text": text}),
        (backstage, url("decline", asked.pk), {"answer": text}),
        (browser, url("stop", project.pk), {"lessons": text}),
        (backstage, url("resume", project.pk), {"reason": text}),
    ]

    for one, page, said in posts:
        answer = one.post(page, said)
        assert answer.status_code in (200, 303, 409), page
        assert "<script>alert" not in answer.content.decode()
    for page in (url("project", project.pk), url("cost", cost.pk), url("list")):
        assert "<script>alert" not in html_of(browser.get(page))


def test_a_form_sent_twice_leads_to_the_same_cost(world, project, client_of):
    browser = client_of(world.member)
    answers = [browser.post(url("ask", project.pk), body()) for _click in range(2)]

    assert [answer["Location"] for answer in answers] == [url("cost", Obligation.objects.get().pk)] * 2


def test_a_refusal_on_a_page_changes_nothing(world, project, client_of):
    cost, browser = ask(project, 100, by=world.member), client_of(world.staff)
    before = rows()

    for page, said in (
        (url("ask", project.pk), body()),
        (url("cancel", cost.pk), {}),
        (url("journal", project.pk), {"text": "Ik was hier."}),
        (url("record", cost.pk), {"kind": "paid", "amount": "1", "key": "x"}),
    ):
        assert browser.post(page, said).status_code == 409, page
    assert rows() == before


# --- journal and end ---


def test_an_empty_page_of_the_journal_is_told(world, project, client_of):
    browser = client_of(world.member)

    assert Page(html_of(browser.post(url("journal", project.pk), {"text": ""}))).errors["id_text_error"]
    assert browser.post(url("journal", project.pk), {"text": "Eerste proef."}).status_code == 303
    assert JournalEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("page", "state"), [("finish", ProjectState.FINISHED), ("stop", ProjectState.STOPPED)]
)
def test_ending_asks_for_lessons_and_says_what_lapses(world, project, client_of, page, state):
    ask(project, 100, by=world.member)
    browser = client_of(world.member)

    assert "1 kost die nog op een antwoord wacht, vervalt." in html_of(browser.get(url(page, project.pk)))
    assert Page(html_of(browser.post(url(page, project.pk), {"lessons": ""}))).errors["id_lessons_error"]
    assert browser.post(url(page, project.pk), {"lessons": "Sensoren roesten."}).status_code == 303
    assert Project.objects.get().state == state
    assert browser.get(url(page, project.pk)).status_code == 409


def test_stopping_is_said_in_the_spirit_of_the_programme(world, project, client_of):
    assert "Falen is een optie." in html_of(client_of(world.member).get(url("stop", project.pk)))


def test_staff_open_it_again(world, project, client_of):
    actions.stop(project, lessons="Te vroeg.", by=world.member, at=DURING_POC)
    browser = client_of(world.staff)

    assert browser.post(url("resume", project.pk), {"reason": "Nieuwe partner."}).status_code == 303
    assert Project.objects.get().state == ProjectState.RUNNING
    assert client_of(world.member).get(url("resume", project.pk)).status_code == 404


# --- the sheet ---


def test_the_ledger_as_a_sheet_is_safe_and_keeps_its_keys(world, project, client_of):
    cost = approved(world, project, 12_100, title="=HYPERLINK(1)", partner="@firma", note="+gevaar")
    line = record(cost, EntryKind.PAID, 1_000, by=world.member, note='Zo; met "tekens"')
    actions.correct_entry(line, amount_cents=500, note="Fout", key="c", by=world.member, at=DURING_POC)

    answer = client_of(world.staff).get(url("export", project.pk))

    text = answer.content.decode()
    assert text.startswith(
        "\ufeffentry;cost;title;partner;state;kind;is_correction;amount_cents;amount;vat_rate;"
    )
    lines = text.splitlines()
    assert (
        f";{cost.pk};'=HYPERLINK(1);'@firma;approved;reserved;no;12100;121,00;21;100,00;'+gevaar;" in lines[1]
    )
    assert 'no;1000;10,00;21;8,26;"Zo; met ""tekens""";' in lines[2]
    assert ";yes;-500;-5,00;21;-4,13;Fout;" in lines[3]
    assert answer["Content-Disposition"] == f'attachment; filename="poc-{project.pk}.csv"'


# --- panel, waiting, letters ---


def panel(team, person, at=DURING_POC):
    return next(
        (
            one.values
            for one in registry.panels_on("team", team, person, at=at)
            if one.template == "poc/panel.html"
        ),
        None,
    )


def test_the_teams_room_shows_the_budget_or_the_button_to_who_may(world):
    team = world.team()
    world.selected(team)
    assert panel(team, world.member, SELECTING) is None
    assert panel(team, world.employee) is None
    assert panel(team, world.member)["team"] == panel(team, world.staff)["team"] == team

    actions.open_project(team, by=world.member, at=DURING_POC)

    assert panel(team, world.member)["project"].team == team
    assert panel(team, world.employee) is None


def test_the_panel_can_be_drawn_both_ways(world, rf):
    from django.template.loader import render_to_string

    team = world.team()
    world.selected(team)
    assert "Open de PoC" in render_to_string("poc/panel.html", {"panel": panel(team, world.member)})
    actions.open_project(team, by=world.member, at=DURING_POC)
    assert "budget-bar" in render_to_string("poc/panel.html", {"panel": panel(team, world.member)})


def waits(person, world, at=DURING_POC):
    fresh = type(person).objects.get(pk=person.pk)
    return [
        item.label
        for item in registry.waits_for(fresh, world.edition, at=at)
        if "/2021-2022/poc/" in item.url
    ]


def test_what_waits_for_members_and_staff(world):
    team = world.team()
    world.selected(team)
    assert waits(world.member, world) == ["Open jullie PoC"]
    assert waits(world.staff, world) == []

    project = project_of(world, team)
    cost = ask(project, 100, by=world.member)
    assert waits(world.member, world) == []
    assert waits(world.staff, world) == waits(world.chair, world) == ["Antwoord op een aangevraagde kost"]
    assert waits(world.member, world, DURING_SHOWCASE) == ["Rond jullie PoC af, of stop met lessen"]

    actions.approve_cost(cost, by=world.staff, at=DURING_POC)
    actions.finish(project, lessons="Klaar.", by=world.member, at=DURING_POC)
    assert waits(world.staff, world) == waits(world.member, world, DURING_SHOWCASE) == []


def test_staff_in_the_team_are_not_asked_to_answer(world):
    team = world.team(world.owner, world.member, world.staff)
    world.selected(team)
    ask(project_of(world, team), 100, by=world.member)

    assert waits(world.staff, world) == []


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("end", [actions.finish, actions.stop])
def test_every_letter_can_be_read_in_both_languages(world, project, language, end):
    type(world.member).objects.update(language=language)
    approved(world, project, 100, title="Sensoren")
    no = ask(project, 100, by=world.member, title="Taart")
    actions.decline_cost(no, answer="Geen taart.", by=world.staff, at=DURING_POC)
    end(project, lessons="Sensoren roesten.", by=world.member, at=DURING_POC)

    for letter in Letter.objects.filter(name__in=["cost_answered", "poc_ended"], recipient=world.member):
        values = registry.letters[letter.name].contents(letter)
        title, text, html = letters.words(letter, values)
        assert "Slimme sluisdeuren" in title + text
        assert "{{" not in text + html
        if "Taart" in title:
            assert "Geen taart." in text
        if letter.name == "poc_ended":
            assert "Sensoren roesten." in text


def test_a_letter_that_no_longer_makes_sense_does_not_leave(world, project):
    contents = {
        name: registry.letters[name].contents for name in ("poc_opened", "cost_answered", "poc_ended")
    }
    cost = approved(world, project, 100)
    actions.cancel_cost(cost, by=world.member, at=DURING_POC)
    assert contents["cost_answered"](Letter.objects.filter(name="cost_answered").first()) is None
    assert contents["poc_opened"](Letter.objects.filter(name="poc_opened").first())
    actions.stop(project, lessons="Weg.", by=world.member, at=DURING_POC)
    assert contents["poc_opened"](Letter.objects.filter(name="poc_opened").first()) is None
    actions.resume(project, reason="Toch.", by=world.staff, at=DURING_POC)
    assert contents["poc_ended"](Letter.objects.filter(name="poc_ended").first()) is None


def test_the_pages_speak_english(world, project, client_of):
    cost = ask(project, 100, by=world.member)
    with translation.override("en"):
        browser = client_of(world.member)
        browser.cookies.load({"django_language": "en"})
        for page in (url("list"), url("project", project.pk), url("ask", project.pk), url("cost", cost.pk)):
            shown = html_of(browser.get(page))
            assert 'lang="en"' in shown
            assert "Nog vrij" not in shown


# --- query counts ---


def grown(rows_, grow, client, address):
    counts, have = [], 0
    for wanted in rows_:
        for _number in range(have, wanted):
            grow()
        have = wanted
        counts.append(len(queries_of(client, address)))
    return counts


def test_a_page_of_a_poc_costs_the_same_with_many_costs_and_pages(world, project, client_of):
    def grow():
        cost = approved(world, project, 100)
        record(cost, EntryKind.PAID, 50, by=world.member)
        actions.write_journal(project, text=f"{cost.pk}", by=world.member, at=DURING_POC)

    for who in (world.member, world.staff):
        counts = grown(
            (1, 3, 50) if who == world.member else (1, 3), grow, client_of(who), url("project", project.pk)
        )
        assert len(set(counts)) == 1, counts
        assert counts[0] <= 18


def test_a_cost_costs_the_same_with_many_lines(world, project, client_of):
    cost = approved(world, project, 1_000)

    counts = grown(
        (1, 3, 50),
        lambda: record(cost, EntryKind.PAID, 1, by=world.member),
        client_of(world.member),
        url("cost", cost.pk),
    )

    assert len(set(counts)) == 1, counts
    assert counts[0] <= 16


def test_the_sheet_costs_the_same_with_many_lines(world, project, client_of):
    counts = grown(
        (1, 3, 50),
        lambda: ask(project, 1, by=world.member),
        client_of(world.staff),
        url("export", project.pk),
    )

    assert len(set(counts)) == 1, counts


def test_mine_and_the_list_cost_staff_the_same_with_many_asks(world, project, client_of):
    for page in (reverse("mine", args=[E]), url("list")):
        counts = grown((1, 3, 50), lambda: ask(project, 1, by=world.member), client_of(world.staff), page)
        assert len(set(counts)) == 1, counts


def test_the_list_of_all_pocs_costs_the_same_at_any_length(world, now, client_of):
    titles = [f"Idee {number:02}" for number in range(50)]
    now(DURING_POC)
    found = many_projects(world, titles)
    counts = []
    for wanted in (1, 3, 50):
        Project.objects.exclude(pk__in=[one.pk for one in found]).delete()
        for project in found[Project.objects.count() : wanted]:
            project.save(force_insert=True)
        counts.append(len(queries_of(client_of(world.staff), url("list"))))

    assert len(set(counts)) == 1, counts
    assert counts[0] <= 14


def many_projects(world, titles):
    """PoCs of teams without members, not saved yet."""
    from teams.models import Team

    ideas = crowd(world.published(world.owner, titles[0]), titles)
    teams = [Team.objects.create(edition=world.edition, idea=idea, made_at=DURING_POC) for idea in ideas]
    return [
        Project(edition=world.edition, team=team, cap_cents=1_500_000, opened_at=DURING_POC) for team in teams
    ]
