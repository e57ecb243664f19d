"""What kind of personal data a field holds, and how long it is kept.

Every model of the portal carries `privacy = marks(...)`, which names each of its fields once; a test refuses a
field without a mark. Exports read the marks, so a new field cannot be forgotten. A model that holds something of people
whom none of its own fields points at says how they are found: `about_people`, each a set of lookups with `ME` in it.
Source of the terms: GDPR; accounting documents are kept 10 years.
"""

from dataclasses import dataclass
from enum import Enum

ME = "me"  # stands for the key of the person in a model's `about_people`


@dataclass(frozen=True)
class Rule:
    """What is kept under a mark (`about`), and until when (`keep`)."""

    about: str
    keep: str


class Kind(Enum):
    """The kinds of data a field can hold."""

    NONE = Rule("no personal data", "as long as the edition is shown")
    LINK = Rule("points at a person by a random key", "with its row; anonymous once the person is anonymised")
    IDENTITY = Rule(
        "who somebody is and how to reach them", "2 years after the last edition they took part in"
    )
    CONTENT = Rule("text that a person wrote", "3 years after the edition, longer once published by consent")
    JUDGEMENT = Rule("what one person wrote about another's work", "2 years after the release")
    CONSENT = Rule("what somebody agreed to", "5 years after it was withdrawn")
    AUDIT = Rule("who did what when, in codes", "10 years")
    MAIL = Rule("a letter to a person", "1 year after it was sent")


def marks(**fields: str) -> dict[str, Kind]:
    """Field names per kind, as words: `marks(identity="name email", none="id")`. Raises KeyError on an unknown kind,
    ValueError when a field is marked twice."""
    marked: dict[str, Kind] = {}
    for kind, names in fields.items():
        for name in names.split():
            if name in marked:
                raise ValueError(f"{name} is marked twice")
            marked[name] = Kind[kind.upper()]
    return marked
