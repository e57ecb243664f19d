"""Random public identifiers: they tell nothing about order, number or moment."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"  # no look-alikes, so that a person can read one aloud
LENGTH = 12  # 30^12: 58 bits


def public_id() -> str:
    """A key that can stand in a URL; 12 characters."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def receipt_number() -> str:
    """A number for people, in three groups: `7KQ2-M9PX-4TRB`. Random, so that receipts cannot be counted."""
    code = public_id().upper()
    return "-".join(code[i : i + 4] for i in range(0, LENGTH, 4))
