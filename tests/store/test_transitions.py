"""Each row of the workflow's table is done with the store; what is not in the table is refused by it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import product
from pathlib import Path

import pytest

from osv_tui.election.workflow import TRANSITIONS, Act, UnitState, allows
from osv_tui.store import decisions
from osv_tui.store.database import open_station
from osv_tui.store.problems import Refused
from tests.examples import cheap_passwords
from tests.store.transitions import TOLD_AS, WAYS, Bench, Way, attempt

FIRST_OF_THE_STATES = len(WAYS) + 2
UNIT_IN = {state: FIRST_OF_THE_STATES + number for number, state in enumerate(UnitState)}
"""Each way has its own unit, unit 1 is final, and the last ones are in each of the states."""
REFUSED = [pair for pair in product(UnitState, Act) if not allows(*pair)]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with cheap_passwords():
        made = Bench(tmp_path_factory.mktemp("transitions") / "station.osv", max(UNIT_IN.values()))
        made.do(1, "a:good b:good look")
        for state, unit in UNIT_IN.items():
            made.do(unit, next((way.setup for way in WAYS if way.before is state), ""))
        yield made
    made.file.close()


def test_the_ways_are_the_table() -> None:
    done = {(way.before, way.act, way.after) for way in WAYS}
    assert done == {(*row, after) for row, afters in TRANSITIONS.items() for after in afters}


def answer_to(trial: Callable[[], bool]) -> str | None:
    """The sentence with which the store refuses, empty when it does nothing; ``None`` if it does it."""
    try:
        return None if trial() else ""
    except Refused as refused:
        return str(refused)


def name(way: Way) -> str:
    return f"{way.before.value}-{way.act.value}-{way.after.value}"


@pytest.mark.parametrize(("unit", "way"), list(enumerate(WAYS, 2)), ids=map(name, WAYS))
def test_what_the_table_knows_is_done(bench: Bench, unit: int, way: Way) -> None:
    bench.do(unit, way.setup)
    assert bench.state(unit) is way.before
    since = bench.log_length()
    bench.do(unit, way.step)
    assert bench.told(since) == {TOLD_AS[way.act]}
    assert bench.state(unit) is way.after


@pytest.mark.parametrize(("state", "act"), REFUSED, ids=[f"{s.value}-{a.value}" for s, a in REFUSED])
def test_what_the_table_does_not_know_is_refused(bench: Bench, state: UnitState, act: Act) -> None:
    unit = UNIT_IN[state]
    assert bench.state(unit) is state
    since = bench.log_length()
    answer = answer_to(lambda: attempt(bench, unit, act))
    assert answer is not None, "accepted"
    assert answer == "" or (answer[0].isupper() and answer.endswith("."))
    assert bench.log_length() == since
    assert bench.state(unit) is state


def test_a_store_that_asks_nothing_is_caught(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: without the question in the program and the rule in the file, a sound entry is let stand."""
    path = Path(shutil.copy(bench.file.path, tmp_path / "lax.osv"))
    monkeypatch.setattr(decisions, "allows", lambda state, act: True)
    with closing(open_station(path)) as file:
        with closing(sqlite3.connect(path)) as db:
            db.execute("DROP TRIGGER let_stand_allowed")
        monkeypatch.setattr(bench, "file", file)
        with pytest.raises(AssertionError):
            test_what_the_table_does_not_know_is_refused(bench, UnitState.FIRST_DONE, Act.LET_STAND)
