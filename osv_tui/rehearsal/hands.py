"""Hands at the keyboard of the app: keys go in, and what stands on the screen is waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any, TypeVar

from textual.events import Key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from osv_tui.ui.app import OsvApp
from osv_tui.ui.widgets.bars import Notice
from osv_tui.ui.widgets.fields import TextField

_NAMES = {"\n": ("enter", "\r"), "+": ("plus", "+"), "-": ("minus", "-"), "*": ("asterisk", "*"),
          "/": ("slash", "/"), ".": ("full_stop", "."), " ": ("space", " ")}  # fmt: skip
_PATIENCE_SECONDS = 30.0
_STEPS_OF_A_KEY = 4

ScreenKind = TypeVar("ScreenKind", bound=Screen[Any])


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until every key has been dealt with and everything is drawn.

    The last look whether the program rests takes one that is given no processor for one that is done. So what
    a key sets in motion, from screen to widget and back, is waited for first.
    """
    for _ in range(_STEPS_OF_A_KEY):
        await pilot.pause(0)
    await pilot.pause()


class HandsStuck(Exception):
    """The screen that should come did not come; the text says what stood there instead."""


class Hands:
    """Types as a person would, without looking away: keys are sent in one go, in order."""

    def __init__(self, app: OsvApp, pilot: Pilot[int]) -> None:
        self.app = app
        self._pilot = pilot

    def press(self, *names: str) -> None:
        """Keys by name (``escape``, ``f9``) or character."""
        for name in names:
            key, character = _NAMES.get(name, (name, name if len(name) == 1 else None))
            self.app.post_message(Key(key, character))

    def keys(self, keys: Iterable[str]) -> None:
        """Characters one by one; ``\\n`` is Enter."""
        self.press(*keys)

    async def see(self, *kinds: type[ScreenKind]) -> ScreenKind:
        """Wait until a screen of one of ``kinds`` is on top, with nothing still on its way to it.

        Raises:
            HandsStuck: it does not come.
        """
        limit = monotonic() + _PATIENCE_SECONDS
        while True:
            screen = self.app.screen
            if isinstance(screen, kinds) and screen.is_running and screen.children:
                await settled(self._pilot)
                if self.app.screen is screen:
                    return screen
            if monotonic() > limit:
                expected = " of ".join(kind.__name__ for kind in kinds)
                raise HandsStuck(f"verwacht: {expected}; op het scherm: {self._what_is_there()}")
            await asyncio.sleep(0.005)

    async def seen_away(self, screen: Screen[Any]) -> None:
        """Wait until ``screen`` is no longer on top."""
        limit = monotonic() + _PATIENCE_SECONDS
        while self.app.screen is screen:
            if monotonic() > limit:
                raise HandsStuck(f"het scherm ging niet weg: {self._what_is_there()}")
            await asyncio.sleep(0.005)

    async def until(self, is_so: Callable[[], bool], otherwise: str) -> None:
        """Wait until ``is_so``.

        Raises:
            HandsStuck: with ``otherwise``, when that takes too long.
        """
        limit = monotonic() + _PATIENCE_SECONDS
        while not is_so():
            if monotonic() > limit:
                raise HandsStuck(f"{otherwise}; op het scherm: {self._what_is_there()}")
            await asyncio.sleep(0.005)
        await settled(self._pilot)

    async def printed(self, key: str) -> None:
        """Press a key that makes papers, and wait until they are there.

        Raises:
            HandsStuck: they could not be made.
        """
        notice = self.app.screen.query_one(Notice)
        self.press(key)
        await self.until(lambda: _is_answer(str(notice.render())), "de papieren kwamen niet")
        if _NOT_MADE in str(notice.render()):
            raise HandsStuck(self._what_is_there())

    async def fill(self, screen: Screen[Any], *answers: str) -> None:
        """Fill the lines of a short form from the focused one on, each closed with Enter."""
        for answer in answers:
            focused = self.app.focused
            if isinstance(focused, TextField):
                focused.value = ""
            self.keys(answer)
            self.press("\n")
            await settled(self._pilot)

    def _what_is_there(self) -> str:
        screen = self.app.screen
        texts = [str(part.render()) for part in screen.query(Static)]
        return f"{type(screen).__name__}: {' | '.join(texts)[:400]}"


_MADE, _NOT_MADE = "Om af te drukken", "Het papier is niet gemaakt"


def _is_answer(said: str) -> bool:
    return _MADE in said or _NOT_MADE in said
