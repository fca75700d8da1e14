"""Every way through the states of a unit, done with the functions of the store.

A way is written in words, each of which is one thing that somebody does at the unit. ``a:good`` lets typist a
open it, type a sound count and hand it in; ``wrong`` is a count in which a sum does not hold, ``other`` is
sound and different, ``rare`` is sound and to be judged. ``a:open`` only opens it, ``a:leave`` gives it back.
The rest is done by the supervisor: ``back1`` sends what differs back to the first entry, ``again`` has one
field read again where nothing differs, ``lapse12`` lets both entries lapse.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from osv_tui.election.accountability import UnitAccount
from osv_tui.election.checks import Check, Finding
from osv_tui.election.count import Count, differences
from osv_tui.election.filling import Change
from osv_tui.election.form import BLANK
from osv_tui.election.model import PollingStations, ReportingUnit
from osv_tui.election.workflow import Act, EntryFact, Misread, Role, Ruling, UnitState
from osv_tui.store import decisions, entries, judging, releasing
from osv_tui.store.actor import Actor
from osv_tui.store.judging import DispositionStatement, Dossier
from osv_tui.store.people import NewPerson
from tests.examples import (
    BESIDE_SUPERVISOR,
    STATIONS,
    ExampleStation,
    changed,
    enrol,
    example_count,
    example_station,
    pragma,
)

S = UnitState
GOOD = example_count()
READINGS = {
    "good": GOOD,
    "wrong": changed(GOOD, blank=9),
    "other": changed(GOOD, list__3__1=5, list__3__2=7),
    "rare": changed(GOOD, blank=4, invalid=0),
}
NOWHERE = 99_999
"""The key of no entry at all."""

_FINAL = "a:good b:good look"
_AGAIN = f"{_FINAL} reopen "
_LEFT_RETURNED = "a:other b:good back12 lapse2"


@dataclass(frozen=True)
class Way:
    """``setup`` brings a new unit in state ``before``; then ``step`` is ``act``, which leads to ``after``."""

    before: UnitState
    act: Act
    after: UnitState
    setup: str
    step: str


WAYS = (
    Way(S.EMPTY, Act.BEGIN, S.FIRST_IN_PROGRESS, "", "a:open"),
    Way(S.REOPENED, Act.BEGIN, S.FIRST_IN_PROGRESS, _AGAIN, "a:open"),
    Way(S.FIRST_IN_PROGRESS, Act.HAND_IN, S.FIRST_DONE, "a:open", "a:good"),
    Way(S.FIRST_IN_PROGRESS, Act.HAND_IN, S.FIRST_WRONG, "a:open", "a:wrong"),
    Way(S.FIRST_IN_PROGRESS, Act.WITHDRAW, S.EMPTY, "a:open", "a:leave"),
    Way(S.FIRST_IN_PROGRESS, Act.WITHDRAW, S.REOPENED, f"{_AGAIN} a:open", "a:leave"),
    Way(S.FIRST_IN_PROGRESS, Act.LAPSE, S.EMPTY, "a:open", "lapse1"),
    Way(S.FIRST_IN_PROGRESS, Act.LAPSE, S.REOPENED, f"{_AGAIN} a:open", "lapse1"),
    Way(S.FIRST_WRONG, Act.RETURN, S.RETURNED, "a:wrong", "again"),
    Way(S.FIRST_WRONG, Act.LET_STAND, S.FIRST_DONE, "a:wrong", "stand"),
    Way(S.FIRST_WRONG, Act.LAPSE, S.EMPTY, "a:wrong", "lapse1"),
    Way(S.FIRST_WRONG, Act.LAPSE, S.REOPENED, f"{_AGAIN} a:wrong", "lapse1"),
    Way(S.FIRST_DONE, Act.BEGIN, S.SECOND_IN_PROGRESS, "a:good", "b:open"),
    Way(S.FIRST_DONE, Act.LAPSE, S.EMPTY, "a:good", "lapse1"),
    Way(S.FIRST_DONE, Act.LAPSE, S.REOPENED, f"{_AGAIN} a:good", "lapse1"),
    Way(S.SECOND_IN_PROGRESS, Act.HAND_IN, S.DIFFERENT, "a:good b:open", "b:other"),
    Way(S.SECOND_IN_PROGRESS, Act.HAND_IN, S.TO_JUDGE, "a:rare b:open", "b:rare"),
    Way(S.SECOND_IN_PROGRESS, Act.HAND_IN, S.RETURNED, f"{_LEFT_RETURNED} c:open", "c:good"),
    Way(S.SECOND_IN_PROGRESS, Act.WITHDRAW, S.FIRST_DONE, "a:good b:open", "b:leave"),
    Way(S.SECOND_IN_PROGRESS, Act.WITHDRAW, S.RETURNED, f"{_LEFT_RETURNED} c:open", "c:leave"),
    Way(S.SECOND_IN_PROGRESS, Act.LAPSE, S.FIRST_DONE, "a:good b:open", "lapse2"),
    Way(S.SECOND_IN_PROGRESS, Act.LAPSE, S.RETURNED, f"{_LEFT_RETURNED} c:open", "lapse2"),
    Way(S.SECOND_IN_PROGRESS, Act.LAPSE, S.FIRST_IN_PROGRESS, "a:good b:open", "lapse1"),
    Way(S.SECOND_IN_PROGRESS, Act.LAPSE, S.EMPTY, "a:good b:open", "lapse12"),
    Way(S.SECOND_IN_PROGRESS, Act.LAPSE, S.REOPENED, f"{_AGAIN} a:good b:open", "lapse12"),
    Way(S.DIFFERENT, Act.RETURN, S.RETURNED, "a:good b:other", "back2"),
    Way(S.DIFFERENT, Act.LAPSE, S.FIRST_DONE, "a:good b:other", "lapse1"),
    Way(S.DIFFERENT, Act.LAPSE, S.FIRST_WRONG, "a:good b:wrong", "lapse1"),
    Way(S.DIFFERENT, Act.LAPSE, S.EMPTY, "a:good b:other", "lapse12"),
    Way(S.DIFFERENT, Act.LAPSE, S.REOPENED, f"{_AGAIN} a:good b:other", "lapse12"),
    Way(S.RETURNED, Act.BEGIN, S.SECOND_IN_PROGRESS, _LEFT_RETURNED, "c:open"),
    Way(S.RETURNED, Act.REKEY, S.REKEY_IN_PROGRESS, "a:other b:good back1", "a:open"),
    Way(S.RETURNED, Act.REKEY, S.REKEY_IN_PROGRESS, "a:other b:good back1 over", "c:open"),
    Way(S.RETURNED, Act.HAND_OVER, S.RETURNED, "a:other b:good back1", "over"),
    Way(S.RETURNED, Act.LAPSE, S.FIRST_DONE, "a:other b:good back1", "lapse1"),
    Way(S.RETURNED, Act.LAPSE, S.FIRST_WRONG, "a:good b:wrong back1", "lapse1"),
    Way(S.RETURNED, Act.LAPSE, S.RETURNED, "a:other b:good back12", "lapse2"),
    Way(S.RETURNED, Act.LAPSE, S.EMPTY, "a:other b:good back12", "lapse12"),
    Way(S.RETURNED, Act.LAPSE, S.REOPENED, f"{_AGAIN} a:other b:good back12", "lapse12"),
    Way(S.REKEY_IN_PROGRESS, Act.HAND_IN, S.FIRST_DONE, "a:wrong again a:open", "a:good"),
    Way(S.REKEY_IN_PROGRESS, Act.HAND_IN, S.FIRST_WRONG, "a:wrong again a:open", "a:wrong"),
    Way(S.REKEY_IN_PROGRESS, Act.HAND_IN, S.RETURNED, "a:other b:good back12 a:open", "a:good"),
    Way(S.REKEY_IN_PROGRESS, Act.HAND_IN, S.DIFFERENT, "a:other b:good back1 a:open", "a:other"),
    Way(S.REKEY_IN_PROGRESS, Act.HAND_IN, S.TO_JUDGE, "a:good b:rare back1 a:open", "a:rare"),
    Way(S.REKEY_IN_PROGRESS, Act.LAPSE, S.FIRST_DONE, "a:other b:good back1 a:open", "lapse1"),
    Way(S.REKEY_IN_PROGRESS, Act.LAPSE, S.FIRST_WRONG, "a:good b:wrong back1 a:open", "lapse1"),
    Way(S.REKEY_IN_PROGRESS, Act.LAPSE, S.RETURNED, "a:other b:good back12 a:open", "lapse1"),
    Way(S.REKEY_IN_PROGRESS, Act.LAPSE, S.REKEY_IN_PROGRESS, "a:other b:good back1 a:open", "lapse2"),
    Way(S.REKEY_IN_PROGRESS, Act.LAPSE, S.EMPTY, "a:other b:good back1 a:open", "lapse12"),
    Way(S.REKEY_IN_PROGRESS, Act.LAPSE, S.REOPENED, f"{_AGAIN} a:other b:good back1 a:open", "lapse12"),
    Way(S.TO_JUDGE, Act.RETURN, S.RETURNED, "a:rare b:rare", "again"),
    Way(S.TO_JUDGE, Act.LAPSE, S.FIRST_DONE, "a:rare b:rare", "lapse1"),
    Way(S.TO_JUDGE, Act.LAPSE, S.FIRST_WRONG, "a:wrong stand b:wrong", "lapse1"),
    Way(S.TO_JUDGE, Act.LAPSE, S.EMPTY, "a:rare b:rare", "lapse12"),
    Way(S.TO_JUDGE, Act.LAPSE, S.REOPENED, f"{_AGAIN} a:rare b:rare", "lapse12"),
    Way(S.TO_JUDGE, Act.JUDGE, S.TO_JUDGE, "a:wrong stand b:wrong", "judge"),
    Way(S.TO_JUDGE, Act.JUDGE, S.FINAL, "a:rare b:rare", "judge"),
    Way(S.FINAL, Act.JUDGE, S.FINAL, _FINAL, "judge"),
    Way(S.FINAL, Act.REOPEN, S.REOPENED, _FINAL, "reopen"),
)

TOLD_AS = {
    Act.BEGIN: "entry begun",
    Act.HAND_IN: "entry submitted",
    Act.WITHDRAW: "entry withdrawn",
    Act.REKEY: "re-key begun",
    Act.RETURN: "decision",
    Act.LET_STAND: "entry let stand",
    Act.HAND_OVER: "entry handed over",
    Act.LAPSE: "entry discarded",
    Act.JUDGE: "finding disposed",
    Act.REOPEN: "unit reopened",
}
"""How the log names each act."""
_BESIDE = frozenset({"value", "field sent back", "entry continued", "unit final"})
"""What the log tells beside an act."""


class Bench:
    """A station with four typists, a supervisor, and a unit of its own for each thing that is tried."""

    def __init__(self, path: Path, units: int) -> None:
        places = tuple(ReportingUnit(number, f"Bureau {number}", None, 300) for number in range(1, units + 1))
        stations = PollingStations(STATIONS.identifier, STATIONS.municipality, 300 * units, places)
        self.station: ExampleStation = example_station(path, stations=stations)
        self.file = self.station.file
        pragma(self.file, "synchronous = OFF")
        fourth = NewPerson("Typist fay", "204", "fay", Role.TYPIST)
        fay = enrol(self.file, self.station.administrator, fourth)
        self.typists = dict(zip("abcd", (*self.station.typists, fay), strict=True))
        self.sam = self.station.supervisor

    def do(self, unit: int, words: str) -> None:
        for word in words.split():
            who, _, what = word.partition(":")
            if what:
                self._type(unit, self.typists[who], what)
            elif word.startswith(("back", "lapse")):
                what = word.rstrip("12")
                self._of_entries(unit, what, tuple(map(int, word[len(what) :])))
            else:
                self._supervise(unit, word)

    def state(self, unit: int) -> UnitState:
        lines = decisions.overview(self.file, self.sam)
        return next(line.state for line in lines if line.key == unit)

    def told(self, since: int) -> set[str]:
        """The acts that the log tells of after row ``since``."""
        rows = self.file.rows("SELECT DISTINCT action FROM log WHERE seq > ?", since)
        return {action for (action,) in rows} - _BESIDE

    def log_length(self) -> int:
        return int(self.file.value("SELECT max(seq) FROM log"))

    def live(self, unit: int) -> tuple[EntryFact, ...]:
        with self.file.reading() as db:
            return entries.unit_facts(db, unit).entries

    def _type(self, unit: int, actor: Actor, what: str) -> None:
        if what == "leave":
            open_entry = next(entry for entry in self.live(unit) if not entry.submitted)
            assert entries.withdraw_empty(self.file, actor, open_entry.id)
            return
        opened = entries.claim(self.file, actor, self.station.election, unit)
        if what != "open":
            changes = tuple(Change(f, n) for f, n in READINGS[what].pairs if f not in opened.locked)
            entries.save(self.file, actor, opened.id, changes, BLANK)
            entries.submit(self.file, actor, opened.id)

    def _of_entries(self, unit: int, what: str, numbers: tuple[int, ...]) -> None:
        if what == "lapse":
            lapsing = [entry.id for entry in self.live(unit) if entry.number in numbers]
            decisions.discard(self.file, self.sam, lapsing, "verkeerd papier")
            return
        seen = decisions.comparison(self.file, self.sam, unit)
        misread = {(1,): Misread.FIRST, (2,): Misread.SECOND, (1, 2): Misread.BOTH}[numbers]
        found = differences(self.station.form, seen.first, seen.second)
        rulings = [Ruling(each.field.id, misread, "leesfout") for each in found]
        decisions.send_back(self.file, self.sam, seen, self.station.form, rulings)

    def _supervise(self, unit: int, what: str) -> None:
        file, sam = self.file, self.sam
        if what == "look":
            decisions.overview(file, sam)
        elif what == "over":
            decisions.hand_over(file, sam, unit, "naar huis")
        elif what == "reopen":
            releasing.reopen_unit(file, sam, BESIDE_SUPERVISOR, unit, "papier is verbeterd")
        else:
            seen = judging.dossier(file, sam, unit)
            if what == "stand":
                decisions.let_stand(file, sam, seen, "zo staat het er")
            elif what == "again":
                decisions.have_read_again(file, sam, seen, (BLANK,), "leesfout")
            elif what == "judge":
                judging.dispose(file, sam, seen, seen.open_findings[:1], _LOOKED)


_LOOKED = DispositionStatement("blad 2", "zo staat het er")


# What is tried where it is not allowed ---------------------------------------------------------------------


def attempt(bench: Bench, unit: int, act: Act) -> bool:
    """Try ``act`` where the workflow does not know it; false when the store answers that it did nothing.

    Raises:
        Refused: as it should.
    """
    return _ATTEMPTS[act](bench, unit)


def _last(bench: Bench, unit: int) -> tuple[Actor, int]:
    """The last entry of a unit, live or not, with its typist."""
    rows = bench.file.rows("SELECT person, id FROM entry WHERE unit = ? ORDER BY id DESC LIMIT 1", unit)
    person, entry = rows[0] if rows else (None, NOWHERE)
    actors = {actor.person: actor for actor in bench.typists.values()}
    return actors.get(person, bench.typists["a"]), entry


def _seen(bench: Bench, unit: int) -> Dossier:
    """What a supervisor would have in hand, had there been something to judge."""
    station, entries_of = bench.station, tuple(entry.id for entry in bench.live(unit))
    account = UnitAccount(ReportingUnit(unit, f"Bureau {unit}", None, 300), Count())
    form, election = station.form, station.election
    return Dossier(unit, election, S.TO_JUDGE, 1, entries_of or (NOWHERE,), form, account, ())


def _begin(bench: Bench, unit: int) -> bool:
    entries.claim(bench.file, bench.typists["d"], bench.station.election, unit)
    return True


def _rekey(bench: Bench, unit: int) -> bool:
    actor, entry = _last(bench, unit)
    with bench.file.transaction() as db:
        entries._begin(db, bench.file.now(), actor, unit, 1, amends=entry)
    return True


def _hand_in(bench: Bench, unit: int) -> bool:
    entries.submit(bench.file, *_last(bench, unit))
    return True


def _withdraw(bench: Bench, unit: int) -> bool:
    return entries.withdraw_empty(bench.file, *_last(bench, unit))


def _return(bench: Bench, unit: int) -> bool:
    decisions.have_read_again(bench.file, bench.sam, _seen(bench, unit), (BLANK,), "leesfout")
    return True


def _let_stand(bench: Bench, unit: int) -> bool:
    decisions.let_stand(bench.file, bench.sam, _seen(bench, unit), "zo staat het er")
    return True


def _hand_over(bench: Bench, unit: int) -> bool:
    decisions.hand_over(bench.file, bench.sam, unit, "naar huis")
    return True


def _lapse(bench: Bench, unit: int) -> bool:
    decisions.discard(bench.file, bench.sam, (_last(bench, unit)[1],), "verkeerd papier")
    return True


def _judge(bench: Bench, unit: int) -> bool:
    finding = Finding(Check.W201, (BLANK,), "", "veel blanco stemmen")
    judging.dispose(bench.file, bench.sam, _seen(bench, unit), (finding,), _LOOKED)
    return True


def _reopen(bench: Bench, unit: int) -> bool:
    releasing.reopen_unit(bench.file, bench.sam, BESIDE_SUPERVISOR, unit, "papier is verbeterd")
    return True


_ATTEMPTS: dict[Act, Callable[[Bench, int], bool]] = {
    Act.BEGIN: _begin,
    Act.HAND_IN: _hand_in,
    Act.WITHDRAW: _withdraw,
    Act.REKEY: _rekey,
    Act.RETURN: _return,
    Act.LET_STAND: _let_stand,
    Act.HAND_OVER: _hand_over,
    Act.LAPSE: _lapse,
    Act.JUDGE: _judge,
    Act.REOPEN: _reopen,
}
