"""A station above the municipality with the example election of ``tests.election.upper``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from osv_tui.election.count import Count
from osv_tui.election.model import CandidateLists, Contest, CountingMethod, Definition, Subcategory
from osv_tui.election.workflow import Role
from osv_tui.store import decisions, elections, founding, signing_in, sittings
from osv_tui.store.database import Clock, create, wall_clock
from osv_tui.store.elections import DocumentKind
from osv_tui.store.founding import StationFacts
from osv_tui.store.people import NewPerson
from tests.election.upper import definition, upper_values
from tests.examples import FOUNDERS, LISTS, PASSWORD, SECOND, ExampleStation, enrol, example_document, key_in


def upper_station(
    path: Path, code: str, subcategory: Subcategory = Subcategory.PS2, *, clock: Clock = wall_clock
) -> ExampleStation:
    """The station of the committee with that ``code``, with its sitting open."""
    of = definition(subcategory)
    lists = replace(LISTS, identifier=of.identifier, contest=Contest("alle", None))
    return committee(path, code, of, lists, clock=clock)


def committee(
    path: Path, code: str, of: Definition, lists: CandidateLists, *, clock: Clock = wall_clock
) -> ExampleStation:
    """The same for any election."""
    file = create(path, clock)
    founding.found(file, StationFacts(code, CountingMethod.STATION, practice=False), FOUNDERS)
    chief = signing_in.sign_in(file, "ada", PASSWORD, "tty1")
    key = elections.add_definition(file, chief, of, example_document(DocumentKind.DEFINITION))
    elections.add_candidate_lists(file, chief, key, lists, example_document(DocumentKind.CANDIDATE_LISTS))
    typists = tuple(
        enrol(file, chief, NewPerson(f"Typist {name}", str(number), name, Role.TYPIST))
        for number, name in ((201, "bo"), (202, "cas"), (203, "dee"))
    )
    supervisor = signing_in.sign_in(file, "sam", PASSWORD, "tty sam")
    sittings.open_sitting(file, chief, SECOND)
    return ExampleStation(file, chief, typists, supervisor, key, elections.load_form(file, key))


def count_all(station: ExampleStation, found: int = 10_000) -> None:
    """Key every unit twice, each with its own number of ballots, from ``found`` up."""
    for place, unit in enumerate(elections.load_election(station.file, station.election).units):
        count = Count.of(upper_values(found=found + 100 * place))
        for typist in station.typists[:2]:
            key_in(station, typist, unit.number, count)
    decisions.overview(station.file, station.supervisor)  # what is equal and sound becomes final
