"""Staff and judges set up a second factor before a closed page opens to them; production refuses the demo."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

from tests.world import DURING_SUBMISSION

SET_UP = "/account/2fa/totp/activate/"
GUARDED = ["staff", "decider", "chair", "assessor", "recused", "juror", "superuser"]
ORDINARY = ["employee", "owner", "other_owner"]
CLOSED = ["/profiel/", "/2021-2022/mijn-traject/", "/2021-2022/ideeen/nieuw/"]


@pytest.fixture
def required(settings, now) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    now(DURING_SUBMISSION)


@pytest.mark.parametrize("member", GUARDED)
def test_who_judges_or_works_here_sets_up_a_second_factor_first(world, required, client_of, member):
    client = client_of(world.people[member])
    for address in CLOSED:
        sent = client.get(address)
        assert (sent.status_code, sent.headers.get("Location")) == (302, SET_UP), address


@pytest.mark.parametrize(
    ("member", "address"),
    [
        ("staff", "/beheer/"),
        ("superuser", "/beheer/portal/person/"),
        ("assessor", "/2021-2022/beoordelen/preselectie/"),
        ("decider", "/2021-2022/beoordelen/preselectie/resultaat/"),
        ("chair", "/2021-2022/beoordelen/preselectie/resultaat/"),
    ],
)
def test_the_pages_of_a_role_stay_shut_without_a_second_factor(world, required, client_of, member, address):
    sent = client_of(world.people[member]).get(address)
    assert (sent.status_code, sent.headers.get("Location")) == (302, SET_UP)


def test_a_post_does_nothing_without_a_second_factor(world, required, client_of):
    sent = client_of(world.assessor).post("/2021-2022/ideeen/nieuw/")
    assert (sent.status_code, sent.headers.get("Location")) == (302, SET_UP)
    assert world.assessor.ideas.count() == 0


@pytest.mark.parametrize("member", ORDINARY)
def test_other_people_need_no_second_factor(world, required, client_of, member):
    client = client_of(world.people[member])
    assert [client.get(address).status_code for address in CLOSED] == [200, 200, 200]


@pytest.mark.parametrize("member", GUARDED)
def test_without_a_second_factor_one_may_still_set_it_up_and_log_out(world, required, client_of, member):
    world.people[member].emailaddress_set.update(verified=True)
    client = client_of(world.people[member])
    assert client.get(SET_UP).status_code == 200
    assert client.get("/account/uitloggen/").status_code == 200
    assert client.post("/account/uitloggen/").status_code == 302
    assert client.get("/profiel/")["Location"].startswith("/account/inloggen/")


@pytest.mark.parametrize("member", GUARDED)
def test_with_a_second_factor_everything_opens(world, required, client_of, member):
    Authenticator.objects.create(user=world.people[member], type=Authenticator.Type.TOTP, data={"secret": ""})
    client = client_of(world.people[member])
    assert [client.get(address).status_code for address in CLOSED] == [200, 200, 200]


def test_public_pages_stay_open_to_everybody(world, required, client_of):
    client = client_of(world.staff)
    assert [client.get(address).status_code for address in ("/", "/2021-2022/ideeen/", "/gezond/")] == [
        200
    ] * 3


def test_a_role_of_last_year_asks_for_nothing(world, required, client_of, settings):
    world.juror.roles.update(since="2020-01-01", until="2021-01-01")
    assert client_of(world.juror).get("/profiel/").status_code == 200


def test_a_security_key_asks_for_its_name_in_dutch(world, client_of, now):
    now(DURING_SUBMISSION)
    EmailAddress.objects.update(verified=True)
    html = client_of(world.staff).get("/account/2fa/webauthn/add/").content.decode()
    assert "Naam van deze sleutel" in html
    assert ">Name<" not in html


def test_where_it_is_not_required_nobody_is_asked(world, now, client_of, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    now(DURING_SUBMISSION)
    assert client_of(world.staff).get("/profiel/").status_code == 200


def refused(settings) -> set[str]:
    return {fault.id for fault in run_checks(tags=["security"], include_deployment_checks=True)}


def test_production_refuses_the_demo(settings):
    settings.DEMO = True
    assert "portal.E001" in refused(settings)
    with pytest.raises(CommandError, match="DEMO is on"):
        call_command("check", deploy=True)


def test_production_refuses_to_do_without_the_second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    assert "portal.E002" in refused(settings)


def test_the_checks_are_content_with_production_as_it_should_be(settings):
    settings.DEMO, settings.SECOND_FACTOR_REQUIRED = False, True
    assert refused(settings) & {"portal.E001", "portal.E002"} == set()
