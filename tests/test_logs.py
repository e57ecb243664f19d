"""Lines of the log: nothing typed forges one, a machine can read each, who was refused stands in it, once a minute."""

import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache, caches
from django.urls import reverse

from portal import clock, limits, logs
from portal.server_log import Atoms
from tests.test_accounts import LOG_IN
from tests.world import DURING_SUBMISSION

ROOT = Path(__file__).resolve().parents[1]
FORGED = "2026-01-01T00:00:00.000Z INFO portal.attempts: logged in: baas, with code, from 127.0.0.1"
BEGINS = re.compile(r"^(\[|\{|\d{4}-\d\d-\d\dT)")  # how a line of ours begins: access log, JSON, portal


def written(formatter, message, *args, fault=None):
    record = logging.LogRecord("portal.test", logging.WARNING, __file__, 1, message, args, fault)
    return formatter.format(record)


# --- the form of a line ---

ENDS = ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"]


@pytest.mark.parametrize("end", ENDS, ids=repr)
def test_nothing_typed_forges_a_line(end):
    line = written(logs.Line(), "not found: %s", f"x{end}{FORGED}")
    assert [part for part in line.splitlines() if part.startswith(FORGED[:10])] == []
    assert len(written(logs.JsonLine(), "not found: %s", f"x{end}{FORGED}").splitlines()) == 1


def test_nothing_typed_steers_a_screen():
    line = written(logs.Line(), "%s", "\x1b[2Jleeg \u202eom")
    assert "\x1b" not in line
    assert "\u202e" not in line
    assert "\\x1b[2Jleeg" in line


@pytest.mark.parametrize("end", ENDS, ids=repr)
def test_a_fault_goes_on_under_its_line_and_forges_none(end):
    try:
        raise ValueError(f"x{end}{FORGED}")
    except ValueError:
        line = written(logs.Line(), "fault", fault=sys.exc_info())
    first, *more = line.splitlines()
    assert first.endswith("WARNING portal.test: fault")
    assert more
    assert all(part.startswith("    | ") for part in more)


@pytest.mark.parametrize("formatter", [logs.Line(), logs.JsonLine()], ids=["line", "json"])
def test_no_line_of_django_keeps_the_seal_of_a_link_and_a_head_of_the_history_stays(formatter):
    seal, head = "eyJhIjoxfQ." + "k" * 43, "a1" * 32
    told = {"name": "django.request", "level": logging.WARNING, "pathname": "", "lineno": 1, "exc_info": None}
    line = formatter.format(logging.LogRecord(msg="Not Found: %s", args=(f"/volgen/{seal}/",), **told))
    assert "/volgen/(seal)/" in line
    assert seal not in line
    assert head in written(formatter, "the head is %s", head)
    name = "_a_function_whose_name_is_long_enough_to_be_a_seal"
    assert name in formatter.format(logging.LogRecord(msg="in self.%s", args=(name,), **told))


def test_a_line_is_in_utc_and_says_so():
    with time_machine.travel("2026-07-01T12:00:00+02:00", tick=False):
        assert written(logs.Line(), "x") == "2026-07-01T10:00:00.000Z WARNING portal.test: x"
        told = json.loads(written(logs.JsonLine(), "%s", "x"))
    assert told == {
        "at": "2026-07-01T10:00:00.000+00:00", "level": "WARNING", "name": "portal.test", "message": "x",
    }  # fmt: skip


def test_the_fault_is_in_the_json_too():
    try:
        raise ValueError("x")
    except ValueError:
        told = json.loads(written(logs.JsonLine(), "fault", fault=sys.exc_info()))
    assert "ValueError: x" in told["fault"]


def test_the_setting_chooses_the_form():
    assert isinstance(logs.formatter("json"), logs.JsonLine)
    assert isinstance(logs.formatter("line"), logs.Line)


# --- gunicorn, as it runs ---


class Server:
    """gunicorn with our settings before an application of one line."""

    def __init__(self, **environment: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        told = os.environ | {"BIND": f"127.0.0.1:{self.port}", "WEB_CONCURRENCY": "1"} | environment
        command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "tests.plain_app"]
        both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        self.process = subprocess.Popen(command, cwd=ROOT, env=told, text=True, **both)  # type: ignore[call-overload]

    def __enter__(self):
        for _try in range(100):
            try:
                self.says(b"GET /er-is-iemand/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            except ConnectionRefusedError:
                time.sleep(0.1)
            else:
                return self
        raise AssertionError("it does not start")

    def says(self, raw: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as wire:
            wire.sendall(raw)
            answer = b""
            while part := wire.recv(4096):
                answer += part
        return answer

    def __exit__(self, *_told):
        self.process.send_signal(signal.SIGTERM)
        self.lines = self.process.communicate(timeout=30)[0].splitlines()


def asking(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()


def test_no_address_forges_a_line_of_the_access_log_or_leaves_a_seal_there():
    with Server() as server:
        server.says(asking('/x%0a[30/Nov/2026]%20127.0.0.1%20"GET%20/beheer/"%20200%22%5c%0d%1b[2J'))
        server.says(asking("/volgen/eyJhIjoxfQ." + "k" * 43 + "/?naam=geheim"))
    assert all(BEGINS.match(line) for line in server.lines), server.lines
    assert [line for line in server.lines if line.startswith("[30/Nov/2026] 127")] == []
    (forger,) = [line for line in server.lines if "/x\\n[30" in line]
    assert '\\"GET /beheer/\\"' in forger
    assert "\x1b" not in forger
    (sealed,) = [line for line in server.lines if "/volgen/" in line]
    assert '"GET /volgen/(seal)/" 200' in sealed
    assert "geheim" not in sealed


def test_every_line_of_gunicorn_is_json_when_that_is_asked():
    with Server(LOG_FORMAT="json") as server:
        server.says(asking('/x%0a"%22%5c'))
    told = [json.loads(line) for line in server.lines]
    (asked,) = [one for one in told if one.get("path", "").startswith("/x")]
    assert (asked["method"], asked["status"], asked["address"]) == ("GET", "200", "127.0.0.1")
    assert {one["name"] for one in told} == {"gunicorn.error", "gunicorn.access"}


SMUGGLED = b"GET /smokkel/ HTTP/1.1\r\nHost: x\r\n\r\n"
UNCLEAR = {
    "two lengths": b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhallo" + SMUGGLED,
    "a length and chunks": b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "chunks that are not": b"Transfer-Encoding: xchunked\r\n\r\n" + SMUGGLED,
    "a length with a sign": b"Content-Length: +5\r\n\r\nhallo" + SMUGGLED,
    "a space before the colon": b"Content-Length : 5\r\n\r\nhallo" + SMUGGLED,
    "a header over two lines": b"X-A: a\r\n b: c\r\nContent-Length: 0\r\n\r\n",
}


def test_a_message_whose_end_is_not_clear_is_refused():
    with Server() as server:
        answers = {
            case: server.says(b"POST /onduidelijk/ HTTP/1.1\r\nHost: x\r\n" + raw)
            for case, raw in UNCLEAR.items()
        }
        clear = server.says(
            b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhallo"
        )
    assert clear.startswith(b"HTTP/1.1 200")  # the control
    refused = (b"HTTP/1.1 400", b"HTTP/1.1 501")
    assert {case: raw[:20] for case, raw in answers.items() if not raw.startswith(refused)} == {}
    assert [line for line in server.lines if "smokkel" in line] == []


# --- who was refused ---


@pytest.fixture
def told(world, now, caplog):
    cache.clear()
    now(DURING_SUBMISSION)
    caplog.set_level(logging.WARNING, logger="portal.attempts")
    return lambda: [one.getMessage() for one in caplog.records if one.name == "portal.attempts"]


def test_a_closed_door_stands_in_the_log_with_who_stood_there(world, client_of, told):
    client_of(world.employee).get("/2021-2022/logboek/?met=iets-persoonlijks")
    assert told() == [f"refused: audit, closed or absent, by {world.employee.pk}, from 127.0.0.1"]


def test_what_is_not_visible_stands_in_the_log_without_what_was_asked(world, client_of, told):
    draft = world.draft(world.owner)
    client_of(world.other_owner).get(reverse("ideas:detail", args=[world.edition.pk, draft.pk]))
    (line,) = told()
    assert line == f"refused: ideas:detail, closed or absent, by {world.other_owner.pk}, from 127.0.0.1"
    assert draft.pk not in line


def test_one_who_tries_a_thousand_times_fills_no_log(world, client_of, told):
    curious = client_of(world.employee)
    for number in range(20):
        curious.get(f"/2021-2022/ideeen/nietbestaand{number}/")
    assert len(told()) == 1
    with time_machine.travel(clock.machine().timestamp() + 61, tick=False):
        cache.clear()  # as after a minute: the cache goes by its own clock
        curious.get("/2021-2022/ideeen/nietbestaand/")
    assert len(told()) == 2


def test_a_page_that_somebody_may_see_and_a_visitor_who_errs_are_no_refusals(world, client_of, told):
    client_of(world.employee).get("/profiel/")
    client_of(None).get("/2021-2022/ideeen/nietbestaand/")
    client_of(world.employee).get("/bestaat/niet/")
    assert told() == []


def test_who_meets_a_limit_stands_in_the_log(world, client_of, told):
    for _time in range(5):
        client_of(None).post(LOG_IN, {"email": "owner@vlaanderen.be"})
    stopped = [line for line in told() if "too often" in line]
    assert stopped == ["refused: account_login, too often, by a visitor, from 127.0.0.1"]


def test_who_asks_fresh_codes_without_end_stands_in_the_log(world, client_of, told):
    owner = client_of(world.owner)
    for _time in range(5):
        owner.post(reverse("fresh_code"), {"send": "1"})
    assert f"refused: fresh_code, too often, by {world.owner.pk}, from 127.0.0.1" in told()


# --- how often one may do what costs much ---

COSTLY = {"my_data": ("owner", "POST", [], 10), "audit_file": ("staff", "GET", ["2021-2022"], 30)}


@pytest.mark.parametrize("name", COSTLY)
def test_what_costs_much_is_done_so_many_times_an_hour(world, client_of, told, name):
    member, method, args, times = COSTLY[name]
    address = reverse(name, args=args)
    with time_machine.travel("2026-07-01T12:00:00+02:00", tick=False) as traveller:
        again = client_of(world.people[member])
        answers = [getattr(again, method.lower())(address).status_code for _time in range(times)]
        assert set(answers) == {200}
        stopped = getattr(again, method.lower())(address)
        assert stopped.status_code == 429
        assert "Even wachten" in stopped.content.decode()
        assert f"refused: {name}, too often, by {world.people[member].pk}, from 127.0.0.1" in told()
        traveller.shift(3600)
        assert getattr(again, method.lower())(address).status_code == 200
    other = client_of(world.people["chair" if member == "staff" else "other_owner"])
    assert getattr(other, method.lower())(address).status_code == 200


def test_a_limit_is_counted_in_the_database(db, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}
    }
    rate = limits.Rate(2, 3600)
    assert [limits.is_within(rate, "x", "somebody") for _time in range(3)] == [True, True, False]
    caches.close_all()
    assert not limits.is_within(rate, "x", "somebody")
    assert limits.is_within(rate, "x", "another")


def test_the_address_of_a_seal_is_left_out_and_other_addresses_stay():
    assert Atoms({"U": "/2021-2022/ideeen/abcdef123456/schrijven/kern/"})["U"].endswith("/schrijven/kern/")
    assert Atoms({"U": None})["U"] == ""
