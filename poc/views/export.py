"""The ledger as a sheet."""

import csv
from datetime import UTC
from io import StringIO
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from poc import content, queries
from poc.models import LedgerEntry
from poc.views.projects import visible_project
from portal import auditing
from portal.access import allow, at_most, signed_in
from portal.models import Edition

# Keys of columns stay as they are, so that other people's sheets keep working.
COLUMNS = (
    "entry", "cost", "title", "partner", "state", "kind", "is_correction", "amount_cents", "amount", "vat_rate",
    "amount_without_vat", "note", "by", "at",
)  # fmt: skip
ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n")


def _safe(text: str) -> str:
    """A text that no program for sheets takes for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(ACTIVE) else text


def _cells(entry: LedgerEntry) -> list[Any]:
    cost = entry.obligation
    return [
        entry.pk, cost.pk, _safe(cost.title), _safe(cost.partner), cost.state, entry.kind,
        "yes" if entry.is_correction else "no", entry.amount_cents, content.write_amount(entry.amount_cents),
        cost.vat_rate, content.write_amount(content.without_vat(entry.amount_cents, cost.vat_rate)),
        _safe(entry.note), _safe(entry.by.display_name), entry.at.astimezone(UTC).isoformat(),
    ]  # fmt: skip


@require_GET
@allow(signed_in)
@at_most(30, 3600, method="GET")
def export(request: Any, edition: Edition, project_id: str) -> HttpResponse:
    """Every line of the ledger, for Excel as it is set here: semicolons, decimal commas, a byte order mark."""
    found = visible_project(request, edition, project_id)
    auditing.take_along(found, file="csv", by=request.user, at=request.at)
    sheet = StringIO()
    rows = csv.writer(sheet, delimiter=";")
    rows.writerow(COLUMNS)
    rows.writerows(_cells(entry) for entry in queries.ledger_of(found))
    response = HttpResponse("\ufeff" + sheet.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="poc-{found.pk}.csv"'
    return response
