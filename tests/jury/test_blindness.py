"""Who may see what of whose judgement: the whole table, read as it was agreed."""

from itertools import product

import pytest

from jury import actions
from jury.models import Sees, Sheet
from jury.rules import Eye, Moment, Part, may_see
from tests.jury.test_pitch import address, text_of
from tests.world import PITCH_DAY

ALL = set(product(Part, Eye, Moment, (True, False), Sees.values))

# What is seen, as (part, eye, moments, own, settings); all else is not.
SEEN = [
    (Part.CRITERIA, set(Eye), set(Moment), {True, False}, set(Sees.values)),
    (Part.NOTE, {Eye.JUDGE}, set(Moment), {True}, set(Sees.values)),
    (Part.PROGRESS, set(Eye), set(Moment), {True}, set(Sees.values)),
    (Part.PROGRESS, {Eye.STAFF, Eye.DECIDER}, set(Moment), {False}, set(Sees.values)),
    (Part.DOSSIER, {Eye.JUDGE, Eye.DECIDER}, set(Moment), {True, False}, set(Sees.values)),
    (Part.SCORES, {Eye.DECIDER}, set(Moment), {True, False}, set(Sees.values)),
    (Part.SCORES, {Eye.JUDGE}, set(Moment), {True}, set(Sees.values)),
    (Part.SCORES, {Eye.JUDGE}, {Moment.HANDED_IN, Moment.DELIBERATION}, {False}, {Sees.AFTER_OWN}),
    (Part.SCORES, {Eye.JUDGE}, {Moment.DELIBERATION}, {False}, {Sees.DELIBERATION}),
]


def test_everybody_sees_what_the_table_says_and_nothing_else():
    expected = {
        cell for part, *axes in SEEN for cell in product([part], *[sorted(axis, key=str) for axis in axes])
    }

    seen = {
        (part, eye, moment, own, sees)
        for part, eye, moment, own, sees in ALL
        if may_see(part, eye=eye, moment=moment, own=own, sees=sees)
    }

    assert seen == expected
    assert len(ALL) == 5 * 5 * 3 * 2 * 3


def test_who_stepped_aside_sees_no_score_and_no_dossier_in_any_case():
    for part, moment, own, sees in product(
        (Part.SCORES, Part.DOSSIER, Part.NOTE), Moment, (True, False), Sees
    ):
        assert not may_see(part, eye=Eye.RECUSED, moment=moment, own=own, sees=sees)


@pytest.mark.parametrize(
    ("sees", "deliberating", "reads"),
    [
        (Sees.NEVER, True, False), (Sees.AFTER_OWN, False, True),
        (Sees.DELIBERATION, False, False), (Sees.DELIBERATION, True, True),
    ],
)  # fmt: skip
def test_a_juror_reads_the_others_when_the_round_says_so(world, client_of, now, sees, deliberating, reads):
    team = world.team()
    world.pitched(team, world.recused_juror)
    own = world.pitched(team, world.juror)
    values = {"sees": sees}
    actions.set_up(world.pitch_round, values, deciders=[world.decider], by=world.staff, at=PITCH_DAY)
    if deliberating:
        actions.deliberate(world.pitch_round, by=world.chair, at=PITCH_DAY)
    now(PITCH_DAY)
    juror = client_of(world.juror)

    assert ("Wat de anderen gaven" in text_of(juror.get(address("sheet", own.pk)))) is reads
    actions.reopen(own, by=world.juror, at=PITCH_DAY)
    assert "Wat de anderen gaven" not in text_of(juror.get(address("sheet", own.pk)))


def test_nobody_else_ever_reads_a_private_note(world, client_of, now):
    team = world.team()
    sheet = world.pitched(team, world.juror)
    Sheet.objects.filter(pk=sheet.pk).update(private_note="Alleen voor mij.")
    actions.set_up(
        world.pitch_round, {"sees": Sees.AFTER_OWN}, deciders=[world.decider], by=world.staff, at=PITCH_DAY
    )
    other = world.pitched(team, world.recused_juror)
    now(PITCH_DAY)

    assert "Alleen voor mij." in text_of(client_of(world.juror).get(address("sheet", sheet.pk)))
    assert "Alleen voor mij." not in text_of(client_of(world.recused_juror).get(address("sheet", other.pk)))
    for name, args in (("result", []), ("decision", [team.pk]), ("export", []), ("day", [])):
        assert b"Alleen voor mij." not in client_of(world.chair).get(address(name, *args)).content
    assert b"Alleen voor mij." not in client_of(world.staff).get(address("set_up")).content
