"""A small made-up election, and a station in which it can be counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

import pytest

from osv_tui.election.accountability import ControlSum
from osv_tui.election.count import Count
from osv_tui.election.filling import Change
from osv_tui.election.form import EQUAL, FieldId, Form, total_field
from osv_tui.election.model import (
    Candidate,
    CandidateList,
    CandidateLists,
    Category,
    Committee,
    Contest,
    CountingMethod,
    Definition,
    Domain,
    Election,
    ElectionIdentifier,
    Level,
    PollingStations,
    Region,
    ReportingUnit,
    Subcategory,
)
from osv_tui.election.workflow import Role, UnitState, state
from osv_tui.store import (
    decisions,
    elections,
    entries,
    founding,
    judging,
    passwords,
    people,
    releasing,
    signing_in,
    sittings,
)
from osv_tui.store.actor import Actor
from osv_tui.store.authorizer import allows
from osv_tui.store.database import Clock, StationFile, create, wall_clock
from osv_tui.store.elections import Document, DocumentKind
from osv_tui.store.founding import Founder, StationFacts
from osv_tui.store.people import NewPerson
from osv_tui.store.signing_in import Credentials

PASSWORD = "een lang wachtwoord"
FOUNDERS = (
    Founder(NewPerson("Ada Beheer", "100", "ada", Role.ADMINISTRATOR), PASSWORD),
    Founder(NewPerson("Sam Zicht", "300", "sam", Role.SUPERVISOR), PASSWORD),
)
SECOND = Credentials("sam", PASSWORD)
"""The second official, who confirms what the administrator does."""
BESIDE_SUPERVISOR = Credentials("ada", PASSWORD)
"""The second official, who confirms what the supervisor does."""

PS = Definition(
    ElectionIdentifier(
        *("PS2031_Voorbeeld", "Provinciale Staten Voorbeeld 2031", Category.PS, Subcategory.PS1),
        *(Domain(None, "Voorbeeld"), date(2031, 3, 19)),
    ),
    date(2031, 2, 3),
    41,
    25,
    (
        Region("PROVINCIE", 2, "Voorbeeld", None),
        Region("KIESKRING", 1, "Hoofdstad", ("PROVINCIE", 2), ("CSB", "HSB")),
        Region("GEMEENTE", 9999, "Voorbeelddam", ("KIESKRING", 1)),
    ),
)
LISTS = CandidateLists(
    PS.identifier,
    Contest("1", "Hoofdstad"),
    (
        CandidateList(
            1,
            "Partij van de Ochtend",
            (
                Candidate(1, "Jansen", "A.B."),
                Candidate(2, "Vries", "C.", "de"),
                Candidate(4, "Ångström", "Ż."),
            ),
        ),
        CandidateList(3, "", (Candidate(1, "Dijk", "E.", "van"), Candidate(2, "Öztürk", "F."))),
    ),
)
STATIONS = PollingStations(
    PS.identifier,
    Committee(Level.GSB, "9999", "Voorbeelddam"),
    900,
    (
        ReportingUnit(1, "Gemeentehuis", "1234 AB", 300),
        ReportingUnit(2, "De Brug", "1234 AC", 300),
        ReportingUnit(7, "Mobiel", None, 300),
    ),
)


PAPER_DAY = datetime(2031, 3, 19, 21, 30, tzinfo=timezone(timedelta(hours=1)))


def stopped_clock() -> datetime:
    return PAPER_DAY


ELECTION = Election(PS, LISTS.contest, LISTS.lists, STATIONS.municipality, STATIONS.eligible, STATIONS.units)


@contextmanager
def cheap_passwords() -> Iterator[None]:
    """For a fixture that outlives one test: password hashes that take no time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "ARGON2_TIME", 1)
        patch.setattr(passwords, "ARGON2_MEMORY", 8192)
        yield


@dataclass(frozen=True)
class ExampleStation:
    """A station with two typists, a supervisor and the example election, key 1."""

    file: StationFile
    administrator: Actor
    typists: tuple[Actor, ...]
    supervisor: Actor
    election: int
    form: Form


def example_station(
    path: Path,
    method: CountingMethod = CountingMethod.STATION,
    *,
    stations: PollingStations = STATIONS,
    clock: Clock = wall_clock,
) -> ExampleStation:
    file = create(path, clock)
    founding.found(file, StationFacts("9999", method, practice=False), FOUNDERS)
    administrator = signing_in.sign_in(file, "ada", PASSWORD, "tty1")
    election = elections.add_definition(file, administrator, PS, example_document(DocumentKind.DEFINITION))
    elections.add_candidate_lists(
        *(file, administrator, election, LISTS, example_document(DocumentKind.CANDIDATE_LISTS))
    )
    elections.add_polling_stations(
        *(file, administrator, election, stations, example_document(DocumentKind.POLLING_STATIONS))
    )
    typists = tuple(
        enrol(file, administrator, NewPerson(f"Typist {name}", str(number), name, Role.TYPIST))
        for number, name in ((201, "bo"), (202, "cas"), (203, "dee"))
    )
    supervisor = signing_in.sign_in(file, "sam", PASSWORD, "tty sam")
    sittings.open_sitting(file, administrator, SECOND)
    form = elections.load_form(file, election)
    return ExampleStation(file, administrator, typists, supervisor, election, form)


def pragma(file: StationFile, words: str) -> object:
    """Ask or change a setting of the connection, which the program itself may not."""
    connection = file._connection
    connection.set_authorizer(None)
    row = connection.execute(f"PRAGMA {words}").fetchone()
    connection.set_authorizer(allows)
    return row and row[0]


def enrol(file: StationFile, administrator: Actor, person: NewPerson, second: Credentials = SECOND) -> Actor:
    """Register a person and sign in with an own password."""
    one_time = people.register(file, administrator, person, second)
    actor = signing_in.sign_in(file, person.user_name, one_time, f"tty {person.user_name}")
    return signing_in.change_password(file, actor, one_time, PASSWORD, PASSWORD)


def example_count(seed: int = 1) -> Count:
    """A complete count of the example form of which the checks have nothing to say (seeds 1 to 10)."""
    first, second, third, fourth, fifth = (seed * factor % 97 for factor in (31, 17, 11, 7, 5))
    total_1, total_3 = first + second + third, fourth + fifth
    valid = total_1 + total_3
    values = {
        "poll_cards": valid, "proxies": 3, "voter_passes": 1, "admitted": valid + 4,
        "valid": valid, "blank": 2, "invalid": 2, "found": valid + 4, EQUAL: 1,
        "list.1.1": first, "list.1.2": second, "list.1.4": third, "list.1.total": total_1,
        "list.3.1": fourth, "list.3.2": fifth, "list.3.total": total_3,
    }  # fmt: skip
    return Count.of((FieldId(field), value) for field, value in values.items())


def changed(count: Count, **numbers: int) -> Count:
    """``count`` with other numbers; ``__`` in a name stands for the dot of a candidate's field."""
    return Count.of({**count.values, **{FieldId(name.replace("__", ".")): n for name, n in numbers.items()}})


def key_in(
    station: ExampleStation,
    actor: Actor,
    unit: int,
    count: Count,
    *,
    submit: bool = True,
    let_stand: bool = True,
) -> int:
    """Type what is not locked of ``count`` as ``actor``; returns the entry.

    If it is the only entry and a sum in it does not hold, the supervisor lets it stand.
    """
    opened = entries.claim(station.file, actor, station.election, unit)
    for field in station.form.open_fields(count.values):
        if field.id not in opened.locked:
            change = Change(field.id, count.number(field.id))
            entries.save(station.file, actor, opened.id, (change,), field.id)
    if submit:
        entries.submit(station.file, actor, opened.id)
    if submit and let_stand:
        let_stand_if_wrong(station.file, station.supervisor, station.election, unit)
    return opened.id


def let_stand_if_wrong(file: StationFile, supervisor: Actor, election: int, unit: int) -> None:
    """Have the supervisor let an only entry stand, if a sum in it does not hold."""
    key = file.value("SELECT id FROM unit WHERE election = ? AND number = ?", election, unit)
    with file.reading() as db:
        waits = state(entries.unit_facts(db, key)) is UnitState.FIRST_WRONG
    if waits:
        seen = judging.dossier(file, supervisor, key)
        decisions.let_stand(file, supervisor, seen, "zo staat het op het papier")


def example_document(kind: DocumentKind) -> Document:
    content = b"<EML/>"
    return Document(kind, f"{kind.value}.eml.xml", content, sha256(content).hexdigest(), None)


def release(station: ExampleStation, election: int | None = None) -> datetime:
    """Have the lists added by hand, rightly, and declare the election final by two; its units are."""
    key = election or station.election
    add_control_sums(station, key)
    return releasing.release(station.file, station.supervisor, BESIDE_SUPERVISOR, key)


def add_control_sums(station: ExampleStation, election: int) -> None:
    """Have three lists of an election added by hand, rightly, or all if it has fewer."""
    file, supervisor = station.file, station.supervisor
    added = releasing.provisional_tally(file, supervisor, election)
    for each in added.election.lists[:3]:
        total = added.total(total_field(each.number))
        releasing.add_control_sum(file, supervisor, election, ControlSum(each.number, total))
