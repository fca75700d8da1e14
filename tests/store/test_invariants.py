"""A random walk through the public functions, right and wrong; the promises hold at every step."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from osv_tui.election.count import Count, differences
from osv_tui.election.filling import Change
from osv_tui.election.form import ADMITTED, BLANK, EQUAL, EXPLANATIONS, FEWER, MORE, VALID, FieldId
from osv_tui.election.workflow import Misread, Role, Ruling, UnitFacts, UnitState, state
from osv_tui.store import decisions, entries, people, signing_in
from osv_tui.store.actor import Actor
from osv_tui.store.database import StationFile, open_station
from osv_tui.store.people import NewPerson
from osv_tui.store.problems import Refused, SessionEnded
from tests.examples import (
    PASSWORD,
    ExampleStation,
    cheap_passwords,
    enrol,
    example_count,
    example_station,
    pragma,
)

WALKS = 10
STEPS = 600

S = UnitState
TRANSITIONS = {
    S.EMPTY: {S.FIRST_IN_PROGRESS},
    S.FIRST_IN_PROGRESS: {S.FIRST_DONE, S.EMPTY},
    S.FIRST_DONE: {S.SECOND_IN_PROGRESS, S.EMPTY},
    S.SECOND_IN_PROGRESS: {S.DIFFERENT, S.RETURNED, S.FIRST_DONE, S.FIRST_IN_PROGRESS, S.EMPTY},
    S.DIFFERENT: {S.FINAL, S.RETURNED, S.FIRST_DONE, S.EMPTY},
    S.RETURNED: {S.REKEY_IN_PROGRESS, S.SECOND_IN_PROGRESS, S.FIRST_DONE, S.EMPTY},
    S.REKEY_IN_PROGRESS: {S.DIFFERENT, S.RETURNED, S.FIRST_DONE, S.EMPTY},
    S.FINAL: set(),
}
"""What one action can do to a unit. A lapsed entry takes the unit back; nothing takes it back from final."""

GOOD = example_count()
READINGS = (
    *(GOOD, GOOD, GOOD),
    Count.of({**GOOD.values, BLANK: 9}),
    Count.of({**GOOD.values, BLANK: 8, VALID: 1}),
    Count.of({**GOOD.values, EQUAL: 2, MORE: 1, FEWER: 0, **dict.fromkeys(EXPLANATIONS, 0)}),
)

Values = frozenset[tuple[int, str, int]]


class Walk:
    """Three typists, two supervisors and an administrator who do whatever comes up at three units."""

    def __init__(self, station: ExampleStation, second_supervisor: Actor, seed: int) -> None:
        self.random = Random(seed)
        self.station = station
        self.file = station.file
        self.typists = list(station.typists)
        self.supervisors = (station.supervisor, second_supervisor)
        self.units = [key for (key,) in self.file.rows("SELECT id FROM unit")]
        self.opened: list[tuple[int, entries.OpenEntry]] = []

    def step(self) -> bool:
        """One action by somebody; returns whether it could have touched a number."""
        typing = self.random.random() < 0.75
        actions = self.typing() if typing else self.deciding()
        with suppress(Refused, SessionEnded):
            self.random.choice(actions)()
        return typing

    def typing(self) -> tuple[Callable[[], None], ...]:
        often = (self.claim, self.read, self.submit) * 3
        return (*often, self.scribble, self.leave, self.sign_in_again)

    def deciding(self) -> tuple[Callable[[], None], ...]:
        often = (self.look, self.send_back) * 3
        return (*often, self.lapse, self.declare, self.turn_off_and_on)

    def anyone(self) -> Actor:
        return self.random.choice((*self.typists, *self.supervisors, self.station.administrator))

    def supervisor(self) -> Actor:
        return self.random.choice(self.supervisors) if self.random.random() < 0.9 else self.anyone()

    def entry(self) -> tuple[Actor, entries.OpenEntry]:
        """An entry opened before and, mostly, the one who opened it."""
        if not self.opened:
            raise Refused("nothing has been opened yet")
        number, opened = self.random.choice(self.opened[-3:])
        return self.anyone() if self.random.random() < 0.1 else self.typists[number], opened

    def claim(self) -> None:
        number = self.random.randrange(len(self.typists))
        actor = self.anyone() if self.random.random() < 0.1 else self.typists[number]
        unit = self.random.choice((1, 2, 7, 8))
        self.opened.append((number, entries.claim(self.file, actor, self.station.election, unit)))

    def read(self) -> None:
        actor, opened = self.entry()
        form, reading = self.station.form, self.random.choice(READINGS)
        there = form.open_fields(reading.values)
        gone = (field for field in form.fields if field not in there)
        typed = (field for field in (*gone, *there) if field.id not in opened.locked)
        changes = tuple(Change(field.id, reading.get(field.id)) for field in typed)
        entries.save(self.file, actor, opened.id, changes, BLANK)

    def scribble(self) -> None:
        field = self.random.choice((BLANK, ADMITTED, EQUAL, MORE, FieldId("list.9.9"), FieldId("'; --")))
        value = self.random.choice((None, 0, 3, 12, -1, 1_000_000_000))
        actor, opened = self.entry()
        entries.save(self.file, actor, opened.id, (Change(field, value),), field)

    def submit(self) -> None:
        actor, opened = self.entry()
        entries.submit(self.file, actor, opened.id)

    def leave(self) -> None:
        actor, opened = self.entry()
        entries.withdraw_empty(self.file, actor, opened.id)

    def look(self) -> None:
        decisions.overview(self.file, self.supervisor())

    def send_back(self) -> None:
        actor, unit = self.supervisor(), self.random.choice(self.units)
        pair = decisions.comparison(self.file, actor, unit)
        form = self.station.form
        found = [d.field.id for d in differences(form, pair.first, pair.second)]
        if self.random.random() < 0.2:
            found = found[1:] or [BLANK]
        reason = self.random.choice(("leesfout", "leesfout", "leesfout", " "))
        rulings = [Ruling(field, self.random.choice(list(Misread)), reason) for field in found]
        decisions.send_back(self.file, actor, pair, form, rulings)

    def lapse(self) -> None:
        actor = self.supervisor()
        entries = self.random.choice(decisions.overview(self.file, actor)).entries
        some = self.random.choice((entries, entries[:1], entries[1:], entries[:1] * 2, (99_999,)))
        decisions.discard(self.file, actor, some, "verkeerd")

    def declare(self) -> None:
        decisions.finalise_election(self.file, self.supervisor(), self.station.election)

    def sign_in_again(self) -> None:
        number = self.random.randrange(len(self.typists))
        name = self.typists[number].user_name
        self.typists[number] = signing_in.sign_in(self.file, name, PASSWORD, "tty")

    def turn_off_and_on(self) -> None:
        account = self.random.choice(self.typists).account
        for active in (False, True):
            people.set_active(self.file, self.station.administrator, account, active)


class Watcher:
    """What is true of the file, seen apart from the functions that are tested."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.seen: set[UnitState] = set()
        self.states = self._states()
        self.values = self._values()
        self.sealed = self._sealed()
        self.final = self._final()

    def check(self, *, could_touch_numbers: bool) -> None:
        states, values, sealed, final = self._states(), self._values(), self._sealed(), self._final()
        for unit, now in states.items():
            before = self.states[unit]
            assert now is before or now in TRANSITIONS[before], f"{before} became {now}"
        if not could_touch_numbers:
            assert values == self.values
        assert sealed >= self.sealed
        assert final >= self.final
        for _, first, second in final - self.final:
            self._check_pair(first, second)
        self.seen |= set(states.values())
        self.states, self.values, self.sealed, self.final = states, values, sealed, final

    def _check_pair(self, first: int, second: int) -> None:
        rows = self.walk.file.rows
        one, two = (
            dict(rows("SELECT field, value FROM entry_value WHERE entry = ?", entry))
            for entry in (first, second)
        )
        assert one == two
        assert not self.walk.station.form.missing({FieldId(field): value for field, value in one.items()})
        persons = rows("SELECT DISTINCT person FROM entry WHERE id IN (?, ?)", first, second)
        assert len(persons) == 2
        assert not rows("SELECT 1 FROM entry WHERE id IN (?, ?) AND submitted_at IS NULL", first, second)

    def _states(self) -> dict[int, UnitState]:
        with self.walk.file.reading() as db:
            facts = entries.facts_by_unit(db)
        return {unit: state(facts.get(unit, UnitFacts())) for unit in self.walk.units}

    def _values(self) -> Values:
        return frozenset(self.walk.file.rows("SELECT entry, field, value FROM entry_value"))

    def _sealed(self) -> Values:
        """The numbers of entries that have been submitted."""
        return frozenset(
            self.walk.file.rows(
                "SELECT entry, field, value FROM entry_value v JOIN entry e ON e.id = v.entry"
                " WHERE e.submitted_at IS NOT NULL"
            )
        )

    def _final(self) -> frozenset[tuple[int, int, int]]:
        return frozenset(self.walk.file.rows("SELECT unit, first_entry, second_entry FROM final_unit"))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[ExampleStation, Actor]:
    with cheap_passwords():
        station = example_station(tmp_path_factory.mktemp("walk") / "template.osv")
        person = NewPerson("Tia Zicht", "301", "tia", Role.SUPERVISOR)
        second = enrol(station.file, station.administrator, person)
    station.file.close()
    return station, second


def watched_walk(template: tuple[ExampleStation, Actor], file: StationFile, seed: int) -> Watcher:
    station, second = template
    pragma(file, "synchronous = OFF")
    walk = Walk(replace(station, file=file), second, seed)
    watcher = Watcher(walk)
    for _ in range(STEPS):
        watcher.check(could_touch_numbers=walk.step())
    return watcher


def test_the_promises_hold_at_every_step(template: tuple[ExampleStation, Actor], tmp_path: Path) -> None:
    seen: set[UnitState] = set()
    finals = 0
    for seed in range(WALKS):
        file = open_station(Path(shutil.copy(template[0].file.path, tmp_path / f"{seed}.osv")))
        watcher = watched_walk(template, file, seed)
        seen |= watcher.seen
        finals += len(watcher.final)
        file.close()
    assert seen == set(UnitState), "the walk did not come everywhere"
    assert finals >= WALKS


def test_a_station_that_finalises_any_pair_is_caught(
    template: tuple[ExampleStation, Actor], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    any_pair = (
        "SELECT one.unit, one.id, two.id FROM live_entry one JOIN live_entry two ON two.unit = one.unit"
        " WHERE one.number = 1 AND two.number = 2 AND one.unit NOT IN (SELECT unit FROM final_unit)"
    )
    monkeypatch.setattr(decisions, "_EQUAL_PAIRS", any_pair)
    path = Path(shutil.copy(template[0].file.path, tmp_path / "lax.osv"))
    file = open_station(path)
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TRIGGER final_equal")
    with pytest.raises(AssertionError):
        watched_walk(template, file, seed=1)
    file.close()
