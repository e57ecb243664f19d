"""Where staff read what happened: all of it, about one subject, by one person; and take it along. Reading is noted."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET

from jury.content import csv_text
from portal import auditing, http
from portal.access import allow, at_most, staff
from portal.models import AuditCheck, Edition, Person
from portal.site import happenings
from portal.site.privacy_forms import AuditForm

COLUMNS = ("at", "what", "who", "about", "change", "words", "codes")


@require_GET
@allow(staff)
def audit(request: Any, edition: Edition) -> HttpResponse:
    """Everything, the latest first, to be narrowed; with how the last check of the whole history went."""
    auditing.look(edition, by=request.user, at=request.at, page="audit")
    form = AuditForm(request.GET)
    context = _context(request, edition, form, form.asked)
    return render(request, "privacy/audit.html", context | {"check": AuditCheck.objects.first()})


@require_GET
@allow(staff)
def about(request: Any, edition: Edition, subject: str) -> HttpResponse:
    """What happened with this one: an idea, a team, a letter."""
    if not subject.isprintable() or not happenings.events().filter(subject=subject).exists():
        raise Http404
    auditing.look(edition, by=request.user, at=request.at, page="audit", about=subject)
    form = AuditForm(request.GET, without=("soort",))
    asked = replace(form.asked, table="", subject=subject)
    title = happenings.title_of(subject, request.user, at=request.at)
    return render(
        request,
        "privacy/audit.html",
        _context(request, edition, form, asked) | {"subject": title, "over": subject},
    )


@require_GET
@allow(staff)
def person(request: Any, edition: Edition, person_id: str) -> HttpResponse:
    """What this person did. It stands in their own history that somebody read it."""
    of = get_object_or_404(Person, pk=person_id)
    auditing.look(of, by=request.user, at=request.at, page="audit")
    form = AuditForm(request.GET, without=("wie",))
    asked = replace(form.asked, who="", person=of.pk)
    return render(
        request, "privacy/audit.html", _context(request, edition, form, asked) | {"person": of, "door": of.pk}
    )


@require_GET
@allow(staff)
@at_most(30, 3600, method="GET")
def file(request: Any, edition: Edition) -> HttpResponse:
    """What the page shows, whole, for a spreadsheet."""
    told = {name: request.GET.get(name, "")[:80] for name in ("over", "door")}
    asked = replace(AuditForm(request.GET).asked, subject=told["over"], person=told["door"])
    auditing.take_along(edition, file="audit.csv", by=request.user, at=request.at, **told)
    rows = happenings.told(happenings.found(asked), edition, request.user, at=request.at)
    lines = [[localtime(one.at).isoformat(), *(getattr(one, name) for name in COLUMNS[1:])] for one in rows]
    headers = {"Content-Disposition": f'attachment; filename="logboek-{request.at:%Y-%m-%d}.csv"'}
    return HttpResponse(csv_text([COLUMNS, *lines]), content_type="text/csv; charset=utf-8", headers=headers)


def _context(request: Any, edition: Edition, form: AuditForm, asked: happenings.Asked) -> dict[str, Any]:
    page = http.page_of(request, happenings.found(asked))
    rows = happenings.told(page, edition, request.user, at=request.at)
    return {"page": page, "rows": rows, "bar": {"form": form, "chips": []}, "asked": request.GET.urlencode()}
