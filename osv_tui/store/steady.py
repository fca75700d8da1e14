"""A clock that nobody sets: seconds since the computer started, with a name for that start."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

_START_OF_LINUX = Path("/proc/sys/kernel/random/boot_id")


class Moment(NamedTuple):
    """``seconds`` counts from ``start``; two moments can be compared when their starts are the same."""

    start: str
    seconds: float


def steady_clock() -> Moment:
    """This moment, whatever the wall clock says."""
    try:
        start = _START_OF_LINUX.read_text("ascii").strip()
    except OSError:
        start = ""
    boottime = getattr(time, "CLOCK_BOOTTIME", None)  # goes on while a laptop sleeps
    seconds = time.clock_gettime(boottime) if boottime is not None else time.monotonic()
    return Moment(start, round(seconds, 3))
