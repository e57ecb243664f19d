"""What each main page asks the database, page by page and person by person (see `tests.tour`)."""

import statistics
import time
from pathlib import Path

import pytest
from django.conf import settings

from portal import clock
from tests.test_query_counts import queries_of
from tests.tour import TOUR

FIGURES = Path(settings.BASE_DIR) / "benchmarks" / "pages.md"
TIMES = 15


@pytest.mark.parametrize("day", TOUR)
def test_every_page_costs_what_the_table_says(world, client_of, now, day):
    stops = TOUR[day].build(world)
    now(TOUR[day].at)

    asked = {str(stop): len(queries_of(visitor(world, client_of, stop), stop.address)) for stop in stops}

    assert asked == {str(stop): stop.queries for stop in stops}


def visitor(world, client_of, stop):
    return client_of(world.people[stop.who] if stop.who else None)


@pytest.mark.deep
@pytest.mark.postgres
@pytest.mark.parametrize("day", TOUR)
def test_how_long_the_pages_take(world, client_of, now, day):
    stops = TOUR[day].build(world)
    now(TOUR[day].at)
    took = {str(stop): milliseconds(visitor(world, client_of, stop), stop.address) for stop in stops}

    slowest = max(took, key=lambda name: took[name])
    with FIGURES.open("a", encoding="utf-8") as file:
        file.write(
            f"- {clock.machine():%Y-%m-%d}, {day}: {len(took)} pages, median {statistics.median(took.values()):.0f} ms,"
            f" slowest {took[slowest]:.0f} ms ({slowest})\n"
        )


def milliseconds(client, address):
    """The median of several requests, after one that fills the caches of the process."""
    client.get(address)
    took = []
    for _time in range(TIMES):
        started = time.perf_counter()
        client.get(address)
        took.append((time.perf_counter() - started) * 1000)
    return statistics.median(took)
