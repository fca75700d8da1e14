"""A station file with units in every state, to try forbidden statements on.

Most of it is made through the public functions. What they refuse to make (a supervisor who typed, two entries
by one person, a pair with an empty field) is forged with the triggers taken out and put back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from osv_tui.election.count import Count
from osv_tui.election.filling import Change
from osv_tui.election.form import BLANK, MORE, FieldId
from osv_tui.election.model import Category, ReportingUnit, Subcategory
from osv_tui.election.workflow import Misread, Role, Ruling
from osv_tui.store import chain, decisions, elections, entries, judging, people, releasing, signing_in
from osv_tui.store.actor import Actor
from osv_tui.store.elections import DocumentKind
from osv_tui.store.judging import CountStatement, DispositionStatement, ErrorStatement
from osv_tui.store.people import NewPerson
from tests.examples import (
    BESIDE_SUPERVISOR,
    LISTS,
    PASSWORD,
    PS,
    STATIONS,
    ExampleStation,
    add_control_sums,
    enrol,
    example_count,
    example_document,
    example_station,
    key_in,
    release,
)

GOOD = example_count()
MISREAD = Count.of({**GOOD.values, BLANK: 9})
MISREAD_OTHERWISE = Count.of({**GOOD.values, BLANK: 8})

UNITS = (
    *("final", "second_open", "different", "returned", "rekey", "first_open", "first_done", "equal"),
    *("empty", "same_person", "own_equal", "own_different", "incomplete", "lapsed", "closed_value"),
    *("pending", "begun", "wrong", "to_judge", "handed", "chained", "reopened"),
    *("met", "met_twice"),
)
"""What each unit of the station is an example of; unit 1 is ``final``, and so on."""


EVERY_TRIGGER = "SELECT name FROM sqlite_master WHERE type = 'trigger'"


@dataclass(frozen=True)
class Prepared:
    """``keys`` names rows: ``u_final`` a unit, ``final_1`` an entry, ``bo`` a person, ``s_bo`` a session."""

    path: Path
    keys: Mapping[str, int]


def plain(path: Path) -> sqlite3.Connection:
    """A connection as any other program makes it: no foreign keys, no recursive triggers.

    It does not wait for the disk: no power is cut here.
    """
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def able(path: Path) -> sqlite3.Connection:
    """The same of a program that knows how the log is chained."""
    connection = plain(path)
    chain.offer_to(connection)
    return connection


@contextmanager
def without_triggers(path: Path) -> Iterator[sqlite3.Connection]:
    triggers = take_out(path, EVERY_TRIGGER)
    with closing(plain(path)) as db:
        yield db
        db.commit()
    with closing(_writing_rules(path)) as db:
        db.executemany("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", triggers)
        db.commit()


def take_out(path: Path, names: str) -> list[tuple[object, ...]]:
    """Take the triggers with these ``names``, a query or a list, out of the file at once; returns their rows.

    Dropping them one by one makes SQLite read all rules again each time.
    """
    with closing(_writing_rules(path)) as db:
        chosen = f"WHERE type = 'trigger' AND name IN ({names})"
        rows = db.execute(f"SELECT * FROM sqlite_master {chosen}").fetchall()
        db.execute(f"DELETE FROM sqlite_master {chosen}")
        db.commit()
    return rows


def _writing_rules(path: Path) -> sqlite3.Connection:
    connection = plain(path)
    connection.execute("PRAGMA writable_schema = ON")
    return connection


def prepare(path: Path) -> Prepared:
    units = tuple(ReportingUnit(number, name, None, 300) for number, name in enumerate(UNITS, 1))
    station = example_station(path, stations=replace(STATIONS, units=units))
    keys = {"election": station.election, **_people(station)}
    keys |= _elections(station)
    station = replace(station, typists=_sign_in_again(station, keys))
    keys |= _typed(station)
    station.file.close()
    with without_triggers(path) as db:
        keys |= _forged(db, keys)
    with closing(plain(path)) as db:
        keys |= {
            f"u_{UNITS[n - 1]}": key
            for key, n in db.execute("SELECT id, number FROM unit WHERE election = 1")
        }
    return Prepared(path, keys)


def _people(station: ExampleStation) -> dict[str, int]:
    keys: dict[str, int] = {}
    eve = enrol(station.file, station.administrator, NewPerson("Eve Uit", "400", "eve", Role.TYPIST))
    people.set_active(station.file, station.administrator, eve.account, active=False)
    for actor in (*station.typists, station.supervisor, station.administrator, eve):
        keys |= {actor.user_name: actor.person, f"a_{actor.user_name}": actor.account}
        keys[f"s_{actor.user_name}"] = actor.session
    return keys


def _sign_in_again(station: ExampleStation, keys: dict[str, int]) -> tuple[Actor, ...]:
    bo = signing_in.sign_in(station.file, "bo", PASSWORD, "tty8")
    keys |= {"s_bo_ended": keys["s_bo"], "s_bo": bo.session}
    return (bo, *station.typists[1:])


def _elections(station: ExampleStation) -> dict[str, int]:
    """Four more elections: without entries, released, released and opened again, and one that could be."""
    names = ("untouched", "declared", "again", "ready")
    keys = {f"e_{name}": _another(station, name, number) for number, name in enumerate(names, 3)}
    rows = station.file.rows
    keys |= {f"u_{name}": key for key, name in rows("SELECT id, name FROM unit WHERE election > 1")}
    for first, unit in rows("SELECT first_entry, name FROM final_unit JOIN unit ON id = unit"):
        keys[f"{unit}_1"] = first
    for release_key, election in rows("SELECT id, election FROM final_election"):
        keys[f"r_{'declared' if election == keys['e_declared'] else 'again'}"] = release_key
    return keys


def _another(station: ExampleStation, name: str, number: int) -> int:
    identifier = replace(
        PS.identifier, id=f"AB2031_{name}", category=Category.AB, subcategory=Subcategory.AB2
    )
    definition = replace(PS, identifier=identifier)
    units = (ReportingUnit(number, name, None, 100),)
    file, chief = station.file, station.administrator
    key = elections.add_definition(file, chief, definition, example_document(DocumentKind.DEFINITION))
    lists = replace(LISTS, identifier=identifier)
    elections.add_candidate_lists(file, chief, key, lists, example_document(DocumentKind.CANDIDATE_LISTS))
    stations = replace(STATIONS, identifier=identifier, units=units)
    document = example_document(DocumentKind.POLLING_STATIONS)
    elections.add_polling_stations(file, chief, key, stations, document)
    if name != "untouched":
        for typist in station.typists[:2]:
            key_in(replace(station, election=key), typist, number, GOOD)
        decisions.overview(file, station.supervisor)
    if name in ("declared", "again"):
        release(station, key)
        releasing.package_written(file, station.supervisor, key, 1, f"/uit/{name}", "0" * 64)
    if name == "again":
        releasing.reopen_election(file, station.supervisor, BESIDE_SUPERVISOR, key, "telfout gemeld")
    if name == "ready":
        add_control_sums(station, key)
    return key


def _typed(station: ExampleStation) -> dict[str, int]:
    bo, cas, dee = station.typists
    number = {name: number for number, name in enumerate(UNITS, 1)}
    lines = decisions.overview(station.file, station.supervisor)
    row = {line.unit.name: line.key for line in lines if line.election == station.election}

    def typed(name: str, actor: Actor, count: Count, *, submit: bool = True) -> int:
        return key_in(station, actor, number[name], count, submit=submit)

    def back(name: str, misread: Misread) -> None:
        ruling = Ruling(BLANK, misread, "leesfout")
        seen = decisions.comparison(station.file, station.supervisor, row[name])
        decisions.send_back(station.file, station.supervisor, seen, station.form, (ruling,))

    keys = {
        "final_1": typed("final", bo, GOOD), "final_2": typed("final", cas, GOOD),
        "pending_1": typed("pending", bo, MISREAD), "pending_old": typed("pending", cas, GOOD),
    }  # fmt: skip
    back("pending", Misread.FIRST)
    decisions.discard(station.file, station.supervisor, (keys["pending_old"],), "verkeerd stembureau")
    keys |= {
        "pending_2": typed("pending", dee, MISREAD),
        "different_1": typed("different", bo, GOOD), "different_2": typed("different", cas, MISREAD),
        "returned_1": typed("returned", bo, MISREAD), "returned_2": typed("returned", cas, GOOD),
        "rekey_old": typed("rekey", bo, MISREAD), "rekey_2": typed("rekey", cas, MISREAD_OTHERWISE),
    }  # fmt: skip
    back("returned", Misread.FIRST)
    back("rekey", Misread.BOTH)
    partly = Count.of({field: GOOD.number(field) for field in GOOD.values if field != BLANK})
    keys |= {
        "rekey_1": entries.claim(station.file, bo, station.election, number["rekey"]).id,
        "first_done": typed("first_done", bo, GOOD),
        "first_open": _partly(station, bo, number["first_open"], partly),
        "begun": entries.claim(station.file, bo, station.election, number["begun"]).id,
        "second_done": typed("second_open", bo, GOOD),
        "second_open": _partly(station, cas, number["second_open"], partly),
        "lapsed": typed("lapsed", bo, GOOD, submit=False),
        "closed_value": typed("closed_value", bo, GOOD, submit=False),
    }
    decisions.discard(station.file, station.supervisor, (keys["lapsed"],), "invoerder is ziek")
    keys |= {
        "reopened_1": typed("reopened", bo, GOOD), "reopened_2": typed("reopened", cas, GOOD),
        "wrong_1": key_in(station, bo, number["wrong"], MISREAD, let_stand=False),
        "judge_1": typed("to_judge", bo, MISREAD), "judge_2": typed("to_judge", cas, MISREAD),
    }  # fmt: skip
    decisions.overview(station.file, station.supervisor)
    _stated(station, row)
    keys |= {
        "handed_lapsed": typed("handed", bo, GOOD), "handed_old": typed("handed", cas, MISREAD),
    }  # fmt: skip
    back("handed", Misread.SECOND)
    decisions.hand_over(station.file, station.supervisor, row["handed"], "invoerder is naar huis")
    keys["handed_2"] = typed("handed", dee, GOOD)
    decisions.discard(station.file, station.supervisor, (keys["handed_lapsed"],), "verkeerd stembureau")
    met = (typed("met", bo, MISREAD), typed("met", cas, GOOD))
    back("met", Misread.FIRST)
    decisions.hand_over(station.file, station.supervisor, row["met"], "invoerder is naar huis")
    met = (typed("met", dee, GOOD), met[1])
    decisions.discard(station.file, station.supervisor, met, "verkeerd stembureau")
    keys["met_1"] = typed("met", bo, GOOD)
    keys |= {"equal_1": typed("equal", bo, GOOD), "equal_2": typed("equal", cas, GOOD)}
    return keys


def _stated(station: ExampleStation, row: Mapping[str, int]) -> None:
    """One of each that a supervisor can state: 1 is the row of each in its table."""
    file, sam = station.file, station.supervisor
    releasing.reopen_unit(file, sam, BESIDE_SUPERVISOR, row["reopened"], "papier is verbeterd")
    seen = judging.dossier(file, sam, row["to_judge"])
    judging.dispose(
        file, sam, seen, seen.open_findings[:1], DispositionStatement("blad 2", "zo staat het er")
    )
    final = judging.dossier(file, sam, row["final"])
    judging.account_for(file, sam, final, CountStatement("onbekend", "opnieuw geteld", 1, 0, "Bo", "Sam"))
    for _ in range(2):
        judging.record_error(
            file, sam, final, ErrorStatement("blad 1", BLANK, 4, 2, "vlek", "de telling klopt")
        )
    judging.withdraw_error(file, sam, 1, "dubbel")


def _partly(station: ExampleStation, actor: Actor, unit: int, count: Count) -> int:
    """An entry in which the field that ``count`` lacks has not been typed."""
    opened = entries.claim(station.file, actor, station.election, unit)
    for field, value in count.pairs:
        entries.save(station.file, actor, opened.id, (Change(field, value),), field)
    return opened.id


def _forged(db: sqlite3.Connection, keys: Mapping[str, int]) -> dict[str, int]:
    unit = {name: key for key, name in db.execute("SELECT id, name FROM unit WHERE election = 1")}

    def forge(name: str, number: int, person: str, count: Count, amends: int | None = None) -> int:
        cursor = db.execute(
            "INSERT INTO entry (unit, number, person, session, amends, started_at, submitted_at)"
            " VALUES (?, ?, ?, ?, ?, 'nu', 'nu')",
            (unit[name], number, keys[person], keys[f"s_{person}"], amends),
        )
        for field, value in count.pairs:
            db.execute("INSERT INTO entry_value VALUES (?, ?, ?, 0)", (cursor.lastrowid, field, value))
        return int(cursor.lastrowid or 0)

    lacking = Count.of((field, value) for field, value in GOOD.pairs if field != FieldId("proxies"))
    db.execute("INSERT INTO entry_value VALUES (?, ?, 1, 0)", (keys["closed_value"], MORE))
    lin = db.execute("INSERT INTO person VALUES (NULL, 'Lin Los', '500', 1, 2, 'nu')").lastrowid
    chain_old = forge("chained", 1, "bo", GOOD)
    met_old = forge("met_twice", 1, "bo", GOOD)
    met_lapsed = forge("met_twice", 1, "dee", GOOD, met_old)
    db.execute("INSERT INTO discarded VALUES (?, ?, 'verkeerd papier', 'nu')", (met_lapsed, keys["s_sam"]))
    decided = dict(db.execute("SELECT unit, max(id) FROM decision GROUP BY unit"))
    return {
        "lin": int(lin or 0),
        "same_1": forge("same_person", 1, "bo", GOOD), "same_2": forge("same_person", 2, "bo", GOOD),
        "own_equal_1": forge("own_equal", 1, "sam", GOOD), "own_equal_2": forge("own_equal", 2, "cas", GOOD),
        "own_different_1": forge("own_different", 1, "sam", GOOD),
        "own_different_2": forge("own_different", 2, "cas", MISREAD),
        "chain_old": chain_old, "chain_1": forge("chained", 1, "dee", GOOD, chain_old),
        "chain_2": forge("chained", 2, "bo", GOOD),
        "met_twice_1": forge("met_twice", 1, "bo", GOOD), "met_twice_2": forge("met_twice", 2, "dee", GOOD),
        "incomplete_1": forge("incomplete", 1, "bo", lacking),
        "incomplete_2": forge("incomplete", 2, "cas", lacking),
        "decision": decided[unit["returned"]], "decision_rekey": decided[unit["rekey"]],
        "log_end": db.execute("SELECT max(seq) FROM log").fetchone()[0],
    }  # fmt: skip
