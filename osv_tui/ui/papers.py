"""Making a paper for the staff, and saying where it is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from osv_tui.store.actor import Actor
from osv_tui.store.database import StationFile, open_station
from osv_tui.store.problems import StoreProblem

Writer = Callable[[StationFile, Actor, Path], Path]
"""Writes a paper of the station, as this actor, in this folder; gives the file."""

FOLDER = "zitting"
"""Beside the station, and apart from what is published: these papers name people."""


def write_paper(station: StationFile, actor: Actor, writer: Writer) -> str:
    """Write a paper; returns the sentence that says where it is, or why it is not there.

    With the file opened anew, so that it can be done in a thread.
    """
    from osv_tui.paperwork import PaperNotWritten  # not needed before the first paper

    folder = station.path.parent / FOLDER
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        with closing(open_station(station.path, station.clock)) as file:
            path = writer(file, actor, folder)
    except (StoreProblem, PaperNotWritten) as problem:
        return f"Het papier is niet gemaakt. {problem}"
    except OSError:
        return f"Het papier is niet gemaakt: de map {folder} kan niet worden gemaakt."
    return f"Om af te drukken: {FOLDER}/{path.name}."
