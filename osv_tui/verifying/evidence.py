"""The election as a package tells it: put together again from the EML files in it.

The files with which the count was set up (110a, 230b, 110b) give the election, the count (510b) the numbers.
What follows from these is compared with every other file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from osv_tui.election import form as f
from osv_tui.election.count import RECOUNT_OF, Count
from osv_tui.election.form import Answer, FieldId, candidate_field, total_field
from osv_tui.election.levels import kieskring_of, level_of, units_below, upper_committee
from osv_tui.election.model import (
    CandidateList,
    CandidateLists,
    Committee,
    CountingMethod,
    Definition,
    Election,
    Level,
    PollingStations,
    ReportingUnit,
    Subcategory,
    UnitKind,
)
from osv_tui.election.tally import Tally, UnitCount
from osv_tui.eml.count import (
    Figures,
    ReadCount,
    UnitFigures,
    read_count,
    read_district_count,
    read_total_count,
)
from osv_tui.eml.kieskring_lists import read_kieskring_lists
from osv_tui.eml.reading import (
    read_candidate_lists,
    read_definition,
    read_polling_stations,
    read_result,
)
from osv_tui.eml.reasons import uncounted_fields, upper_fields
from osv_tui.eml.refusal import EmlRefused, shown_name
from osv_tui.eml.vote_group import ListVotes
from osv_tui.verifying.report import Fault, Found

EML = ".eml.xml"
_KIND = re.compile(rb"<(?:\w+:)?EML\b[^>]*?\bId=[\"'](\w{2,5})[\"']")
_BESIDE = re.compile(rb"<!--.*?-->|<\?.*?\?>", re.DOTALL)
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

    ``count`` is the name of the count file in the package, ``code`` its SHA-256 in hexadecimal, ``program``
    the maker it names; ``practice`` says whether its name marks a rehearsal. ``result`` is the 520 of a
    central committee.
    """

    election: Election
    read: ReadCount
    count: str
    code: str
    program: str
    practice: bool
    result: tuple[str, bytes] | None = None

    @property
    def created(self) -> datetime:
        """The local time of the release, as all documents carry it."""
        return self.read.created.replace(tzinfo=None)

    def tally(self, method: CountingMethod, told: Mapping[int, Mapping[FieldId, int]]) -> Tally:
        """The numbers of the count file, with what is ``told`` of a station that is not in that file."""
        read = {unit.number: unit.figures for unit in self.read.units}
        counts = (
            UnitCount(unit, _count(self.election, read[unit.number], told.get(unit.number, {})))
            for unit in self.election.units
        )
        return Tally(self.election, method, tuple(counts))


def kind_of(content: bytes) -> str:
    """The ``Id`` of the root element of an EML file, such as 510b; empty when there is none."""
    match = _KIND.search(_BESIDE.sub(b"", content[:_START]))
    return match[1].decode("ascii") if match else ""


def gather(folder: Path, names: Iterable[str]) -> Evidence:
    """Read the EML files of a package among the files ``names`` of its list.

    Raises:
        NoEvidence: one is missing, is no proper one, or they contradict each other.
        OSError: the disk.
    """
    paths = {name: folder / name for name in sorted(names) if name.endswith(EML)}
    files = {name: path.read_bytes() for name, path in paths.items() if path.is_file()}
    named = {kind: tuple(_of_kind(files, kind)) for kind in _READERS}
    counts = [kind for kind in ("510b", "510d", "510c") if named[kind]] or ["510b"]
    needed = ["110a", "230b", *(["110b"] if counts == ["510b"] else []), *counts]
    if missing := [kind for kind in needed if not named[kind]]:
        raise NoEvidence(*(Found(Fault.MISSING, "", _ABSENT.format(kind)) for kind in missing))
    lists = [(name, files[name]) for name in named["230b"]]
    double = [names[1] for kind, names in named.items() if len(names) > 1 and kind != "230b"]
    if len(lists) > 1 and counts != ["510d"]:
        double.append(lists[1][0])
    if len(set(counts) & {"510b", "510d"}) == 2:
        double.append(named["510d"][0])
    if double:
        raise NoEvidence(*(Found(Fault.STRANGER, name, _DOUBLE) for name in double))
    one = {kind: (names[0], files[names[0]]) for kind, names in named.items() if names}
    return _put_together(one, counts, lists)


_ABSENT = "Er is geen EML-bestand {}."
_DOUBLE = "Van deze soort EML-bestand is er al een."

_READERS: Mapping[str, Callable[[bytes, str], ReadCount] | None] = {
    **{"110a": None, "230b": None, "110b": None, "520": None},
    **{"510b": read_count, "510c": read_district_count, "510d": read_total_count},
}


def _put_together(
    one: Mapping[str, tuple[str, bytes]], counts: list[str], listed: Sequence[tuple[str, bytes]]
) -> Evidence:
    """The election from one file of each kind, but ``listed`` are all with candidate lists.

    The first of ``counts`` is the one that documents name.
    """
    definition: Definition = _read(*one["110a"], read_definition)
    read = {kind: _read(*one[kind], reader) for kind, reader in _READERS.items() if reader and kind in one}
    code = read[counts[0]].authority.code
    if level_of(code) is Level.CSB and "520" not in one:
        raise NoEvidence(Found(Fault.MISSING, "", _ABSENT.format("520")))
    lists = _lists(listed, definition, code)
    if counts == ["510b"]:
        stations: PollingStations = _read(
            *one["110b"], lambda data, name: read_polling_stations(data, name, definition)
        )
        own = stations.municipality, stations.eligible, stations.units
    else:
        own = _upper(definition, code, one[counts[0]][0])
    election = Election(definition, lists.contest, lists.lists, *own)
    name, content = one[counts[0]]
    by_unit = next((each for each in read.values() if each.unit_kind is election.unit_kind), None)
    if by_unit is None:
        text = f"In geen telling staan de {election.unit_kind.plural} apart."
        raise NoEvidence(Found(Fault.MISSING, "", text))
    if "520" in one:
        _read(*one["520"], read_result)
    found = [*_contradictions(election, by_unit, name), *_same_totals(read, name)]
    if found:
        raise NoEvidence(*found)
    program = _PROGRAM.search(content[:_START])
    return Evidence(
        election=election,
        read=by_unit,
        count=name,
        code=sha256(content).hexdigest(),
        program=program[1].decode("utf-8", "replace") if program else "",
        practice=Path(name).name.startswith("OEFENING_"),
        result=one.get("520"),
    )


def _lists(files: Sequence[tuple[str, bytes]], definition: Definition, code: str) -> CandidateLists:
    """The candidate lists of the committee with that ``code``; there can be a file for each kieskring."""
    if level_of(code) is Level.CSB and definition.identifier.subcategory is Subcategory.PS2:
        named = [(Path(path).name, content) for path, content in files]
        of_all = _unless_refused([path for path, _ in files], lambda: read_kieskring_lists(named, definition))
        if of_all.awaited:
            text = f"Er zijn geen kandidatenlijsten van kieskring {of_all.awaited[0]}."
            raise NoEvidence(Found(Fault.MISSING, "", text))
        return of_all.lists
    if len(files) > 1:
        raise NoEvidence(Found(Fault.STRANGER, files[1][0], _DOUBLE))
    kieskring = kieskring_of(definition, code)
    return _read(*files[0], lambda data, name: read_candidate_lists(data, name, definition, kieskring))


def _upper(definition: Definition, code: str, name: str) -> tuple[Committee, int, tuple[ReportingUnit, ...]]:
    """The committee above a municipality, whose units are in the definition."""
    try:
        committee = upper_committee(definition, code)
        return committee, 0, units_below(definition, committee)
    except ValueError as error:
        text = f"Dit is geen telling van deze verkiezing: {error}."
        raise NoEvidence(Found(Fault.UNEQUAL, name, text)) from error


def _same_totals(read: Mapping[str, ReadCount], name: str) -> Iterator[Found]:
    """A central committee with one kieskring makes two counts, of the same votes."""
    if len({(each.totals, each.created) for each in read.values()}) > 1:
        yield Found(Fault.UNEQUAL, name, "De twee tellingen hebben niet dezelfde totalen.")


def _of_kind(files: Mapping[str, bytes], kind: str) -> Iterator[str]:
    """The names of the files of a kind; one that has lost its kind is known by what OSV calls it."""
    words = {"110a": "Verkiezingsdefinitie", "230b": "Kandidatenlijsten", "110b": "Stembureaus"}
    words |= {"510d": "Totaaltelling_", "520": "Resultaat_", "510c": "_kieskring_"}
    for name, content in files.items():
        own = kind_of(content)
        if own == kind or (not own and words.get(kind, "Telling_") in Path(name).name):
            yield name


def _read(name: str, content: bytes, read: Callable[[bytes, str], _T]) -> _T:
    return _unless_refused([name], lambda: read(content, Path(name).name))


def _unless_refused(names: Sequence[str], read: Callable[[], _T]) -> _T:
    """What ``read`` gives of the files with these ``names`` in the package.

    Raises:
        NoEvidence: one is refused.
    """
    try:
        return read()
    except EmlRefused as refused:
        fault = Fault.TOTALS if refused.is_sum else Fault.EML
        text = str(refused).removeprefix(refused.file).lstrip(",: ")
        name = next(each for each in names if shown_name(Path(each).name) == refused.file)
        raise NoEvidence(Found(fault, name, text)) from refused


def _contradictions(election: Election, read: ReadCount, name: str) -> Iterator[Found]:
    """Where the count is of another election, place, list or station than the files it was set up with."""
    if read.identifier != election.identifier:
        yield Found(Fault.UNEQUAL, name, "De telling is van een andere verkiezing dan de andere bestanden.")
    of_stations, own = election.unit_kind is UnitKind.STATION, election.committee
    if of_stations and (read.authority.code, read.authority.name) != (own.code, own.name):
        yield Found(Fault.UNEQUAL, name, "De telling is van een andere gemeente dan de stembureaus.")
    if any(_listed(own.lists) != _counted(figures.lists) for own, figures in _papers(election, read)):
        yield Found(Fault.UNEQUAL, name, "De lijsten of kandidaten zijn andere dan in de kandidatenlijsten.")
    if not of_stations:
        counted_units = sorted((each.number, each.name) for each in read.units)
        if counted_units != [(each.number, each.name) for each in election.units]:
            text = f"De {election.unit_kind.plural} zijn andere dan in de definitie."
            yield Found(Fault.UNEQUAL, name, text)
        return
    stations = [(unit.number, unit.name, unit.postal_code, unit.eligible) for unit in election.units]
    if [_station(unit) for unit in read.units] != stations:
        yield Found(Fault.UNEQUAL, name, "De stembureaus zijn andere dan in de lijst van stembureaus.")
    if read.totals.eligible != election.eligible:
        text = (
            f"Er staan {read.totals.eligible} kiesgerechtigden, volgens de lijst van stembureaus zijn het er "
        )
        yield Found(Fault.UNEQUAL, name, f"{text}{election.eligible}.")


def _papers(election: Election, read: ReadCount) -> Iterator[tuple[Election, Figures]]:
    """What must have the same lists: the totals, or each kieskring where lists differ between these."""
    if not election.lists_differ:
        yield election, read.totals
    else:
        yield from ((election.of_unit(unit.number), unit.figures) for unit in read.units)


def _listed(lists: Sequence[CandidateList]) -> list[tuple[int, str, tuple[int, ...]]]:
    return [(each.number, each.name, tuple(one.number for one in each.candidates)) for each in lists]


def _counted(lists: Sequence[ListVotes]) -> list[tuple[int, str, tuple[int, ...]]]:
    return [(each.number, each.name, tuple(number for number, _ in each.candidates)) for each in lists]


def _station(unit: UnitFigures) -> tuple[int, str, str | None, int]:
    return unit.number, unit.name, unit.postal_code, unit.figures.eligible


def _count(election: Election, figures: Figures, told: Mapping[FieldId, int]) -> Count:
    """The count of a station; A to D of the file are the recounted ones where there was a recount."""
    values = dict(_values(election, figures))
    if f.ADMITTED_2 in told or told.get(f.RECOUNTED) == Answer.YES.value:
        values |= {again: values[field] for field, again in RECOUNT_OF.items() if field in values}
    return Count.of({**values, **told})


def _values(election: Election, figures: Figures) -> Iterator[tuple[FieldId, int]]:
    yield from ((f.VALID, figures.valid), (f.BLANK, figures.blank), (f.INVALID, figures.invalid))
    if election.unit_kind is UnitKind.STATION:
        yield f.FOUND, figures.valid + figures.blank + figures.invalid
        codes = uncounted_fields(election.identifier.category)
    else:
        yield f.ELIGIBLE, figures.eligible
        codes = upper_fields(election.unit_kind)
    yield from ((field, figures.figure(code)) for code, field in codes)
    for votes in figures.lists:
        yield total_field(votes.number), votes.votes
        yield from ((candidate_field(votes.number, who), number) for who, number in votes.candidates)
