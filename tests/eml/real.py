"""The real count of Tytsjerksteradiel of 2019: its files put together, and the numbers from its paper."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from osv_tui.election import form as f
from osv_tui.election.count import Count
from osv_tui.election.form import Answer, FieldId
from osv_tui.election.model import CountingMethod, Election, ReportingUnit
from osv_tui.election.tally import Tally, tally
from osv_tui.eml.names import count_file_name, csv_file_name
from osv_tui.eml.reading import read_candidate_lists, read_definition, read_polling_stations
from tests.shared import SHARED

DATA = SHARED / "data"
REAL = DATA / "tytsjerksteradiel-2019"
ELECTIONS = ("ps", "ab")
OSV_2019 = (
    "Ondersteunende Software Verkiezingen by IVU Traffic Technologies AG, program: P4_PSB, version: 2.23.6"
)

_PAPER = {
    "voters": {
        "poll_cards": f.POLL_CARDS,
        "proxies": f.PROXIES,
        "voter_passes": f.VOTER_PASSES,
        "admitted": f.ADMITTED,
    },
    "ballots": {"valid": f.VALID, "blank": f.BLANK, "invalid": f.INVALID, "found": f.FOUND},
}
_DIFFERENCE = {
    "difference": {"more": f.MORE, "fewer": f.FEWER},
    "explanations": {
        "ballots_taken_away": f.NOT_RETURNED,
        "too_few_ballots_issued": f.TOO_FEW_ISSUED,
        "too_many_ballots_issued": f.TOO_MANY_ISSUED,
        "no_explanation": f.NO_EXPLANATION,
        "other_explanation": f.OTHER_EXPLANATION,
    },
}


def only(folder: Path, pattern: str) -> Path:
    (path,) = folder.glob(pattern)
    return path


def real_election(which: str) -> Election:
    folder = REAL / which / "input"
    definition_file = only(folder, "Verkiezingsdefinitie_*")
    definition = read_definition(definition_file.read_bytes(), definition_file.name)
    lists_file, stations_file = only(folder, "Kandidatenlijsten_*"), only(folder, "Stembureaus_*")
    lists = read_candidate_lists(lists_file.read_bytes(), lists_file.name, definition)
    stations = read_polling_stations(stations_file.read_bytes(), stations_file.name, definition)
    return Election(
        definition, lists.contest, lists.lists, stations.municipality, stations.eligible, stations.units
    )


def real_tally(which: str) -> Tally:
    election = real_election(which)
    entries = json.loads((REAL / which / "entries.json").read_text(encoding="utf-8"))
    counts = {station["number"]: _count(election, station) for station in entries["stations"]}

    def count_of(unit: ReportingUnit) -> Count:
        return counts[unit.number]

    return tally(election, CountingMethod.STATION, count_of)


def expected_count(election: Election, which: str) -> bytes:
    return (REAL / which / "expected" / count_file_name(election)).read_bytes()


def expected_csv(election: Election, which: str) -> bytes:
    return (REAL / which / "expected" / csv_file_name(election)).read_bytes()


def _count(election: Election, station: dict[str, Any]) -> Count:
    values = _values(station, _PAPER)
    difference = _values(station, _DIFFERENCE)
    if any(difference.values()):
        values |= {f.EQUAL: Answer.NO.value, **difference}
    else:
        values[f.EQUAL] = Answer.YES.value
    for read, votes_of in zip(station["lists"], election.lists, strict=True):
        assert read["number"] == votes_of.number
        values[f.total_field(votes_of.number)] = read["total"]
        for votes, candidate in zip(read["candidates"], votes_of.candidates, strict=True):
            values[f.candidate_field(votes_of.number, candidate.number)] = votes
    return Count.of(values)


def _values(station: dict[str, Any], names: dict[str, dict[str, FieldId]]) -> dict[FieldId, int]:
    return {
        field: int(station[group][name]) for group, fields in names.items() for name, field in fields.items()
    }
