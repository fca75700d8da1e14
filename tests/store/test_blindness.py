"""The second typist learns nothing of the first entry: no row read holds it, no answer depends on it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from osv_tui.election.count import Count, differences
from osv_tui.election.filling import Change
from osv_tui.election.form import ADMITTED, BLANK, EQUAL, Answer, FieldKind
from osv_tui.election.workflow import Misread, Ruling
from osv_tui.store import decisions, elections, entries, founding, signing_in
from osv_tui.store.actor import Actor
from osv_tui.store.database import StationFile, open_station
from osv_tui.store.problems import StoreProblem
from tests.examples import (
    PASSWORD,
    ExampleStation,
    example_count,
    example_station,
    let_stand_if_wrong,
    pragma,
    stopped_clock,
)

PAIRS = 60
UNIT = 1


class RecordingCursor(sqlite3.Cursor):
    """Keeps every row that is handed to the program."""

    def _keep(self, rows: list[Any]) -> list[Any]:
        if isinstance(self.connection, RecordingConnection):
            self.connection.rows.extend(rows)
        return rows

    def fetchone(self) -> Any:
        row = super().fetchone()
        self._keep([] if row is None else [row])
        return row

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        return self._keep(super().fetchmany(size))

    def fetchall(self) -> list[Any]:
        return self._keep(super().fetchall())

    def __next__(self) -> Any:
        return self._keep([super().__next__()])[0]


class RecordingConnection(sqlite3.Connection):
    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.rows: list[Any] = []

    def execute(self, sql: str, values: Any = ()) -> sqlite3.Cursor:
        return self.cursor(RecordingCursor).execute(sql, values)


@dataclass(frozen=True)
class Recorded:
    """A station file as typist 2 opened it, with all rows it gave so far."""

    file: StationFile
    connection: RecordingConnection

    def leaked(self, secret: Count) -> list[Any]:
        """The rows that hold a number of ``secret``, as a number or inside a text."""
        numbers = {value for _, value in secret.pairs if value > 2}
        digits = {str(number) for number in numbers}
        return [
            row
            for row in self.connection.rows
            if any(cell in numbers or any(found in str(cell) for found in digits) for cell in row)
        ]


@pytest.fixture
def station(tmp_path: Path) -> Iterator[ExampleStation]:
    made = example_station(tmp_path / "template.osv", clock=stopped_clock)
    yield made
    made.file.close()


@pytest.fixture
def recorded(station: ExampleStation, monkeypatch: pytest.MonkeyPatch) -> Iterator[Recorded]:
    made: list[RecordingConnection] = []

    def connect(path: Path | str, timeout: float = 5.0) -> RecordingConnection:
        made.append(RecordingConnection(path, timeout=timeout))
        return made[-1]

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", connect)
        file = open_station(station.file.path)
    yield Recorded(file, made[0])
    file.close()


def secret_count(station: ExampleStation) -> Count:
    """A first entry in which every number is one of a kind."""
    return Count.of(
        (field.id, Answer.YES.value if field.kind is FieldKind.QUESTION else 700_000_123 + 1_001 * number)
        for number, field in enumerate(station.form.fields)
        if field.gate is None
    )


def typed_at_once(station: ExampleStation, file: StationFile, actor: Actor, count: Count) -> None:
    opened = entries.claim(file, actor, station.election, UNIT)
    changes = tuple(Change(f, value) for f, value in count.pairs if f not in opened.locked)
    entries.save(file, actor, opened.id, changes, BLANK)
    entries.submit(file, actor, opened.id)
    let_stand_if_wrong(file, station.supervisor, station.election, UNIT)


def all_misread(station: ExampleStation, file: StationFile, who: Misread) -> None:
    """The supervisor, at another screen, sends every difference back."""
    lines = decisions.overview(file, station.supervisor)
    unit = next(line.key for line in lines if line.unit.number == UNIT)
    pair = decisions.comparison(file, station.supervisor, unit)
    found = differences(station.form, pair.first, pair.second)
    rulings = [Ruling(difference.field.id, who, "leesfout") for difference in found]
    decisions.send_back(file, station.supervisor, pair, station.form, rulings)


def test_no_row_that_typist_2_reads_holds_the_first_entry(
    station: ExampleStation, recorded: Recorded
) -> None:
    bo, cas, _ = station.typists
    secret, own = secret_count(station), example_count()
    typed_at_once(station, station.file, bo, secret)
    evening(station, recorded.file, cas, own)
    all_misread(station, station.file, Misread.BOTH)
    cas = signing_in.sign_in(recorded.file, "cas", PASSWORD, "tty")
    evening(station, recorded.file, cas, own)
    assert len(recorded.connection.rows) > 100
    assert recorded.leaked(secret) == []
    assert recorded.leaked(own), "a typist does read the own numbers back"


def test_a_query_that_does_read_them_is_caught(station: ExampleStation, recorded: Recorded) -> None:
    secret = secret_count(station)
    typed_at_once(station, station.file, station.typists[0], secret)
    for query in (
        "SELECT value FROM entry_value",
        "SELECT sum(value) FROM entry_value WHERE field = 'blank'",
        "SELECT detail FROM log WHERE action = 'value'",
    ):
        recorded.connection.rows.clear()
        recorded.file.rows(query)
        assert recorded.leaked(secret), query


def evening(station: ExampleStation, file: StationFile, actor: Actor, count: Count) -> list[str]:
    """All that a typist can do at a unit, with every answer: right, wrong, interrupted, handed in."""
    heard: list[str] = []

    def tell(call: Callable[[], object]) -> None:
        try:
            heard.append(repr(call()))
        except StoreProblem as problem:
            heard.append(f"{type(problem).__name__}: {problem}")

    tell(lambda: founding.station_facts(file))
    tell(lambda: elections.election_lines(file))
    tell(lambda: elections.load_election(file, station.election))
    tell(lambda: entries.own_work(file, actor))
    tell(lambda: decisions.overview(file, actor))
    tell(lambda: decisions.comparison(file, actor, UNIT))
    opened = entries.claim(file, actor, station.election, UNIT)
    heard.append(repr(opened))
    to_type = [(f, value) for f, value in count.pairs if f not in opened.locked]
    for number, (field, value) in enumerate(to_type):
        change = Change(field, value)
        tell(lambda change=change: entries.save(file, actor, opened.id, (change,), change.field))  # type: ignore[misc]
        if number == len(to_type) // 2:
            tell(lambda: entries.submit(file, actor, opened.id))
            tell(lambda: entries.withdraw_empty(file, actor, opened.id))
            tell(lambda: entries.own_work(file, actor))
            tell(lambda: entries.claim(file, actor, station.election, UNIT))
    tell(lambda: entries.save(file, actor, opened.id, (Change(BLANK, -1),), BLANK))
    tell(lambda: entries.submit(file, actor, opened.id))
    tell(lambda: entries.submit(file, actor, opened.id))
    tell(lambda: entries.save(file, actor, opened.id, (Change(BLANK, 1),), BLANK))
    tell(lambda: entries.claim(file, actor, station.election, UNIT))
    tell(lambda: entries.own_work(file, actor))
    tell(lambda: elections.election_lines(file))
    tell(lambda: signing_in.sign_out(file, actor))
    return heard


def heard_by_typist_2(station: ExampleStation, first: Count, second: Count, path: Path) -> list[str]:
    """What typist 2 hears after ``first``, and again after the supervisor sent the differences back."""
    shutil.copy(station.file.path, path)
    file = open_station(path, stopped_clock)
    pragma(file, "synchronous = OFF")
    bo, cas, _ = station.typists
    typed_at_once(station, file, bo, first)
    heard = evening(station, file, cas, second)
    if first != second:
        all_misread(station, file, Misread.SECOND)
        cas = signing_in.sign_in(file, "cas", PASSWORD, "tty")
        heard += evening(station, file, cas, second)
    file.close()
    return heard


def test_what_typist_2_hears_is_the_same_whatever_the_first_entry(
    station: ExampleStation, tmp_path: Path
) -> None:
    random = Random(20190320)
    for number in range(PAIRS):
        own = example_count(random.randrange(1, 97))
        disputed = [f for f, _ in own.pairs if f != EQUAL and random.random() < 0.3] or [ADMITTED]
        firsts = (
            Count.of({**own.values, **{f: own.number(f) + random.randrange(1, 999) for f in disputed}})
            for _ in range(2)
        )
        one, other = (
            heard_by_typist_2(station, first, own, tmp_path / f"{number}{side}.osv")
            for side, first in zip("ab", firsts, strict=True)
        )
        assert one == other


def test_handing_in_sounds_the_same_for_equal_and_different(station: ExampleStation, tmp_path: Path) -> None:
    own = example_count()
    for seed in range(2, 12):
        equal = heard_by_typist_2(station, own, own, tmp_path / f"{seed}a.osv")
        different = heard_by_typist_2(station, example_count(seed), own, tmp_path / f"{seed}b.osv")
        assert equal == different[: len(equal)]
        assert len(different) > len(equal)


def test_an_answer_that_does_depend_on_it_is_noticed(
    station: ExampleStation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def telltale(file: StationFile, actor: Actor) -> Any:
        return file.value(
            "SELECT sum(value) FROM entry_value v JOIN entry e ON e.id = v.entry WHERE number = 1"
        )

    monkeypatch.setattr(entries, "own_work", telltale)
    own = example_count()
    firsts = (replace(own), Count.of({**own.values, BLANK: 9}))
    one, other = (
        heard_by_typist_2(station, first, own, tmp_path / f"{side}.osv")
        for side, first in zip("ab", firsts, strict=True)
    )
    assert one != other[: len(one)]
