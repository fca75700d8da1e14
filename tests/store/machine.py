"""Random walks of a whole station: whoever does whatever comes up, right and wrong; an observer looks on."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from osv_tui.election.accountability import ControlSum, Release
from osv_tui.election.count import Count, differences
from osv_tui.election.filling import Change
from osv_tui.election.form import (
    ADMITTED,
    BLANK,
    EQUAL,
    EXPLANATIONS,
    FEWER,
    FOUND,
    INVALID,
    MORE,
    FieldId,
    total_field,
)
from osv_tui.election.workflow import Misread, Role, Ruling, UnitState
from osv_tui.store import decisions, entries, judging, people, releasing, signing_in
from osv_tui.store.actor import Actor
from osv_tui.store.check import first_fault
from osv_tui.store.database import open_station
from osv_tui.store.history import read_history
from osv_tui.store.judging import CountStatement, DispositionStatement, Dossier, ErrorStatement
from osv_tui.store.people import NewPerson
from osv_tui.store.problems import Refused, SessionEnded
from osv_tui.store.signing_in import Credentials
from tests.examples import (
    PASSWORD,
    ExampleStation,
    changed,
    enrol,
    example_count,
    example_station,
    pragma,
    stopped_clock,
)
from tests.store.observer import Observer

T = TypeVar("T")

GOOD = example_count()
_UNEQUAL = Count.of({**GOOD.values, **dict.fromkeys((*EXPLANATIONS, FEWER), 0), EQUAL: 2, MORE: 1})
READINGS = (
    GOOD,
    example_count(2),
    changed(GOOD, list__3__1=5, list__3__2=7),
    changed(GOOD, blank=9),
    changed(GOOD, blank=4, invalid=0),
    changed(_UNEQUAL, found=GOOD.number(FOUND) + 1, blank=3, too_many_issued=1),
    changed(_UNEQUAL, found=GOOD.number(FOUND) + 1, blank=3),
)
"""Two that are sound and differ wholly, one that differs a little; a wrong sum; rare; with a difference."""
_FIELDS = (BLANK, INVALID, ADMITTED, EQUAL, MORE, FieldId("list.9.9"), FieldId("'; --"))
_NUMBERS = (None, 0, 3, 12, -1, 1_000_000_000)
_READS_NUMBERS = re.compile(r"\bentry_value\b|\bdetail\b")
_OF_ENTRY = re.compile(r"\bentry = (\d+)")

typist = st.integers(0, 3)
unit = st.integers(0, 2)
reading = st.one_of(st.just(0), st.integers(0, len(READINGS) - 1))
supervisor = st.sampled_from((0, 0, 0, 0, 1, 1, 1, 1, 2, 3))
"""Mostly one of the two; sometimes the administrator or a typist, who may not."""
official = st.sampled_from(("ada", "ada", "ada", "sam", "tia", "bo"))
"""Who confirms: the administrator, one of the two supervisors, or a typist, who may not."""
mostly = st.sampled_from((True, True, True, False))
two_readings = st.lists(reading, min_size=2, max_size=2, unique=True)
all_readings = st.permutations(range(len(READINGS)))
four = st.permutations(range(4))
some_fields = st.lists(st.sampled_from(_FIELDS[:5]), max_size=2)
reason = st.sampled_from(("leesfout", "leesfout", "vlek", " "))


@dataclass
class Figures:
    """What was walked: ``violations`` are promises that did not hold."""

    walks: int = 0
    steps: int = 0
    refused: int = 0
    finals: int = 0
    unit_reopenings: int = 0
    releases: int = 0
    election_reopenings: int = 0
    handed_over: int = 0
    violations: int = 0
    broken: str = ""
    been_in: set[UnitState] = field(default_factory=set)


def make_template(path: Path) -> tuple[ExampleStation, Actor]:
    """A station with four typists, two supervisors and an administrator; no entry yet. It is closed again."""
    station = example_station(path, clock=stopped_clock)
    fourth = NewPerson("Typist fay", "204", "fay", Role.TYPIST)
    fay = enrol(station.file, station.administrator, fourth)
    tia = enrol(station.file, station.administrator, NewPerson("Tia Zicht", "301", "tia", Role.SUPERVISOR))
    station.file.close()
    return replace(station, typists=(*station.typists, fay)), tia


class Walk(RuleBasedStateMachine):
    """One walk, on a copy of ``template``. Every call of the store is looked at."""

    template: ClassVar[tuple[ExampleStation, Actor]]
    figures: ClassVar[Figures]

    def __init__(self) -> None:
        super().__init__()
        made, second = self.template
        self.folder = TemporaryDirectory()
        path = Path(shutil.copy(made.file.path, Path(self.folder.name) / "station.osv"))
        self.file = open_station(path, stopped_clock)
        pragma(self.file, "synchronous = OFF")
        self.spoil(path)
        self.station = replace(made, file=self.file)
        self.form = made.form
        self.typists = list(made.typists)
        self.officials = (made.supervisor, second, made.administrator, made.typists[0])
        self.units = [(key, number) for key, number in self.file.rows("SELECT id, number FROM unit")]
        self.observer = Observer(path, made.form)
        self.opened: dict[int, int] = {}
        self.dossiers: list[Dossier] = []
        self.comparisons: list[decisions.Comparison] = []
        self.figures.walks += 1

    def spoil(self, path: Path) -> None:
        """For a control arm: take a rule out of the file that was just opened."""

    def teardown(self) -> None:
        kept = self.observer.seen.kept
        self.figures.been_in |= self.observer.been_in
        self.figures.finals += len(kept["final_unit"])
        self.figures.unit_reopenings += len(kept["reopened_unit"])
        self.figures.releases += len(kept["final_election"])
        self.figures.election_reopenings += len(kept["reopened_election"])
        self.figures.handed_over += len(kept["hand_over"])
        self.observer.close()
        self.file.close()
        self.folder.cleanup()

    # How anything is done

    def ask(self, call: Callable[[], T], *, typing: Actor | None = None) -> T | None:
        """The answer of the store; ``None`` when it refuses. The observer looks after it."""
        self.figures.steps += 1
        try:
            with self.reads_only_its_own(typing):
                return call()
        except (Refused, SessionEnded):
            self.figures.refused += 1
            return None
        finally:
            self.observer.look(typing=typing is not None)

    @contextmanager
    def reads_only_its_own(self, actor: Actor | None) -> Iterator[None]:
        """(f) Within it a typist's numbers, and the log's, are asked of own entries and no others."""
        if actor is None:
            yield
            return
        asked: list[str] = []
        connection = self.file._connection
        connection.set_trace_callback(asked.append)
        try:
            yield
        finally:
            connection.set_trace_callback(None)
        rows = self.file.rows("SELECT id FROM entry WHERE person = ?", actor.person)
        self.observer.look(typing=True)
        own = set().union(*(self.observer.seen.chain(key) for (key,) in rows))
        for sql in asked:
            if _READS_NUMBERS.search(sql) and not sql.startswith(("--", "INSERT INTO log")):
                entries_asked = {int(found) for found in _OF_ENTRY.findall(sql)}
                writes = sql.startswith("INSERT INTO entry_value (entry, field, value) VALUES")
                assert writes or entries_asked, f"(f) {actor.user_name}: {sql}"
                assert entries_asked <= own, f"(f) {actor.user_name}: {sql}"

    def type_reading(self, who: int, at: int, which: int, *, hand_in: bool = True) -> None:
        actor, (_, number) = self.typists[who], self.units[at]
        claim = self.ask(lambda: entries.claim(self.file, actor, self.station.election, number), typing=actor)
        if claim is None:
            return
        self.opened[who] = claim.id
        values = READINGS[which].values
        there = [field.id for field in self.form.open_fields(values)]
        gone = [field.id for field in self.form.fields if field.id not in there]
        changes = tuple(Change(f, values.get(f)) for f in (*gone, *there) if f not in claim.locked)
        self.ask(lambda: entries.save(self.file, actor, claim.id, changes, BLANK), typing=actor)
        if hand_in:
            self.ask(lambda: entries.submit(self.file, actor, claim.id), typing=actor)

    def dossier(self, by: int, at: int, *, fresh: bool) -> Dossier | None:
        """Of a unit; or not ``fresh``: any that was seen before."""
        if not fresh and self.dossiers:
            return self.dossiers[at % len(self.dossiers)]
        seen = self.ask(lambda: judging.dossier(self.file, self.officials[by], self.units[at][0]))
        if seen is not None:
            self.dossiers.append(seen)
        return seen

    # Typists

    @rule(who=typist, at=unit, which=reading)
    def type_in(self, who: int, at: int, which: int) -> None:
        self.type_reading(who, at, which)

    @rule(who=typist, other=typist, at=unit, which=reading)
    def type_in_twice(self, who: int, other: int, at: int, which: int) -> None:
        self.type_reading(who, at, which)
        self.type_reading(other, at, which)

    @rule(who=typist, at=unit, which=reading)
    def type_halfway(self, who: int, at: int, which: int) -> None:
        self.type_reading(who, at, which, hand_in=False)

    @rule(who=typist, at=unit)
    def begin(self, who: int, at: int) -> None:
        actor, (_, number) = self.typists[who], self.units[at]
        claim = self.ask(lambda: entries.claim(self.file, actor, self.station.election, number), typing=actor)
        if claim is not None:
            self.opened[who] = claim.id

    @rule(who=typist, of=typist, name=st.sampled_from(_FIELDS), value=st.sampled_from(_NUMBERS), own=mostly)
    def scribble(self, who: int, of: int, name: FieldId, value: int | None, own: bool) -> None:
        actor, entry = self.typists[who], self.opened.get(who if own else of, 1)
        self.ask(lambda: entries.save(self.file, actor, entry, (Change(name, value),), name), typing=actor)

    @rule(who=typist, of=typist, own=mostly)
    def hand_in(self, who: int, of: int, own: bool) -> None:
        actor, entry = self.typists[who], self.opened.get(who if own else of, 1)
        self.ask(lambda: entries.submit(self.file, actor, entry), typing=actor)

    @rule(who=typist, of=typist, own=mostly)
    def leave(self, who: int, of: int, own: bool) -> None:
        actor, entry = self.typists[who], self.opened.get(who if own else of, 1)
        self.ask(lambda: entries.withdraw_empty(self.file, actor, entry), typing=actor)
        self.ask(lambda: entries.own_work(self.file, actor), typing=actor)

    @rule(who=typist)
    def sign_in_again(self, who: int) -> None:
        name = self.typists[who].user_name
        again = self.ask(lambda: signing_in.sign_in(self.file, name, PASSWORD, "tty"))
        assert again is not None
        self.typists[who] = again

    @rule(who=typist)
    def turn_off_and_on(self, who: int) -> None:
        account, chief = self.typists[who].account, self.station.administrator
        self.ask(lambda: people.set_active(self.file, chief, account, active=False))
        self.ask(lambda: people.set_active(self.file, chief, account, active=True))
        self.sign_in_again(who)

    # Supervisors

    @rule(by=supervisor)
    def look(self, by: int) -> None:
        self.ask(lambda: decisions.overview(self.file, self.officials[by]))

    @rule(by=supervisor, at=unit, misread=st.sampled_from(Misread), whole=mostly, fresh=mostly, why=reason)
    def send_back(self, by: int, at: int, misread: Misread, whole: bool, fresh: bool, why: str) -> None:
        actor, key = self.officials[by], self.units[at][0]
        seen = self.ask(lambda: decisions.comparison(self.file, actor, key))
        if seen is not None:
            self.comparisons.append(seen)
        if not fresh and self.comparisons:
            seen = self.comparisons[at % len(self.comparisons)]
        if seen is None:
            return
        found = [each.field.id for each in differences(self.form, seen.first, seen.second)]
        if not whole:
            found = found[1:] or [BLANK]
        rulings = [Ruling(field, misread, why) for field in found]
        about = seen
        self.ask(lambda: decisions.send_back(self.file, actor, about, self.form, rulings))

    @rule(
        by=supervisor,
        at=unit,
        fields=st.lists(st.sampled_from(_FIELDS[:5]), max_size=2),
        why=reason,
        fresh=mostly,
    )
    def read_again(self, by: int, at: int, fields: list[FieldId], why: str, fresh: bool) -> None:
        if seen := self.dossier(by, at, fresh=fresh):
            self.ask(lambda: decisions.have_read_again(self.file, self.officials[by], seen, fields, why))

    @rule(by=supervisor, at=unit, why=reason, fresh=mostly)
    def let_stand(self, by: int, at: int, why: str, fresh: bool) -> None:
        if seen := self.dossier(by, at, fresh=fresh):
            self.ask(lambda: decisions.let_stand(self.file, self.officials[by], seen, why))

    @rule(by=supervisor, at=unit, why=reason)
    def hand_over(self, by: int, at: int, why: str) -> None:
        self.ask(lambda: decisions.hand_over(self.file, self.officials[by], self.units[at][0], why))

    @rule(by=supervisor, at=unit, which=st.sampled_from((slice(0, 1), slice(1, 2), slice(0, 2))), why=reason)
    def lapse(self, by: int, at: int, which: slice, why: str) -> None:
        live = self.observer.seen.live().get(self.units[at][0], {})
        lapsing = [live[number].id for number in sorted(live)][which]
        self.ask(lambda: decisions.discard(self.file, self.officials[by], lapsing, why))

    @rule(by=supervisor, at=unit, upto=st.sampled_from((1, 99, 99)), fresh=mostly, found=reason)
    def judge(self, by: int, at: int, upto: int, fresh: bool, found: str) -> None:
        if seen := self.dossier(by, at, fresh=fresh):
            chosen, told = seen.open_findings[:upto], DispositionStatement("blad 2", found)
            self.ask(lambda: judging.dispose(self.file, self.officials[by], seen, chosen, told))

    @rule(by=supervisor, at=unit, fresh=mostly, cause=reason, passes=st.sampled_from((0, 0, 1)))
    def account_for(self, by: int, at: int, fresh: bool, cause: str, passes: int) -> None:
        if seen := self.dossier(by, at, fresh=fresh):
            told = CountStatement(cause, "opnieuw geteld", passes, 0, "Bo" if fresh else "", "Sam")
            self.ask(lambda: judging.account_for(self.file, self.officials[by], seen, told))

    @rule(by=supervisor, at=unit, fresh=mostly, old=st.sampled_from((2, 3)), error=st.integers(1, 2))
    def record_and_withdraw_an_error(self, by: int, at: int, fresh: bool, old: int, error: int) -> None:
        actor = self.officials[by]
        if seen := self.dossier(by, at, fresh=fresh):
            told = ErrorStatement("blad 1", BLANK, old, 2, "vlek", "de telling klopt")
            self.ask(lambda: judging.record_error(self.file, actor, seen, told))
        self.ask(lambda: judging.withdraw_error(self.file, actor, error, "dubbel"))

    # Release

    @rule(by=supervisor, off=st.sampled_from((0, 0, 0, 1)), number=st.sampled_from((1, 3, 9)))
    def add_by_hand(self, by: int, off: int, number: int) -> None:
        total = self.observer.own_total(total_field(number)) if number != 9 else 5
        drawn, election = ControlSum(number, total + off), self.station.election
        self.ask(lambda: releasing.add_control_sum(self.file, self.officials[by], election, drawn))

    @rule(by=supervisor, second=official)
    def release(self, by: int, second: str) -> None:
        with_whom = Credentials(second, PASSWORD)
        election = self.station.election
        self.ask(lambda: releasing.release(self.file, self.officials[by], with_whom, election))

    @rule(by=supervisor, second=official, why=reason)
    def reopen_election(self, by: int, second: str, why: str) -> None:
        with_whom, election = Credentials(second, PASSWORD), self.station.election
        actor = self.officials[by]
        self.ask(lambda: releasing.reopen_election(self.file, actor, with_whom, election, why))

    @rule(by=supervisor, second=official, at=unit, why=reason)
    def reopen_unit(self, by: int, second: str, at: int, why: str) -> None:
        with_whom, key = Credentials(second, PASSWORD), self.units[at][0]
        self.ask(lambda: releasing.reopen_unit(self.file, self.officials[by], with_whom, key, why))

    @rule(by=supervisor)
    def export(self, by: int) -> None:
        actor, election = self.officials[by], self.station.election
        released = self.ask(lambda: releasing.current_release(self.file, actor, election))
        if released is None:
            return
        self.is_all_of_it(released)
        root = f"{released.version:064}"
        self.ask(
            lambda: releasing.package_written(self.file, actor, election, released.version, "/uit", root)
        )

    def is_all_of_it(self, released: Release) -> None:
        """(e) What is exported is released, adds up, and leaves nothing unexplained."""
        assert self.observer.seen.released, "(e) exported what is not released"
        assert {*self.observer.states.values()} == {UnitState.FINAL}
        for name in GOOD.values.keys() - {EQUAL}:
            assert released.tally.total(name) == self.observer.own_total(name)
        assert len(released.accounts) == len(self.units)
        for account in released.accounts:
            assert all(judged.disposition for judged in account.findings), "(e) a finding nobody judged"
            assert account.count_account or not account.has_count_difference
        replaced = released.replaced
        assert (replaced is not None) == (released.version > 1)
        self.annex_says_what_the_report_says(released)

    def annex_says_what_the_report_says(self, released: Release) -> None:
        history = read_history(self.file, self.station.supervisor)
        unit_of = {entry.id: entry.unit for entry in history.entries}
        fields = Counter(unit_of[each.first] for each in history.differences for _ in each.fields)
        told = {account.unit.number: account.entry_differences.fields for account in released.accounts}
        assert told == {number: fields[number] for number in told}, "annex and report differ"

    # The long way, so that a walk comes far

    def start_anew(self, at: int) -> None:
        key = self.units[at][0]
        if self.observer.states[key] is not UnitState.FINAL:
            live = [entry.id for entry in self.observer.seen.live().get(key, {}).values()]
            self.ask(lambda: decisions.discard(self.file, self.officials[0], live, "opnieuw"))

    @rule(
        at=unit, who=four, which=two_readings, misread=st.sampled_from(Misread), third=mostly, again=reading
    )
    def differ(
        self, at: int, who: list[int], which: list[int], misread: Misread, third: bool, again: int
    ) -> None:
        """Two entries that differ go back, and are keyed again by who did, or by a third and a fourth."""
        self.start_anew(at)
        for typing, each in zip(who[:2], which, strict=True):
            self.type_reading(typing, at, each)
            self.let_stand(0, at, "zo staat het er", fresh=True)
        self.send_back(0, at, misread, whole=True, fresh=True, why="leesfout")
        if third:
            self.hand_over(0, at, "naar huis")
        for typing in who[2:] if third else who[:2]:
            self.type_reading(typing, at, again)

    @rule(at=unit, who=four, which=two_readings, number=st.sampled_from((0, 1)))
    def come_back(self, at: int, who: list[int], which: list[int], number: int) -> None:
        """An entry is taken over by a third typist; whose it was tries the other one, after that lapses."""
        self.start_anew(at)
        self.type_reading(who[0], at, which[0])
        self.let_stand(0, at, "zo staat het er", fresh=True)
        self.type_reading(who[1], at, which[1])
        self.send_back(0, at, (Misread.FIRST, Misread.SECOND)[number], whole=True, fresh=True, why="vlek")
        self.hand_over(0, at, "naar huis")
        self.type_reading(who[2], at, which[1 - number])
        self.lapse(0, at, slice(1 - number, 2 - number), "verkeerd papier")
        self.let_stand(0, at, "zo staat het er", fresh=True)
        for typing in (who[number], who[2], who[3]):
            self.type_reading(typing, at, which[1 - number])
        self.look(0)

    @rule(at=unit, who=four, which=two_readings, swapped=st.booleans())
    def meet_again(self, at: int, who: list[int], which: list[int], swapped: bool) -> None:
        """An entry is taken over; when both have lapsed, the two of it try to be the two typists."""
        self.start_anew(at)
        self.type_reading(who[0], at, which[0])
        self.let_stand(0, at, "zo staat het er", fresh=True)
        self.type_reading(who[1], at, which[1])
        self.send_back(0, at, Misread.FIRST, whole=True, fresh=True, why="vlek")
        self.hand_over(0, at, "naar huis")
        self.type_reading(who[2], at, which[1])
        self.lapse(0, at, slice(0, 2), "verkeerd papier")
        for typing in (who[2], who[0]) if swapped else (who[0], who[2]):
            self.type_reading(typing, at, which[0])
            self.let_stand(0, at, "zo staat het er", fresh=True)
        self.look(0)

    @rule(at=unit, who=four, which=reading, accounted=mostly)
    def finish_unit(self, at: int, who: list[int], which: int, accounted: bool) -> None:
        self.start_anew(at)
        self.type_reading(who[0], at, which)
        self.let_stand(0, at, "zo staat het er", fresh=True)
        self.type_reading(who[1], at, which)
        self.look(0)
        self.judge(0, at, 99, fresh=True, found="zo staat het er")
        if accounted:
            self.account_for(0, at, fresh=True, cause="vlek", passes=0)
        self.look(0)

    @rule(by=supervisor, which=all_readings, second=official, who=four, accounted=mostly)
    def finish_the_evening(
        self, by: int, which: list[int], second: str, who: list[int], accounted: bool
    ) -> None:
        for at in range(3):
            self.finish_unit(at, who, which[at], accounted)
        for at in range(3):
            self.judge(0, at, 99, fresh=True, found="zo staat het er")
        for number in (1, 3):
            self.add_by_hand(0, 0, number)
        self.release(by, second)

    @rule(at=unit, who=four, which=reading)
    def correct_the_paper(self, at: int, who: list[int], which: int) -> None:
        """Whatever is released or final is opened again, and the unit typed anew."""
        self.reopen_election(0, "ada", "telfout gemeld")
        self.reopen_unit(1, "sam", at, "papier is verbeterd")
        self.finish_unit(at, who, which, accounted=True)

    @rule()
    def check(self) -> None:
        assert first_fault(self.file) is None
