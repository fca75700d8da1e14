"""The fixed lines of every screen: title on top, message and keys at the bottom."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text
from textual.binding import Binding
from textual.dom import DOMNode
from textual.widgets import Static


class TitleBar(Static):
    """Where the user is, on which station, as whom."""

    DEFAULT_CSS = "TitleBar { height: 1; width: 1fr; text-style: reverse; }"

    def show(self, left: str, middle: str, right: str) -> None:
        width = self.app.size.width - 2
        room = max(0, width - len(left) - len(right) - 2)
        self.update(
            Text(f" {left} {middle[:room].center(room)} {right} "[: width + 2], no_wrap=True), layout=False
        )


class Notice(Static):
    """The one line in which a screen answers."""

    DEFAULT_CSS = """
    Notice { height: auto; min-height: 1; max-height: 3; width: 1fr; padding: 0 1; }
    Notice.problem { text-style: bold; }
    """

    def say(self, text: str, *, problem: bool = False) -> None:
        self.set_class(problem, "problem")
        self.update(Text(f"! {text}" if problem else text))
        if problem:
            self.app.bell()


class KeyBar(Static):
    """The keys of this screen that work now, made from its bindings."""

    DEFAULT_CSS = "KeyBar { height: 1; width: 1fr; text-style: reverse; }"

    def on_resize(self) -> None:
        self.show_keys()

    def show_keys(self) -> None:
        """Show them anew; for a screen whose ``check_action`` says otherwise than before."""
        shown = (*_shown(self.screen), *_shown(self.app))
        text = "  ".join(f"{binding.key_display or binding.key} {binding.description}" for binding in shown)
        self.update(Text(f" {text}".ljust(self.size.width), no_wrap=True), layout=False)


def _shown(node: DOMNode) -> Iterator[Binding]:
    """The bindings of ``node`` itself that tell of a key, whatever has the focus, its own class first."""
    for kind in type(node).__mro__:
        for binding in vars(kind).get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.show and node.check_action(binding.action, ()):
                yield binding
