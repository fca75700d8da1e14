"""F1: what this screen is for and which keys it has."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static


class HelpScreen(ModalScreen[None]):
    DEFAULT_CSS = "HelpScreen VerticalScroll { scrollbar-size: 0 0; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,enter", "close", "terug", key_display="Esc"),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog"):
            yield Static(Text(f"Uitleg: {self._title}", style="bold"))
            yield Static(Text(self._text.strip()), classes="gap")
            yield Static(Text("Esc terug"), classes="gap")

    def action_close(self) -> None:
        self.dismiss(None)
