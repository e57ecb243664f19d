"""The words of letters: shipped as one file per letter and language, rewritten by staff, every version kept.

Staff write the same small language as the files: `{{ title }}` for a value, `{% if word %} … {% endif %}` for a piece
that is there only sometimes. Which values a letter has follows from its shipped words; nothing else is let in.
"""

import re
from datetime import datetime
from functools import cache
from itertools import chain

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.template import Engine, TemplateSyntaxError
from django.template.base import Lexer, Token, TokenType
from django.utils.translation import gettext as _

from portal import history, outbox, registry
from portal.errors import Refused, Stale
from portal.models import Edition, Person, Wording

FOLDER = settings.BASE_DIR / "templates" / "mail"
LANGUAGES = ("nl", "en")
FIELDS = tuple(f"{part}_{language}" for language in LANGUAGES for part in ("title", "body"))
SHARED = frozenset({"name", "portal_url"})

VALUE = re.compile(r'^(\w+)(?:\.(\w+))?(?:\|default:"[^"{}%]*")?$')
PIECE = re.compile(
    r"^(?:(?:el)?if (?:not )?(?P<test>\w+)|for (?P<one>\w+) in (?P<many>\w+)|else|endif|endfor)$"
)
_engine = Engine(autoescape=False)


@cache
def shipped(name: str, language: str) -> tuple[str, str]:
    """The subject line and the body as they came with the portal."""
    head, _, body = (FOLDER / f"{name}.{language}.md").read_text(encoding="utf-8").partition("\n")
    return head, body.strip()


def shipped_words(name: str) -> dict[str, str]:
    """Both languages, by field."""
    parts = chain.from_iterable(shipped(name, language) for language in LANGUAGES)
    return dict(zip(FIELDS, parts, strict=True))


@cache
def values_of(name: str) -> frozenset[str]:
    """The names of the values that a letter has."""
    used = (_names(text) for text in shipped_words(name).values())
    return SHARED | frozenset(chain.from_iterable(used))


def _names(text: str) -> set[str]:
    found: set[str] = set()
    for token in _tokens(text):
        told = (VALUE if token.token_type == TokenType.VAR else PIECE).match(token.contents)
        found |= {word for word in told.groups() if word} if told else set()
    return found


def _tokens(text: str) -> list[Token]:
    return [token for token in Lexer(text).tokenize() if token.token_type != TokenType.TEXT]


def faults(name: str, text: str) -> list[str]:
    """What cannot stand in the words of a letter, each as a sentence that says what can."""
    known = values_of(name)
    found = [told for token in _tokens(text) if (told := _fault_of(token, known))]
    return found or _fault_of_whole(text)


def _fault_of(token: Token, known: frozenset[str]) -> str:
    is_value = token.token_type == TokenType.VAR
    told = (VALUE if is_value else PIECE).match(token.contents)
    if token.token_type == TokenType.COMMENT or told is None:
        return _("‘%(piece)s’ kan niet in een mail staan.") % {"piece": token.contents}
    strange = {word for word in told.groups() if word} - known
    if not strange:
        return ""
    can = ", ".join(f"{{{{ {one} }}}}" for one in sorted(known))
    return _("‘%(name)s’ kan niet ingevuld worden. Wat wel kan: %(known)s.") % {
        "name": min(strange),
        "known": can,
    }


def _fault_of_whole(text: str) -> list[str]:
    try:
        _engine.from_string(text)
    except TemplateSyntaxError:
        return [_("Een stuk tussen {% if … %} en {% endif %} is niet afgesloten. Kijk het na.")]
    return []


def versions(name: str, edition: Edition) -> QuerySet[Wording]:
    """What staff wrote for a letter, the newest first."""
    return Wording.objects.filter(name=name, edition=edition).select_related("by").order_by("-number")


def words_of(name: str, edition: Edition) -> tuple[dict[str, str], int]:
    """The words that count now, and the number of their version; 0 is what came with the portal."""
    last = versions(name, edition).first()
    number = last.number if last else 0
    if last is None or not last.body_nl:
        return shipped_words(name), number
    return {field: getattr(last, field) for field in FIELDS}, number


def source(name: str, edition_id: str | None, language: str) -> tuple[str, str]:
    """Subject line and body in a language: those of staff, otherwise the shipped ones. English that staff left empty
    is Dutch, because the shipped English would say something else."""
    if edition_id:
        rows = Wording.objects.filter(name=name, edition=edition_id).order_by("-number")
        last = rows.first()
        if last and last.body_nl:
            told = language if getattr(last, f"body_{language}") else "nl"
            return getattr(last, f"title_{told}") or last.title_nl, getattr(last, f"body_{told}")
    return shipped(name, language)


@transaction.atomic
def write(
    name: str, edition: Edition, words: dict[str, str], *, version: int, by: Person, at: datetime
) -> None:
    """Keep new words; empty ones put back what came with the portal. Refused with what cannot be filled in; raises
    Stale when somebody else wrote in between."""
    for text in words.values():
        for fault in faults(name, text):
            raise Refused(reason=fault)
    current, number = words_of(name, edition)
    if words == current:
        return
    if number != version:
        raise _stale()
    outbox.take_back(Q(name=name, edition=edition))
    row = Wording(name=name, edition=edition, number=version + 1, by=by, at=at, **words)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as taken:
        raise _stale() from taken
    history.record(edition, "mail_words", by=by, at=at, data={"letter": registry.letters[name].name})


def _stale() -> Stale:
    return Stale(
        reason=_("Iemand anders bewaarde deze mail intussen. Lees de nieuwe tekst en bewaar opnieuw."),
        title=_("Er is een nieuwere tekst"),
    )
