"""From the file of the station to the folder for the website: the release, where it comes from, signed."""

from __future__ import annotations

import platform
from pathlib import Path

from osv_tui import __version__
from osv_tui.election.provenance import Provenance, Software
from osv_tui.guard.installed import release_hash
from osv_tui.publication import package
from osv_tui.publication.contents import Progress
from osv_tui.publication.package import ExportFailed, Package
from osv_tui.store import founding, public_log, releasing, session_key
from osv_tui.store.actor import Actor
from osv_tui.store.database import StationFile, sqlite_version
from osv_tui.store.problems import StoreProblem
from osv_tui.store.settings import publishing


def export(
    file: StationFile, actor: Actor, election: int, out: Path, progress: Progress | None = None
) -> Package:
    """Write a released election in the folder ``out``, and record that in the log.

    Raises:
        StoreProblem: it is not released, or the file is not what its log tells.
        ExportFailed: the files could not be written, or not be recorded: then they do not count.
    """
    release = releasing.current_release(file, actor, election)
    made = package.write_package(
        release,
        out,
        practice=founding.station_facts(file).practice,
        provenance=provenance(file, actor, election),
        publishing=publishing(file, release.tally.election.identifier.date),
        signer=session_key.current(file),
        progress=progress,
    )
    folder = str(made.publication.absolute())
    try:
        releasing.package_written(file, actor, election, release.version, folder, made.root, files=made.files)
    except StoreProblem as problem:
        text = f"{problem} Wat is geschreven geldt niet. Haal deze map weg: {folder}."
        raise ExportFailed(text) from problem
    return made


def provenance(file: StationFile, actor: Actor, election: int) -> Provenance:
    """Where the release of an election comes from.

    Raises:
        StoreProblem: it is not released, or the actor is no supervisor.
    """
    return Provenance(
        public_log.public_log(file, actor, election),
        Software("osv-tui", __version__, release_hash(), platform.python_version(), sqlite_version()),
        public_log.input_files(file, election),
    )
