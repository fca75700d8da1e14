"""The tables of the file as the log tells them: every row of the log heard in order.

``position`` of an entry, where its typist was, is the one thing the log does not tell.
"""

from __future__ import annotations

from json import JSONDecoder
from sys import intern
from typing import Any

from osv_tui.store.audit import key_of

_read_json = JSONDecoder().raw_decode

Row = tuple[Any, ...]
Rows = dict[Row, Row]
"""What a table holds: the key and the rest of each row."""

_KEY_COLUMNS = {
    "election": 1, "region": 2, "contest": 1, "candidate_list": 3, "candidate": 4,
    "committee": 1, "unit": 1, "form_field": 2, "gate_opening": 3,
}  # fmt: skip

_DISPOSITION = ("check", "about", "looked_at", "found", "recounted_by")
_ACCOUNT = ("cause", "account", "passes_recounted", "ballots_recounted", "recounted_by", "decided_by")
_LOT = ("release", "ordinal", "question", "drawn", "again")
_DECEASED = ("release", "place", "again")
_ERROR = ("sheet", "field", "old", "new", "cause", "account")


class Told:
    """``values`` holds the numbers by entry and field: the number, and whether it was carried over."""

    def __init__(self) -> None:
        self.values: dict[int, dict[str, tuple[int, int]]] = {}
        self._tables: dict[str, Rows] = {}

    def table(self, name: str) -> Rows:
        return self._tables.setdefault(name, {})

    def hear(
        self,
        seq: int,
        at: str,
        session: int | None,
        person: int | None,
        role: str | None,
        terminal: str | None,
        action: str,
        subject: str,
        text: str,
    ) -> None:
        """Take in a row of the log.

        Raises:
            KeyError, ValueError, TypeError, AttributeError: it does not hold what such a row holds.
        """
        detail, end = _read_json(text)
        if end != len(text):
            raise ValueError(text)
        if action == "value":
            self._value(int(subject[6:]), detail["field"], detail["value"])
            return
        key = key_of(subject)
        match action:
            case "entry begun" | "re-key begun":
                self._entry(key, (detail["unit"], detail["number"], person, session, detail["amends"], at))
            case "entry submitted":
                self._replace("entry", key, 6, at)
                self._replace("entry", key, 7, detail["wrong"])
            case "entry withdrawn" | "entry discarded":
                self.table("discarded")[(key,)] = (session, detail["reason"], at)
            case "decision":
                row = (key, detail["first"], detail["second"], session, at)
                self.table("decision")[(detail["decision"],)] = row
            case "field sent back":
                returned = (detail["decision"], detail["reason"])
                self.table("decision_field")[key, detail["field"]] = returned
            case "unit final":
                self.table("final_unit")[(detail["first"],)] = (key, detail["second"], session, at)
            case "election removed":
                self._forget_election(key)
            case "file read 110a" | "file read 230b" | "file read 110b":
                self._file(key, action[-4:], detail, at)
            case _:
                heard = self._about_release(at, session, action, key, detail)
                if not (heard or self._about_seats(at, session, action, detail)):
                    self._about_people(at, session, person, terminal, action, subject, key, detail)

    def _about_release(
        self, at: str, session: int | None, action: str, key: int, detail: dict[str, Any]
    ) -> bool:
        """Whether it was about what a supervisor states, closes and opens again."""
        by = (session, at)
        row: Row
        match action:
            case "entry let stand" | "entry handed over":
                table = "let_stand" if action == "entry let stand" else "hand_over"
                row = (session, detail["reason"], at)
                self.table(table)[(key,)] = row
            case "unit reopened":
                row = (session, detail["confirmed_by"], detail["reason"], at)
                self.table("reopened_unit")[(detail["first"],)] = row
            case "finding disposed":
                row = (key, *(detail[name] for name in _DISPOSITION), *by)
                self.table("disposition")[(detail["disposition"],)] = row
            case "witness read":
                said = (detail["file_name"], detail["sha256"], detail["canonical_sha256"])
                self.table("witness")[(detail["witness"],)] = (key, *said, *by, detail["sha256"])
                for field, value in detail["values"].items():
                    self.table("witness_value")[detail["witness"], field] = (value,)
            case "difference accounted":
                row = (key, *(detail[name] for name in _ACCOUNT), *by)
                self.table("count_account")[(detail["number"],)] = row
            case "error recorded":
                row = (key, *(detail[name] for name in _ERROR), *by)
                self.table("alleged_error")[(detail["error"],)] = row
            case "error withdrawn":
                self.table("withdrawn_error")[(key,)] = (session, detail["reason"], at)
            case "control sum":
                row = (key, detail["version"], detail["list"], detail["total"], *by)
                self.table("control_sum")[(detail["number"],)] = row
            case "election final":
                row = (key, detail["version"], session, detail["confirmed_by"], at)
                self.table("final_election")[(detail["release"],)] = row
            case "election reopened":
                row = (session, detail["confirmed_by"], detail["reason"], at)
                self.table("reopened_election")[(detail["release"],)] = row
            case "package written":
                row = (detail["release"], detail["folder"], detail["root"], *by)
                self.table("package")[(detail["package"],)] = row
            case _:
                return False
        return True

    def _about_seats(self, at: str, session: int | None, action: str, detail: dict[str, Any]) -> bool:
        """Whether it was about lots and deceased candidates."""
        match action:
            case "lot drawn":
                row = (*(detail[name] for name in _LOT), session, detail["confirmed_by"], at)
                self.table("lot")[(detail["lot"],)] = row
            case "deceased told":
                row = (*(detail[name] for name in _DECEASED), session, detail["confirmed_by"], at)
                self.table("deceased")[(detail["deceased"],)] = row
            case "lot withdrawn" | "deceased withdrawn":
                what = action.removesuffix(" withdrawn")
                row = (session, detail["confirmed_by"], detail["reason"], at)
                self.table(f"withdrawn_{what}")[(detail[what],)] = row
            case _:
                return False
        return True

    def _about_people(
        self,
        at: str,
        session: int | None,
        person: int | None,
        terminal: str | None,
        action: str,
        subject: str,
        key: int,
        detail: dict[str, Any],
    ) -> None:
        match action:
            case "station made":
                made = (subject, detail["method"], detail["practice"], detail["secret"], at)
                self.table("station")[(1,)] = made
            case "person registered":
                self._person(key, person, detail, at)
            case "password changed" | "password reset":
                self._replace("account", key, 3, detail["password"])
                self._replace("account", key, 4, int(action == "password reset"))
                if action == "password reset":
                    self._end_sessions(key, at)
            case "account on" | "account off":
                self._replace("account", key, 5, int(action == "account on"))
                if action == "account off":
                    self._end_sessions(key, at)
            case "signed in":
                self._end_sessions(key, at)
                self.table("session")[(detail["session"],)] = (key, terminal, at, None)
            case "signed out":
                self._end_sessions(key, at)
            case "sitting opened":
                self.table("sitting")[(key,)] = (session, detail["confirmed_by"], at, None)
            case "sitting closed":
                self._replace("sitting", key, 3, at)
            case "set up":
                self.table("setting")[(subject,)] = (detail["value"],)

    def _replace(self, table: str, key: int, column: int, value: object) -> None:
        row = self.table(table)[(key,)]
        self.table(table)[(key,)] = (*row[:column], value, *row[column + 1 :])

    def _person(self, key: int, by: int | None, detail: dict[str, Any], at: str) -> None:
        row = (detail["name"], detail["staff_number"], by, detail["confirmed_by"], at)
        self.table("person")[(key,)] = row
        self.table("account")[(detail["account"],)] = (
            *(key, detail["user_name"], detail["role"]),
            *(detail["password"], detail["must_change"], 1),
        )

    def _end_sessions(self, account: int, at: str) -> None:
        for key, (of, terminal, started, ended) in self.table("session").items():
            if of == account and ended is None:
                self.table("session")[key] = (of, terminal, started, at)

    def _file(self, election: int, kind: str, detail: dict[str, Any], at: str) -> None:
        sha256 = detail["sha256"]
        row = (detail["file_name"], sha256, detail["canonical_sha256"], at, sha256)
        self.table("document")[election, kind, detail["kieskring"]] = row
        for table, rows in detail["rows"].items():
            width = _KEY_COLUMNS[table]
            for cells in rows:
                self.table(table)[tuple(cells[:width])] = tuple(cells[width:])

    def _forget_election(self, election: int) -> None:
        self._tables["unit"] = {key: row for key, row in self.table("unit").items() if row[0] != election}
        for table in (*(name for name in _KEY_COLUMNS if name != "unit"), "document"):
            self._tables[table] = {key: row for key, row in self.table(table).items() if key[0] != election}

    def _entry(self, key: int, row: Row) -> None:
        amends = row[4]
        self.table("entry")[(key,)] = (*row, None, 0)
        self.values[key] = {
            name: (value, 1)
            for name, (value, _) in self.values.get(amends, {}).items()
            if (amends, name) not in self.table("decision_field")
        }

    def _value(self, entry: int, field: str, value: int | None) -> None:
        if value is None:
            self.values[entry].pop(field, None)
        else:
            self.values[entry][intern(field)] = (value, 0)
