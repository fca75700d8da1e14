"""Making a paper for the staff, and saying where it is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from osv_tui.store.actor import Actor
from osv_tui.store.database import StationFile, open_station
from osv_tui.store.problems import StoreProblem

if TYPE_CHECKING:
    from osv_tui.ui.frame import StationScreen

Writer = Callable[[StationFile, Actor, Path], Path]
"""Writes a paper of the station, as this actor, in this folder; gives the file, or the folder of several."""

FOLDER = "zitting"
"""Beside the station, and apart from what is published: these papers name people."""


@dataclass(frozen=True)
class Paper:
    """A paper that takes a while to make: what is said meanwhile, how it is written, and in which folder."""

    saying: str
    writer: Writer
    folder_name: str = FOLDER


def audit_report() -> Paper:
    """Who did what, when and why."""

    def write(file: StationFile, actor: Actor, folder: Path) -> Path:
        from osv_tui.paperwork.papers import write_audit_report  # loads what draws, beside the keys

        return write_audit_report(file, actor, folder)

    return Paper("Het controleverslag wordt gemaakt ...", write)


def publishing_list() -> Paper:
    """What to put on the website, where, and before when."""

    def write(file: StationFile, actor: Actor, folder: Path) -> Path:
        from osv_tui.paperwork.papers import write_publishing_list

        return write_publishing_list(file, actor, folder)

    return Paper("De lijst voor het publiceren wordt gemaakt ...", write)


def control_sheet(election: int) -> Paper:
    """The sheets of an election on which lists are added by hand."""

    def write(file: StationFile, actor: Actor, folder: Path) -> Path:
        from osv_tui.paperwork.papers import write_control_sheet

        return write_control_sheet(file, actor, folder, election)

    return Paper("De narekenstaat wordt gemaakt ...", write)


def drafts(election: int) -> Paper:
    """Every document of an election, to be read over before the release."""

    def write(file: StationFile, actor: Actor, folder: Path) -> Path:
        from osv_tui.paperwork.papers import write_drafts

        return write_drafts(file, actor, folder, election)

    return Paper("De proefdruk wordt gemaakt ...", write, "concepten")


def station_forms(election: int) -> Paper:
    """The empty forms of every polling station of an election."""

    def write(file: StationFile, actor: Actor, folder: Path) -> Path:
        from osv_tui.paperwork.papers import write_station_forms

        return write_station_forms(file, actor, folder, election)

    return Paper("De formulieren worden gemaakt ...", write, "formulieren")


def print_paper(screen: StationScreen[Any], paper: Paper) -> None:
    """Make a paper beside the keys; say that, and then where it is or why it is not there."""
    station, actor = screen.file, screen.actor

    def tell(where: str) -> None:
        if screen.is_attached:
            screen.say(where)

    def work() -> None:
        where = write_paper(station, actor, paper.writer, paper.folder_name)
        screen.app.call_from_thread(tell, where)

    screen.say(paper.saying)
    screen.run_worker(work, thread=True, exclusive=True, group="paper")


def write_paper(station: StationFile, actor: Actor, writer: Writer, folder_name: str = FOLDER) -> str:
    """Write a paper beside the station; returns the sentence that says where it is, or why it is not there.

    With the file opened anew, so that it can be done in a thread.
    """
    from osv_tui.paperwork.writing import PaperNotWritten  # not needed before the first paper

    folder = station.path.parent / folder_name
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        with closing(open_station(station.path, station.clock)) as file:
            path = writer(file, actor, folder)
    except (StoreProblem, PaperNotWritten) as problem:
        return f"Het papier is niet gemaakt. {problem}"
    except OSError:
        return f"Het papier is niet gemaakt: de map {folder} kan niet worden gemaakt."
    place = path.relative_to(station.path.parent)
    return f"Om af te drukken: {f'alles in de map {place}' if path.is_dir() else place}."
