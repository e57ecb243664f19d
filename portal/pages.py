"""Pages whose words staff may write: shipped as Markdown, rewritten in the browser, every version kept.

`templates/pages/<key>.<language>.md`: the first line is the title, the rest the text. A version that staff wrote
(`PageText`) goes before the shipped one. Pages for learning may be added; the others exist because the portal shows
them somewhere.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import history, prose, roles, timeline
from portal.errors import Refused, Stale
from portal.models import Edition, PageText, Person

FOLDER = settings.BASE_DIR / "templates" / "pages"


@dataclass(frozen=True)
class Kind:
    """A page that the portal shows of itself: where, and whether each edition has its own words."""

    about: str | Promise
    per_edition: bool = True


FIXED = {
    "start": Kind(gettext_lazy("De kop van de startpagina")),
    "stappen": Kind(gettext_lazy("De stappen op de startpagina: elke tussenkop is een stap")),
    "webinar": Kind(gettext_lazy("De pagina over het webinar")),
    "privacy": Kind(gettext_lazy("Privacy, voor de hele site"), per_edition=False),
    "toegankelijkheid": Kind(
        gettext_lazy("De toegankelijkheidsverklaring, voor de hele site"), per_edition=False
    ),
}
LEARNING = ("goed-idee", "team-vormen", "design-sprint", "pitchen", "proof-of-concept", "falen")


def scope_of(key: str, edition: Edition) -> Edition | None:
    """The edition whose words a page has; None for a page of the whole site."""
    return None if key in FIXED and not FIXED[key].per_edition else edition


def may_write(key: str, edition: Edition, *, by: Person, at: datetime) -> bool:
    """Staff write the pages of their edition. Those of the whole site speak for the edition that is on now, so only its
    staff write them."""
    responsible = scope_of(key, edition) or timeline.edition_of(is_current=True)
    return responsible is not None and roles.is_staff(by, edition=responsible, at=at)


def versions(key: str, edition: Edition) -> QuerySet[PageText]:
    """What staff wrote for a page, the newest first."""
    return PageText.objects.filter(key=key, edition=scope_of(key, edition)).order_by("-number")


def find(key: str, edition: Edition) -> PageText | None:
    """The words that count now, also of a page that was taken away; None when there never was one."""
    last = versions(key, edition).first()
    return last or shipped(key)


def read(key: str, edition: Edition) -> PageText | None:
    """The words that everybody reads; None when there is no such page or staff took it away."""
    page = find(key, edition)
    return page if page and page.body_nl else None


def all_pages(edition: Edition) -> list[PageText]:
    """Every page of an edition and of the site, also those taken away: first the fixed ones, then those to learn from.
    One query."""
    rows = PageText.objects.filter(edition=edition) | PageText.objects.filter(edition=None)
    newest = {row.key: row for row in rows.order_by("number")}
    added = sorted(set(newest) - {*FIXED, *LEARNING})
    found = (newest.get(key) or shipped(key) for key in (*FIXED, *LEARNING, *added))
    return [page for page in found if page]


def learning(edition: Edition) -> list[PageText]:
    """The pages to learn from that can be read now."""
    return [page for page in all_pages(edition) if page.key not in FIXED and page.body_nl]


@cache
def shipped(key: str) -> PageText | None:
    """The words that come with the portal, as version 0, which is never stored."""
    if key not in (*FIXED, *LEARNING):
        return None
    dutch, english = (_parted((FOLDER / f"{key}.{code}.md").read_text("utf-8")) for code in ("nl", "en"))
    return PageText(
        key=key, number=0, title_nl=dutch[0], body_nl=dutch[1], title_en=english[0], body_en=english[1]
    )


def _parted(source: str) -> tuple[str, str]:
    title, _newline, body = source.partition("\n")
    return title.strip(), body.strip()


@transaction.atomic
def write_page(
    key: str, edition: Edition, words: dict[str, str], *, version: int, by: Person, at: datetime
) -> PageText:
    """Give a page new words (`title_nl`, `body_nl`, `title_en`, `body_en`); what it said stays as a version.

    The words that count already are not written again: a second click gives the same version. `version` is the number
    the writer started from. Raises Stale when somebody wrote since; refused for who may not write it, and with a
    placeholder that nothing can fill.
    """
    if not may_write(key, edition, by=by, at=at):
        raise Refused(
            reason=_(
                "Deze tekst hoort bij een andere editie. Alleen wie aan die editie werkt, kan hem aanpassen."
            )
        )
    for text in words.values():
        prose.check(text, edition)
    last = find(key, edition)
    if last and last.words == words:
        return last
    if (last.number if last else 0) != version:
        raise _stale()
    row = PageText(key=key, edition=scope_of(key, edition), number=version + 1, by=by, at=at, **words)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as taken:
        raise _stale() from taken
    history.record(row, "write", by=by, at=at)
    return row


def _stale() -> Stale:
    return Stale(
        reason=_("Iemand anders bewaarde deze tekst intussen. Vergelijk de twee en bewaar opnieuw."),
        title=_("Er is een nieuwere tekst"),
    )


def restore(key: str, edition: Edition, number: int, *, version: int, by: Person, at: datetime) -> PageText:
    """Let an earlier version count again, as a new one; 0 is what came with the portal. Raises Stale like writing,
    PageText.DoesNotExist when there is no such version."""
    before = shipped(key) if number == 0 else None
    page = before or versions(key, edition).get(number=number)
    return write_page(key, edition, page.words, version=version, by=by, at=at)


def take_away(key: str, edition: Edition, *, version: int, by: Person, at: datetime) -> PageText:
    """A page to learn from is no longer shown; its earlier versions can be put back. Refused for a fixed page."""
    page = find(key, edition)
    if page is None or key in FIXED:
        raise Refused(reason=_("Deze pagina hoort bij het portaal. Je kan de tekst wel aanpassen."))
    words = page.words | {"body_nl": "", "body_en": ""}
    return write_page(key, edition, words, version=version, by=by, at=at)
