"""Who may make an account: a domain, an invitation; and two members of staff who move somebody."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal import closing, delivery, history, people, registration, transfers
from portal.models import AccountInvitation, Capacity, EmailDomain, Entity, Letter, Person, Transfer
from tests.refusals import refused, rows
from tests.world import DURING_SUBMISSION

SIGN_UP, CONFIRM, GUEST = "/account/registreren/", "/account/bevestigen/", "gast@elders.be"
AT = DURING_SUBMISSION


@pytest.fixture(autouse=True)
def _then(now):
    cache.clear()
    now(AT)


@pytest.fixture
def vdab(world):
    return Entity.objects.get(name="VDAB")


def invited(world, vdab, email=GUEST):
    return registration.invite(email, entity=vdab, edition=world.edition, by=world.staff, at=AT)


def sign_up(browser, email):
    mail.outbox.clear()
    browser.post(SIGN_UP, {"name": "Gast Een", "email": email})
    found = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", mail.outbox[-1].body, re.MULTILINE)
    return browser.post(CONFIRM, {"code": found.group()}) if found else None


@pytest.mark.parametrize(
    ("domain", "plain"),
    [
        ("Vlaanderen.BE", "vlaanderen.be"),
        ("vlaanderen.be.", "vlaanderen.be"),
        ("brugge-café.be", "xn--brugge-caf-k7a.be"),
        ("xn--brugge-caf-k7a.be", "xn--brugge-caf-k7a.be"),
        ("ｖlaanderen.be", ""),  # full-width: looks the same and is another address
        ("vl\u0430anderen.be", "xn--vlanderen-1yh.be"),  # a Cyrillic a: another domain
        ("vlaanderen..be", ""),
        ("vlaanderen", ""),
        ("", ""),
        ("v" * 64 + ".be", ""),
    ],
)
def test_a_domain_is_kept_as_in_dns(domain, plain):
    assert registration.plain_domain(domain) == plain


def test_only_the_very_domain_counts(world):
    for email in ("a@vlaanderen.be", "A@VLAANDEREN.BE", '"a@elders.be"@vlaanderen.be'):
        assert registration.may_register(email, at=AT), email
    for email in ("a@sub.vlaanderen.be", "a@nietvlaanderen.be", "a@vlaanderen.be@elders.be", "a", ""):
        assert not registration.may_register(email, at=AT), email


def test_somebody_of_an_entitys_domain_gets_that_entity(world, vdab, client_of):
    EmailDomain.objects.filter(domain="vdab.be").update(entity=vdab)

    sign_up(client_of(None), "nieuw@vdab.be")

    assert people.entity_of(Person.objects.get(email="nieuw@vdab.be")) == vdab


def test_an_invitation_lets_one_person_in_once_and_gives_the_entity(world, vdab, client_of):
    asked = invited(world, vdab)
    delivery.deliver()
    assert mail.outbox[-1].to == [GUEST]
    assert "http://localhost:8000/account/registreren/" in mail.outbox[-1].body
    browser = client_of(None)

    assert sign_up(browser, GUEST.upper())["Location"] == "/"

    person = Person.objects.get(email__iexact=GUEST)
    asked.refresh_from_db()
    assert (people.entity_of(person), asked.accepted_by) == (vdab, person)
    assert [event.kind for event in history.of(asked)] == ["invite", "accept"]
    closing.close_account(person, by=person, at=AT)
    cache.clear()  # of how often somebody knocked
    assert sign_up(client_of(None), GUEST) is None
    assert GUEST not in repr(list(AccountInvitation.objects.values()))


def test_an_invitation_ends_by_itself_or_is_taken_back(world, vdab, client_of):
    asked = invited(world, vdab)
    assert registration.may_register(GUEST, at=asked.expires_at - timedelta(seconds=1))
    assert not registration.may_register(GUEST, at=asked.expires_at)
    with refused("al uitgenodigd"):
        invited(world, vdab)
    with refused("al een account"):
        invited(world, vdab, "owner@vlaanderen.be")

    assert registration.withdraw_invitation(asked, by=world.staff, at=AT)
    assert not registration.withdraw_invitation(asked, by=world.staff, at=AT)
    assert Letter.objects.get(name="account_invited").state == "cancelled"
    assert sign_up(client_of(None), GUEST) is None
    invited(world, vdab)
    assert registration.may_register(GUEST, at=AT)


def test_an_invitation_taken_back_between_signing_up_and_the_code_lets_nobody_in(world, vdab, client_of):
    asked, browser = invited(world, vdab), client_of(None)
    browser.post(SIGN_UP, {"name": "Gast Een", "email": GUEST})
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", mail.outbox[-1].body, re.MULTILINE).group()
    registration.withdraw_invitation(asked, by=world.staff, at=AT)

    answer = browser.post(CONFIRM, {"code": code})

    assert answer.status_code == 409
    assert "Mail naar sandbox@vlaanderen.be" in answer.content.decode()
    assert "_auth_user_id" not in browser.session


def test_the_database_holds_one_open_invitation_per_address(world, vdab):
    invited(world, vdab)
    told = {
        "entity": vdab,
        "edition": world.edition,
        "invited_by": world.staff,
        "invited_at": AT,
        "expires_at": AT,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountInvitation.objects.create(email=GUEST.upper(), **told)


# --- moving to another entity ---


def at(person, entity):
    Capacity.objects.create(person=person, entity=entity, since=AT.date() - timedelta(days=9))


def proposed(world, vdab):
    return transfers.propose(world.owner, vdab, reason="Nieuwe baan.", by=world.staff, at=AT)


def test_one_proposes_another_approves_and_the_person_hears_it(world, vdab):
    before = Entity.objects.get(name="Departement Zorg")
    at(world.owner, before)
    move = proposed(world, vdab)
    unchanged = rows()
    with refused("Vraag een collega"):
        transfers.approve(move, by=world.staff, at=AT)
    with refused("al een voorstel"):
        proposed(world, vdab)
    assert rows() == unchanged

    transfers.approve(move, by=world.chair, at=AT)

    assert people.entity_of(world.owner) == vdab
    assert [one.entity for one in world.owner.capacities.filter(until=None)] == [vdab]
    assert [event.kind for event in history.of(move)] == ["propose", "approve"]
    delivery.deliver()
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (
        ["owner@vlaanderen.be"],
        "Je werkt nu voor VDAB in het portaal",
    )
    with refused("niets voorgesteld"):
        transfers.approve(move, by=world.superuser, at=AT)
    with refused("al afgehandeld"):
        transfers.withdraw(move, by=world.staff, at=AT)
    back = transfers.propose(world.owner, before, reason="Toch niet.", by=world.chair, at=AT)
    transfers.approve(back, by=world.staff, at=AT)
    assert people.entity_of(world.owner) == before


def test_nobody_approves_their_own_move_and_the_database_holds_that_there_are_two(world, vdab):
    about_staff = transfers.propose(world.staff, vdab, reason="Ik ga weg.", by=world.chair, at=AT)
    with refused("Dit gaat over jou"):
        transfers.approve(about_staff, by=world.staff, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.filter(pk=about_staff.pk).update(
            state="approved", approved_by=world.chair, approved_at=AT
        )


def test_people_say_once_where_they_work_and_then_ask(world, vdab, client_of):
    browser, page = client_of(world.owner), reverse("profile")
    browser.post(page, {"name": "Eigenaar Een", "language": "nl", "entity": vdab.pk})
    assert people.entity_of(world.owner) == vdab

    other = Entity.objects.get(name="Departement Zorg")
    browser.post(page, {"name": "Eigenaar Een", "language": "nl", "entity": other.pk})

    assert people.entity_of(world.owner) == vdab
    assert "Werk je nu ergens anders? Mail naar sandbox@vlaanderen.be" in browser.get(page).content.decode()
    with refused("Vraag Sandbox"):
        people.update_profile(world.owner, name="x", entity=other, language="nl", at=AT)


def test_staff_do_all_of_it_in_the_admin_and_are_told_what_is_refused(world, vdab, client_of):
    staff, chair = client_of(world.staff), client_of(world.chair)
    lists = {name: f"/beheer/portal/{name}/" for name in ("transfer", "accountinvitation", "emaildomain")}
    staff.post(
        f"{lists['transfer']}add/", {"person": world.owner.pk, "entity": vdab.pk, "reason": "Nieuwe baan."}
    )
    move = Transfer.objects.get()
    approve = {"action": "approve", "_selected_action": move.pk}
    assert "Vraag een collega" in staff.post(lists["transfer"], approve, follow=True).content.decode()
    assert "Goedgekeurd: 1." in chair.post(lists["transfer"], approve, follow=True).content.decode()
    invite = {"email": "OWNER@vlaanderen.be", "entity": vdab.pk, "edition": world.edition.pk}
    page = staff.post(f"{lists['accountinvitation']}add/", invite).content.decode()
    assert "Met dit adres is er al een account" in page
    staff.post(f"{lists['emaildomain']}add/", {"domain": "Omgeving.Vlaanderen.be.", "entity": vdab.pk})
    assert EmailDomain.objects.get(domain="omgeving.vlaanderen.be").entity == vdab
    assert (
        "Schrijf een domein" in staff.post(f"{lists['emaildomain']}add/", {"domain": "a@b"}).content.decode()
    )
