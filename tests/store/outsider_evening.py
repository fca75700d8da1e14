"""A station file halfway an evening, with a unit in every state, for an attacker to try on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from osv_tui.election.form import FieldId
from osv_tui.election.model import PollingStations, ReportingUnit
from osv_tui.election.workflow import Misread, Role, Ruling
from osv_tui.store import decisions, people, signing_in
from osv_tui.store.people import NewPerson
from tests.examples import (
    SECOND,
    STATIONS,
    ExampleStation,
    changed,
    enrol,
    example_count,
    example_station,
    key_in,
    stopped_clock,
)

UNITS = PollingStations(
    *(STATIONS.identifier, STATIONS.municipality, 3000),
    tuple(ReportingUnit(number, f"Stembureau {number}", None, 300) for number in range(1, 11)),
)
SENT_BACK = FieldId("list.1.1")
"""The field in which the entries of a unit differ, and that is keyed again."""


@dataclass(frozen=True)
class Evening:
    """Keys in the file. Units 1 to 10 have key 1 to 10.

    Unit 1 is final; 2 has a first entry; 3 none; 4 two that differ; 5 a second that was sent back; 6 a second
    that is keyed again; 7 a second in progress; 8 a first in progress; 9 is final after a re-key; at 10 an
    entry was discarded. Bo, Cas and Dee are typists, Eva is one who is not signed in, Fay one who has a
    one-time password yet, Gus one whose account is off; Ada and Ida are administrators, Sam and Tim
    supervisors; Ida and Tim are not signed in.
    """

    path: Path
    final_first: int
    final_second: int
    lone: int
    differing_first: int
    differing_second: int
    returned: int
    returned_decision: int
    replaced: int
    rekeyed: int
    second_open: int
    first_open: int
    old_version: int
    new_version: int
    lapsed: int


def prepare(path: Path) -> Evening:
    station = example_station(path, stations=UNITS, clock=stopped_clock)
    _more_people(station)
    bo, cas, dee = station.typists
    count = example_count()
    other = changed(count, list__1__1=96)
    first = [key_in(station, bo, unit, count) for unit in (1, 2, 4, 5, 6, 7, 9)]
    finals = key_in(station, cas, 1, count)
    second = [key_in(station, cas, unit, other) for unit in (4, 5, 6, 9)]
    for unit in (5, 6, 9):
        _send_back(station, unit)
    again = key_in(station, cas, 9, count)
    decisions.overview(station.file, station.supervisor)
    lapsed = key_in(station, dee, 10, count)
    decisions.discard(station.file, station.supervisor, (lapsed,), "verkeerd papier")
    evening = Evening(
        path=path,
        final_first=first[0],
        final_second=finals,
        lone=first[1],
        differing_first=first[2],
        differing_second=second[0],
        returned=second[1],
        returned_decision=1,
        replaced=second[2],
        rekeyed=key_in(station, cas, 6, count, submit=False),
        second_open=key_in(station, dee, 7, count, submit=False),
        first_open=key_in(station, bo, 8, count, submit=False),
        old_version=second[3],
        new_version=again,
        lapsed=lapsed,
    )
    station.file.close()
    return evening


def _more_people(station: ExampleStation) -> None:
    eva = enrol(station.file, station.administrator, NewPerson("Eva Weg", "204", "eva", Role.TYPIST))
    signing_in.sign_out(station.file, eva)
    fay = people.register(
        station.file, station.administrator, NewPerson("Fay Nieuw", "205", "fay", Role.TYPIST), SECOND
    )
    signing_in.sign_in(station.file, "fay", fay, "tty fay")
    for person in (
        NewPerson("Gus Uit", "206", "gus", Role.TYPIST),
        NewPerson("Ida Beheer", "101", "ida", Role.ADMINISTRATOR),
        NewPerson("Tim Zicht", "301", "tim", Role.SUPERVISOR),
    ):
        people.register(station.file, station.administrator, person, SECOND)
    gus = next(
        line for line in people.accounts(station.file, station.administrator) if line.user_name == "gus"
    )
    people.set_active(station.file, station.administrator, gus.account, False)


def _send_back(station: ExampleStation, unit: int) -> None:
    seen = decisions.comparison(station.file, station.supervisor, unit)
    ruling = Ruling(SENT_BACK, Misread.SECOND, "verkeerd gelezen")
    decisions.send_back(station.file, station.supervisor, seen, station.form, (ruling,))
