"""Shared by all tests: cheap password hashes, so that a hundred sign-ins do not take a minute."""

from __future__ import annotations

import pytest

from osv_tui.store import passwords


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "ARGON2_TIME", 1)
    monkeypatch.setattr(passwords, "ARGON2_MEMORY", 8192)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-screens", action="store_true", help="draw the pictures in screens/ anew, to be looked at"
    )
