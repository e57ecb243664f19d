"""Where staff write the words of pages: see what there is, write with a preview, put an earlier version back."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal import http, pages, prose
from portal.access import allow, staff
from portal.errors import Stale
from portal.models import Edition, PageText
from portal.site.forms import NewPageForm, PageForm


@require_GET
@allow(staff)
def texts(request: Any, edition: Edition) -> HttpResponse:
    """Every page that they may write: what it is for, and since when it says this."""
    rows = [
        {"page": page, "kind": pages.FIXED.get(page.key), "url": _address(page.key, edition)}
        for page in pages.all_pages(edition)
        if pages.may_write(page.key, edition, by=request.user, at=request.at)
    ]
    return render(request, "pages/texts.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@allow(staff)
def new_text(request: Any, edition: Edition) -> HttpResponse:
    """Add a page to learn from."""
    form = NewPageForm(request.POST or None, edition=edition)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        pages.write_page(form.key, edition, form.words, version=0, by=request.user, at=request.at)
        return http.done(request, _address(form.key, edition), _("De pagina staat online."))
    return render(request, "pages/text.html", _context(request, edition, form))


@require_http_methods(["GET", "POST"])
@allow(staff)
def text(request: Any, edition: Edition, page_key: str) -> HttpResponse:
    """Write the words of a page. 'Bekijk voorbeeld' shows them and stores nothing."""
    page = _page(request, page_key, edition)
    form, theirs = PageForm(request.POST or None, edition=edition, page=page), None
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        version = form.cleaned_data["version"]
        try:
            pages.write_page(page_key, edition, form.words, version=version, by=request.user, at=request.at)
        except Stale:
            theirs = page
            form = PageForm(http.posted_again(request, version=page.number), edition=edition, page=page)
        else:
            return http.done(request, _address(page_key, edition), _("De tekst is bewaard en staat online."))
    context = _context(request, edition, form) | {"page": page, "theirs": theirs}
    context |= {
        "versions": http.page_of(request, pages.versions(page_key, edition).select_related("by"), 10),
        "shipped": pages.shipped(page_key) is not None,
        "removable": page_key not in pages.FIXED and page.body_nl,
    }
    return render(request, "pages/text.html", context, status=409 if theirs else 200)


@require_POST
@allow(staff)
def restore_text(request: Any, edition: Edition, page_key: str, number: int) -> HttpResponse:
    """Let an earlier version count again."""
    page = _page(request, page_key, edition)
    try:
        pages.restore(page_key, edition, number, version=page.number, by=request.user, at=request.at)
    except PageText.DoesNotExist as missing:
        raise Http404 from missing
    return http.done(request, _address(page_key, edition), _("De eerdere tekst staat weer online."))


@require_POST
@allow(staff)
def remove_text(request: Any, edition: Edition, page_key: str) -> HttpResponse:
    """Take a page to learn from away; its versions stay."""
    page = _page(request, page_key, edition)
    pages.take_away(page_key, edition, version=page.number, by=request.user, at=request.at)
    return http.done(request, reverse("texts", args=[edition.pk]), _("De pagina is niet meer te lezen."))


def _page(request: Any, key: str, edition: Edition) -> PageText:
    """The page, for who may write it."""
    page = pages.find(key, edition)
    if page is None or not pages.may_write(key, edition, by=request.user, at=request.at):
        raise Http404
    return page


def _address(key: str, edition: Edition) -> str:
    return reverse("text", args=[edition.pk, key])


def _context(request: Any, edition: Edition, form: PageForm) -> dict[str, Any]:
    preview = []
    if "preview" in request.POST and form.is_valid():
        preview = [
            {
                "language": code,
                "title": prose.filled(form.words[f"title_{code}"], edition),
                "body": prose.html(form.words[f"body_{code}"], edition),
            }
            for code in ("nl", "en")
            if form.words[f"body_{code}"]
        ]
    return {"form": form, "preview": preview, "placeholders": prose.values(edition)}
