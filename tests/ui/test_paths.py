"""Paths as a user types them."""

from __future__ import annotations

from pathlib import Path

import pytest

from osv_tui.ui.paths import PathRefused, path_of


def test_a_path_is_made_absolute_and_need_not_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "thuis"))
    assert path_of("export") == tmp_path / "export"
    assert path_of("~/export") == tmp_path / "thuis" / "export"


@pytest.mark.parametrize(
    ("text", "what"),
    [("~niemand-met-deze-naam/x", "gebruiker"), ("x" * 300, "te lang"), ("a\x1bb", "onzichtbaar teken")],
)
def test_what_cannot_be_a_path_is_refused_in_a_sentence(text: str, what: str) -> None:
    with pytest.raises(PathRefused, match=what) as refused:
        path_of(text)
    assert len(str(refused.value)) < 120
    assert str(refused.value).isprintable()


def test_a_folder_that_may_not_be_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(_: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "exists", forbidden)
    with pytest.raises(PathRefused, match="mag niet"):
        path_of("dicht/map")
