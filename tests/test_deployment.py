"""The files that put the portal in production agree with each other and with the settings.

No container engine runs here: a parser reads what an engine would.
"""

import ast
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.db.models import FileField

ROOT = Path(__file__).resolve().parents[1]
OURS = ["web", "worker", "beat", "migrate"]
RUNNING = ["web", "worker", "beat", "postgres", "redis", "mail"]
# What the settings read from the environment for other reasons than running in production.
NOT_FOR_PRODUCTION: set[str] = set()


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def variables(path: Path) -> dict[str, bool]:
    """The environment variables that a settings file reads, each with True when it has no default."""
    found = {}
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
            continue
        if re.fullmatch(r"env(\.\w+)?|os\.environ\.get|os\.getenv", ast.unparse(node.func)):
            required = len(node.args) == 1 and not any(word.arg == "default" for word in node.keywords)
            found[node.args[0].value] = required and "environ" not in ast.unparse(node.func)
    return found


def production_variables() -> dict[str, bool]:
    settings = ROOT / "portal" / "settings"
    found = variables(settings / "base.py") | variables(settings / "prod.py")
    return {name: required for name, required in found.items() if name not in NOT_FOR_PRODUCTION}


def test_the_variables_of_production_are_found() -> None:
    found = production_variables()
    assert found["SECRET_KEY"] is True
    assert found["EMAIL_PORT"] is False
    assert len(found) >= 10


def test_every_process_runs_the_same_image(compose: dict[str, Any]) -> None:
    assert {compose["services"][name]["image"] for name in OURS} == {
        "sandbox-portal:${PORTAL_VERSION:-latest}"
    }


@pytest.mark.parametrize("name", OURS)
def test_every_process_gets_every_variable_of_production(compose: dict[str, Any], name: str) -> None:
    environment = compose["services"][name]["environment"]
    assert environment["DJANGO_SETTINGS_MODULE"] == "portal.settings.prod"
    assert production_variables().keys() - environment.keys() == set()
    for variable, required in production_variables().items():
        # Without a value here the variable is passed on, or left out so that the default of the settings holds.
        assert not required or environment[variable], f"{variable} must have a value"


def test_the_web_process_gets_the_variables_of_gunicorn(compose: dict[str, Any]) -> None:
    read = variables(ROOT / "gunicorn.conf.py").keys()
    given = compose["services"]["web"]["environment"].keys() | {"BIND"}
    assert read - given == set()
    assert "BIND=" in (ROOT / "Dockerfile").read_text()


@pytest.mark.parametrize("name", RUNNING)
def test_every_running_service_has_a_health_check_and_comes_back(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    assert service["restart"] == "unless-stopped"
    if name == "web":
        assert "HEALTHCHECK" in (ROOT / "Dockerfile").read_text()
        assert "healthcheck" not in service
    else:
        assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


def test_every_service_is_known(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == {*RUNNING, "migrate"}


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_nothing_starts_before_the_database_is_migrated(compose: dict[str, Any], name: str) -> None:
    services = compose["services"]
    assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert services["migrate"]["depends_on"]["postgres"] == {"condition": "service_healthy"}
    assert services["migrate"]["restart"] == "no"


def test_every_volume_is_declared_and_used(compose: dict[str, Any]) -> None:
    used = {
        mount.split(":")[0]
        for service in compose["services"].values()
        for mount in service.get("volumes", [])
    }
    assert used == set(compose["volumes"])
    assert compose["services"]["postgres"]["volumes"] == ["database:/var/lib/postgresql/data"]


def test_uploads_outlive_a_release(compose: dict[str, Any]) -> None:
    """The first model with a file needs a volume that every process sees (and an owner for it in the Dockerfile)."""
    fields = [
        field for model in apps.get_models() for field in model._meta.fields if isinstance(field, FileField)
    ]
    for name in ["web", "worker"]:
        assert not fields or compose["services"][name].get("volumes"), fields


def test_only_this_machine_reaches_a_published_port(compose: dict[str, Any]) -> None:
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert ports
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_no_secret_stands_in_a_file(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if re.search(r"SECRET|PASSWORD", name):
                assert value is None or value.startswith("${"), name
    for line in (ROOT / "deploy.env.example").read_text().splitlines():
        if re.match(r"#? ?\w*(SECRET|PASSWORD)\w*=", line):
            assert line.endswith("="), line


def test_every_variable_is_explained() -> None:
    interpolated = re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text())
    passed_on = re.findall(r"^ +([A-Z]\w+):$", (ROOT / "docker-compose.yml").read_text(), re.MULTILINE)
    example = set(re.findall(r"^(?:# )?([A-Z]\w+)=", (ROOT / "deploy.env.example").read_text(), re.MULTILINE))
    assert passed_on
    assert {*interpolated, *passed_on} == example

    manual = (ROOT / "docs" / "operate.md").read_text()
    assert [name for name in sorted(example) if f"`{name}`" not in manual] == []


def test_what_is_local_stays_out_of_the_image() -> None:
    rules = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in rules
    let_in = {rule[1:].split("/")[0] for rule in rules if rule.startswith("!")}
    assert let_in & {".env", ".git", ".venv", "var", "tests", "node_modules"} == set()
    assert [name for name in sorted(let_in) if not (ROOT / name).exists()] == []


def test_gunicorn_reads_its_size_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_CONCURRENCY", "7")
    monkeypatch.setenv("WEB_THREADS", "3")
    config = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    assert (config["workers"], config["threads"]) == (7, 3)
    assert "%(q)s" not in config["access_log_format"]
    assert "%(r)s" not in config["access_log_format"]


# --- the guard of CI itself ---

SKIPPING = """
import pytest

def test_runs(): pass

@pytest.mark.skip(reason="needs something")
def test_is_skipped(): pass

@pytest.mark.xfail(reason="known", strict=True)
def test_fails_as_expected(): assert False
"""


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
@pytest.mark.parametrize("workers", ["0", "1"])
def test_a_skip_fails_the_run_in_ci_only(tmp_path: Path, ci: str, code: int, workers: str) -> None:
    (tmp_path / "test_sample.py").write_text(SKIPPING)
    options = [
        "-c",
        os.devnull,
        "-p",
        "tests.plugins.no_skips",
        "-p",
        "xdist",
        "-p",
        "no:cacheprovider",
        "-n",
        workers,
    ]
    outer = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "--rootdir", tmp_path, *options, tmp_path],
        cwd=ROOT,
        env=outer | {"CI": ci, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == code, run.stdout + run.stderr
    assert "1 x needs something" in run.stdout
    assert ("test_sample.py::test_is_skipped" in run.stdout) is (ci == "true")
