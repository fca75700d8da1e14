"""F1: what this screen is for and which keys it has."""

from __future__ import annotations

import re
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from osv_tui.ui.once import Dialog
from osv_tui.ui.widgets.bars import KeyBar, TitleBar

_OWN_LINE = re.compile(r"\s|\S+(?: \S+){0,2}\s{2,}")


def reflowed(text: str) -> str:
    """The lines of a paragraph joined, so that the screen breaks them; a line with a key keeps to itself."""
    flowed: list[str] = []
    for line in text.strip().splitlines():
        if flowed and flowed[-1] and line and not _OWN_LINE.match(line) and not _OWN_LINE.match(flowed[-1]):
            flowed[-1] += f" {line}"
        else:
            flowed.append(line)
    return "\n".join(flowed)


class HelpScreen(Dialog[None]):
    """A text on the whole screen; PgDn goes on reading where it does not fit.

    ``kind`` says in the title what is read.
    """

    DEFAULT_CSS = """
    HelpScreen VerticalScroll {
        height: 1fr; padding: 1 1 0 1; scrollbar-size: 0 0; background: ansi_default;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown,space", "more", "verder lezen", key_display="PgDn"),
        Binding("escape", "close", "terug", key_display="Esc"),
        Binding("f1,enter", "close", show=False),
    ]

    def __init__(self, title: str, text: str, kind: str = "Hulp") -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._kind = kind

    def compose(self) -> ComposeResult:
        yield TitleBar()
        with VerticalScroll():
            yield Static(Text(reflowed(self._text)))
        yield KeyBar()

    def on_resize(self) -> None:
        self.query_one(TitleBar).show("OEFENING" if self.practice else self._kind, self._title, "")
        self.call_after_refresh(self.query_one(KeyBar).show_keys)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "more" or self.query_one(VerticalScroll).max_scroll_y > 0

    def action_more(self) -> None:
        self.query_one(VerticalScroll).scroll_page_down(animate=False)

    def action_close(self) -> None:
        self.dismiss(None)
