"""A labelled line to type in, for short forms."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static


class TextField(Input):
    """A line to type in that looks the same on every terminal."""

    DEFAULT_CSS = """
    TextField, TextField:focus {
        border: none; border-left: solid ansi_default; border-right: solid ansi_default;
        height: 1; padding: 0; background: ansi_default; color: ansi_default;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    def __init__(self, value: str = "", *, id: str | None = None, password: bool = False) -> None:
        super().__init__(value, id=id, password=password, select_on_focus=False)
        self.cursor_blink = False

    @property
    def _value(self) -> Text:
        """What is drawn; Textual's dot for a password letter is not in every console's font."""
        return Text("*" * len(self.value) if self.password else self.value, no_wrap=True, end="")


class Labelled(Horizontal):
    """A label and the line that belongs to it."""

    DEFAULT_CSS = """
    Labelled { height: 1; margin-bottom: 1; }
    Labelled > Static { width: 28; }
    Labelled > TextField { width: 1fr; }
    """

    def __init__(self, label: str, field: TextField) -> None:
        super().__init__()
        self._label = label
        self._field = field

    def compose(self) -> ComposeResult:
        yield Static(Text(self._label))
        yield self._field
