"""What was kept long enough goes, not a day before; what stays is named with its reason."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import models
from django.utils.timezone import localtime

from ideas import actions as ideas
from jury import actions as jury
from poc import actions as poc
from portal import delivery, history, outbox, registry, retention, roles
from portal.models import (
    DeadAddress,
    Letter,
    Person,
    Phase,
    RetentionPeriod,
    RetentionRun,
    RoleKind,
    Subscription,
    Upload,
)
from portal.privacy import TIMED, Kind
from portal.retention import later
from tests.house.test_manners import our_models
from tests.poc.stage import ask, project_of
from tests.refusals import refused
from tests.test_my_data import dump
from tests.world import (
    ANNOUNCEMENT,
    DURING_POC,
    DURING_PRESELECTION,
    DURING_SUBMISSION,
    DURING_TEAMS,
    TESTER,
    local,
)


def worded(model):
    """Fields of a model that can hold words and whose mark has a period."""
    for name, kind in model.privacy.items():
        field = model._meta.get_field(name)
        text = isinstance(field, models.CharField | models.TextField | models.JSONField | models.FileField)
        if kind in TIMED and text and not field.choices:
            yield f"{model._meta.label_lower}.{name}"


def test_every_word_with_a_period_goes_or_stays_for_a_reason():
    covered = {name for one in registry.expiries for name in one.covers} | set(registry.stays)
    asked = {name for model in our_models() for name in worded(model)}
    assert sorted(asked - covered) == []
    assert sorted(set(registry.stays) - asked) == []


# --- with the clock moved ---

END = local(2022, 6, 30)  # of the edition, set below; nothing later has a date
DAY = timedelta(days=1)
PUBLIC = "Slimme sluisdeuren"


def ended(*, at):
    """The edition ended at an instant, and nobody of its people is newer than that."""
    Phase.objects.filter(closes_at__gt=at).update(closes_at=at)
    Phase.objects.filter(key="showcase").update(opens_at=at - DAY, closes_at=at)
    Person.objects.update(joined_at=DURING_SUBMISSION)


@pytest.fixture
def kept(world, now):
    """An edition with words of every kind: a draft, a hidden and a public idea, a team that judged, builds and pays."""
    now(DURING_SUBMISSION)
    draft = world.draft(world.candidate, "Weg-concept")
    file = SimpleUploadedFile("Weg-bestand.pdf", b"%PDF-1.7 Weg-inhoud")
    ideas.add_file(draft, file, role="file", by=world.candidate, at=DURING_SUBMISSION)
    hidden = world.submitted(world.other_owner, "Weg-verborgen")
    shown = world.submitted(world.owner, PUBLIC)
    sheet = world.judged(shown, world.assessor)
    jury.reopen(sheet, by=world.assessor, at=DURING_PRESELECTION)
    sheet.refresh_from_db()
    scores = {one.criterion_id: one.gate or one.grade for one in sheet.scores.all()}
    said = {"remarks": {"problem": "Weg-opmerking"}, "private_note": "Weg-notitie"}
    sheet = jury.save_sheet(
        sheet,
        scores,
        comment="Weg-oordeel",
        version=sheet.version,
        by=world.assessor,
        at=DURING_PRESELECTION,
        **said,
    )
    jury.hand_in(sheet, by=world.assessor, at=DURING_PRESELECTION)
    world.released({shown: "shortlisted", hidden: "not_shortlisted"})
    now(DURING_TEAMS)
    team = world.team()
    ideas.write_comment(shown, "Weg-reactie", by=world.employee, at=DURING_TEAMS)
    world.selected(team)
    now(DURING_POC)
    project = project_of(world, team)
    poc.write_journal(project, text="Weg-dagboek", by=world.member, at=DURING_POC)
    ask(project, 10_000, by=world.member, title="Weg-kost")
    ended(at=END)
    delivery.deliver()
    return Upload.objects.get(by=world.candidate)


# What goes, with the first moment at which it does.
GOES = {
    "Weg-notitie": later(ANNOUNCEMENT, 24),
    "Weg-oordeel": later(ANNOUNCEMENT, 24),
    "Weg-opmerking": later(ANNOUNCEMENT, 24),
    "Weg-concept": later(END, 36),
    "Weg-bestand": later(END, 36),
    "Weg-inhoud": later(END, 36),
    "Weg-verborgen": later(END, 36),
    "Weg-reactie": later(END, 36),
    "Weg-dagboek": later(END, 36),
    "Weg-kost": later(END, 120),
    "Eigenaar Een": later(END, 24),
    "owner@vlaanderen.be": later(END, 24),
}


def test_nothing_goes_a_day_too_early_and_everything_is_gone_a_day_after(world, kept, now):
    file = [kept.file]
    Letter.objects.all().delete()  # their words go after a year; here they would only tell the same names
    for moment in sorted(set(GOES.values())):
        now(moment - DAY)
        retention.apply(at=moment - DAY)
        held = dump(file)
        assert [word for word, when in GOES.items() if when >= moment and word not in held] == []
        told = [
            one
            for one in retention.coming(at=moment - DAY)
            if not one.due and localtime(one.when).date() == localtime(moment).date()
        ]
        assert told, moment

        now(moment + DAY)
        assert retention.apply(at=moment + DAY) is not None
        left = dump(file)
        assert [word for word, when in GOES.items() if when <= moment and word in left] == []
        before = dump(file)
        assert retention.apply(at=moment + DAY) is None
        assert dump(file) == before
    assert PUBLIC in left
    assert not Person.objects.get(pk=world.owner.pk).is_active
    assert list(history.verify()) == []


def test_a_run_that_was_cut_off_goes_on_where_it_stopped(world, kept, monkeypatch):
    at = later(END, 200)
    expected = sum(one.count for one in retention.coming(at=at) if one.due)
    monkeypatch.setattr(retention, "BATCH", 1)
    really, left = retention._batches, iter(range(5))

    def cut(*told):
        for keys in really(*told):
            if next(left, None) is None:
                raise KeyboardInterrupt
            yield keys

    monkeypatch.setattr(retention, "_batches", cut)
    with pytest.raises(KeyboardInterrupt):
        retention.apply(at=at)
    first = RetentionRun.objects.get()
    assert first.done_at is None
    assert sum(first.counts.values()) == 5

    monkeypatch.setattr(retention, "_batches", really)
    second = retention.apply(at=at)
    assert 5 + sum(second.counts.values()) == expected
    assert retention.apply(at=at) is None


def test_a_dry_run_wipes_nothing_and_says_what_would_go(world, kept, now, capsys):
    now(later(END, 24) + DAY)
    before = dump([kept.file])
    call_command("apply_retention", "--dry-run")
    told = capsys.readouterr().out
    assert "due  judgement" in told
    assert "2025-06-29  content" in told or "2025-06-30  content" in told
    assert dump([kept.file]) == before


def test_staff_change_a_period_but_not_below_the_law(world):
    told = {"by": world.staff, "at": DURING_POC}
    retention.set_period(Kind.CONTENT, 12, **told)
    retention.set_period(Kind.CONTENT, 12, **told)
    assert retention.periods()[Kind.CONTENT] == 12
    row = RetentionPeriod.objects.get()
    assert [event.data for event in history.of(row)] == [{"from": 36, "to": 12}]
    with refused("van 12 tot 240"):
        retention.set_period(Kind.IDENTITY, 11, **told)
    with refused("van 120 tot 240"):
        retention.set_period(Kind.MONEY, 119, **told)


def test_who_has_a_lasting_role_or_came_back_is_kept(world, now):
    now(DURING_POC)
    roles.appoint(world.employee, RoleKind.COACH, by=TESTER, at=DURING_POC)
    Person.objects.filter(pk=world.candidate.pk).update(last_login=later(END, 30))
    ended(at=END)
    retention.apply(at=later(END, 40))
    stay = set(Person.objects.filter(is_active=True))
    assert stay == {world.employee, world.candidate, world.superuser}


def test_who_comes_back_while_a_run_goes_on_is_kept(world, monkeypatch):
    ended(at=END)
    at, really = later(END, 30), retention._batches

    def meanwhile(*told):
        for keys in really(*told):
            Person.objects.filter(pk=world.candidate.pk).update(last_login=at)
            yield keys

    monkeypatch.setattr(retention, "_batches", meanwhile)
    retention.apply(at=at)
    assert Person.objects.get(pk=world.candidate.pk).is_active
    assert not Person.objects.get(pk=world.owner.pk).is_active


def test_no_address_of_somebody_without_account_is_kept_for_ever(world):
    bare = outbox.queue("account_invited", to="weg@elders.be", about=world.edition, due=END)
    Letter.objects.filter(pk=bare.pk).update(state="cancelled")  # before it had words
    Subscription.objects.create(email="weg@elders.be", asked_at=END)  # and never confirmed
    DeadAddress.objects.create(address="weg@elders.be", reply="550", at=END)  # and never cleared
    following = Subscription.objects.create(email="volgt@elders.be", asked_at=END, confirmed_at=END)
    ended(at=END)
    retention.apply(at=later(END, 40))
    assert "weg@elders.be" not in dump([])
    assert list(Subscription.objects.all()) == [following]


def test_the_docs_say_how_long_each_kind_is_kept():
    docs = (settings.BASE_DIR / "docs" / "privacy.md").read_text(encoding="utf-8")
    rows = {line.split("`")[1]: line.split("|")[3] for line in docs.splitlines() if line.startswith("| `")}
    assert set(rows) == {kind.code for kind in Kind}
    for kind in TIMED:
        assert rows[kind.code].split()[0] == str(kind.value.months)
