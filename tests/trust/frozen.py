"""The program with its clock stopped: ``python -m tests.trust.frozen STATION [leak]``.

With ``leak`` a typist can see the sum of the other entry: the control arm of ``blindness``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from osv_tui.store import entries
from osv_tui.store.actor import Actor
from osv_tui.store.database import StationFile, open_station
from osv_tui.store.entries import OwnWork
from osv_tui.store.steady import Moment
from osv_tui.ui.app import OsvApp
from tests.ui.town import clock


def leaking(file: StationFile, actor: Actor) -> tuple[OwnWork, ...]:
    """Shows the sum of the first entry as the name of a station that waits for the typist."""
    told = file.value("SELECT sum(value) FROM entry_value v JOIN entry e ON e.id = v.entry WHERE number = 1")
    return (OwnWork(1, 1, f"som {told}", returned=False),)


def main(station: str, *options: str) -> None:
    """Run the program on ``station``."""
    if "leak" in options:
        entries.own_work = leaking
    file = open_station(Path(station), clock)
    file.steady = lambda: Moment("stil", 0.0)
    OsvApp(file, "scherm", look=lambda _: ()).run(mouse=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
