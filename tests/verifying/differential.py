"""The second checker against the station, on elections that are made up (trust G27).

Each adds up the same stations by its own code: every total must be equal, also after a number of the count
file was changed, when both must refuse it for the same kind of reason.
"""

from __future__ import annotations

import contextlib
import io
import random
import re
import runpy
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from osv_tui.election import form as f
from osv_tui.election.form import FieldId, candidate_field, total_field
from osv_tui.election.model import CandidateLists, CountingMethod, Election, PollingStations
from osv_tui.election.tally import Tally, UnitCount
from osv_tui.eml.count import read_count
from osv_tui.eml.count_writing import write_count
from osv_tui.eml.definition_writing import write_candidate_lists, write_definition, write_polling_stations
from osv_tui.eml.names import count_file_name, csv_file_name
from osv_tui.eml.refusal import EmlRefused
from osv_tui.publication import narekenen
from osv_tui.publication.osv4_3 import write_csv
from osv_tui.publication.tidy_csv import tidy_csv
from osv_tui.rehearsal.municipality import practice_elections
from osv_tui.rehearsal.papers import practice_papers

AT = datetime(2031, 3, 20, 2, 30)  # noqa: DTZ001
MISSING, TOTALS, INVALID = 2, 7, 8
_CHECKER = runpy.run_path(str(narekenen.__file__))
_NUMBER = re.compile(r"(?<=>)\d+(?=</(?:ValidVotes|TotalCounted|RejectedVotes|UncountedVotes)>)")
_LABELS = {
    "geldige stempas": f.POLL_CARDS,
    "geldig volmachtbewijs": f.PROXIES,
    "geldige kiezerspas": f.VOTER_PASSES,
    "toegelaten kiezers": f.ADMITTED,
    "geldige stembiljetten": f.VALID,
    "blanco stembiljetten": f.BLANK,
    "ongeldige stembiljetten": f.INVALID,
    "meer stembiljetten dan toegelaten kiezers": f.MORE,
    "minder stembiljetten dan toegelaten kiezers": f.FEWER,
    "kiezers met stembiljet hebben niet gestemd": f.NOT_RETURNED,
    "er zijn te weinig stembiljetten uitgereikt": f.TOO_FEW_ISSUED,
    "er zijn te veel stembiljetten uitgereikt": f.TOO_MANY_ISSUED,
    "geen verklaring": f.NO_EXPLANATION,
    "andere verklaring": f.OTHER_EXPLANATION,
}


@dataclass
class Compared:
    """How many elections and totals were compared and changed counts judged; ``different`` tells where."""

    elections: int = 0
    totals: int = 0
    changed: int = 0
    different: list[str] = field(default_factory=list)


def compare(folder: Path, seeds: range, changes: int = 3) -> Compared:
    """Compare on three elections for each seed, by turns counted at the stations and centrally."""
    figures = Compared()
    for seed in seeds:
        method = tuple(CountingMethod)[seed % 2]
        for election in practice_elections(seed, units=3 + seed % 5):
            counts = {paper.unit: paper.count for paper in practice_papers(election, method, seed)}
            units = tuple(UnitCount(unit, counts[unit.number]) for unit in election.units)
            counted = Tally(election, method, units)
            place = folder / f"{seed}_{election.id}"
            write(place, counted)
            figures.elections += 1
            figures.totals += _same_totals(place, counted, figures)
            for number in range(changes):
                _same_verdict(place, random.Random(f"{seed} {number}"), figures)
    return figures


def write(place: Path, counted: Tally) -> None:
    """The files of a package that are data, without lists."""
    election = counted.election
    place.mkdir(parents=True)
    lists = CandidateLists(election.identifier, election.contest, election.lists)
    stations = PollingStations(election.identifier, election.committee, election.eligible, election.units)
    for name, content in {
        count_file_name(election): write_count(counted, AT, "test"),
        csv_file_name(election): write_csv(counted),
        "stembureaus.csv": tidy_csv(counted),
        "Verkiezingsdefinitie.eml.xml": write_definition(election.definition, AT),
        "Kandidatenlijsten.eml.xml": write_candidate_lists(lists, election.definition, AT),
        "Stembureaus.eml.xml": write_polling_stations(stations, AT),
    }.items():
        (place / name).write_bytes(content)


def verdict(place: Path) -> set[int]:
    """The kinds of fault that the second checker finds in ``place``, which has no lists of checksums."""
    _CHECKER["faults"].clear()
    with contextlib.redirect_stdout(io.StringIO()):
        _CHECKER["main"]([str(place)])
    return set(_CHECKER["faults"]) - {MISSING}


def _same_totals(place: Path, counted: Tally, figures: Compared) -> int:
    path = place / count_file_name(counted.election)
    with contextlib.redirect_stdout(io.StringIO()):
        _, *units = _CHECKER["count"](path.name, _CHECKER["parse"](path))
    fields = dict(_fields(counted.election)) | _LABELS
    for key, of in fields.items():
        added, total = sum(unit.n[key] for unit in units), counted.total(of)
        if added != total:
            figures.different.append(f"{place.name}, {key}: {added}, the station has {total}")
    if found := verdict(place):
        figures.different.append(f"{place.name}: faults {found} in a good count")
    return len(fields)


def _fields(election: Election) -> list[tuple[Any, FieldId]]:
    found: list[tuple[Any, FieldId]] = []
    for each in election.lists:
        found.append(((str(each.number), ""), total_field(each.number)))
        found += [
            ((str(each.number), str(one.number)), candidate_field(each.number, one.number))
            for one in each.candidates
        ]
    return found


def _same_verdict(place: Path, dice: random.Random, figures: Compared) -> None:
    """Change a number of the count file, and let both judge whether it still adds up."""
    (path,) = place.glob("Telling_*")
    good = path.read_text("utf-8")
    match = dice.choice(
        list(re.finditer(r"(?<=>)\d+(?=</(?:ValidVotes|TotalCounted|RejectedVotes|Unc))", good))
    )
    other = str(dice.choice([number for number in range(40) if str(number) != match[0]]))
    path.write_text(good[: match.start()] + other + good[match.end() :], "utf-8", newline="")
    try:
        read_count(path.read_bytes(), path.name)
        ours: set[int] = set()
    except EmlRefused as refused:
        ours = {TOTALS if refused.is_sum else INVALID}
    theirs = verdict(place)
    path.write_text(good, "utf-8", newline="")
    figures.changed += 1
    if ours != theirs:
        figures.different.append(f"{place.name}: {match[0]} made {other}: {ours} and {theirs}")
