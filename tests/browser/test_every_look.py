"""Every page wide and narrow, light and dark, by everybody who may see it; `make sheet` keeps pictures."""

import os
from collections.abc import Callable
from html import escape
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from playwright.sync_api import Page

from tests import world as worlds
from tests.browser import figures
from tests.browser.conftest import Visitor
from tests.browser.every_page import STAGES, Sight, pages, shown_in
from tests.browser.looking import SHEET, Walk
from tests.browser.test_every_page import called
from tests.permissions.rows import Table
from tests.permissions.scene import Scene
from tests.permissions.tables import TABLES

pytestmark = [pytest.mark.browser, pytest.mark.deep, pytest.mark.django_db(transaction=True)]

LOOKS = list(product((320, 1280), ("light", "dark")))
PIECE = 20  # pages that one test looks at: so the work divides over processes, and goes on where it stopped
MOMENTS = (worlds.DURING_SUBMISSION, worlds.DURING_TEAMS, worlds.DURING_POC, worlds.DURING_SHOWCASE)
LONG = "Onwaarschijnlijklangwoordzonderspatiesdatnergenskanwordenafgebroken" * 3
NAMES = (
    ("ideas.Idea", "title"), ("portal.Person", "name"), ("portal.Entity", "name"), ("sprints.Place", "room"),
)  # fmt: skip


def pieces(table: Table, phase: str) -> list[list[Sight]]:
    """The pages of a phase without those of the admin, in pieces."""
    sights = [sight for sight in shown_in(table, phase) if not sight.is_admin]
    return [sights[start : start + PIECE] for start in range(0, len(sights), PIECE)]


PIECES = [(table, phase, number) for table, phase in STAGES for number in range(len(pieces(table, phase)))]


def share(sight: Sight, look: int) -> list[str]:
    """Who looks this way: each look has somebody, and everybody has a look."""
    count = max(len(LOOKS), len(sight.members))
    turns = [turn for turn in range(count) if turn % len(LOOKS) == look]
    return [sight.members[turn % len(sight.members)] for turn in turns]


def stage(table: Table, phase: str, now: Any) -> Scene:
    scene = table.build(phase)
    now(scene.at)
    return scene


def looked_at(visitor: Callable[..., Visitor], scene: Scene, sights: list[Sight]) -> tuple[int, list[str]]:
    """How many looks were taken, and what they found."""
    looks, faults = 0, []
    for number, (width, scheme) in enumerate(LOOKS):
        walk = Walk(scene, visitor, width, color_scheme=scheme)
        for sight, member in [(one, member) for one in sights for member in share(one, number)]:
            faults += [f"{width} {scheme} {told}" for told in walk.faults(sight, member)]
            looks += 1
    return looks, faults


@pytest.mark.parametrize(("table", "phase", "number"), PIECES, ids=called)
def test_everybody_finds_every_page_sound(
    visitor: Callable[..., Visitor], now: Any, table: Table, phase: str, number: int
) -> None:
    sights, part = pieces(table, phase)[number], f"{table.name} {phase} {number}"
    if "RESUME" in os.environ and figures.is_sound(part):
        pytest.skip("found sound before, in this same round")
    looks, faults = looked_at(visitor, stage(table, phase, now), sights)
    figures.keep(part, [sight.name for sight in sights], looks, len(faults))
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("table", "phase"), STAGES, ids=called)
def test_staff_find_every_page_of_the_admin_sound(
    visitor: Callable[..., Visitor], now: Any, table: Table, phase: str
) -> None:
    sights = [sight for sight in shown_in(table, phase) if sight.is_admin]
    _looks, faults = looked_at(visitor, stage(table, phase, now), sights)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("table", "phase"), STAGES, ids=called)
def test_long_words_break(visitor: Callable[..., Visitor], now: Any, table: Table, phase: str) -> None:
    scene = stage(table, phase, now)
    for model, name in NAMES:
        rows = apps.get_model(model)._default_manager
        room = rows.model._meta.get_field(name).max_length or len(LONG)
        for number, row in enumerate(rows.all()):
            rows.filter(pk=row.pk).update(**{name: f"{number}{LONG}"[: min(room, 120)]})
    walk = Walk(scene, visitor, 320)
    faults = [told for sight in shown_in(table, phase) for told in walk.faults(sight)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("moment", MOMENTS)
def test_pages_are_sound_when_there_is_nothing_yet(
    visitor: Callable[..., Visitor], now: Any, moment: Any
) -> None:
    now(moment)
    walk = Walk(Scene(worlds.build(), "empty", when=moment), visitor, 320)
    sights = [
        sight for table in TABLES for sight in pages(table) if not sight.is_admin and not sight.row.about
    ]
    faults = [told for sight in sights for told in walk.faults(sight)]
    assert not faults, "\n".join(faults)


def pictures(sights: list[Sight], scene: Scene, visitor: Callable[..., Visitor]) -> None:
    for width, scheme in LOOKS:
        walk = Walk(scene, visitor, width, color_scheme=scheme)
        for sight in sights:
            look, address = walk.look_of(sight.member), walk.address(sight)
            if look.shows_a_page(address):
                keep(look.visitor.go(address).page, sight, f"{width}-{scheme}")


def keep(page: Page, sight: Sight, look: str) -> None:
    page.screenshot(path=SHEET / f"{file_of(sight)}-{look}.png", full_page=True)


def file_of(sight: Sight) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in f"{sight.name}-{sight.phase}")


def contents(sights: list[Sight]) -> str:
    """All pictures, four of a page side by side."""
    rows = []
    for sight in sights:
        names = [f"{file_of(sight)}-{width}-{scheme}.png" for width, scheme in LOOKS]
        shown = [f'<a href="{name}"><img src="{name}" alt="{name}" loading="lazy"></a>' for name in names]
        kept = (SHEET / names[0]).exists()
        rows += [f"<h2>{escape(sight.name)} · {sight.phase} · {sight.member}</h2>", *shown] if kept else []
    style = "img{height:40rem;vertical-align:top;border:1px solid #999;margin:.25rem}"
    return (
        f"<!doctype html><meta charset=utf-8><title>Every page</title><style>{style}</style>{''.join(rows)}"
    )


@pytest.mark.parametrize(("table", "phase"), STAGES, ids=called)
def every_picture(visitor: Callable[..., Visitor], now: Any, table: Table, phase: str) -> None:
    """Pictures for people: `make sheet`, of some pages with ONLY=ideas."""
    SHEET.mkdir(parents=True, exist_ok=True)
    wanted = os.environ.get("ONLY", "")
    if sights := [sight for sight in shown_in(table, phase) if wanted in sight.name]:
        pictures(sights, stage(table, phase, now), visitor)
    everything = [sight for one, when in STAGES for sight in shown_in(one, when)]
    (SHEET / "index.html").write_text(contents(everything), encoding="utf-8")


if "SHEET" in os.environ:
    test_sheet = every_picture
