"""The long tests begin first, so that no worker is left alone with one at the end. Among themselves their order is
as random as that of the others."""

import pytest

LONG = (
    "tests/browser/", "tests/mail/test_worker.py", "tests/test_demo.py", "tests/permissions/", "tests/test_embargo",
    "tests/races/",
)  # fmt: skip


@pytest.hookimpl(trylast=True)  # after the shuffle
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
