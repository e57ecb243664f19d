"""In a real browser: a warning before one is logged out, a fresh code; the pages of an
ambassador, of somebody who lost a role, and of a manager whose link ran out."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail

from portal import people, roles
from portal.models import Entity
from teams import actions, content
from teams.models import Membership
from tests import world as worlds
from tests.browser.conftest import Visitor
from tests.permissions.participation import ambassador
from tests.test_accounts import code_in
from tests.world import DURING_PRESELECTION, DURING_SUBMISSION, DURING_TEAMS, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = (320, 1280)


@pytest.fixture
def world(transactional_db: None) -> World:
    return worlds.build()


def picture(somebody: Visitor, name: str) -> Visitor:
    """A picture to look at, where somebody asks for them."""
    if folder := os.environ.get("PICTURES"):
        somebody.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    return somebody


def test_a_warning_before_the_end_that_one_press_takes_away_and_a_fresh_code(
    world: World, visitor: Callable[..., Visitor], now: Any, settings: Any
) -> None:
    now(DURING_SUBMISSION)
    settings.SESSION_LIMITS = {
        "others": {"silent": 122, "whole": 10_000},
        "guarded": {"silent": 122, "whole": 100},
    }
    writer = visitor(world.owner, 320).go("/2021-2022/mijn-traject/")
    warning = writer.page.get_by_role("alertdialog")
    warning.wait_for()
    picture(writer.sees("Je wordt zo uitgelogd").finds_it_accessible(), "warning-320")
    writer.press("Blijf ingelogd")
    warning.wait_for(state="hidden")

    settings.SESSION_LIMITS["others"]["silent"] = 0
    writer.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    warning.wait_for()
    picture(writer.sees("Je bent uitgelogd.").finds_it_accessible(), "over-320")
    juror = visitor(world.juror).go("/2021-2022/mijn-traject/")
    juror.page.get_by_role("alertdialog").wait_for()
    picture(juror.sees("ook als je verder werkt"), "last-1280")

    settings.SESSION_LIMITS["others"] = {"silent": 10_000, "whole": 10_000}
    owner = visitor(world.owner, 320).go("/profiel/account-sluiten/")
    picture(owner.sees("Bevestig dat jij het bent").finds_it_accessible(), "fresh-320")
    owner.press("Mail me een code").sees("We mailden een code naar")
    owner.press("Ga verder").sees("Vul de code in").finds_it_accessible()
    owner.page.get_by_label("Code").fill(code_in(mail.outbox[-1]))
    picture(owner, "fresh-filled-320")
    owner.press("Ga verder").sees("Dit kan je niet ongedaan maken.").finds_it_accessible()
    picture(owner.go("/account/e-mail/").finds_it_accessible(), "email-320")


def logged_in_by_code(somebody: Visitor, email: str) -> Visitor:
    somebody.go("/account/inloggen/").page.locator("main input[name=email]").fill(email)
    somebody.page.locator("main button[type=submit]").first.click()
    somebody.page.locator("main input[name=code]").fill(code_in(mail.outbox[-1]))
    somebody.press("Ga verder").page.wait_for_load_state()
    return somebody


def totp(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.mark.deep
@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_ambassadors_former_judges_and_managers(
    world: World, visitor: Callable[..., Visitor], now: Any, width: int
) -> None:
    entity = Entity.objects.order_by("name")[0]
    for person in (world.owner, world.member):
        told = {"name": person.name, "entity": entity, "language": "nl", "at": DURING_SUBMISSION}
        people.update_profile(person, **told)
    who = ambassador(world.edition, entity, "ambassador")
    page = f"/2021-2022/entiteit/{entity.pk}/"
    now(DURING_SUBMISSION)
    picture(visitor(who, width).go(page).finds_it_accessible(), f"entity-early-{width}")
    team = world.team()
    now(DURING_TEAMS)
    picture(visitor(who, width).go(page).sees("Slimme sluisdeuren").finds_it_accessible(), f"entity-{width}")

    now(DURING_PRESELECTION)
    judge = visitor(world.assessor, width)
    roles.dismiss(world.assessor.roles.get(), by=world.staff, at=DURING_PRESELECTION)
    judge.go("/2021-2022/beoordelen/preselectie/").sees("Je rol als beoordelaar eindigde op")
    picture(judge.finds_it_accessible(), f"role-ended-{width}")

    member = Membership.objects.get(team=team, person=world.member)
    asked = {"manager_name": "Chef Een", "manager_email": "chef@vlaanderen.be", "hours": "Vier uur per week"}
    support = actions.ask_support(member, **asked, by=world.member, at=DURING_TEAMS)
    link = f"/2021-2022/teams/steun/{content.support_token(support.pk, 1)}/"
    now(DURING_TEAMS)
    picture(visitor(None, width).go(link).finds_it_accessible(), f"manager-{width}")
    now(content.link_ends(DURING_TEAMS))
    manager = visitor(None, width).go(link).sees("Mail me een nieuwe link").finds_it_accessible()
    picture(manager, f"manager-late-{width}").press("Mail me een nieuwe link").sees("Staat de vraag nog open")
    picture(manager, f"manager-renewed-{width}")

    now(DURING_PRESELECTION)
    staff = visitor(world.chair, width).go("/beheer/portal/role/add/")
    picture(staff, f"admin-role-add-{width}")
    staff.go(f"/beheer/portal/role/{world.juror.roles.get().pk}/change/").sees("Waarom eindigt de rol")
    picture(staff, f"admin-role-end-{width}")
