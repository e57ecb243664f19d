"""What the portal holds and for how long: what goes when, the periods, the record of processing."""

from collections import Counter
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jury.content import csv_text
from portal import auditing, http, registry
from portal import retention as keeping
from portal.access import allow, at_most, staff
from portal.models import Edition, RetentionRun
from portal.privacy import TIMED, Kind
from portal.site import processing
from portal.site.privacy_forms import PeriodForm

BY_STAFF = [kind for kind in TIMED if kind is not Kind.MAIL]  # operators say how long mails are kept
RUNS = 12


@require_GET
@allow(staff)
def retention(request: Any, edition: Edition) -> HttpResponse:
    """What goes at each coming run, counted before anything is wiped; the periods; what went before."""
    months = keeping.periods()
    context = {
        "rounds": _rounds(request.at),
        "next": keeping.next_run(request.at),
        "periods": [
            {"kind": kind, "long": processing.long(months[kind]), "own": kind in BY_STAFF} for kind in TIMED
        ],
        "runs": [_run(one) for one in RetentionRun.objects.all()[:RUNS]],
    }
    return render(request, "privacy/retention.html", context)


def _rounds(at: Any) -> list[dict[str, Any]]:
    """What goes, per monthly run and kind."""
    counted: dict[Any, Counter[tuple[str, str]]] = {}
    for one in keeping.coming(at=at):
        told = counted.setdefault(keeping.next_run(one.when), Counter())
        told[str(one.expiry.kind.value.about), str(one.expiry.label)] += one.count
    return [{"when": when, "lines": sorted(told.items())} for when, told in sorted(counted.items())]


def _run(one: RetentionRun) -> dict[str, Any]:
    labels = {expiry.key: expiry.label for expiry in registry.expiries}
    return {"run": one, "lines": [(labels.get(key, key), count) for key, count in one.counts.items()]}


@require_http_methods(["GET", "POST"])
@allow(staff)
def period(request: Any, edition: Edition, kind: str) -> HttpResponse:
    """Change for how long one kind of data is kept."""
    found = next((one for one in BY_STAFF if one.code == kind), None)
    if found is None:
        raise Http404
    form = PeriodForm(request.POST or None, kind=found, months=keeping.periods()[found])
    if request.method == "POST" and form.is_valid():
        keeping.set_period(found, form.cleaned_data["months"], by=request.user, at=request.at)
        return http.done(request, reverse("retention", args=[edition.pk]), _("De termijn is bewaard."))
    return render(request, "privacy/period.html", {"form": form, "kind": found})


@require_GET
@allow(staff)
def register(request: Any, edition: Edition) -> HttpResponse:
    """The record of processing activities."""
    return render(request, "privacy/processing.html", {"records": processing.record(), "keeps": _keeps()})


def _keeps() -> list[tuple[str, str]]:
    """What stays when somebody closes their account, with the reason: fields per reason."""
    told: dict[str, list[str]] = {}
    for name, why in registry.keeps.items():
        told.setdefault(str(why), []).append(processing.field_label(name))
    return [(", ".join(names), why) for why, names in told.items()]


@require_GET
@allow(staff)
@at_most(30, 3600, method="GET")
def processing_file(request: Any, edition: Edition, extension: str) -> HttpResponse:
    """The record as a file, for a spreadsheet (csv) or a document (md)."""
    if extension not in ("csv", "md"):
        raise Http404
    auditing.take_along(edition, file=f"register.{extension}", by=request.user, at=request.at)
    told = csv_text([processing.COLUMNS, *processing.rows()]) if extension == "csv" else processing.markdown()
    kind = "text/csv" if extension == "csv" else "text/markdown"
    headers = {"Content-Disposition": f'attachment; filename="verwerkingsregister.{extension}"'}
    return HttpResponse(told, content_type=f"{kind}; charset=utf-8", headers=headers)
