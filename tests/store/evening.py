"""A station with hands, on an evening on which every kind of thing can happen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from osv_tui.election.accountability import ControlSum
from osv_tui.election.form import BLANK, FOUND, FieldId, total_field
from osv_tui.election.thresholds import Threshold
from osv_tui.election.workflow import Misread, Role, Ruling
from osv_tui.store import (
    audit,
    backup,
    decisions,
    entries,
    events,
    judging,
    people,
    releasing,
    settings,
    signing_in,
    sittings,
)
from osv_tui.store.actor import Actor
from osv_tui.store.check import head
from osv_tui.store.database import StationFile
from osv_tui.store.events import Event
from osv_tui.store.history import History, read_history
from osv_tui.store.judging import CountStatement, DispositionStatement, ErrorStatement
from osv_tui.store.people import NewPerson
from osv_tui.store.problems import Refused
from osv_tui.store.settings import Setting
from osv_tui.store.sittings import Occasion
from tests.examples import (
    BESIDE_SUPERVISOR,
    PAPER_DAY,
    PASSWORD,
    SECOND,
    ExampleStation,
    changed,
    enrol,
    example_count,
    example_station,
    key_in,
    release,
)

MISREAD = changed(example_count(), blank=777_777)
"""A count with a number that nobody may meet outside of it."""
MISSING_BALLOT = changed(
    example_count(7),
    **{"invalid": 1, "found": example_count(7).number(FOUND) - 1, "equal": 2, "more": 0, "fewer": 1},
    **{"not_returned": 1, "too_few_issued": 0, "too_many_issued": 0},
    **{"no_explanation": 0, "other_explanation": 0},
)
"""A count with a ballot fewer than voters, and why."""
CORRECTED = changed(
    MISSING_BALLOT,
    **{
        field: MISSING_BALLOT.number(FieldId(field)) + more
        for field, more in (("list.1.1", -1), ("list.1.total", -1), ("list.3.1", 1), ("list.3.total", 1))
    },
)
"""The same after its committee found a vote in the wrong pile."""
LOOKED = DispositionStatement("beide papieren", "zij zijn echt gelijk", "de telploeg")
LOST = CountStatement("stembiljet meegenomen", "Een kiezer nam het mee", 1, 2, "telploeg 4", "de voorzitter")
TALLIED = ErrorStatement("telblad 8", FieldId("list.1.total"), 70, 72, "telfout", "De telploeg telde opnieuw")


class Clock:
    """Goes on a second each time it is looked at."""

    def __init__(self) -> None:
        self.at = PAPER_DAY

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at

    def wait(self, **time: float) -> None:
        self.at += timedelta(**time)


@dataclass(frozen=True)
class Evening:
    """A station with hands: who does what is one line of a test."""

    station: ExampleStation
    clock: Clock

    @property
    def file(self) -> StationFile:
        return self.station.file

    @property
    def supervisor(self) -> Actor:
        return self.station.supervisor

    @property
    def history(self) -> History:
        return read_history(self.file, self.supervisor)

    def unit(self, number: int) -> decisions.UnitLine:
        lines = decisions.overview(self.file, self.supervisor)
        return next(line for line in lines if line.unit.number == number)

    def send_back(self, number: int, misread: Misread) -> None:
        seen = decisions.comparison(self.file, self.supervisor, self.unit(number).key)
        ruling = Ruling(BLANK, misread, "leesfout")
        decisions.send_back(self.file, self.supervisor, seen, self.station.form, (ruling,))

    def discard(self, *entries: int) -> None:
        decisions.discard(self.file, self.supervisor, entries, "verkeerd papier")

    def reset(self, actor: Actor) -> Actor:
        """A new password for ``actor``, who signs in with it where he or she sat."""
        one_time = people.reset_password(self.file, self.station.administrator, actor.account, SECOND)
        again = signing_in.sign_in(self.file, actor.user_name, one_time, actor.terminal)
        return signing_in.change_password(self.file, again, one_time, PASSWORD, PASSWORD)

    def administer(self) -> None:
        """A threshold is set, and somebody who has an account shall not use it."""
        file, administrator = self.file, self.station.administrator
        settings.set_threshold(file, administrator, Threshold.BLANK_PERCENT, 5)
        settings.set_up(file, administrator, Setting.COPIES, "/media/ada/kopie")
        eve = enrol(file, administrator, NewPerson("Eve Elders", "400", "eve", Role.TYPIST))
        people.set_active(file, administrator, eve.account, active=False)

    def judge(self, number: int, statement: DispositionStatement = LOOKED) -> None:
        """State the same on all that is open at a unit."""
        seen = judging.dossier(self.file, self.supervisor, self.unit(number).key)
        judging.dispose(self.file, self.supervisor, seen, seen.open_findings, statement)

    def account_for(self, difference: int) -> None:
        """Judge all units, account for that with a difference, and take an alleged error there back."""
        for line in decisions.overview(self.file, self.supervisor):
            self.judge(line.unit.number)
        seen = judging.dossier(self.file, self.supervisor, self.unit(difference).key)
        judging.account_for(self.file, self.supervisor, seen, LOST)
        judging.record_error(self.file, self.supervisor, seen, TALLIED)
        judging.record_error(self.file, self.supervisor, seen, replace(TALLIED, sheet="telblad 9", new=71))
        seen = judging.dossier(self.file, self.supervisor, seen.key)
        judging.withdraw_error(self.file, self.supervisor, seen.errors[-1].id, "dubbel ingevoerd")

    def tell(self, event: Event, **detail: str | int | None) -> datetime:
        events.tell(self.file, event, "tty1", **detail)
        return self.clock.at


def evening_at(path: Path) -> Evening:
    """The sitting has just been opened; nothing is typed yet."""
    clock = Clock()
    return Evening(example_station(path, clock=clock), clock)


def eventful(folder: Path) -> Evening:
    """An evening at ``folder`` on which everything that the report tells of happened at least once.

    The third typist is still signed in.
    """
    evening = evening_at(folder / "station.osv")
    file, supervisor = evening.file, evening.supervisor
    bo, cas, dee = evening.station.typists
    sittings.note_head(file, supervisor, Occasion.OPENING, head(file))
    evening.administer()
    key_in(evening.station, bo, 1, MISREAD)
    key_in(evening.station, cas, 1, example_count())
    evening.send_back(1, Misread.FIRST)
    evening.reset(bo)
    at_one_terminal(evening, 2)
    key_in(evening.station, signing_in.sign_in(file, "bo", PASSWORD, "tty bo"), 1, example_count())
    evening.discard(key_in(evening.station, dee, 7, example_count(7), submit=False))
    entries.withdraw_empty(file, dee, entries.claim(file, dee, evening.station.election, 7).id)
    _around_the_computer(evening, folder / "stick")
    for name in ("bo", "niemand"):
        with pytest.raises(Refused):
            signing_in.sign_in(file, name, "fout", "tty1")
    decisions.overview(file, supervisor)
    _a_difference(evening, 7)
    released_twice(evening, 7)
    sittings.close_sitting(file, supervisor)
    sittings.note_head(file, supervisor, Occasion.CLOSING, head(file))
    return evening


def _a_difference(evening: Evening, unit: int) -> None:
    """A count with a ballot missing, of which the first entry is keyed again by a third typist."""
    station = evening.station
    bo = signing_in.sign_in(evening.file, "bo", PASSWORD, "tty bo")
    cas = signing_in.sign_in(evening.file, "cas", PASSWORD, "tty cas")
    dee = station.typists[2]
    key_in(station, dee, unit, changed(MISSING_BALLOT, blank=777_777))
    key_in(station, cas, unit, MISSING_BALLOT)
    evening.send_back(unit, Misread.FIRST)
    decisions.hand_over(evening.file, evening.supervisor, evening.unit(unit).key, "de invoerder is naar huis")
    key_in(station, bo, unit, MISSING_BALLOT)
    evening.unit(unit)


def released_twice(evening: Evening, unit: int) -> None:
    """An election that is declared final, reopened for ``unit``, and declared final again."""
    file, supervisor, election = evening.file, evening.supervisor, evening.station.election
    evening.account_for(unit)
    wrong = releasing.provisional_tally(file, supervisor, election).total(total_field(1)) + 1
    releasing.add_control_sum(file, supervisor, election, ControlSum(1, wrong))
    release(evening.station)
    releasing.package_written(file, supervisor, election, 1, "/media/sam/uitvoer", "ab" * 32)
    why = "het stembureau verbeterde zijn papier"
    releasing.reopen_election(file, supervisor, BESIDE_SUPERVISOR, election, why)
    releasing.reopen_unit(file, supervisor, BESIDE_SUPERVISOR, evening.unit(unit).key, why)
    for name in ("bo", "cas"):
        actor = signing_in.sign_in(file, name, PASSWORD, f"tty {name}")
        key_in(evening.station, actor, unit, CORRECTED)
    evening.account_for(unit)
    release(evening.station)


def at_one_terminal(evening: Evening, unit: int) -> None:
    """Two accounts type ``unit`` at one terminal, the one right after the other."""
    for name in ("bo", "cas"):
        actor = signing_in.sign_in(evening.file, name, PASSWORD, "tty9")
        key_in(evening.station, actor, unit, example_count())
        signing_in.sign_out(evening.file, actor)
        evening.clock.wait(minutes=1)


def _around_the_computer(evening: Evening, stick: Path) -> None:
    """A network comes and goes, the clock is set, copies are made, and one is put back."""
    wifi = {"what": "wifi_on", "interface": "wlan0"}
    evening.tell(Event.CONNECTION_FOUND, **wifi)
    evening.tell(Event.CONNECTION_GONE, **wifi)
    evening.tell(Event.INSTALLATION_CHANGED, what="osv_tui/cli.py is veranderd.")
    watch = events.ClockWatch(evening.file)
    evening.clock.wait(hours=1)
    watch.look("tty1")
    stick.mkdir()
    made = [backup.back_up(evening.file, stick, "tty1") for _ in range(3)][-1]
    with pytest.raises(Refused):
        backup.back_up(evening.file, evening.file.path.parent, "tty1")
    with evening.file.transaction() as db:  # as restore() writes it, in the file that it makes
        audit.write(
            *(db, evening.file.now(), None, "restored", "computer"),
            by=1, confirmed_by=2, sha256=made.sha256, head_seq=made.head.seq, head=made.head.hash,
        )  # fmt: skip
