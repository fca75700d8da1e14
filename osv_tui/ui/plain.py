"""What every app of ours has: a look for any console, a smallest size, and a fatal error without data."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from traceback import extract_tb
from typing import TypeVar

from rich.console import RenderableType
from rich.text import Text
from textual import events
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size
from textual.widget import Widget

from osv_tui.ui.screens.too_small import TooSmallScreen

SMALLEST = (80, 24)
_TERMINATED = 128 + signal.SIGTERM
"""The exit code that a shell gives to a program ended by SIGTERM."""

Result = TypeVar("Result")


class PlainApp(App[Result], inherit_bindings=False):
    """An app that works on a bare Linux console."""

    CSS_PATH = Path(__file__).with_name("osv.tcss")
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    TITLE = "osv-tui"

    def __init__(self) -> None:
        super().__init__(ansi_color=True)  # from the start, or NO_COLOR would give black on black
        self.theme = "ansi-dark"
        self.animation_level = "none"

        self._is_ready = False
        self._held: list[events.Key] | None = None

    def get_driver_class(self) -> type[Driver]:
        from osv_tui.ui.driver import SteadyDriver

        return SteadyDriver

    def on_ready(self) -> None:
        self._is_ready = True
        if not self.is_headless:
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self._terminated)
        self.write_to_terminal("\x1b[?25h")  # screen readers and magnifiers follow the terminal's cursor
        self.guard_size(self.size)

    def on_resize(self, event: events.Resize) -> None:
        if self._is_ready:  # before that the first screen is still to come, and would hide the warning
            self.guard_size(event.size)

    def guard_size(self, size: Size) -> None:
        """Cover the screen as long as the terminal is too small; nothing below is lost."""
        small = size.width < SMALLEST[0] or size.height < SMALLEST[1]
        showing = isinstance(self.screen, TooSmallScreen)
        if small and not showing:
            self.push_screen(TooSmallScreen(SMALLEST))
        elif showing and not small:
            self.pop_screen()

    async def on_event(self, event: events.Event) -> None:
        if self.keys_are_held and isinstance(event, events.Key) and not event.is_forwarded:
            self.keep_key(event)
        else:
            await super().on_event(event)

    @property
    def keys_are_held(self) -> bool:
        return self._held is not None

    def hold_keys(self) -> None:
        """Keep the keys that are typed from now on, until there is a widget that takes them."""
        self._held = []

    def keep_key(self, key: events.Key) -> None:
        """Keep a key as well that had already gone to a widget before ``hold_keys``."""
        assert self._held is not None
        self._held.append(key)

    def release_keys(self, taker: Widget) -> None:
        """Give ``taker`` what was typed meanwhile, in the order in which it was typed."""
        held, self._held = self._held or [], None
        for key in sorted(held, key=lambda key: key.time):
            taker._forward_event(events.Key(key.key, key.character))

    def forget_keys(self) -> None:
        """Let go of what was typed meanwhile: there is nobody any more that it was meant for."""
        self._held = None

    def write_to_terminal(self, sequence: str) -> None:
        if self._driver is not None:
            self._driver.write(sequence)

    def _terminated(self) -> None:
        """Stop at the request of the system, with the terminal as it was found."""
        text = "Het programma is van buitenaf gestopt. Alles waar «opgeslagen» bij stond is bewaard."
        self.exit(None, _TERMINATED, Text(text))

    def panic(self, *renderables: RenderableType) -> None:
        self._fatal_error()

    def _fatal_error(self) -> None:
        """A sentence and a code: a traceback could show a password or a vote."""
        self.bell()
        self._return_code = 1
        self._exit_renderables.append(Text(fatal_text(self._exception)))
        self._close_messages_no_wait()


def fatal_text(error: BaseException | None) -> str:
    """What the user sees when the program breaks; the code names the place in the program, no data."""
    return (
        "Het programma is gestopt door een fout. Alles waar «opgeslagen» bij stond is bewaard.\n"
        "Start het programma opnieuw. Gebeurt het weer, geef dan deze code aan de beheerder:\n"
        f"{fault_code(error)}"
    )


def fault_code(error: BaseException | None) -> str:
    """The kind of fault and where in the program it came up; never data."""
    if error is None:
        return "onbekend"
    own = [frame for frame in extract_tb(error.__traceback__) if "osv_tui" in Path(frame.filename).parts]
    place = f"{Path(own[-1].filename).stem}-{own[-1].lineno}" if own else "buiten"
    return f"{type(error).__name__}-{place}"
