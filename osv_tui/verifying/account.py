"""The account of differences, read back from its table: what it tells besides the numbers of the count.

The table has every text of the document. Only which version it is, and how much the typists differed, stands
in the document alone.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import StringIO
from itertools import groupby

from osv_tui.documents.accounted import field_name
from osv_tui.election.accountability import (
    AllegedError,
    ControlSum,
    Correction,
    CountAccount,
    Disposition,
    EntryDifferences,
    FieldChange,
    JudgedFinding,
    Release,
    UnitAccount,
)
from osv_tui.election.finding import Check, Finding
from osv_tui.election.form import Answer, FieldId, unit_form
from osv_tui.election.model import UnitKind
from osv_tui.election.tally import Tally
from osv_tui.election.unit_words import said_of
from osv_tui.eml.texts import starts_formula

FOUND = "Getelde stembiljetten (H)"
UNIT = "Nummer stembureau"
_ANSWERS = {
    "niet ingevuld": None,
    "niets ingevuld": Answer.NOT_TICKED.value,
    "ja": Answer.YES.value,
    "nee": Answer.NO.value,
}
_ENTRIES = "Bijlage: verschillen tussen de twee invoeren"
_LAST_HEADING = "Invoeren vervallen"
_COLUMNS = {said_of(kind, name): name for kind in UnitKind for name in (UNIT, "Versie van het stembureau")}
"""What a column is called at each level, with its name at a municipality."""

Row = Mapping[str, str]


def read_rows(content: bytes) -> list[Row]:
    """The rows of the table by the headings of its columns.

    Raises:
        ValueError: it is no table, or not one of an account.
    """
    try:
        first, *rows = csv.reader(
            StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";", strict=True
        )
        head = [_COLUMNS.get(name, name) for name in first]
        found: list[Row] = [dict(zip(head, row, strict=True)) for row in rows]
    except csv.Error as error:
        raise ValueError("no table") from error
    if not {"Soort", UNIT} <= set(head):
        raise ValueError("no account")
    return found


def ballots_found(rows: Sequence[Row]) -> dict[int, int]:
    """H of each station of which the table has it: the count file has only its parts."""
    stated = ((row[UNIT], row.get(FOUND, "")) for row in rows)
    return {int(unit): int(found) for unit, found in stated if unit.isdecimal() and found.isdecimal()}


def read_release(rows: Sequence[Row], texts: Sequence[str], tally: Tally, at: datetime) -> Release:
    """The release as the table tells it, with the numbers of ``tally``; ``texts`` are those of the document.

    Raises:
        ValueError: a row does not say what such a row says.
        LookupError: it is about a station, field, list or check that there is not.
    """
    reader = _Reader(tally, " ".join(" ".join(texts).split()))
    entries = dict(_entries(texts))
    told = {unit: list(of) for unit, of in groupby(rows, key=lambda row: row[UNIT])}
    accounts = tuple(
        replace(
            reader.account(UnitAccount(each.unit, each.count), told.get(str(each.unit.number), [])),
            entry_differences=entries.get(each.unit.number, EntryDifferences(compared=1)),
        )
        for each in tally.units
    )
    return Release(tally, _version(texts), at, accounts, tuple(reader.sums(told.get("", []))))


def _version(texts: Sequence[str]) -> int:
    belongs = texts[texts.index("Hoort bij") + 1] if "Hoort bij" in texts else ""
    return int(belongs.rpartition(" ")[2])


def _entries(texts: Sequence[str]) -> Iterator[tuple[int, EntryDifferences]]:
    """How much the typists differed, from the annex of the document."""
    if _ENTRIES not in texts or _LAST_HEADING not in texts:
        return
    at = len(texts) - list(reversed(texts)).index(_LAST_HEADING)
    while texts[at : at + 1] and texts[at].isdecimal():
        unit, _, *numbers = texts[at : at + 6]
        yield int(unit), EntryDifferences(*map(int, numbers))
        at += 6


@dataclass(frozen=True)
class _Reader:
    """Reads rows; ``whole`` is all the text of the document, to tell what was typed from what was added."""

    tally: Tally
    whole: str

    def account(self, account: UnitAccount, rows: Sequence[Row]) -> UnitAccount:
        kinds = {
            kind: [row for row in rows if row["Soort"] == kind] for kind in {row["Soort"] for row in rows}
        }
        stated = [row for row in kinds.get("telverschil", []) if row["Moment"]]
        return replace(
            account,
            count_account=self._count_account(stated[0]) if stated else None,
            errors=tuple(map(self._error, kinds.get("gemelde fout", []))),
            findings=tuple(map(self._finding, kinds.get("melding", []))),
            corrections=tuple(self._corrections(kinds.get("correctie", []))),
        )

    def sums(self, rows: Sequence[Row]) -> Iterator[ControlSum]:
        """The lists that were added by hand."""
        for row in rows:
            if row["Soort"] == "met de hand opgeteld":
                yield ControlSum(int(row[_SUBJECT].split(" ")[1]), int(row["Nieuw getal"]))

    def _count_account(self, row: Row) -> CountAccount:
        return CountAccount(
            cause=self._typed(row["Oorzaak of reden"]),
            account=self._typed(row["Verantwoording"]),
            passes_recounted=int(row["Passen opnieuw geteld (keer)"]),
            ballots_recounted=int(row["Stembiljetten opnieuw geteld (keer)"]),
            recounted_by=self._typed(row["Opnieuw geteld door"]),
            decided_by=self._typed(row["Op besluit van"]),
            at=_moment(row),
        )

    def _error(self, row: Row) -> AllegedError:
        old, new = _figure(row["Oud getal"]), _figure(row["Nieuw getal"])
        if old is None or new is None:
            raise ValueError("a number is missing")
        return AllegedError(
            sheet=self._typed(row["Staat op"]),
            field=self._field(row),
            old=old,
            new=new,
            cause=self._typed(row["Oorzaak of reden"]),
            account=self._typed(row["Verantwoording"]),
            at=_moment(row),
        )

    def _finding(self, row: Row) -> JudgedFinding:
        check = Check(row["Melding"].partition(" ")[0])
        finding = Finding(check, (), "", self._typed(row[_SUBJECT]))
        if not row["Moment"]:
            return JudgedFinding(finding, None)
        disposition = Disposition(
            check=check,
            subject="",
            looked_at=self._typed(row["Bekeken op papier"]),
            found=self._typed(row["Gevonden"]),
            recounted_by=self._typed(row["Opnieuw geteld door"]),
            at=_moment(row),
        )
        return JudgedFinding(finding, disposition)

    def _corrections(self, rows: Sequence[Row]) -> Iterator[Correction]:
        for version, group in groupby(rows, key=lambda row: row["Versie van het stembureau"]):
            of = list(group)
            changes = (
                FieldChange(self._field(row), _figure(row["Oud getal"]), _figure(row["Nieuw getal"]))
                for row in of
                if row[_SUBJECT]
            )
            reason = self._typed(of[0]["Oorzaak of reden"])
            yield Correction(int(version), reason, _moment(of[0]), tuple(changes))

    def _field(self, row: Row) -> FieldId:
        form = unit_form(self.tally.election, self.tally.method, int(row[UNIT]))
        names = {field_name(self.tally.election, form, field.id): field.id for field in form.fields}
        return names[row[_SUBJECT]]

    def _typed(self, cell: str) -> str:
        """A text without the apostrophe that keeps a spreadsheet from running it, unless it was typed."""
        bare = cell.removeprefix("'")
        is_added = bare != cell and (bare.startswith("\t") or starts_formula(bare))
        return bare if is_added and " ".join(cell.split()) not in self.whole else cell


_SUBJECT = "Veld, lijst of wat er is gezien"


def _figure(cell: str) -> int | None:
    return _ANSWERS[cell] if cell in _ANSWERS else int(cell)


def _moment(row: Row) -> datetime:
    return datetime.strptime(row["Moment"], "%d-%m-%Y %H:%M:%S")  # noqa: DTZ007
