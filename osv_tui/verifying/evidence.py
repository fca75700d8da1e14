"""The election as a package tells it: put together again from the EML files in it.

The files with which the count was set up (110a, 230b, 110b) give the election, the count (510b) the numbers.
What follows from these is compared with every other file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from osv_tui.election import form as f
from osv_tui.election.count import RECOUNT_OF, Count
from osv_tui.election.form import Answer, FieldId, candidate_field, total_field
from osv_tui.election.model import (
    CandidateLists,
    Category,
    CountingMethod,
    Definition,
    Election,
    PollingStations,
)
from osv_tui.election.tally import Tally, UnitCount
from osv_tui.eml.count import Figures, ReadCount, UnitFigures, read_count
from osv_tui.eml.names import count_file_name
from osv_tui.eml.reading import read_candidate_lists, read_definition, read_polling_stations
from osv_tui.eml.reasons import uncounted_fields
from osv_tui.eml.refusal import EmlRefused
from osv_tui.verifying.report import Fault, Found

EML = ".eml.xml"
_KIND = re.compile(rb"<(?:\w+:)?EML\b[^>]*?\bId=[\"'](\w{2,5})[\"']")
_PROGRAM = re.compile(rb"<!--Created by: ([^<>]{1,200}?)-->")
_START = 20_000
_T = TypeVar("_T")


class NoEvidence(Exception):
    """The files do not make an election; ``found`` says of each what is wrong."""

    def __init__(self, *found: Found) -> None:
        self.found = found
        super().__init__(*found)


@dataclass(frozen=True)
class Evidence:
    """An election as its EML files tell it.

    ``count`` is the name of the count file in the package, ``code`` its SHA-256, ``program`` the maker it
    names; ``practice`` says whether its name marks a rehearsal.
    """

    election: Election
    read: ReadCount
    count: str
    content: bytes
    program: str
    practice: bool

    @property
    def code(self) -> str:
        return sha256(self.content).hexdigest()

    @property
    def created(self) -> datetime:
        """The local time of the release, as all documents carry it."""
        return self.read.created.replace(tzinfo=None)

    def tally(self, method: CountingMethod, told: Mapping[int, Mapping[FieldId, int]]) -> Tally:
        """The numbers of the count file, with what is ``told`` of a station that is not in that file."""
        read = {unit.number: unit.figures for unit in self.read.units}
        category = self.election.identifier.category
        counts = (
            UnitCount(unit, _count(read[unit.number], category, told.get(unit.number, {})))
            for unit in self.election.units
        )
        return Tally(self.election, method, tuple(counts))


def kind_of(content: bytes) -> str:
    """The ``Id`` of the root element of an EML file, such as 510b; empty when there is none."""
    match = _KIND.search(content[:_START])
    return match[1].decode("ascii") if match else ""


def gather(folder: Path, names: Iterable[str]) -> Evidence:
    """Read the EML files of a package among the files ``names`` of its list.

    Raises:
        NoEvidence: one is missing, is no proper one, or they contradict each other.
        OSError: the disk.
    """
    paths = {name: folder / name for name in sorted(names) if name.endswith(EML)}
    files = {name: path.read_bytes() for name, path in paths.items() if path.is_file()}
    named = {kind: tuple(_of_kind(files, kind)) for kind in ("110a", "230b", "110b", "510b")}
    if missing := [kind for kind, names in named.items() if not names]:
        raise NoEvidence(*(Found(Fault.MISSING, "", f"Er is geen EML-bestand {kind}.") for kind in missing))
    if double := [names[1] for names in named.values() if len(names) > 1]:
        text = "Van deze soort EML-bestand is er al een."
        raise NoEvidence(*(Found(Fault.STRANGER, name, text) for name in double))
    one = {kind: (names[0], files[names[0]]) for kind, names in named.items()}
    definition: Definition = _read(*one["110a"], read_definition)
    lists: CandidateLists = _read(*one["230b"], partial(_with, read_candidate_lists, definition))
    stations: PollingStations = _read(*one["110b"], partial(_with, read_polling_stations, definition))
    read: ReadCount = _read(*one["510b"], read_count)
    election = Election(
        *(definition, lists.contest, lists.lists),
        *(stations.municipality, stations.eligible, stations.units),
    )
    name, content = one["510b"]
    found = tuple(_contradictions(election, read, name))
    if found:
        raise NoEvidence(*found)
    program = _PROGRAM.search(content[:_START])
    return Evidence(
        election=election,
        read=read,
        count=name,
        content=content,
        program=program[1].decode("utf-8", "replace") if program else "",
        practice=Path(name).name == f"OEFENING_{count_file_name(election)}",
    )


def _of_kind(files: Mapping[str, bytes], kind: str) -> Iterator[str]:
    """The names of the files of a kind; one that has lost its kind is known by what OSV calls it."""
    words = {"110a": "Verkiezingsdefinitie", "230b": "Kandidatenlijsten", "110b": "Stembureaus"}
    for name, content in files.items():
        own = kind_of(content)
        if own == kind or (not own and words.get(kind, "Telling") in Path(name).name):
            yield name


def _with(read: Callable[[bytes, str, Definition], _T], definition: Definition, data: bytes, name: str) -> _T:
    return read(data, name, definition)


def _read(name: str, content: bytes, read: Callable[[bytes, str], _T]) -> _T:
    try:
        return read(content, Path(name).name)
    except EmlRefused as refused:
        fault = Fault.TOTALS if refused.is_sum else Fault.EML
        text = str(refused).removeprefix(refused.file).lstrip(",: ")
        raise NoEvidence(Found(fault, name, text)) from refused


def _contradictions(election: Election, read: ReadCount, name: str) -> Iterator[Found]:
    """Where the count is of another election, place, list or station than the files it was set up with."""
    if read.identifier != election.identifier:
        yield Found(Fault.UNEQUAL, name, "De telling is van een andere verkiezing dan de andere bestanden.")
    if (read.authority.code, read.authority.name) != (election.committee.code, election.committee.name):
        yield Found(
            Fault.UNEQUAL, name, "De telling is van een andere gemeente dan de lijst van stembureaus."
        )
    lists = [(each.number, each.name, tuple(n.number for n in each.candidates)) for each in election.lists]
    counted = [(each.number, each.name, tuple(n for n, _ in each.candidates)) for each in read.totals.lists]
    if counted != lists:
        yield Found(Fault.UNEQUAL, name, "De lijsten of kandidaten zijn andere dan in de kandidatenlijsten.")
    stations = [(unit.number, unit.name, unit.postal_code, unit.eligible) for unit in election.units]
    if [_station(unit) for unit in read.units] != stations:
        yield Found(Fault.UNEQUAL, name, "De stembureaus zijn andere dan in de lijst van stembureaus.")
    if read.totals.eligible != election.eligible:
        text = (
            f"Er staan {read.totals.eligible} kiesgerechtigden, volgens de lijst van stembureaus zijn het er "
        )
        yield Found(Fault.UNEQUAL, name, f"{text}{election.eligible}.")


def _station(unit: UnitFigures) -> tuple[int, str, str | None, int]:
    return unit.number, unit.name, unit.postal_code, unit.figures.eligible


def _count(figures: Figures, category: Category, told: Mapping[FieldId, int]) -> Count:
    """The count of a station; A to D of the file are the recounted ones where there was a recount."""
    values = dict(_values(figures, category))
    if f.ADMITTED_2 in told or told.get(f.RECOUNTED) == Answer.YES.value:
        values |= {again: values[field] for field, again in RECOUNT_OF.items() if field in values}
    return Count.of({**values, **told})


def _values(figures: Figures, category: Category) -> Iterator[tuple[FieldId, int]]:
    yield from ((f.VALID, figures.valid), (f.BLANK, figures.blank), (f.INVALID, figures.invalid))
    yield f.FOUND, figures.valid + figures.blank + figures.invalid
    yield from ((field, figures.figure(code)) for code, field in uncounted_fields(category))
    for votes in figures.lists:
        yield total_field(votes.number), votes.votes
        yield from ((candidate_field(votes.number, who), number) for who, number in votes.candidates)
