"""The promises of workflow §5.1 hold on random walks of a whole station; without its rules they do not."""

from __future__ import annotations

import ast
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import pytest

import osv_tui
from osv_tui.election import workflow
from osv_tui.election.count import Difference
from osv_tui.election.form import BLANK, FieldId, Form
from osv_tui.election.workflow import Misread, Order, Role, Ruling, Task, UnitFacts, UnitState
from osv_tui.store import audit, decisions, entries, judging, releasing
from osv_tui.store.actor import Actor, require
from osv_tui.store.database import StationFile
from tests.examples import ExampleStation, cheap_passwords
from tests.store.machine import GOOD, Figures, Walk, make_template
from tests.trust.walks import walks


def test_the_promises_hold_whatever_everybody_does() -> None:
    figures = walks(80, 30)
    assert figures.violations == 0, figures.broken
    assert figures.been_in == set(UnitState), "the walks did not come everywhere"
    assert figures.finals >= 30
    assert min(figures.unit_reopenings, figures.releases, figures.election_reopenings) >= 1


def anybody(facts: UnitFacts, person: int) -> Task:
    """A workflow that forgets who handed in what."""
    nobodys = (
        entry if entry.returned or not entry.submitted else replace(entry, person=0, not_blind=frozenset())
        for entry in facts.entries
    )
    return workflow.task_for(replace(facts, entries=tuple(nobodys)), person)


def only_the_last(facts: UnitFacts, person: int) -> Task:
    """A workflow that forgets who typed what was keyed again by another."""
    last = tuple(replace(entry, not_blind=frozenset()) for entry in facts.entries)
    return workflow.task_for(replace(facts, entries=last), person)


def telltale(file: StationFile, actor: Actor) -> object:
    return file.rows("SELECT value FROM entry_value")


def all_equal(file: StationFile) -> tuple[object, ...]:
    """A program that asks nothing about what is rare or wrong."""
    return tuple(file.rows("SELECT unit, first_entry, second_entry FROM equal_pair"))


def finalise_any(file: StationFile, actor: Actor) -> None:
    """A program that does not look whether two entries are equal."""
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.SUPERVISOR)
        pairs = db.execute(
            "SELECT one.unit, one.id, two.id FROM live_entry one JOIN live_entry two ON two.unit = one.unit"
            " WHERE one.number = 1 AND two.number = 2 AND one.submitted_at <> '' AND two.submitted_at <> ''"
            " AND one.unit NOT IN (SELECT unit FROM final_now)"
        ).fetchall()
        for unit, first, second in pairs:
            audit.write(db, now, actor, "unit final", f"unit {unit}", first=first, second=second)
            db.execute(
                "INSERT INTO final_unit VALUES (?, ?, ?, ?, ?)", (unit, first, second, actor.session, now)
            )


def half_of_it(form: Form, found: tuple[Difference, ...], rulings: Iterable[Ruling]) -> tuple[Order, ...]:
    """A program that keeps the first of all rulings."""
    return workflow.orders(form, found, rulings)[:1]


def a_supervisor_types(walk: Walk) -> None:
    walk.typists[0] = walk.officials[0]
    walk.type_in(0, 0, 0)


def two_that_differ(walk: Walk) -> None:
    walk.type_in(0, 0, 0)
    walk.type_in(1, 0, 1)
    walk.look(0)


def type_on(walk: Walk) -> None:
    walk.type_in(0, 0, 0)
    walk.scribble(0, 0, BLANK, 3, own=True)


def key_again(walk: Walk) -> None:
    walk.type_in(0, 0, 0)
    walk.type_in(1, 0, 2)
    walk.send_back(0, 0, Misread.SECOND, whole=True, fresh=True, why="leesfout")
    walk.begin(1, 0)
    for name in (FieldId("list.3.1"), FieldId("list.3.2")):
        walk.scribble(1, 1, name, GOOD.number(name), own=True)
    walk.hand_in(1, 1, own=True)
    walk.look(0)


def ask_for_work(walk: Walk) -> None:
    walk.type_in(0, 0, 0)
    walk.begin(1, 1)
    walk.leave(1, 1, own=True)


def release_at_once(walk: Walk, last: int) -> None:
    """Three units with two readings that are right, and ``last``, of which nobody says anything."""
    for at, which in enumerate((0, 1, last)):
        walk.type_in_twice(0, 1, at, which)
    walk.look(0)
    for number in (1, 3):
        walk.add_by_hand(0, 0, number)
    walk.release(0, "ada")
    walk.export(0)


@dataclass(frozen=True)
class Spoilt:
    """A station without some of its rules, what then is done in it, and what is seen of that.

    ``puts`` are modules, and what is put in the place of which of their names.
    """

    name: str
    seen: str
    walk: Callable[[Walk], None]
    puts: tuple[tuple[object, str, object], ...] = ()
    triggers: tuple[str, ...] = ()


_PERSONS = ("entry_by_another", "final_two_persons")
SPOILT = (
    Spoilt(
        "one person types both entries",
        "(a) one person",
        lambda walk: walk.finish_unit(0, [0, 0, 0, 0], 0, accounted=True),
        ((entries, "task_for", anybody),),
        _PERSONS,
    ),
    Spoilt(
        "one person comes back after a third typist",
        "(a) one person",
        lambda walk: walk.come_back(0, [0, 1, 2, 3], [0, 1], 0),
        ((entries, "task_for", only_the_last),),
        _PERSONS,
    ),
    Spoilt(
        "two type apart of whom one took over from the other",
        "(a) one had seen the other's numbers",
        lambda walk: walk.meet_again(0, [0, 1, 2, 3], [0, 1], swapped=False),
        ((entries, "task_for", only_the_last),),
        _PERSONS,
    ),
    Spoilt(
        "any pair is final",
        "(a) the entries differ",
        two_that_differ,
        ((decisions, "finalise_equal", finalise_any),),
        ("final_equal",),
    ),
    Spoilt(
        "a supervisor types",
        "(b) who typed is no typist",
        a_supervisor_types,
        ((entries, "require", lambda *_: None),),
        ("entry_by_typist", "log_by_role"),
    ),
    Spoilt(
        "an entry that was handed in is typed on",
        "(c) a",
        type_on,
        triggers=("value_changed", "entry_unchanged"),
    ),
    Spoilt(
        "a difference goes away that nobody ruled on",
        "(d) the difference",
        key_again,
        ((decisions, "orders", half_of_it),),
        ("value_changed",),
    ),
    Spoilt(
        "findings need not be judged",
        "(e) a finding nobody judged",
        lambda walk: release_at_once(walk, 4),
        ((judging, "_ready", all_equal), (releasing, "blocked_accounts", lambda *_: ())),
    ),
    Spoilt(
        "differences need no account",
        "(e) released with a difference",
        lambda walk: release_at_once(walk, 5),
        ((judging, "_ready", all_equal), (releasing, "blocked_accounts", lambda *_: ())),
        ("final_election_accounted",),
    ),
    Spoilt(
        "a typist is told all numbers",
        "(f) ",
        ask_for_work,
        ((entries, "own_work", telltale),),
    ),
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[ExampleStation, Actor]:
    with cheap_passwords():
        return make_template(tmp_path_factory.mktemp("machine") / "template.osv")


@pytest.mark.parametrize("spoilt", SPOILT, ids=lambda spoilt: spoilt.name)
def test_a_station_without_a_rule_is_caught(
    spoilt: Spoilt, template: tuple[ExampleStation, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same is done in a station with its rules, of which there is nothing to see, and in one without."""
    walk_once(type("Strict", (Walk,), {"template": template, "figures": Figures()}), spoilt.walk)
    for where, name, put in spoilt.puts:
        monkeypatch.setattr(where, name, put)
    names = {"template": template, "figures": Figures(), "triggers": spoilt.triggers}
    with pytest.raises(AssertionError) as broken:
        walk_once(type("Lax", (Lax,), names), spoilt.walk)
    assert spoilt.seen in str(broken.value)


class Lax(Walk):
    """Without ``triggers``."""

    triggers: ClassVar[tuple[str, ...]] = _PERSONS

    def spoil(self, path: Path) -> None:
        with closing(sqlite3.connect(path)) as db:
            for name in self.triggers:
                db.execute(f"DROP TRIGGER {name}")


def walk_once(machine: type[Walk], what: Callable[[Walk], None]) -> None:
    walk = machine()
    try:
        what(walk)
    finally:
        walk.teardown()


def test_a_walk_at_random_comes_across_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "task_for", anybody)
    figures = walks(100, 15, Lax)
    assert figures.violations == 1
    assert "(a) one " in figures.broken, "one person, or one who had seen the other"


def test_nothing_but_typing_writes_a_number() -> None:
    """(g) There is no import of counts: of the whole program two functions write where the numbers are."""
    writing = {
        (path.name, function.name)
        for path in Path(osv_tui.__file__).parent.rglob("*.py")
        for function in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(function, ast.FunctionDef) and writes_numbers(function)
    }
    assert writing == {("entries.py", "_begin"), ("entries.py", "_store")}


def writes_numbers(function: ast.FunctionDef) -> bool:
    texts = (node.value for node in ast.walk(function) if isinstance(node, ast.Constant))
    return any(
        isinstance(text, str) and f"{verb} entry_value" in " ".join(text.split())
        for text in texts
        for verb in ("INTO", "UPDATE", "DELETE FROM")
    )
