"""The file keeps its rules for every program that opens it: the statements of ``attacks`` on a real file.

Each is refused for its own reason and leaves the file as it was, row for row, even when the program knows
how the log is chained; a program that does not know is refused as well. Two control arms show that the list
can fail: without triggers nearly all are accepted, and each trigger is needed by an attack.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from osv_tui.store.database import open_station
from osv_tui.store.problems import StoreProblem
from tests.examples import cheap_passwords
from tests.store.attack import Attack, Gap
from tests.store.attacks import ATTACKS, GAPS, TRICKS
from tests.store.prepared import Prepared, able, plain, prepare, take_out, without_triggers


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    with cheap_passwords():
        return prepare(tmp_path_factory.mktemp("rules") / "station.osv")


@pytest.fixture
def copy(prepared: Prepared, tmp_path: Path) -> Path:
    return Path(shutil.copy(prepared.path, tmp_path / "station.osv"))


def attempt(
    path: Path, prepared: Prepared, sql: str, connect: Callable[[Path], sqlite3.Connection] = able
) -> str | None:
    """Run ``sql`` and commit whatever is left of it; returns why it was refused."""
    with closing(connect(path)) as db:
        refusal = None
        for statement in sql.split(";"):
            try:
                db.execute(statement, prepared.keys)
            except sqlite3.Error as error:
                refusal = str(error)
        db.commit()
    return refusal


def fingerprint(path: Path) -> str:
    """Of every row and every rule."""
    with closing(plain(path)) as db:
        return hashlib.sha256("\n".join(db.iterdump()).encode()).hexdigest()


def is_unchanged(path: Path, before: bytes) -> bool:
    """To the last byte, or else in every row and every rule."""
    if path.read_bytes() == before:
        return True
    was = path.with_name("was.osv")
    was.write_bytes(before)
    return fingerprint(path) == fingerprint(was)


def triggers(path: Path) -> dict[str, str]:
    """The sentence with which each trigger refuses."""
    with closing(plain(path)) as db:
        rows = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    found = {name: re.search(r"RAISE\(ABORT, '(.*?)'\)", sql) for name, sql in rows}
    return {name: match[1] for name, match in found.items() if match}


def logged(rules: Iterable[str]) -> set[str]:
    """The rules that ask for a log row."""
    return {name for name in rules if name.endswith("_logged")}


def suppose(path: Path, prepared: Prepared, given: str) -> None:
    """Make ``given`` so, whatever the rules say."""
    if given:
        with without_triggers(path) as db:
            for statement in given.split(";"):
                db.execute(statement, prepared.keys)


def drop(path: Path, *names: str) -> None:
    taken = take_out(path, ", ".join(f"'{name}'" for name in names))
    assert len(taken) == len(set(names))


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name.replace(" ", "-"))
def test_is_refused_for_its_own_reason(attack: Attack, prepared: Prepared, copy: Path) -> None:
    rules = triggers(prepared.path)
    suppose(copy, prepared, attack.given)
    if attack.rule not in rules:  # a constraint, of which SQLite asks after all triggers
        drop(copy, *logged(rules))
    before = copy.read_bytes()
    refusal = attempt(copy, prepared, attack.sql)
    assert refusal is not None, "accepted"
    assert rules.get(attack.rule, attack.rule) in refusal
    assert is_unchanged(copy, before)
    assert attempt(copy, prepared, attack.sql, connect=plain) is not None, "accepted on a plain connection"


@pytest.mark.parametrize(
    "gap",
    [pytest.param(gap, marks=pytest.mark.xfail(reason=gap.reason, strict=True)) for gap in GAPS],
    ids=lambda gap: gap.name.replace(" ", "-"),
)
def test_gap_that_the_file_alone_cannot_close(gap: Gap, prepared: Prepared, copy: Path) -> None:
    assert attempt(copy, prepared, gap.sql) is not None


def test_each_trigger_has_an_attack_that_only_it_stops(prepared: Prepared, tmp_path: Path) -> None:
    """The rules of the log are left out for the others: no change of an attack is told there."""
    rules = triggers(prepared.path)
    needed = set()
    for number, attack in enumerate(attack for attack in ATTACKS if attack.rule in rules):
        path = Path(shutil.copy(prepared.path, tmp_path / f"{number}.osv"))
        suppose(path, prepared, attack.given)
        drop(path, *{attack.rule, *(logged(rules) if attack.rule not in logged(rules) else ())})
        refusal = attempt(path, prepared, attack.sql)
        assert attack.backed == (refusal is not None), f"{attack.name}: {refusal}"
        if refusal is None:
            needed.add(attack.rule)
        path.unlink()
    assert needed == rules.keys()


def test_without_triggers_nearly_all_is_accepted(prepared: Prepared, tmp_path: Path) -> None:
    rules = triggers(prepared.path)
    bare = Path(shutil.copy(prepared.path, tmp_path / "bare.osv"))
    drop(bare, *rules)
    accepted = 0
    for attack in ATTACKS:
        path = Path(shutil.copy(bare, tmp_path / "attacked.osv"))
        suppose(path, prepared, attack.given)
        accepted += attempt(path, prepared, attack.sql) is None
    assert accepted >= 0.85 * len(ATTACKS)


@pytest.mark.parametrize("trick", TRICKS)
def test_the_program_itself_can_do_no_trick(trick: str, copy: Path) -> None:
    with closing(open_station(copy)) as file:
        with pytest.raises(StoreProblem) as refused:
            file.rows(trick)
        assert "SQLITE_AUTH" in str(refused.value) or "SQLITE_ERROR" in str(refused.value)


def test_without_the_authorizer_most_tricks_work(prepared: Prepared, tmp_path: Path) -> None:
    done = 0
    for number, trick in enumerate(TRICKS):
        path = Path(shutil.copy(prepared.path, tmp_path / f"{number}.osv"))
        with closing(open_station(path)) as file:
            file._connection.set_authorizer(None)
            with suppress(StoreProblem):
                file.rows(trick)
                done += 1
    assert done >= 0.5 * len(TRICKS)


def test_the_list_is_long_enough_and_names_are_unique() -> None:
    names = [attack.name for attack in ATTACKS] + [gap.name for gap in GAPS]
    assert len(names) == len(set(names))
    assert len(ATTACKS) >= 60
