"""Every screen looks as its picture in ``screens/`` shows. ``pytest --update-screens`` draws them anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.ui.pictures import PICTURES, local, on_a_console, path_of
from tests.ui.scenes import SCENES, Gallery

BRIGHT = re.compile(r"\x1b\[(?:\d+;)*(?:9[0-7]|10[0-7]|[34]8;)")


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Gallery:
    return Gallery(tmp_path_factory.mktemp("gallery"), {})


@pytest.fixture(autouse=True)
def same_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TEXTUAL_THEME", "TEXTUAL_ANIMATIONS", "TEXTUAL_FILTERS", "NO_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", SCENES)
async def test_a_screen_looks_as_its_picture(
    name: str, gallery: Gallery, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    taken = (await gallery.shot(name, monkeypatch)).svg
    kept = path_of(name)
    if request.config.getoption("--update-screens"):
        PICTURES.mkdir(exist_ok=True)
        kept.write_text(taken, "utf-8")
    assert kept.is_file(), f"there is no {kept.name}; make it with pytest --update-screens and look at it"
    if taken != kept.read_text("utf-8"):
        shot = (await gallery.shot(name, monkeypatch)).text
        pytest.fail(f"{kept.name} shows something else; look, and if it is right: --update-screens\n{shot}")


@pytest.mark.parametrize("name", SCENES)
async def test_a_screen_needs_no_glyph_or_colour_that_a_console_lacks(
    name: str, gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    shot = await gallery.shot(name, monkeypatch)
    strange = {character for character in shot.text if not on_a_console(character)}
    assert strange == set()
    assert BRIGHT.search(shot.sixteen_colours) is None


@pytest.mark.parametrize("name", SCENES)
async def test_all_keys_fit_on_their_line(
    name: str, gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len((await gallery.shot(name, monkeypatch)).key_line.rstrip()) <= 80


def test_the_console_test_can_fail() -> None:
    assert not any(on_a_console(character) for character in "▁━•…✓😀ș")
    assert all(on_a_console(character) for character in "éőŁ─«")
    assert BRIGHT.search("\x1b[1;97mx")
    assert BRIGHT.search("\x1b[38;5;9mx")
    assert not BRIGHT.search("\x1b[1;7;37mx")


def test_every_picture_belongs_to_a_screen_and_the_other_way_round() -> None:
    assert {path.stem for path in PICTURES.glob("*.svg")} == set(SCENES)


def test_a_picture_is_the_same_on_every_machine() -> None:
    svg = "<style>\n  @font-face {\n  src: url(https://elsewhere)\n }\n .terminal-12-r1 {}</style>"
    assert local(svg) == "<style>\n .screen-r1 {}</style>"
    for picture in PICTURES.glob("*.svg"):
        text = (
            picture.read_text("utf-8")
            .replace("http://www.w3.org", "")
            .replace("https://www.textualize.io", "")
        )
        assert "http" not in text, picture.name
        assert str(Path.home()) not in text or str(Path.home()) == "/", picture.name
