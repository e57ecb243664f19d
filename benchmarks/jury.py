"""The pages of a pitch with 200 teams and 12 jurors: queries and milliseconds, in a database of its own.

    DATABASE_URL=postgres://… .venv/bin/python -m benchmarks.jury [--profile]

Adds its figures, with the date, to benchmarks/jury.md; with --profile it tells instead where the result's time goes.
"""

import cProfile
import os
import pstats
import statistics
import sys
import time
from pathlib import Path
from unittest import mock

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
django.setup()

# ruff: noqa: E402 models can be imported only now
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.urls import reverse

from jury import queries
from portal import clock
from teams.models import Team
from tests import world as worlds
from tests.jury import stage
from tests.world import SELECTING, World

FIGURES = Path(__file__).with_suffix(".md")
TEAMS, JURORS, TIMES = 200, 12, 3
PAGES = ("result", "checks", "decision", "minutes", "export", "book")


def measured(client: Client, address: str) -> tuple[int, float, int]:
    """Queries, the median of the milliseconds of this process, and the kilobytes of the page."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        size = len(client.get(address).content)
        asked = len(captured)
    took = []
    for _time in range(TIMES):
        started = time.process_time()
        client.get(address)
        took.append((time.process_time() - started) * 1000)
    return asked, statistics.median(took), size // 1024


def figures_of(world: World) -> dict[str, tuple[int, float, int]]:
    client, team = Client(), Team.objects.order_by("pk").first()
    client.force_login(world.decider, backend=settings.AUTHENTICATION_BACKENDS[0])
    found = {}
    for page in PAGES:
        about = [team.pk] if page == "decision" and team else []
        found[page] = measured(client, reverse(f"jury:{page}", args=["2021-2022", "pitch", *about]))
    started = time.process_time()
    order = queries.Checks(queries.standings(world.pitch_round), "selected")
    assert order.tries
    assert order.additive
    found["standings and checks, no page"] = (8, (time.process_time() - started) * 1000, 0)
    return found


def profile(world: World) -> None:
    client = Client()
    client.force_login(world.decider, backend=settings.AUTHENTICATION_BACKENDS[0])
    address = reverse("jury:result", args=["2021-2022", "pitch"])
    client.get(address)
    with cProfile.Profile() as told:
        client.get(address)
    pstats.Stats(told).sort_stats("cumulative").print_stats(45)


def write(found: dict[str, tuple[int, float, int]]) -> None:
    lines = [
        f"\n## {clock.machine():%Y-%m-%d}, {connection.vendor}, {TEAMS} teams, {JURORS} jurors\n",
        "| Page | queries | time | size |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {page} | {asked} | {took:.0f} ms | {size} kB |" for page, (asked, took, size) in found.items()
    ]
    with FIGURES.open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    print("\n".join(lines))


def main() -> None:
    setup_test_environment()
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        settings.SECOND_FACTOR_REQUIRED = False
        world = worlds.build()
        stage.pitch(world, teams=TEAMS, jurors=JURORS)
        with mock.patch("portal.clock.now", return_value=SELECTING):
            if "--profile" in sys.argv:
                profile(world)
            else:
                write(figures_of(world))
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
