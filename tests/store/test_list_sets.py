"""A central committee of a province whose lists differ between kieskringen: from its papers to its seats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from osv_tui.election.count import Count
from osv_tui.election.filling import Change
from osv_tui.election.form import candidate_field
from osv_tui.election.level_votes import Place
from osv_tui.election.model import CountingMethod
from osv_tui.election.workflow import Role
from osv_tui.store import distributing, elections, entries, founding, lots, signing_in, sittings
from osv_tui.store.check import first_fault
from osv_tui.store.database import create
from osv_tui.store.elections import DocumentKind
from osv_tui.store.founding import StationFacts
from osv_tui.store.lots import PlaceTwice
from osv_tui.store.people import NewPerson
from osv_tui.store.problems import Refused, StoreProblem
from tests import list_sets
from tests.clearing import clear
from tests.examples import (
    BESIDE_SUPERVISOR,
    FOUNDERS,
    PASSWORD,
    SECOND,
    ExampleStation,
    enrol,
    example_document,
    key_in,
    release,
)

NAME = "group_rank_uses_original_order_per_set"
"""List 1 is one set in kieskring 1 and another in 2; two people stand on both, in another order."""

pytestmark = pytest.mark.skipif(NAME not in list_sets.names(), reason="../shared is absent")


def committee(path: Path, of: list_sets.Province) -> ExampleStation:
    file = create(path)
    founding.found(file, StationFacts("CSB", CountingMethod.STATION, practice=False), FOUNDERS)
    chief = signing_in.sign_in(file, "ada", PASSWORD, "tty1")
    key = elections.add_definition(file, chief, of.definition, example_document(DocumentKind.DEFINITION))
    elections.add_candidate_lists(file, chief, key, of.lists, example_document(DocumentKind.CANDIDATE_LISTS))
    typists = tuple(
        enrol(file, chief, NewPerson(f"Typist {name}", str(number), name, Role.TYPIST))
        for number, name in ((201, "bo"), (202, "cas"))
    )
    supervisor = signing_in.sign_in(file, "sam", PASSWORD, "tty sam")
    sittings.open_sitting(file, chief, SECOND)
    return ExampleStation(file, chief, typists, supervisor, key, elections.load_form(file, key))


@pytest.fixture(scope="module")
def of() -> list_sets.Province:
    return list_sets.province(NAME)


@pytest.fixture(scope="module")
def station(of: list_sets.Province, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExampleStation]:
    """All kieskringen typed twice, each from its own paper, and released."""
    made = committee(tmp_path_factory.mktemp("sets") / "csb.osv", of)
    for unit in of.election.units:
        own = replace(made, form=elections.load_form(made.file, made.election, unit.number))
        for typist in made.typists:
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
    made = committee(tmp_path / "csb.osv", wider)
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
