"""Screens that close once: a key that comes twice does not close the screen below as well."""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.events import Key
from textual.screen import ModalScreen, Screen

from osv_tui.ui.widgets.keys_at_once import obey_at_once

Answer = TypeVar("Answer")


class OnceScreen(Screen[Answer]):
    """Textual closes whatever screen is on top; this one closes itself or nothing."""

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        if self.app.screen is not self:
            return AwaitComplete()
        return super().dismiss(result)

    async def on_key(self, event: Key) -> None:
        """Leave out a key that was typed here and would work on the screen that has come instead."""
        if self.app.screen is not self:
            event.stop()


class Dialog(ModalScreen[Answer], OnceScreen[Answer]):  # in this order: styles follow the first base only
    """A question on top of a screen, marked on a practice station since it hides the title."""

    @property
    def practice(self) -> bool:
        return bool(getattr(self.app, "practice", False))

    def on_mount(self) -> None:
        if self.practice:
            for box in self.query(".dialog"):
                box.border_title = "OEFENING"

    async def on_key(self, event: Key) -> None:
        if self.app.screen is self:
            await obey_at_once(self, event)
