"""What a team consists of, as plain values: the signed link of a manager, how full a team is."""

from datetime import datetime, timedelta

from django.core import signing

LINK_VALID = timedelta(days=30)
MOST_ASKINGS = 3  # of one manager by one member within a day
_signer = signing.Signer(salt="teams.support")


def support_token(support_id: str, turn: int) -> str:
    """The signed part of a manager's link, bound to one request for support and one turn of it."""
    return _signer.sign_object([support_id, turn])


def read_support_token(token: str) -> tuple[str, int] | None:
    """The request and the turn that a link is about; None when nobody here signed it."""
    try:
        support_id, turn = _signer.unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(support_id), int(turn)


def link_ends(asked_at: datetime) -> datetime:
    """The first instant at which the link no longer works."""
    return asked_at + LINK_VALID
