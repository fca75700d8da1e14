"""Pictures of screens: how one is taken, made the same on every machine, and compared with the one kept."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console, RenderableType
from textual.app import App

from osv_tui.ui.widgets.bars import KeyBar

PICTURES = Path(__file__).resolve().parents[2] / "screens"

_REMOTE_FONTS = re.compile(r"\s*@font-face \{.*?\}\n", re.DOTALL)
_LINES = "─│┌┐└┘├┤┬┴┼═║╔╗╚╝"
_PER_PICTURE_IDS = re.compile(r"terminal-\d+")


@dataclass(frozen=True)
class Shot:
    """One screen: as a picture, as characters, and as the bytes that a terminal of 16 colours gets.

    ``key_line`` is the whole of its last line, also the part for which there was no room.
    """

    svg: str
    text: str
    sixteen_colours: str
    key_line: str


def shoot(app: App[Any]) -> Shot:
    """What is on the screen of a running ``app``."""
    width, height = app.size
    drawn: Any = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    key_line = "".join(str(bar.render()) for bar in app.screen.query(KeyBar))
    return shoot_renderable(drawn, width, height, key_line)


def shoot_renderable(drawn: RenderableType, width: int, height: int, key_line: str = "") -> Shot:
    recorder = _console(width, height, "truecolor")
    recorder.print(drawn)
    text = recorder.export_text(clear=False)
    svg = recorder.export_svg(title="osv-tui")
    plain = _console(width, height, "standard")
    plain.print(drawn)
    assert isinstance(plain.file, io.StringIO)
    return Shot(local(svg), text, plain.file.getvalue(), key_line)


def local(svg: str) -> str:
    """``svg`` without fonts from elsewhere and without ids that differ per picture."""
    return _PER_PICTURE_IDS.sub("screen", _REMOTE_FONTS.sub("\n", svg))


def on_a_console(character: str) -> bool:
    """Letters of Latin-1 and Latin Extended-A, ASCII, and the lines every console font has (tui §4.4)."""
    if character.isascii() or character in f"{_LINES}«»·":
        return True
    return ord(character) < 0x180 and unicodedata.category(character)[0] == "L"


def path_of(name: str) -> Path:
    return PICTURES / f"{name}.svg"


def _console(width: int, height: int, colours: str) -> Console:
    return Console(
        width=width,
        height=height,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor" if colours == "truecolor" else "standard",
        record=colours == "truecolor",
        legacy_windows=False,
        safe_box=False,
        _environ={},
    )
