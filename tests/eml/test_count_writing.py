from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest
from lxml import etree

from osv_tui.election import form as f
from osv_tui.election.count import Count
from osv_tui.election.model import (
    Category,
    Contest,
    CountingMethod,
    Domain,
    Election,
    Level,
    Region,
    Subcategory,
)
from osv_tui.election.tally import Tally, tally
from osv_tui.eml.contests import contest_of_count
from osv_tui.eml.count_writing import write_count
from osv_tui.eml.digest import digest
from osv_tui.eml.reading import read_count
from osv_tui.eml.reasons import Uncounted
from tests.eml.schemas import assert_valid
from tests.examples import LISTS, PS, STATIONS
from tests.real_election import ELECTIONS, OSV_2019, expected_count, real_tally
from tests.shared import needs_shared

MADE = datetime.fromisoformat("2031-03-20T01:02:03.004")
CREATED = {
    "ps": datetime.fromisoformat("2019-03-21T06:57:22.834"),
    "ab": datetime.fromisoformat("2019-03-21T07:15:56.446"),
}


def example_election() -> Election:
    return Election(PS, LISTS.contest, LISTS.lists, STATIONS.municipality, STATIONS.eligible, STATIONS.units)


def tally_of(election: Election, values: dict[f.FieldId, int] | None = None) -> Tally:
    return tally(election, CountingMethod.STATION, lambda unit: Count.of(values or {}))


def with_subcategory(election: Election, subcategory: Subcategory) -> Election:
    identifier = dataclasses.replace(
        election.identifier,
        id=f"{subcategory.category.value}2031_Voorbeeld",
        category=subcategory.category,
        subcategory=subcategory,
        domain=Domain({Category.PS: None, Category.AB: "2", Category.GR: "9999"}[subcategory.category], "X"),
    )
    return dataclasses.replace(
        election, definition=dataclasses.replace(election.definition, identifier=identifier)
    )


@needs_shared
@pytest.mark.parametrize("which", ELECTIONS)
def test_the_real_file_is_rebuilt_to_the_byte(which: str) -> None:
    counted = real_tally(which)
    written = write_count(counted, CREATED[which], OSV_2019)
    assert written == expected_count(counted.election, which)
    assert_valid(written, "510b")


@needs_shared
@pytest.mark.parametrize("which", ELECTIONS)
def test_one_vote_more_gives_other_bytes(which: str) -> None:
    counted = real_tally(which)
    first, *others = counted.units
    pairs = {**first.count.values, f.VALID: first.figure(f.VALID) + 1}
    changed = dataclasses.replace(first, count=Count.of(pairs))
    written = write_count(dataclasses.replace(counted, units=(changed, *others)), CREATED[which], OSV_2019)
    assert written != expected_count(counted.election, which)


def test_what_is_written_is_its_own_canonical_form() -> None:
    election = dataclasses.replace(example_election(), committee=STATIONS.municipality)
    odd = dataclasses.replace(election.units[0], name="Zaal \"A\" & B <oost> 'x' ✓ 🗳")
    written = write_count(
        tally_of(dataclasses.replace(election, units=(odd, *election.units[1:]))), MADE, "osv-tui"
    )
    root = etree.fromstring(written)
    assert etree.tostring(root.getroottree(), method="c14n", with_comments=True) == written
    fingerprints = digest(written)
    assert fingerprints.raw == fingerprints.canonical


def test_what_is_written_reads_back() -> None:
    values = {
        f.candidate_field(1, 1): 5,
        f.candidate_field(1, 4): 2,
        f.total_field(1): 7,
        f.VALID: 7,
        f.BLANK: 1,
        f.INVALID: 2,
        f.ADMITTED: 10,
        f.NO_EXPLANATION: 3,
    }
    read = read_count(write_count(tally_of(example_election(), values), MADE, "osv-tui"), "Telling.eml.xml")
    assert (read.identifier, read.authority, read.created) == (PS.identifier, STATIONS.municipality, MADE)
    assert read.contest == Contest("geen", None)
    assert [(unit.number, unit.name, unit.postal_code) for unit in read.units] == [
        (1, "Gemeentehuis", "1234 AB"),
        (2, "De Brug", "1234 AC"),
        (7, "Mobiel", None),
    ]
    assert [unit.figures.eligible for unit in read.units] == [300, 300, 300]
    assert read.totals.eligible == 900
    assert (read.totals.valid, read.totals.blank, read.totals.invalid) == (21, 3, 6)
    assert read.totals.figure(Uncounted.ADMITTED) == 30
    assert read.totals.figure(Uncounted.NO_EXPLANATION) == 9
    assert read.totals.lists[0].candidates == ((1, 15), (2, 0), (4, 6))
    assert read.totals.missing == ()


def test_a_recount_replaces_the_figures_of_the_station() -> None:
    values = {f.POLL_CARDS: 10, f.ADMITTED: 10, f.POLL_CARDS_2: 12, f.ADMITTED_2: 12}
    counted = tally(example_election(), CountingMethod.CENTRAL, lambda unit: Count.of(values))
    read = read_count(write_count(counted, MADE, "osv-tui"), "x")
    assert read.units[0].figures.figure(Uncounted.ADMITTED) == 12
    assert read.totals.figure(Uncounted.POLL_CARDS) == 36


def test_a_council_election_has_no_voter_passes() -> None:
    written = write_count(tally_of(with_subcategory(example_election(), Subcategory.GR2)), MADE, "osv-tui")
    read = read_count(written, "x")
    assert read.totals.missing == (Uncounted.VOTER_PASSES,)
    assert read.contest == Contest("geen", None)


@pytest.mark.parametrize(
    ("subcategory", "contest", "expected"),
    [
        (Subcategory.PS1, Contest("1", "Hoofdstad"), Contest("geen", None)),
        (Subcategory.AB1, Contest("1", "Hoofdstad"), Contest("1", "Hoofdstad")),
        (Subcategory.AB2, Contest("geen", None), Contest("1", "Hoofdstad")),
        (Subcategory.PS2, Contest("II", "Zuid"), Contest("II", "Zuid")),
        (Subcategory.PS2, Contest("alle", None), Contest("1", "Hoofdstad")),
        (Subcategory.GR1, Contest("geen", None), Contest("geen", None)),
    ],
)
def test_the_contest_a_count_names(subcategory: Subcategory, contest: Contest, expected: Contest) -> None:
    election = dataclasses.replace(with_subcategory(example_election(), subcategory), contest=contest)
    assert contest_of_count(election) == expected


def test_a_municipality_outside_every_kieskring_has_no_contest() -> None:
    election = with_subcategory(example_election(), Subcategory.AB1)
    tree = tuple(
        dataclasses.replace(region, superior=("WATERSCHAP", 2)) if region.category == "GEMEENTE" else region
        for region in election.definition.regions
    )
    definition = dataclasses.replace(election.definition, regions=tree)
    stray = dataclasses.replace(election, definition=definition, contest=Contest("geen", None))
    with pytest.raises(ValueError, match="9999"):
        contest_of_count(stray)


def test_only_a_municipal_count_is_written() -> None:
    election = example_election()
    office = dataclasses.replace(election.committee, level=Level.CSB)
    with pytest.raises(ValueError, match="municipality"):
        write_count(tally_of(dataclasses.replace(election, committee=office)), MADE, "osv-tui")


@pytest.mark.parametrize("program", ["a--b", "a-"])
def test_a_program_that_would_break_the_comment_is_refused(program: str) -> None:
    with pytest.raises(ValueError, match="comment"):
        write_count(tally_of(example_election()), MADE, program)


def test_the_zone_of_the_creation_time_is_not_written() -> None:
    written = write_count(tally_of(example_election()), MADE.replace(tzinfo=UTC), "osv-tui")
    assert b"<kr:CreationDateTime>2031-03-20T01:02:03.004</kr:CreationDateTime>" in written


def test_a_second_kieskring_keeps_its_own_municipalities() -> None:
    election = with_subcategory(example_election(), Subcategory.PS2)
    regions = (*election.definition.regions, Region("KIESKRING", 2, "Zuid", ("PROVINCIE", 2)))
    definition = dataclasses.replace(election.definition, regions=regions)
    both = dataclasses.replace(election, definition=definition, contest=Contest("alle", None))
    assert contest_of_count(both) == Contest("1", "Hoofdstad")
