"""Rows of the database made equal to what the edition's file says, by key and in place."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models.deletion import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from portal.edition_file import Row
from portal.errors import Refused


@dataclass(frozen=True)
class Changes:
    """What must happen to rows so that they say what the file says; false when nothing must."""

    rows: "models.Manager[Any]"
    new: list[Row]
    changed: list[tuple[Any, Row]]
    gone: list[Any]

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)

    def apply(self) -> None:
        """Write them; refused when a row that must go is in use."""
        for row in self.gone:
            _delete(row)
        for row, fields in self.changed:
            self.rows.filter(pk=row.pk).update(**fields)
        for fields in self.new:
            self.rows.create(**fields)


def compare(rows: "models.Manager[Any]", wanted: list[Row], *, key: str = "key") -> Changes:
    """Hold the rows of a parent (`edition.phases`) against those of the file; `key` names the field that pairs them."""
    present = {getattr(row, key): row for row in rows.all()}
    pairs = [(present[row[key]], row) for row in wanted if row[key] in present]
    changes = [(row, _different(row, fields)) for row, fields in pairs]
    return Changes(
        rows,
        new=[row for row in wanted if row[key] not in present],
        changed=[(row, fields) for row, fields in changes if fields],
        gone=[row for name, row in present.items() if name not in {row[key] for row in wanted}],
    )


def _different(row: models.Model, fields: Row) -> Row:
    return {name: value for name, value in fields.items() if getattr(row, name) != value}


def _delete(row: models.Model) -> None:
    try:
        row.delete()
    except (ProtectedError, RestrictedError) as error:
        sentence = _(
            "‘%(row)s’ is in gebruik en kan dus niet uit de editie verdwijnen. Zet het terug in het bestand."
        )
        raise Refused(reason=sentence % {"row": row}) from error
