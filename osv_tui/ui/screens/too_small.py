"""Shown as long as the terminal is too small to work in; nothing below it is lost."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Static


class TooSmallScreen(ModalScreen[None]):
    """Takes all keys, so that nothing is typed unseen."""

    def __init__(self, smallest: tuple[int, int]) -> None:
        super().__init__()
        self._smallest = smallest

    def on_screen_resume(self) -> None:
        """Look again at the size: it may have changed while another dialog was on top."""
        from osv_tui.ui.plain import PlainApp

        assert isinstance(self.app, PlainApp)
        self.app.guard_size(self.app.size)

    def compose(self) -> ComposeResult:
        width, height = self._smallest
        mark = "OEFENING. " if getattr(self.app, "practice", False) else ""
        yield Static(
            Text(
                f"{mark}Het scherm is te klein.\nMaak het {width} tekens breed en {height} regels hoog.\n"
                "Daarna gaat u verder waar u was."
            )
        )
