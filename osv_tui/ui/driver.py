"""The keyboard side of the terminal: no byte that comes in may end the program."""

from __future__ import annotations

import os
import termios
from codecs import getincrementaldecoder
from contextlib import suppress
from select import select

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

_TICK_SECONDS = 0.1
_PACKET_BYTES = 4096


class SteadyDriver(LinuxDriver):
    """Textual's own driver gives up at the first byte that is no UTF-8; this one leaves that byte out."""

    def run_input_thread(self) -> None:
        """Turn the bytes of the terminal into keys, until the app wants no more of them."""
        parser = XTermParser(self._debug)
        decoder = getincrementaldecoder("utf-8")(errors="ignore")
        while not self.exit_event.is_set():
            ready, _, _ = select([self.fileno], [], [], _TICK_SECONDS)
            typed = decoder.decode(self._read()) if ready else ""
            for message in (*(parser.feed(typed) if typed else ()), *parser.tick()):
                self.process_message(message)

    def _read(self) -> bytes:
        data = os.read(self.fileno, _PACKET_BYTES)
        if not data:
            raise EOFError("the terminal has gone")
        return data

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:
            self._app.call_later(self._app._handle_exception, error)

    def close(self) -> None:
        """Give the terminal back without what was still typed: the shell would take it for commands."""
        super().close()
        with suppress(termios.error):
            termios.tcflush(self.fileno, termios.TCIFLUSH)
