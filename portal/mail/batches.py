"""What the letters of one batch rest on, read once for all of them: how people want them, which addresses do not work,
which words count. Whoever changes one of these takes the letters back that a worker holds (`outbox.take_back`)."""

from dataclasses import dataclass, field

from portal.mail import addresses, choices, wordings
from portal.models import Letter


@dataclass
class Batch:
    """Three queries, and one for each letter's name and edition that has words."""

    hows: dict[int, str]
    dead: frozenset[str]
    sources: dict[tuple[str, str | None, str], tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, letters: list[Letter]) -> "Batch":
        return cls(choices.hows(letters), addresses.dead_among([one.reachable_at for one in letters]))

    def how(self, letter: Letter) -> str:
        """How its recipient wants this letter."""
        return self.hows[letter.pk]

    def is_dead(self, address: str) -> bool:
        return address.lower() in self.dead

    def source(self, letter: Letter) -> tuple[str, str]:
        """Subject line and body that count for this letter."""
        key = (letter.name, letter.edition_id, letter.language)
        if key not in self.sources:
            self.sources[key] = wordings.source(*key)
        return self.sources[key]
