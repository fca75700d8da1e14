"""The fixed lines of every screen: title on top, message and keys at the bottom."""

from __future__ import annotations

from rich.text import Text
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
    """The keys of this screen, made from its bindings."""

    DEFAULT_CSS = "KeyBar { height: 1; width: 1fr; text-style: reverse; }"

    def on_mount(self) -> None:
        shown = [
            active.binding
            for active in self.screen.active_bindings.values()
            if active.binding.show and active.enabled
        ]
        shown.sort(key=lambda binding: binding.key == "f1")
        text = "  ".join(f"{binding.key_display or binding.key} {binding.description}" for binding in shown)
        self.update(Text(f" {text}", no_wrap=True), layout=False)
