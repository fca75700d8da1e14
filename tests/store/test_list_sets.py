"""A central committee of a province whose lists differ between kieskringen: from its papers to its seats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

from osv_tui import intake
from osv_tui.election.count import Count
from osv_tui.election.filling import Change
from osv_tui.election.form import candidate_field, unit_form
from osv_tui.election.level_votes import Place
from osv_tui.election.levels import units_below
from osv_tui.election.model import Committee, CountingMethod, Level, ReportingUnit
from osv_tui.election.tally import tally
from osv_tui.election.witness import compare
from osv_tui.eml.definition_writing import write_candidate_lists, write_definition
from osv_tui.eml.digest import groups
from osv_tui.eml.refusal import EmlRefused
from osv_tui.eml.upper_count_writing import write_district_count
from osv_tui.eml.witness import read_witness
from osv_tui.intake import Offer
from osv_tui.store import distributing, elections, entries, founding, lots, public_log, signing_in
from osv_tui.store.actor import Actor
from osv_tui.store.check import first_fault
from osv_tui.store.database import StationFile, create
from osv_tui.store.elections import DocumentKind, ElectionLine
from osv_tui.store.founding import StationFacts
from osv_tui.store.lots import PlaceTwice
from osv_tui.store.problems import Refused, StoreProblem
from tests import list_sets
from tests.clearing import clear
from tests.eml.test_upper_counts import MADE
from tests.examples import (
    BESIDE_SUPERVISOR,
    FOUNDERS,
    PASSWORD,
    ExampleStation,
    key_in,
    release,
)
from tests.upper_station import committee

NAME = "group_rank_uses_original_order_per_set"
"""List 1 is one set in kieskring 1 and another in 2; two people stand on both, in another order."""

pytestmark = pytest.mark.skipif(NAME not in list_sets.names(), reason="../shared is absent")


@pytest.fixture(scope="module")
def of() -> list_sets.Province:
    return list_sets.province(NAME)


@pytest.fixture(scope="module")
def station(of: list_sets.Province, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExampleStation]:
    """All kieskringen typed twice, each from its own paper, and released."""
    made = committee(tmp_path_factory.mktemp("sets") / "csb.osv", "CSB", of.definition, of.lists)
    for unit in of.election.units:
        own = replace(made, form=elections.load_form(made.file, made.election, unit.number))
        for typist in made.typists[:2]:
            key_in(own, typist, unit.number, of.count(unit.number))
    clear(made.file, made.supervisor, made.election)
    release(made)
    yield made
    made.file.close()


def test_the_lists_read_back_as_they_were(of: list_sets.Province, station: ExampleStation) -> None:
    assert elections.load_election(station.file, station.election) == of.election
    assert first_fault(station.file) is None


def test_seats_and_elected_are_those_of_the_vector(of: list_sets.Province, station: ExampleStation) -> None:
    found = distributing.distribution(station.file, station.supervisor, station.election)
    expected = of.expected
    assert {str(group.number): found.seats(group.number) for group in of.votes.lists} == expected["seats"]
    codes = dict(
        zip(
            (name for group in of.votes.lists for each in group.sets for name in each.candidates),
            (
                name
                for group in distributing.seats(
                    station.file, station.supervisor, station.election
                ).votes.lists
                for each in group.sets
                for name in each.candidates
            ),
            strict=True,
        )
    )
    elected = {
        str(each.set_id): [(one.candidate, one.by.value, one.votes) for one in each.elected]
        for each in found.nominations
    }
    assert elected == {
        name: [(codes[one["candidate"]], one["by"], one["votes"]) for one in each["elected"]]
        for name, each in expected["nominations"].items()
    }
    assert any(
        each["elected_elsewhere"] for each in expected["nominations"].values() if "elected_elsewhere" in each
    )


def test_a_deceased_candidate_is_told_by_set(station: ExampleStation) -> None:
    nobody = PlaceTwice(Place(1, 1), Place(1, 1))
    with pytest.raises(Refused, match="Op lijst 1"):
        lots.add_deceased(station.file, station.supervisor, BESIDE_SUPERVISOR, station.election, nobody)
    second = PlaceTwice(Place(1, 1, 2), Place(1, 1, 2))
    lots.add_deceased(station.file, station.supervisor, BESIDE_SUPERVISOR, station.election, second)
    found = distributing.distribution(station.file, station.supervisor, station.election)
    assert [each.deceased for each in found.nominations if each.set_id.list_number == 1] != [(), ()]


def test_no_paper_takes_what_only_another_kieskring_has(of: list_sets.Province, tmp_path: Path) -> None:
    lists = list(of.lists.lists)
    longer = replace(lists[0].candidates[-1], number=9, short_code="L19999")
    lists[0] = replace(lists[0], candidates=(*lists[0].candidates, longer))
    wider = replace(of, lists=replace(of.lists, lists=tuple(lists)))
    made = committee(tmp_path / "csb.osv", "CSB", wider.definition, wider.lists)
    only_one = candidate_field(1, 9)
    for unit, allowed in ((1, True), (2, False)):
        form = elections.load_form(made.file, made.election, unit)
        assert (only_one in form.by_id) is allowed
        opened = entries.claim(made.file, made.typists[0], made.election, unit)
        change = (Change(only_one, 5),)
        if allowed:
            entries.save(made.file, made.typists[0], opened.id, change, only_one)
        else:
            with pytest.raises(StoreProblem, match="hoort niet op het formulier"):
                entries.save(made.file, made.typists[0], opened.id, change, form.fields[0].id)
            with pytest.raises(StoreProblem, match="hoort niet op het formulier"):
                entries.save(made.file, made.typists[0], opened.id, (), only_one)
        missing = Count.of(dict(of.count(unit).pairs))
        for field in form.fields:
            if field.id != only_one:
                value = (Change(field.id, missing.number(field.id)),)
                entries.save(made.file, made.typists[0], opened.id, value, field.id)
        if allowed:
            entries.save(made.file, made.typists[0], opened.id, (Change(only_one, None),), only_one)
            with pytest.raises(StoreProblem, match="nog niet alle velden"):
                entries.submit(made.file, made.typists[0], opened.id)
        else:
            entries.submit(made.file, made.typists[0], opened.id)
    made.file.close()


@dataclass(frozen=True)
class _Empty:
    """A central committee that reads its files."""

    file: StationFile
    chief: Actor
    folder: Path

    def offered(self, name: str, content: bytes, kind: DocumentKind, key: int | None) -> Offer:
        path = self.folder / f"{name}.eml.xml"
        path.write_bytes(content)
        return intake.offer(self.file, path, kind, key)

    def accept(self, offered: Offer, key: int | None) -> int:
        first, second = (groups(offered.document.sha256)[place] for place in offered.hidden)
        return intake.accept(self.file, self.chief, offered, key, (first, second))

    def line(self) -> ElectionLine:
        (line,) = elections.election_lines(self.file)
        return line


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[_Empty]:
    file = create(tmp_path / "csb.osv")
    founding.found(file, StationFacts("CSB", CountingMethod.STATION, practice=False), FOUNDERS)
    yield _Empty(file, signing_in.sign_in(file, "ada", PASSWORD, "tty1"), tmp_path)
    file.close()


def _defined(empty: _Empty, of: list_sets.Province) -> int:
    content = write_definition(of.definition, MADE)
    return empty.accept(empty.offered("110a", content, DocumentKind.DEFINITION, None), None)


def _lists(of: list_sets.Province, number: int) -> bytes:
    return write_candidate_lists(list_sets.of_kieskring(of.lists, of.definition, number), of.definition, MADE)


def test_the_file_of_all_kieskringen_is_taken_as_it_was_written(
    of: list_sets.Province, empty: _Empty
) -> None:
    key = _defined(empty, of)
    content = write_candidate_lists(of.lists, of.definition, MADE)
    empty.accept(empty.offered("230b", content, DocumentKind.CANDIDATE_LISTS, key), key)
    assert elections.load_election(empty.file, key) == of.election
    assert (empty.line().read_of, empty.line().awaited) == ((), ())


def test_a_file_for_each_kieskring_is_read_one_by_one(of: list_sets.Province, empty: _Empty) -> None:
    key = _defined(empty, of)
    numbers = [unit.number for unit in of.election.units]
    for done, number in enumerate(reversed(numbers), 1):
        assert empty.line().next_document is DocumentKind.CANDIDATE_LISTS
        offered = empty.offered(f"lijsten {number}", _lists(of, number), DocumentKind.CANDIDATE_LISTS, key)
        empty.accept(offered, key)
        assert empty.line().read_of == tuple(numbers[len(numbers) - done :])
        assert empty.line().awaited == tuple(numbers[: len(numbers) - done])
        if done < len(numbers):
            with pytest.raises(Refused, match="nog niet alle bestanden"):
                elections.load_election(empty.file, key)
            with pytest.raises(EmlRefused, match=f"kieskring {number} zijn al gelezen"):
                empty.offered("nog eens", _lists(of, number), DocumentKind.CANDIDATE_LISTS, key)
    assert empty.line().complete
    assert elections.load_election(empty.file, key) == of.election
    given = public_log.input_files(empty.file, key)
    assert [(each.kind, each.kieskring) for each in given] == [("110a", 0), *(("230b", n) for n in numbers)]
    assert [each.content for each in given[1:]] == [_lists(of, number) for number in numbers]
    assert first_fault(empty.file) is None
    elections.remove_election(empty.file, empty.chief, key)
    assert not elections.election_lines(empty.file)


def test_what_two_read_at_once_is_put_together_again(of: list_sets.Province, empty: _Empty) -> None:
    key = _defined(empty, of)
    first, second = (
        empty.offered(f"lijsten {unit.number}", _lists(of, unit.number), DocumentKind.CANDIDATE_LISTS, key)
        for unit in of.election.units[:2]
    )
    whole = empty.offered(
        "alle", write_candidate_lists(of.lists, of.definition, MADE), DocumentKind.CANDIDATE_LISTS, key
    )
    empty.accept(first, key)
    with pytest.raises(Refused, match="intussen een ander bestand gelezen"):
        empty.accept(second, key)
    with pytest.raises(Refused, match="al ingelezen"):
        empty.accept(whole, key)
    assert empty.line().read_of == (of.election.units[0].number,)


def _paper(of: list_sets.Province, kieskring: int, _: ReportingUnit) -> Count:
    return of.count(kieskring)


def test_a_kieskring_is_witnessed_by_the_count_of_its_own_lists(of: list_sets.Province) -> None:
    for unit in of.election.units:
        own = replace(
            of.election.of_unit(unit.number),
            committee=Committee(Level.HSB, f"HSB{unit.number}", unit.name),
        )
        own = replace(
            own,
            lists=tuple(replace(each, kieskringen=()) for each in own.lists),
            units=units_below(of.definition, own.committee),
        )
        below = tally(own, CountingMethod.STATION, partial(_paper, of, unit.number))
        content = write_district_count(below, MADE, "osv-tui")
        told = read_witness(content, "Telling.eml.xml", of.election, unit)
        form = unit_form(of.election, CountingMethod.STATION, unit.number)
        assert compare(form, of.count(unit.number), told.figures).is_equal
        (other,) = (each for each in of.election.units if each != unit)
        with pytest.raises(EmlRefused):
            read_witness(content, "Telling.eml.xml", of.election, other)
