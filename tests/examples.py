"""A small made-up election, and a station in which it can be counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

import pytest

from osv_tui.election.count import Count
from osv_tui.election.filling import Change
from osv_tui.election.form import EQUAL, FieldId, Form
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
from osv_tui.election.workflow import Role
from osv_tui.store import elections, entries, founding, passwords, people, signing_in, sittings
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
    3000,
    (
        ReportingUnit(1, "Gemeentehuis", "1234 AB", 1200),
        ReportingUnit(2, "De Brug", "1234 AC", 1000),
        ReportingUnit(7, "Mobiel", None, 800),
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
    """A complete count of the example form in which all sums hold and D equals H."""
    first, second, third, fourth, fifth = (seed * factor % 97 for factor in (31, 17, 11, 7, 5))
    total_1, total_3 = first + second + third, fourth + fifth
    valid = total_1 + total_3
    values = {
        "poll_cards": valid, "proxies": 4, "voter_passes": 1, "admitted": valid + 5,
        "valid": valid, "blank": 2, "invalid": 3, "found": valid + 5, EQUAL: 1,
        "list.1.1": first, "list.1.2": second, "list.1.4": third, "list.1.total": total_1,
        "list.3.1": fourth, "list.3.2": fifth, "list.3.total": total_3,
    }  # fmt: skip
    return Count.of((FieldId(field), value) for field, value in values.items())


def changed(count: Count, **numbers: int) -> Count:
    """``count`` with other numbers; ``__`` in a name stands for the dot of a candidate's field."""
    return Count.of({**count.values, **{FieldId(name.replace("__", ".")): n for name, n in numbers.items()}})


def key_in(station: ExampleStation, actor: Actor, unit: int, count: Count, *, submit: bool = True) -> int:
    """Type what is not locked of ``count`` as ``actor``; returns the entry."""
    opened = entries.claim(station.file, actor, station.election, unit)
    for field in station.form.open_fields(count.values):
        if field.id not in opened.locked:
            change = Change(field.id, count.number(field.id))
            entries.save(station.file, actor, opened.id, (change,), field.id)
    if submit:
        entries.submit(station.file, actor, opened.id)
    return opened.id


def example_document(kind: DocumentKind) -> Document:
    content = b"<EML/>"
    return Document(kind, f"{kind.value}.eml.xml", content, sha256(content).hexdigest(), None)
