"""A labelled line to type in, for short forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Protocol, cast

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from osv_tui.ui.widgets.keys_at_once import obey_at_once

if TYPE_CHECKING:
    from osv_tui.ui.plain import PlainApp


class LineTaker(Protocol):
    """The screen or app around the lines of a short form."""

    def line_entered(self, field: TextField) -> None:
        """Enter was pressed in ``field``; move the caret at once: with ``Screen.set_focus``."""


class TextField(Input):
    """A line to type in that looks the same on every terminal.

    A key works when its turn has come. Keys typed behind one that moves the caret follow the caret, and keys
    typed behind one that closes or covers the screen are left out: nobody had seen what comes then.
    """

    DEFAULT_CSS = """
    TextField, TextField:focus {
        border: none; border-left: solid ansi_default; border-right: solid ansi_default;
        height: 1; padding: 0; background: ansi_default; color: ansi_default;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,shift+tab", "previous_field", show=False),
        Binding("down,tab", "next_field", show=False),
    ]

    def __init__(self, value: str = "", *, id: str | None = None, password: bool = False) -> None:
        super().__init__(value, id=id, password=password, select_on_focus=False)
        self.cursor_blink = False

    async def _on_key(self, event: events.Key) -> None:
        if self._plain_app.keys_are_held:
            self._plain_app.keep_key(event)
            event.stop()
        elif self.app.focused is not self:
            event.stop()
        elif not await obey_at_once(self, event):
            await super()._on_key(event)
        event.prevent_default()  # else Textual would call the handler of the base class again

    async def action_submit(self) -> None:
        taker = self.screen if hasattr(self.screen, "line_entered") else self.app
        self._go_on(lambda: cast(LineTaker, taker).line_entered(self))

    def action_next_field(self) -> None:
        self._go_on(self.screen.focus_next)

    def action_previous_field(self) -> None:
        self._go_on(self.screen.focus_previous)

    def _go_on(self, step: Callable[[], object]) -> None:
        """Take a step that may move the caret, and let the keys that wait here follow it."""
        step()
        if self.app.screen is self.screen and self.app.focused is not self:
            self._plain_app.hold_keys()
            self.call_later(self._hand_over)  # behind the keys that are waiting

    def _hand_over(self) -> None:
        self._plain_app.release_keys(self.app.focused or self.app.screen)

    @property
    def _plain_app(self) -> PlainApp[object]:
        return cast("PlainApp[object]", self.app)

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
