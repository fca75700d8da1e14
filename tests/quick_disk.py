"""For folders of tests in which no power is cut: what the program writes is not waited for.

The file holds the same. That the program does wait is what ``store/test_durability`` and ``trust`` are about.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from osv_tui.store import database
from osv_tui.store.authorizer import allows

__all__ = ["quick_disk"]


@pytest.fixture(scope="module", autouse=True)
def quick_disk() -> Iterator[None]:
    opened = database._open

    def quick(path: Path, prepare: Callable[[sqlite3.Connection], None]) -> sqlite3.Connection:
        connection = opened(path, prepare)
        connection.set_authorizer(None)
        connection.execute("PRAGMA synchronous = OFF")
        connection.set_authorizer(allows)
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_open", quick)
        yield
