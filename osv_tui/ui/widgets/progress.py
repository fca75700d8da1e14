"""How far something is that takes longer than a moment, in characters that every console has."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Static

from osv_tui.ui.widgets.layout import cut

_BAR = 28
_ROOM_FOR_NAME = 38


class ProgressLine(Static):
    """What is being made, a bar and a percentage on one line; empty while nothing is made."""

    def show(self, what: str, done: int, total: int) -> None:
        part = min(1.0, done / total) if total else 0.0
        full = int(part * _BAR)
        bar = f"[{'#' * full}{'.' * (_BAR - full)}] {int(part * 100):>3} %"
        self.update(Text(f"{bar}  {cut(what, _ROOM_FOR_NAME)}", no_wrap=True))

    def clear(self) -> None:
        self.update("")
