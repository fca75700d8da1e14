"""Shared by all tests: cheap password hashes, and an order in which no worker ends with the longest file.

How long an example takes is no promise of the program: that is measured in ``bench``.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from osv_tui.store import passwords

settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "ARGON2_TIME", 1)
    monkeypatch.setattr(passwords, "ARGON2_MEMORY", 8192)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-screens", action="store_true", help="draw the pictures in screens/ anew, to be looked at"
    )


WHOLE_EVENINGS = tuple(f"tests/{name}" for name in ("real/test_evening", "trust/test_no_socket", "rehearsal"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(WHOLE_EVENINGS))


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: two in five seconds are spent waiting for a terminal or a timer."""
    return (os.cpu_count() or 1) + 1
