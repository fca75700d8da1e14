"""From polling stations to the central committee: every level sums up the one below, and errors are found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from random import Random

import pytest

from osv_tui.election import form as f
from osv_tui.election.apportionment.distribution import distribute
from osv_tui.election.apportionment.votes import ElectionVotes
from osv_tui.election.checks import Check, findings
from osv_tui.election.count import Count
from osv_tui.election.form import FieldId, FieldKind, SectionKind, count_form
from osv_tui.election.level_votes import election_votes
from osv_tui.election.levels import central_committee, district_committees, units_below
from osv_tui.election.model import (
    Committee,
    Contest,
    CountingMethod,
    Election,
    Level,
    ReportingUnit,
    Subcategory,
)
from osv_tui.election.tally import Tally, tally
from osv_tui.election.witness import compare
from osv_tui.eml.count_writing import write_count
from osv_tui.eml.reading import read_total_count, read_witness
from osv_tui.eml.upper_count_writing import write_district_count, write_total_count
from osv_tui.eml.witness import figures_by_field
from tests.election.upper import CSB_2, definition
from tests.examples import LISTS, STATIONS, example_count
from tests.real_election import ELECTIONS, expected_count, real_election
from tests.shared import needs_shared

MADE = datetime.fromisoformat("2031-03-21T01:02:03.004")
PS2 = definition(Subcategory.PS2)
Counts = Mapping[int, Count]


@dataclass(frozen=True)
class Counted:
    """A committee's tally with its file, and for each unit the file of the level below it."""

    tally: Tally
    file: bytes
    below: Mapping[int, bytes]


def paper(counted: Tally, above: Election) -> Count:
    """What the paper of a committee says to the one above it."""
    fields = count_form(above, CountingMethod.STATION).by_id
    eligible = counted.election.eligible or counted.total(f.ELIGIBLE)
    return Count.of({field: eligible if field == f.ELIGIBLE else counted.total(field) for field in fields})


def municipality(number: int, name: str) -> Tally:
    code = Committee(Level.GSB, f"{number:04}", name)
    of = Election(PS2, Contest("alle", None), LISTS.lists, code, STATIONS.eligible, STATIONS.units)
    return tally(of, CountingMethod.STATION, lambda unit: example_count(1 + (unit.number + number) % 10))


def committee(own: Committee) -> Election:
    return Election(PS2, Contest("alle", None), LISTS.lists, own, 0, units_below(PS2, own))


@cache
def kieskring(number: int) -> Counted:
    of = committee(district_committees(PS2)[number - 1])
    parts = {unit.number: municipality(unit.number, unit.name) for unit in of.units}
    added = tally(of, CountingMethod.STATION, lambda unit: paper(parts[unit.number], of))
    below = {number: write_count(part, MADE, "osv-tui") for number, part in parts.items()}
    return Counted(added, write_district_count(added, MADE, "osv-tui"), below)


@cache
def province() -> Counted:
    of = committee(central_committee(PS2))
    parts = {unit.number: kieskring(unit.number) for unit in of.units}
    added = tally(of, CountingMethod.STATION, lambda unit: paper(parts[unit.number].tally, of))
    below = {number: part.file for number, part in parts.items()}
    return Counted(added, write_total_count(added, MADE, "osv-tui"), below)


def all_stations() -> list[Count]:
    """Every count of every polling station of the province."""
    places = [each for each in PS2.regions if each.category == "GEMEENTE"]
    return [unit.count for each in places for unit in municipality(each.number or 0, each.name).units]


def test_the_total_is_the_sum_of_all_stations() -> None:
    added = province().tally
    for field in count_form(CSB_2, CountingMethod.STATION).by_id:
        if field != f.ELIGIBLE:
            assert added.total(field) == sum(count.number(field) for count in all_stations()), field
    assert added.total(f.ELIGIBLE) == 4 * STATIONS.eligible
    assert figures_by_field(read_total_count(province().file, "x").totals) == Count.of(
        {field: added.total(field) for field in count_form(CSB_2, CountingMethod.STATION).by_id}
    )


def test_the_seats_are_those_of_all_stations_directly() -> None:
    votes = election_votes(province().tally)
    assert distribute(votes) == distribute(_direct(votes)), "the same sets, votes counted directly"


def _direct(votes: ElectionVotes) -> ElectionVotes:
    """The same election with the votes of each list in one row, from the stations themselves."""
    counts = all_stations()
    groups = []
    for group in votes.lists:
        (of,) = group.sets
        fields = [FieldId(f"list.{code}") for code in of.candidates]
        row = tuple(sum(count.number(field) for count in counts) for field in fields)
        groups.append(replace(group, sets=(replace(of, districts=(1,), votes=(row,)),)))
    return replace(votes, lists=tuple(groups))


# A hundred planted errors.


@dataclass(frozen=True)
class Planted:
    """A unit keyed with one row wrong, or with one list left out."""

    counted: Counted
    unit: ReportingUnit
    keyed: Count
    wrong: frozenset[FieldId]
    check: Check


def committees() -> tuple[Counted, ...]:
    return (kieskring(1), kieskring(2), province())


def planted() -> Iterator[Planted]:
    dice = Random(20310319)
    for number in range(100):
        counted = dice.choice(committees())
        unit = dice.choice(counted.tally.units)
        form = count_form(counted.tally.election, CountingMethod.STATION)
        values = dict(unit.count.values)
        if number % 4 == 0:
            of = dice.choice([s for s in form.sections if s.kind is SectionKind.LIST])
            emptied = {field.id: 0 for field in of.fields}
            wrong = frozenset(field for field in emptied if values[field])
            yield Planted(counted, unit.unit, Count.of({**values, **emptied}), wrong, Check.W651)
        else:
            field = dice.choice(form.fields).id
            values[field] += dice.choice((1, 10, 1000))
            yield Planted(counted, unit.unit, Count.of(values), frozenset({field}), Check.W652)


@pytest.mark.parametrize("case", tuple(planted()), ids=lambda case: f"{case.unit.name}-{case.check.value}")
def test_a_wrong_or_missing_row_is_found_at_its_row(case: Planted) -> None:
    election = case.counted.tally.election
    form = count_form(election, CountingMethod.STATION)
    witness = read_witness(case.counted.below[case.unit.number], "x", election, case.unit)
    found = compare(form, case.keyed, witness.figures).findings
    assert [each.check for each in found] == [case.check]
    assert {field for each in found for field in each.fields} == case.wrong


@pytest.mark.parametrize("which", range(3))
def test_what_is_keyed_right_has_no_findings(which: int) -> None:
    counted = committees()[which]
    form = count_form(counted.tally.election, CountingMethod.STATION)
    for unit in counted.tally.units:
        data = counted.below[unit.unit.number]
        witness = read_witness(data, "x", counted.tally.election, unit.unit)
        assert compare(form, unit.count, witness.figures).is_equal
        assert findings(form, unit.count.values) == ()


# The real municipality.


@needs_shared
@pytest.mark.parametrize("which", ELECTIONS)
def test_the_real_municipality_as_a_unit_of_its_central_committee(which: str) -> None:
    below = real_election(which)
    own = central_committee(below.definition)
    units = (ReportingUnit(int(below.committee.code), below.committee.name, None, 0),)
    above = replace(below, committee=own, units=units, eligible=0)
    form = count_form(above, CountingMethod.STATION)
    witness = read_witness(expected_count(below, which), "x", above, units[0])
    keyed = Count.of({field: witness.figures.values[field] for field in form.by_id})
    assert findings(form, keyed.values) == (), "nothing is wrong with the real count"
    assert compare(form, keyed, witness.figures).is_equal
    totals = [field for field in form.fields if field.kind is FieldKind.TOTAL and keyed.number(field.id)]
    for total in totals:
        short = Count.of({**keyed.values, total.id: keyed.number(total.id) - 1})
        assert {each.check for each in findings(form, short.values)} >= {Check.F202}
        assert [row.field for row in compare(form, short, witness.figures).differing] == [total]
