"""The files of a package beside those of the law: to compute and check with, and where all comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from blake3 import blake3

from osv_tui.election.accountability import Release
from osv_tui.election.model import CandidateLists, Contest, Election, PollingStations, Region
from osv_tui.election.naming import component
from osv_tui.election.provenance import InputFile, Provenance
from osv_tui.eml.names import definition_file_name, lists_file_name, stations_file_name
from osv_tui.publication.dataset import dataset
from osv_tui.publication.facts import PackageFacts, Published
from osv_tui.publication.instructions import read_me, verification
from osv_tui.publication.log_lines import log_lines, software_json
from osv_tui.publication.package_manifest import package_manifest
from osv_tui.publication.page import page
from osv_tui.publication.sorts import CHECKER_NAME, LOG_NAME, SOFTWARE_NAME, TIDY_NAME, sort_of
from osv_tui.publication.sshsig import allowed_signers
from osv_tui.publication.tidy_csv import require_equal_tidy, tidy_csv


@dataclass(frozen=True)
class OwnFile:
    """A file by its name; ``compare`` reads it back at a path, beyond its being what was written."""

    name: str
    content: bytes
    compare: Callable[[Path], None] = lambda path: None


def own_files(release: Release, provenance: Provenance, mark: str) -> Iterator[OwnFile]:
    """The tables, the files as they were read, the log, the program and the checker."""
    table = tidy_csv(release.tally)
    compare = partial(require_equal_tidy, content=table, tally=release.tally)
    yield OwnFile(TIDY_NAME, table, compare)
    for given in provenance.inputs:
        yield OwnFile(f"{mark}{_input_name(release.tally.election, given)}", given.content)
    yield OwnFile(LOG_NAME, log_lines(provenance.log))
    yield OwnFile(SOFTWARE_NAME, software_json(provenance.software))
    yield OwnFile(CHECKER_NAME, files("osv_tui.publication").joinpath(CHECKER_NAME).read_bytes())


def texts(facts: PackageFacts) -> Iterator[OwnFile]:
    """What tells of all other files: for machines and for people; and the key, if there is one."""
    yield OwnFile("manifest.json", package_manifest(facts))
    yield OwnFile("dataset.jsonld", dataset(facts))
    yield OwnFile("index.html", page(facts))
    yield OwnFile("LEESMIJ.txt", read_me(facts))
    yield OwnFile("VERIFICATIE.txt", verification(facts))
    if facts.key:
        yield OwnFile("allowed_signers", allowed_signers(facts.key))


def published(path: str, content: bytes, mark: str, states: str = "") -> Published:
    """What is told of a file of a package."""
    sort = sort_of(path.rpartition("/")[2].removeprefix(mark))
    sums = sha256(content).hexdigest(), blake3(content).hexdigest()
    return Published(path, sort, len(content), *sums, states.lower())


def in_order(files: Iterable[Published]) -> tuple[Published, ...]:
    """Files as the lists and the tables have them."""
    return tuple(sorted(files, key=lambda file: file.path))


def _input_name(election: Election, given: InputFile) -> str:
    """The name by which OSV knows a file; the name that it was read under may tell of a person or a place."""
    if given.kind == "110a":
        return definition_file_name(election.definition)
    if given.kind == "230b":
        own = (each for each in election.kieskringen if each.number == given.kieskring)
        named = (Contest(str(each.number), _told_apart(each, election.kieskringen)) for each in own)
        contest = next(named, election.contest)
        return lists_file_name(CandidateLists(election.identifier, contest, election.lists))
    stations = PollingStations(election.identifier, election.committee, election.eligible, election.units)
    return stations_file_name(stations)


def _told_apart(own: Region, kieskringen: Sequence[Region]) -> str:
    """The name of a kieskring, with its number where a file name has the same for another."""
    same = [each for each in kieskringen if component(each.name) == component(own.name)]
    return own.name if same == [own] else f"{own.name}_{own.number}"
