"""Small questions on top of a screen."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Key
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from osv_tui.ui.once import Dialog
from osv_tui.ui.widgets.fields import TextField
from osv_tui.ui.widgets.keys_at_once import obey_at_once


class Tell(Dialog[None]):
    """A text that must be read; Enter or Escape goes on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape", "dismiss_it", "verder", key_display="Enter")
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Text(self._title, style="bold"))
            yield Static(Text(self._text), classes="gap")
            yield Static(Text("Enter verder"), classes="gap")

    def action_dismiss_it(self) -> None:
        self.dismiss(None)


class AskText(Dialog[str | None]):
    """A question with one line for the answer; Escape gives ``None``, as an empty line never does.

    An answer that was refused comes back as ``initial``, with ``why``.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "terug", key_display="Esc")]

    def __init__(
        self, title: str, text: str, initial: str = "", *, required: bool = True, why: str = ""
    ) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._initial = initial
        self._required = required
        self._why = why

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Text(self._title, style="bold"))
            yield Static(Text(self._text), classes="gap")
            yield TextField(self._initial)
            if self._why:
                yield Static(Text(f"! {self._why}", style="bold"), classes="gap")
            yield Static(Text("Enter verder   Esc terug"), classes="gap")

    def on_mount(self) -> None:
        if self._why:
            self.app.bell()

    def line_entered(self, field: TextField) -> None:
        if field.value.strip() or not self._required:
            self.dismiss(field.value.strip())
        else:
            self.app.bell()

    def action_cancel(self) -> None:
        self.dismiss(None)


class _Options(OptionList):
    """Options whose keys all work before the dialog can be gone."""

    async def _on_key(self, event: Key) -> None:
        await obey_at_once(self, event)


class Choose(Dialog[int | None]):
    """One of a few options, by its number or with the arrows; Escape gives ``None``."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "terug", key_display="Esc")]

    def __init__(self, title: str, text: str, options: tuple[str, ...]) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._options = options

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Text(self._title, style="bold"))
            yield Static(Text(self._text), classes="gap")
            yield _Options(
                *(Option(Text(f"{number} {option}")) for number, option in enumerate(self._options, 1))
            )
            yield Static(Text("Kies met een cijfer of met de pijlen en Enter   Esc terug"), classes="gap")

    async def on_key(self, event: Key) -> None:
        character = event.character or ""
        if character.isascii() and character.isdigit():
            event.stop()  # else the digit would reach the screen below once this one is gone
            index = int(character) - 1
            if 0 <= index < len(self._options):
                self.dismiss(index)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_index)

    def action_cancel(self) -> None:
        self.dismiss(None)
