"""Say in one list what was skipped and why; with CI=true a skipped test makes the run fail.

A test that CI skips guards nothing, and nobody would see that it stopped running.
"""

import os
from collections import Counter

import pytest


def strict() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


class Skips:
    """Counts skips by reason, for whole files as well as for tests."""

    def __init__(self) -> None:
        self.by_reason: Counter[str] = Counter()
        self.where: dict[str, list[str]] = {}

    def note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if not report.skipped or hasattr(report, "wasxfail"):
            return
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reason = reason.removeprefix("Skipped: ")
        self.by_reason[reason] += 1
        self.where.setdefault(reason, []).append(report.nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.note(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self.note(report)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if strict() and self.by_reason and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.by_reason:
            return
        terminalreporter.section("skipped, and CI allows no skips" if strict() else "skipped", sep="-")
        for reason, count in self.by_reason.most_common():
            terminalreporter.line(f"{count} x {reason}", red=strict())
            if strict():
                for nodeid in self.where[reason]:
                    terminalreporter.line(f"    {nodeid}")


def pytest_configure(config: pytest.Config) -> None:
    # The workers of xdist report to the controller; counting there too would count twice.
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Skips(), "no-skips")
