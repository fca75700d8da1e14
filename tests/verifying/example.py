"""Published packages to check: made by the export, with the files the count was set up with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from osv_tui.election.accountability import Release
from osv_tui.election.model import CandidateLists, Contest, Election, PollingStations, UnitKind
from osv_tui.election.provenance import InputFile
from osv_tui.eml.definition_writing import write_candidate_lists, write_definition, write_polling_stations
from osv_tui.publication.package import write_package
from osv_tui.publication.sshsig import Signer
from tests import list_sets
from tests.examples import PS
from tests.publication.package_example import KEY, PROVENANCE


def sound(release: Release) -> Release:
    """``release`` with an election definition that a station takes: the examples of documents need none."""
    election = release.tally.election
    definition = replace(election.definition, seats=43, regions=PS.regions)
    return replace(release, tally=replace(release.tally, election=replace(election, definition=definition)))


def inputs(release: Release) -> tuple[InputFile, ...]:
    """The files the election was set up with; above a municipality there is no 110b."""
    election = release.tally.election
    lists = _lists(election)
    stations = PollingStations(election.identifier, election.committee, election.eligible, election.units)
    both = (
        InputFile("110a", write_definition(election.definition, release.at)),
        InputFile("230b", write_candidate_lists(lists, election.definition, release.at)),
    )
    if election.unit_kind is not UnitKind.STATION:
        return both
    return (*both, InputFile("110b", write_polling_stations(stations, release.at)))


def a_file_per_kieskring(release: Release) -> tuple[InputFile, ...]:
    """The files of a central committee of several kieskringen that each have their own candidate lists."""
    election = _of_all_kieskringen(release).tally.election
    definition, *_ = inputs(release)
    return (
        definition,
        *(
            InputFile("230b", write_candidate_lists(own, election.definition, release.at), unit.number)
            for unit in election.units
            for own in [list_sets.of_kieskring(_lists(election), election.definition, unit.number)]
        ),
    )


def _lists(election: Election) -> CandidateLists:
    return CandidateLists(election.identifier, election.contest, election.lists)


def package(
    release: Release,
    out: Path,
    *,
    practice: bool = False,
    signer: Signer | None = KEY,
    given: tuple[InputFile, ...] | None = None,
) -> Path:
    """The folder that is published of ``release``, below ``out``."""
    release = _of_all_kieskringen(release)
    provenance = replace(PROVENANCE, inputs=given or inputs(release))
    return write_package(release, out, practice=practice, provenance=provenance, signer=signer).publication


def _of_all_kieskringen(release: Release) -> Release:
    """The lists of a central committee of several kieskringen are those of all, as its 230b says."""
    election = release.tally.election
    if election.unit_kind is not UnitKind.KIESKRING:
        return release
    everywhere = replace(election, contest=Contest("alle", None))
    return replace(release, tally=replace(release.tally, election=everywhere))
