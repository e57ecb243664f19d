"""What Sandbox does besides: try a letter, name an ambassador, invite a guest, move somebody to another entity. And an
ambassador who wants a second step."""

from datetime import datetime

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from portal import registration, roles, transfers
from portal.demo.acts.act import Act, edition
from portal.demo.cast import local, player
from portal.mail import samples, wordings
from portal.models import Entity, Role, RoleKind, Transfer
from portal.models.registration import TransferState
from portal.second_step import letters

TRIED = "call_closes"
GUEST = "gast-een@partner.example"
AMBASSADOR, NEW_HOME = "ambassadeur-twee", "Agentschap Opgroeien"


def _try_letter(at: datetime) -> None:
    """Staff read the next letter in their own mailbox before it leaves."""
    words, _version = wordings.words_of(TRIED, edition())
    sample = next(iter(samples.samples(edition(), TRIED, at=at)), None)
    samples.send_to_oneself(edition(), TRIED, words, sample, by=player("sandbox"), at=at)


def _name_ambassador(at: datetime) -> None:
    home = Entity.objects.get(name="Departement Zorg")
    who = player(AMBASSADOR)
    roles.appoint(
        who, RoleKind.AMBASSADOR, edition=edition(), entity=home, by=player("sandbox"), at=at,
        reason="Je collega’s vroegen naar iemand die het programma kent.",
    )  # fmt: skip


def _take_second_step(at: datetime) -> None:
    """Nobody asks it of an ambassador: an app on her phone makes her account safer."""
    who = player(AMBASSADOR)
    TOTP.activate(who, generate_totp_secret())
    letters.tell(who, "mfa/email/totp_activated", at=at)


def _invite_guest(at: datetime) -> None:
    home = Entity.objects.get(name="De Vlaamse Waterweg")
    registration.invite(GUEST, entity=home, edition=edition(), by=player("sandbox"), at=at)


def _propose_move(at: datetime) -> None:
    home, reason = Entity.objects.get(name=NEW_HOME), "Werkt daar sinds maart."
    transfers.propose(player(AMBASSADOR), home, reason=reason, by=player("sandbox"), at=at)


def _approve_move(at: datetime) -> None:
    """Who moves is no longer the ambassador of the entity they leave."""
    rows = Transfer.objects.filter(person=player(AMBASSADOR), state=TransferState.PROPOSED)
    for transfer in rows:
        transfers.approve(transfer, by=player("beslisser"), at=at)
    for role in Role.objects.filter(person=player(AMBASSADOR), until=None):
        roles.dismiss(role, reason="Je werkt nu voor een andere entiteit.", by=player("sandbox"), at=at)


ACTS = [
    Act(local(2021, 12, 9, 14), _try_letter),
    Act(local(2021, 12, 13, 9, 30), _name_ambassador),
    Act(local(2021, 12, 14, 11), _take_second_step),
    Act(local(2022, 1, 10, 11), _invite_guest),
    Act(local(2022, 3, 1, 11), _propose_move),
    Act(local(2022, 3, 2, 11), _approve_move),
]
