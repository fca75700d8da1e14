"""One package for all tests of a process: it is made once and never changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from osv_tui.verifying import contents
from tests.documents.accountability_example import full_release
from tests.verifying.example import package, sound


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return package(sound(full_release()), tmp_path_factory.mktemp("published"))


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents are compared by what they say only: drawing each anew takes most of the time."""
    monkeypatch.setattr(contents, "require_same_drawing", lambda path, document: None)
