"""What must be true of a station's file after whatever anybody did, seen in its tables and nowhere else.

The letters are those of the invariants in workflow §5.1. Nothing here asks a view, a rule or a function of
the program: entries, states and totals are worked out again.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from osv_tui.election.form import FieldId, Form
from osv_tui.election.workflow import TRANSITIONS, UnitState

Row = tuple[Any, ...]
_KEPT = (
    *("decision", "decision_field", "discarded", "let_stand", "hand_over", "final_unit", "reopened_unit"),
    *("disposition", "count_account", "alleged_error", "withdrawn_error", "control_sum", "final_election"),
    *("reopened_election", "package", "lot", "withdrawn_lot", "deceased", "withdrawn_deceased"),
)
_BECOMES = {
    state: {state} | {to for (at, _), afters in TRANSITIONS.items() if at is state for to in afters}
    for state in UnitState
}
_ABOUT_AN_ENTRY = {"discarded": (0, 1), "let_stand": (0, 1), "hand_over": (0, 1), "reopened_unit": (0, 1),
                   "disposition": (1, 7), "count_account": (1, 8)}  # fmt: skip
_ABOUT_A_UNIT = {"decision": (1, 4), "final_unit": (0, 3), "alleged_error": (1, 8)}
"""Of each table in which a supervisor states something: the columns of the subject and of the session."""


@dataclass(frozen=True)
class Entry:
    """A row of that table."""

    id: int
    unit: int
    number: int
    person: int
    session: int
    amends: int | None
    position: str | None
    started_at: str
    submitted_at: str | None
    wrong: int

    @property
    def fixed(self) -> Row:
        """All but what changes as it is handed in, and where its typist is."""
        return (self.id, self.unit, self.number, self.person, self.session, self.amends, self.started_at)


@dataclass(frozen=True)
class Seen:
    """The tables at one moment. ``values`` are the numbers of an entry, and whether each was carried over."""

    entries: Mapping[int, Entry]
    values: Mapping[int, Mapping[str, tuple[int, int]]]
    kept: Mapping[str, frozenset[Row]] = field(repr=False)

    @property
    def final(self) -> dict[int, tuple[int, int]]:
        """The pair of each unit that is final now."""
        reopened = {row[0] for row in self.kept["reopened_unit"]}
        return {row[0]: (row[1], row[2]) for row in self.kept["final_unit"] if row[1] not in reopened}

    @property
    def released(self) -> tuple[Row, ...]:
        reopened = {row[0] for row in self.kept["reopened_election"]}
        return tuple(row for row in self.kept["final_election"] if row[0] not in reopened)

    def live(self) -> dict[int, dict[int, Entry]]:
        """Per unit its live entries, by number."""
        gone = {row[0] for row in self.kept["discarded"]} | {e.amends for e in self.entries.values()}
        reopened = {row[0] for row in self.kept["reopened_unit"]}
        gone |= {entry for row in self.kept["final_unit"] if row[1] in reopened for entry in row[1:3]}
        live: dict[int, dict[int, Entry]] = defaultdict(dict)
        for entry in self.entries.values():
            if entry.id not in gone:
                assert entry.number not in live[entry.unit], "two live entries with one number"
                live[entry.unit][entry.number] = entry
        return live

    def numbers(self, entry: int) -> dict[str, int]:
        return {name: value for name, (value, _) in self.values.get(entry, {}).items()}

    def typist(self, entry: int, name: str) -> int:
        """Who typed the number of a field, as far back as it was carried over from."""
        at = self.entries[entry]
        while self.values[at.id][name][1]:
            assert at.amends is not None
            at = self.entries[at.amends]
        return at.person

    def chain(self, entry: int) -> set[int]:
        """An entry and those that it replaces."""
        found, at = set(), self.entries.get(entry)
        while at is not None:
            found.add(at.id)
            at = self.entries.get(at.amends or 0)
        return found

    def typists(self, entry: int) -> set[int]:
        return {self.entries[each].person for each in self.chain(entry)}


class Observer:
    """Looks at the file after each call of the program, and remembers what was there before."""

    def __init__(self, path: Path, form: Form) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._form = form
        self._version = self._data_version()
        self._units = [key for (key,) in self._db.execute("SELECT id FROM unit")]
        self._roles = dict(self._db.execute("SELECT person, role FROM account"))
        self._log: list[Row] = []
        self._differences: set[tuple[int, int, str]] = set()
        self.seen = self._look()
        self.states = self._states(self.seen)
        self.been_in = set(self.states.values())

    def close(self) -> None:
        """The last look: (c) the whole log is what it was row by row."""
        log = self._db.execute("SELECT * FROM log ORDER BY seq").fetchall()
        self._db.close()
        assert log[: len(self._log)] == self._log

    def look(self, *, typing: bool) -> None:
        """Raises AssertionError when something is not as promised; ``typing`` tells that a typist called."""
        version = self._data_version()
        if version == self._version:
            return
        self._version = version
        before, now = self.seen, self._look()
        self._nothing_rewritten(before, now)
        if not typing:
            assert now.values == before.values, "(g) a number was written, and by no typist"
        self._by_supervisors_who_never_typed(now)
        self._remember_differences(now)
        for row in now.kept["final_unit"] - before.kept["final_unit"]:
            self._two_persons_agree(now, *row[:3])
            self._differences_are_ruled(now, row[0])
        self._released_is_final(now)
        self._by_two(now)
        states = self._states(now)
        for unit, state in states.items():
            assert state in _BECOMES[self.states[unit]], f"{self.states[unit]} became {state}"
        self.seen, self.states = now, states
        self.been_in |= set(states.values())

    def own_total(self, name: str) -> int:
        """The sum of a field over the final units."""
        return sum(self.seen.numbers(first)[name] for first, _ in self.seen.final.values())

    # (a) to (g)

    def _two_persons_agree(self, now: Seen, unit: int, first: int, second: int) -> None:
        pair = (now.entries[first], now.entries[second])
        assert [(entry.unit, entry.number) for entry in pair] == [(unit, 1), (unit, 2)], "(a) not its entries"
        assert all(entry.submitted_at for entry in pair), "(a) an open entry"
        one, two = now.numbers(first), now.numbers(second)
        assert one == two, "(a) the entries differ"
        assert not self._form.missing({FieldId(name): n for name, n in one.items()}), "(a) an empty field"
        for name in one:
            assert now.typist(first, name) != now.typist(second, name), f"(a) one person typed {name} twice"
        mine, others = now.typists(first), now.typists(second)
        for key in now.entries:
            beside = now.typists(key) if now.entries[key].unit == unit else set()
            assert not (beside & mine and beside & others), "(a) one had seen the other's numbers"

    def _by_supervisors_who_never_typed(self, now: Seen) -> None:
        typed = {(entry.unit, entry.person) for entry in now.entries.values()}
        assert all(self._roles[person] == "typist" for _, person in typed), "(b) who typed is no typist"
        person = dict(
            self._db.execute("SELECT s.id, a.person FROM session s JOIN account a ON a.id = s.account")
        )
        for unit, session, table in self._stated(now):
            by = person[session]
            if table == "discarded" and self._roles[by] == "typist":
                continue
            assert self._roles[by] == "supervisor", f"(b) {table} by a {self._roles[by]}"
            assert (unit, by) not in typed, f"(b) {table} by who typed there"

    def _stated(self, now: Seen) -> Iterator[tuple[int, int, str]]:
        for table, (column, session) in _ABOUT_AN_ENTRY.items():
            for row in now.kept[table]:
                yield now.entries[row[column]].unit, row[session], table
        for table, (column, session) in _ABOUT_A_UNIT.items():
            for row in now.kept[table]:
                yield row[column], row[session], table

    def _nothing_rewritten(self, before: Seen, now: Seen) -> None:
        for table in _KEPT:
            assert now.kept[table] >= before.kept[table], f"(c) a row of {table} changed or went"
        for key, was in before.entries.items():
            entry = now.entries[key]
            assert entry.fixed == was.fixed, "(c) an entry changed"
            if was.submitted_at:
                assert entry == was, "(c) an entry that was handed in changed"
                assert now.values[key] == before.values[key], "(c) a number that was handed in changed"

    def _remember_differences(self, now: Seen) -> None:
        for pair in now.live().values():
            if set(pair) == {1, 2} and all(entry.submitted_at for entry in pair.values()):
                one, two = (now.numbers(pair[number].id) for number in (1, 2))
                differing = {name for name in one.keys() | two.keys() if one.get(name) != two.get(name)}
                self._differences |= {(pair[1].id, pair[2].id, name) for name in differing}

    def _differences_are_ruled(self, now: Seen, unit: int) -> None:
        reasons = {(row[1], row[2]): row[3] for row in now.kept["decision_field"]}
        lapsed = {row[0] for row in now.kept["discarded"]}
        assert all(reason.strip() for reason in reasons.values()), "(d) sent back without a reason"
        for first, second, name in self._differences:
            if now.entries[first].unit == unit and not lapsed & {first, second}:
                ruled = reasons.keys() & {(first, name), (second, name)}
                assert ruled, f"(d) the difference in {name} was never ruled on"

    def _released_is_final(self, now: Seen) -> None:
        for key, election, version, *_ in now.released:
            assert len(now.final) == len(self._units), "(e) released with a unit that is not final"
            accounted = {row[1] for row in now.kept["count_account"]}
            for first, _second in now.final.values():
                numbers = now.numbers(first)
                admitted = numbers.get("admitted_2", numbers["admitted"])
                if admitted != numbers["found"] or numbers.get("more") or numbers.get("fewer"):
                    assert first in accounted, "(e) released with a difference nobody accounted for"
            rows = sorted(row for row in now.kept["control_sum"] if row[1:3] == (election, version))
            last = {row[3]: row[4] for row in rows}
            assert len(last) == len(self._form_lists()), f"(e) release {key} without a control tally"
            for number, total in last.items():
                of_entries = sum(now.numbers(one)[f"list.{number}.total"] for one, _ in now.final.values())
                assert total == of_entries, "(e) the control tally is not that of the entries"

    def _form_lists(self) -> list[str]:
        return [each.id for each in self._form.fields if each.id.endswith(".total")]

    def _by_two(self, now: Seen) -> None:
        person = dict(
            self._db.execute("SELECT s.id, a.person FROM session s JOIN account a ON a.id = s.account")
        )
        acts = [(row[3], row[4]) for row in now.kept["final_election"]]
        acts += [
            (row[1], row[2]) for table in ("reopened_election", "reopened_unit") for row in now.kept[table]
        ]
        acts += [(row[-3], row[-2]) for table in ("lot", "deceased") for row in now.kept[table]]
        acts += [
            (row[1], row[2]) for table in ("withdrawn_lot", "withdrawn_deceased") for row in now.kept[table]
        ]
        for session, second in acts:
            both = {person[session], second}
            assert len(both) == 2, "released or opened again by one person"
            assert all(self._roles[each] != "typist" for each in both), "released or opened again by a typist"

    # Reading

    def _persons(self) -> dict[int, int]:
        """Who sat in each session."""
        return dict(
            self._db.execute("SELECT s.id, a.person FROM session s JOIN account a ON a.id = s.account")
        )

    def _data_version(self) -> int:
        """Goes up with each change by another connection."""
        return int(self._db.execute("PRAGMA data_version").fetchone()[0])

    def _look(self) -> Seen:
        values: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
        for entry, name, value, carried in self._db.execute("SELECT * FROM entry_value"):
            values[entry][name] = (value, carried)
        new = self._db.execute("SELECT * FROM log WHERE seq > ? ORDER BY seq", (len(self._log),)).fetchall()
        self._log += new
        assert self._db.execute("SELECT count(*) FROM log").fetchone()[0] == len(self._log), "(c) the log"
        self._every_number_was_typed(new, values)
        entries = (Entry(*row) for row in self._db.execute("SELECT * FROM entry"))
        kept = {name: frozenset(self._db.execute(f"SELECT * FROM {name}")) for name in _KEPT}
        return Seen({entry.id: entry for entry in entries}, dict(values), kept)

    def _every_number_was_typed(
        self, new: list[Row], values: Mapping[int, Mapping[str, tuple[int, int]]]
    ) -> None:
        """(g) Each number that is new in the log stands there in the name of a typist."""
        for row in new:
            if row[6] == "value":
                assert row[4] == "typist", "(g) a number by another than a typist"
                assert int(row[7].split()[1]) in values or "null" in row[8], "(g) a number for no entry"

    def _states(self, now: Seen) -> dict[int, UnitState]:
        live, final = now.live(), now.final
        ever_final = {row[0] for row in now.kept["final_unit"]}
        back = {row[1] for row in now.kept["decision_field"]}
        stands = {row[0] for row in now.kept["let_stand"]}
        return {
            unit: UnitState.FINAL
            if unit in final
            else self._state(now, live.get(unit, {}), back, stands, reopened=unit in ever_final)
            for unit in self._units
        }

    def _state(
        self, now: Seen, live: Mapping[int, Entry], back: set[int], stands: set[int], *, reopened: bool
    ) -> UnitState:
        if not live:
            return UnitState.REOPENED if reopened else UnitState.EMPTY
        for entry in live.values():
            if entry.submitted_at is None and entry.amends is not None:
                return UnitState.REKEY_IN_PROGRESS
            if entry.submitted_at is None:
                return UnitState.FIRST_IN_PROGRESS if len(live) == 1 else UnitState.SECOND_IN_PROGRESS
        if back & {entry.id for entry in live.values()}:
            return UnitState.RETURNED
        if len(live) == 2:
            same = now.numbers(live[1].id) == now.numbers(live[2].id)
            return UnitState.TO_JUDGE if same else UnitState.DIFFERENT
        (only,) = live.values()
        return UnitState.FIRST_WRONG if only.wrong and only.id not in stands else UnitState.FIRST_DONE
