"""The demo: the cast, the clock that jumps, and one command that leaves no process behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.mail import send_mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from kombu import Connection

from ideas.models import Idea
from portal import clock
from portal.demo import cast, mails, stage
from portal.demo.acts import owners
from portal.demo.broker import Channel, Transport
from portal.demo.cast import PARTS, START, local
from portal.models import Letter
from portal.models.mail import LetterState
from tests.snapshot import once


@pytest.fixture
def demo(settings: Any, tmp_path: Path, db: None, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The demo's cast on stage, mails as files, in this process."""

    def flush(*args: Any, **options: Any) -> None:
        connection.check_constraints()  # in a test's transaction PostgreSQL empties no table with checks to do
        call_command(*args, **options)

    monkeypatch.setattr(stage, "call_command", flush)
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.demo_urls"
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "portal.demo.middleware.demo_bar"]
    settings.EMAIL_FILE_PATH = str(tmp_path)
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    once("demo", begin)
    clock.jump(START)  # the machine's clock went on since
    return Client()


def begin() -> None:
    """What `stage.start_anew` does, in a database that is empty already."""
    cast.load()
    stage.go_to(START)


def test_the_cast_stands_ready_on_8_january(demo: Client) -> None:
    assert abs((clock.now() - START).total_seconds()) < 60
    assert Idea.objects.filter(state="submitted").count() == 9
    drafts = Idea.objects.filter(state="draft")
    assert {idea.title for idea in drafts} == {"Stille straten", owners.SHARED, owners.FOR_A_COLLEAGUE}


def test_a_jump_over_the_announcement_lets_everything_in_between_happen(demo: Client) -> None:
    stage.go_to(local(2022, 2, 14))

    outcomes = Letter.objects.filter(name="outcome")
    assert len({letter.subject for letter in outcomes}) == 9
    assert outcomes.count() == 10  # one idea has two owners
    assert {letter.state for letter in outcomes} == {LetterState.SENT}
    assert {letter.frozen_at.replace(microsecond=0, second=0) for letter in outcomes if letter.frozen_at} == {
        local(2022, 1, 31, 9)
    }
    assert Idea.objects.published(at=clock.now()).count() == 6
    assert "De uitkomst voor je idee: Drone zoekt reekalf" in [
        str(mail.message["Subject"]) for mail in mails.sent()
    ]


def test_a_minute_before_the_announcement_nothing_is_public(demo: Client) -> None:
    stage.go_to(local(2022, 1, 31, 8, 59))

    assert Idea.objects.published(at=clock.now()).count() == 0
    assert not Letter.objects.filter(name="outcome", state=LetterState.SENT).exists()


def test_going_back_starts_anew_and_the_visitor_stays_who_they_were(demo: Client) -> None:
    demo.post("/demo/als/", {"role": "eigenaar-twee"})
    demo.post("/demo/klok/", {"to": "2022-02-14T10:00"})

    demo.post("/demo/klok/", {"to": "2022-01-10T10:00"})

    assert not Letter.objects.filter(name="outcome").exists()
    assert "Eigenaar Twee" in demo.get("/").content.decode()


def test_a_second_press_on_the_clock_waits_for_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two plays at once would each find the other's half done, and leave out what it refuses."""
    playing: list[Any] = []
    seen: list[int] = []

    def play(to: Any) -> int:
        playing.append(to)
        time.sleep(0.05)
        seen.append(len(playing))
        playing.remove(to)
        return 0

    monkeypatch.setattr(stage, "_play", play)
    monkeypatch.setattr(clock, "now", lambda: START)
    with ThreadPoolExecutor(2) as browsers:
        list(browsers.map(stage.go_to, [local(2022, 1, 17), local(2022, 2, 14)]))
    assert seen == [1, 1]


def test_the_mails_page_shows_letters_and_the_log_in_code(demo: Client) -> None:
    stage.start_anew()
    demo.post("/account/inloggen/", {"email": "medewerker@demo.vlaanderen.be"})

    page = demo.get("/demo/mails/")

    sent = mails.sent()
    first = sent[0]
    letter = next(one for one in sent if one.message["Subject"].startswith("We ontvingen je idee"))
    assert page.status_code == 200
    assert first.message["To"] == "medewerker@demo.vlaanderen.be"
    assert demo.get(f"/demo/mails/{letter.name}/").status_code == 200
    assert "Ontvangstnummer" in demo.get(f"/demo/mails/{letter.name}/html/").content.decode()


def test_marks_and_accents_of_a_mail_are_read_as_they_left(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_FILE_PATH = str(tmp_path)
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    send_mail("Eén", "Met één klik, onder ‘Herinneringen’", "a@elders.be", ["b@elders.be"])

    [read] = mails.sent()
    assert read.text.strip() == "Met één klik, onder ‘Herinneringen’"


def test_one_click_makes_you_anybody_in_the_cast(demo: Client) -> None:
    for part in PARTS:
        page = demo.post("/demo/als/", {"role": part.slug}, follow=True)
        assert part.name in page.content.decode()


def test_a_moment_that_is_none_is_refused_in_words(demo: Client) -> None:
    page = demo.post("/demo/klok/", {"to": "morgen"})

    assert page.status_code == 409
    assert "Kies een dag en een uur" in page.content.decode()


def test_without_the_demo_its_urls_do_not_exist(world: Any, client: Client) -> None:
    assert client.post("/demo/als/", {"role": "sandbox"}).status_code == 404
    with pytest.raises(RuntimeError):
        clock.jump(START)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """`manage.py demo` as a real process, and its address once it answers."""
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "demo", "--port", str(free_port())],
        cwd=django_settings.BASE_DIR,
        env=environment | {"DEMO_DIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield process, address_of(process)
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port that nobody has: other workers of the suite start demos of their own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def address_of(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"http://localhost:\d+/", line):
            return found.group()
    raise AssertionError("the demo never said where it is")


def children_of(process: "subprocess.Popen[str]") -> set[int]:
    """Every process below this one."""
    found = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(pid): int(parent) for pid, parent in (line.split() for line in found.splitlines())}
    below, todo = set[int](), [process.pid]
    while todo:
        parent = todo.pop()
        new = {pid for pid, its in parents.items() if its == parent}
        below |= new
        todo += new
    return below


def all_children_of(process: "subprocess.Popen[str]") -> set[int]:
    """The same once web, its worker, the mail's worker and beat are all there: web answers before the others."""
    deadline = time.monotonic() + 20
    while len(found := children_of(process)) < 4 and time.monotonic() < deadline:
        time.sleep(0.2)
    assert len(found) >= 4
    return found


def alive(pids: set[int]) -> set[int]:
    found = subprocess.run(["ps", "-eo", "pid=,stat="], capture_output=True, text=True, check=True).stdout
    running = {
        int(pid) for pid, state in (line.split() for line in found.splitlines()) if not state.startswith("Z")
    }
    return pids & running


@pytest.mark.parametrize(
    "how",
    [
        signal.SIGINT,
        pytest.param(signal.SIGTERM, marks=pytest.mark.deep),
        pytest.param(signal.SIGKILL, marks=pytest.mark.deep),
    ],
)
def test_the_demo_leaves_no_process_behind(running: Any, how: signal.Signals) -> None:
    process, address = running
    assert urllib.request.urlopen(address, timeout=20).status == 200  # noqa: S310 our own address
    children = all_children_of(process)

    process.send_signal(how)

    deadline = time.monotonic() + 20
    while alive(children) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not alive(children)
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(address, timeout=5)  # noqa: S310 our own address


@pytest.fixture
def broker_in_a_folder(tmp_path: Path) -> Iterator[Channel]:
    """The demo's broker, as one process has it."""
    folders = dict.fromkeys(("data_folder_in", "data_folder_out", "control_folder"), str(tmp_path))
    with Connection(transport=Transport, transport_options=folders) as connection:
        yield connection.default_channel


def test_a_message_that_is_still_being_written_is_not_taken(
    broker_in_a_folder: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that looks just then once read half a message, and died of it."""
    there_to_take: list[int] = []

    def look_halfway(path: Path, text: str, **options: Any) -> None:
        path.write_bytes(text.encode()[:5])
        there_to_take.append(broker_in_a_folder._size("celery"))
        path.write_bytes(text.encode())

    monkeypatch.setattr(Path, "write_text", look_halfway)
    broker_in_a_folder._put("celery", {"body": "due"})

    assert there_to_take == [0]
    assert broker_in_a_folder._get("celery") == {"body": "due"}
