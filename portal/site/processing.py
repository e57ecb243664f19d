"""The record of processing activities, made from the marks of the models. Source: GDPR, article 30."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal import retention
from portal.privacy import Kind

SILENT = {Kind.NONE, Kind.LINK}  # who by a key, and when, stand in nearly every table: told once, above


@dataclass(frozen=True)
class Activity:
    """What a part of the portal processes personal data for, of whom, and who gets to see it."""

    label: "str | Promise"
    purpose: "str | Promise"
    people: "str | Promise"
    recipients: "str | Promise"


# One for each part that holds personal data, by the name of its app; a test asks for all of them.
ACTIVITIES: dict[str, Activity] = {
    "portal": Activity(
        gettext_lazy("Accounts, mails en geschiedenis"),
        gettext_lazy("Mensen laten inloggen, verwittigen en hun rol geven, en kunnen nagaan wie wat deed."),
        gettext_lazy("Iedereen met een account, en wie de oproep volgt."),
        gettext_lazy("Sandbox. Mails gaan langs de mailserver van de Vlaamse overheid."),
    ),
    "ideas": Activity(
        gettext_lazy("Ideeën indienen en bespreken"),
        gettext_lazy("Ideeën van medewerkers verzamelen, beoordelen en, met toestemming, tonen."),
        gettext_lazy("Eigenaars, mede-eigenaars en wie reageert."),
        gettext_lazy("Mede-eigenaars, beoordelaars en Sandbox; iedereen wat met toestemming online staat."),
    ),
    "teams": Activity(
        gettext_lazy("Teams vormen"),
        gettext_lazy("Kandidaten en teams bij elkaar brengen, met de steun van hun leidinggevenden."),
        gettext_lazy("Kandidaten, teamleden en hun leidinggevenden."),
        gettext_lazy("Het team, de eigenaars van het idee, de jury en Sandbox."),
    ),
    "sprints": Activity(
        gettext_lazy("Sprintweken plannen"),
        gettext_lazy("Weten welk team wanneer een Design Sprint heeft, met wie."),
        gettext_lazy("Teamleden en UX-designers."),
        gettext_lazy("Het team, de UX-designer en Sandbox."),
    ),
    "jury": Activity(
        gettext_lazy("Beoordelen en beslissen"),
        gettext_lazy("Ideeën en teams eerlijk beoordelen en de beslissing kunnen uitleggen."),
        gettext_lazy("Beoordelaars, juryleden en beslissers."),
        gettext_lazy("De beslissers; de eigenaars of het team lezen de feedback na de bekendmaking."),
    ),
    "poc": Activity(
        gettext_lazy("PoC’s volgen en betalen"),
        gettext_lazy("Het budget van een PoC beheren en verantwoorden."),
        gettext_lazy("Teamleden, en de partners die zij noemen."),
        gettext_lazy("Het team en Sandbox; voor de boekhouding ook de bevoegde diensten."),
    ),
    "showcase": Activity(
        gettext_lazy("Resultaten tonen"),
        gettext_lazy("Laten zien wat een PoC opleverde."),
        gettext_lazy("Teamleden die een resultaat goedkeuren."),
        gettext_lazy("Iedereen, zodra het hele team akkoord is; een naam alleen met toestemming."),
    ),
}


@dataclass(frozen=True)
class Line:
    """What one table holds of one kind, and for how long."""

    table: str
    kind: str
    fields: str
    period: str


@dataclass(frozen=True)
class Record:
    """One activity with its lines."""

    activity: Activity
    lines: list[Line]


def record() -> list[Record]:
    """The whole record, as the models and the periods are now; one query."""
    months = retention.periods()
    return [Record(activity, list(_lines(app, months))) for app, activity in ACTIVITIES.items()]


def _lines(app: str, months: dict[Kind, int]) -> Iterator[Line]:
    for model in apps.get_app_config(app).get_models():
        marked: dict[str, Kind] = getattr(model, "privacy", {})
        found = set(marked.values()) - SILENT
        for kind in Kind:
            if kind in found and (kind is not Kind.AUDIT or found == {Kind.AUDIT}):
                fields = [_label(model, name) for name, one in marked.items() if one is kind]
                name = str(model._meta.verbose_name_plural)
                yield Line(name, str(kind.value.about), ", ".join(fields), period(kind, months))


# Columns that have no words of their own.
WORDS = {
    "message_id": gettext_lazy("nummer van het bericht"),
    "handed_at": gettext_lazy("aan de mailserver gegeven op"),
    "public_title": gettext_lazy("publieke titel"),
}


def _label(model: Any, name: str) -> str:
    field = model._meta.get_field(name)
    return str(WORDS.get(name) or getattr(field, "verbose_name", field.name))


def period(kind: Kind, months: dict[Kind, int]) -> str:
    """How long, in words: '3 jaar na de editie'."""
    return f"{long(months[kind])} {kind.value.since}" if kind in months else str(kind.value.since)


def long(months: int) -> str:
    """Months as people say them: '2 jaar', '18 maanden'."""
    if months % 12:
        return ngettext("%(n)d maand", "%(n)d maanden", months) % {"n": months}
    return ngettext("%(n)d jaar", "%(n)d jaar", months // 12) % {"n": months // 12}


COLUMNS = ("activity", "purpose", "people", "recipients", "table", "kind", "fields", "period")


def rows() -> list[list[str]]:
    """The record as a table: one row per line, its activity in full beside it."""
    return [
        [str(one.activity.label), str(one.activity.purpose), str(one.activity.people), str(one.activity.recipients),
         line.table, line.kind, line.fields, line.period]
        for one in record()
        for line in one.lines
    ]  # fmt: skip


def markdown() -> str:
    """The record as Markdown."""
    told = [f"# {_('Verwerkingsregister')}", ""]
    for one in record():
        told += [f"## {one.activity.label}", ""]
        told += [
            f"- {_('Waarvoor')}: {one.activity.purpose}",
            f"- {_('Van wie')}: {one.activity.people}",
            f"- {_('Wie het ziet')}: {one.activity.recipients}",
            "",
            f"| {_('Waar')} | {_('Wat')} | {_('Velden')} | {_('Hoelang')} |",
            "|---|---|---|---|",
        ]
        told += [f"| {line.table} | {line.kind} | {line.fields} | {line.period} |" for line in one.lines]
        told.append("")
    return "\n".join(told)


def field_label(name: str) -> str:
    """`app.model.field` as people call it: 'beoordeling: toelichting'."""
    app, model, field = name.split(".")
    found = apps.get_model(app, model)
    return f"{found._meta.verbose_name}: {_label(found, field)}"
