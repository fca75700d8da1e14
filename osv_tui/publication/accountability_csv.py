"""The account of differences and the control sheet as CSV: the rows of the documents, for whoever computes.

In the form of ``osv4_3``: byte order mark, ``;`` between cells, every cell in quotes, one line feed after
each row. A free text that a spreadsheet would run as a formula (it begins, after blanks, with ``=``, ``+``,
``-`` or ``@``, or with a tab) gets an apostrophe before it; that is the only thing done to it. Names stand as
they were read: the rule for names (``osv_tui.eml.texts``) keeps formulas out. Numbers are never touched, so a
difference of -1 is -1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from osv_tui.documents.accounted import (
    Figures,
    field_name,
    figure_name,
    has_something,
    in_order_of,
    list_name,
    signed,
    used_figure,
)
from osv_tui.documents.wording import moment
from osv_tui.election.accountability import (
    AllegedError,
    Correction,
    FieldChange,
    JudgedFinding,
    Release,
    UnitAccount,
)
from osv_tui.election.check_pages import title
from osv_tui.election.form import FieldKind, Form, total_field, unit_form
from osv_tui.election.model import UnitKind
from osv_tui.election.tally import Tally
from osv_tui.election.unit_words import said_of
from osv_tui.eml.texts import starts_formula


class _Column(Enum):
    """The columns of the account, in their order; the value is the heading."""

    KIND = "Soort"
    UNIT = "Nummer stembureau"
    NAME = "Stembureau"
    POSTAL_CODE = "Postcode"
    ADMITTED = "Toegelaten kiezers (D)"
    FOUND = "Getelde stembiljetten (H)"
    SURPLUS = "H min D"
    MORE = "Meer geteld"
    FEWER = "Minder geteld"
    NOT_RETURNED = "Stembiljet niet ingeleverd"
    TOO_FEW_ISSUED = "Stembiljet te weinig uitgereikt"
    TOO_MANY_ISSUED = "Stembiljet te veel uitgereikt"
    NO_EXPLANATION = "Geen verklaring"
    OTHER_EXPLANATION = "Andere verklaring"
    REST = "Rest zonder verklaring"
    CHECK = "Melding"
    SUBJECT = "Veld, lijst of wat er is gezien"
    SHEET = "Staat op"
    OLD = "Oud getal"
    NEW = "Nieuw getal"
    DIFFERENCE = "Verschil"
    USED = "Getal in de uitslag"
    CAUSE = "Oorzaak of reden"
    ACCOUNT = "Verantwoording"
    LOOKED_AT = "Bekeken op papier"
    FOUND_ON_PAPER = "Gevonden"
    PASSES = "Passen opnieuw geteld (keer)"
    BALLOTS = "Stembiljetten opnieuw geteld (keer)"
    RECOUNTED_BY = "Opnieuw geteld door"
    DECIDED_BY = "Op besluit van"
    VERSION = "Versie van het stembureau"
    AT = "Moment"


_COUNT_COLUMNS = (
    *(_Column.NOT_RETURNED, _Column.TOO_FEW_ISSUED, _Column.TOO_MANY_ISSUED),
    *(_Column.NO_EXPLANATION, _Column.OTHER_EXPLANATION),
)

_NOT_ABOVE = frozenset(
    (
        *(_Column.POSTAL_CODE, _Column.ADMITTED, _Column.FOUND, _Column.SURPLUS, _Column.REST),
        *(_Column.PASSES, _Column.BALLOTS, _Column.DECIDED_BY),
    )
)
"""What is known of a polling station only."""

_Cells = dict[_Column, str]
"""A row inside this module: what is not in it stays empty."""


def accountability_csv(release: Release) -> bytes:
    """A row for each thing accounted for, in the order of the document; *Soort* says which kind it is.

    Kinds: «telverschil», «gemelde fout», «melding», «correctie» (a row per field, or one if no number
    changed), «niets te verantwoorden» for a unit without anything, «met de hand opgeteld» for a list that was
    added by hand. What typists read differently is not in it: that is no difference of the vote.

    Above a municipality every unit has a row «opgetelde verschillen», with the sums of what its stations
    had, in the place of the first and the fifth of these.
    """
    kind = release.tally.election.unit_kind
    columns = tuple(each for each in _Column if kind is UnitKind.STATION or each not in _NOT_ABOVE)
    election, method = release.tally.election, release.tally.method
    rows = (
        row
        for account in release.accounts
        for row in _unit_rows(release, unit_form(election, method, account.unit.number), account)
    )
    return _file(
        tuple(said_of(kind, column.value) for column in columns),
        *(_line_up(row, columns) for row in (*rows, *_control_sums(release))),
    )


def control_sheet_csv(tally: Tally) -> bytes:
    """A row for each unit at each list, with its votes; the sum of a list is not in it, as on paper.

    Only a station has a postal code.
    """
    kind = tally.election.unit_kind
    of_stations = kind is UnitKind.STATION
    rows = (
        (
            *(str(each.number), each.display_name, str(counted.unit.number), counted.unit.name),
            *((counted.unit.postal_code or "",) if of_stations else ()),
            str(counted.figure(total_field(each.number))),
        )
        for each in tally.election.numbered_lists
        for counted in tally.units
    )
    unit = (said_of(kind, "Nummer stembureau"), said_of(kind, "Stembureau"))
    postal_code = ("Postcode",) if of_stations else ()
    return _file(("Lijstnummer", "Lijst", *unit, *postal_code, "Aantal stemmen"), *rows)


def _file(*rows: tuple[str, ...]) -> bytes:
    return "".join(map(_line, rows)).encode("utf-8-sig")


def _line(cells: Iterable[str]) -> str:
    return ";".join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\n"


def _line_up(row: _Cells, columns: Iterable[_Column]) -> tuple[str, ...]:
    return tuple(row.get(column, "") for column in columns)


def _free(text: str) -> str:
    """A text that somebody typed, harmless to a spreadsheet."""
    return f"'{text}" if text.startswith("\t") or starts_formula(text) else text


def _unit_rows(release: Release, form: Form, account: UnitAccount) -> Iterator[_Cells]:
    unit = account.unit
    place = {
        _Column.UNIT: str(unit.number),
        _Column.NAME: unit.name,
        _Column.POSTAL_CODE: unit.postal_code or "",
    }
    for row in _rows(release, form, account):
        yield {**place, **row}


def _rows(release: Release, form: Form, account: UnitAccount) -> Iterator[_Cells]:
    if release.tally.election.unit_kind is not UnitKind.STATION:
        yield {_Column.KIND: "opgetelde verschillen", **_stated(account)}
    elif not has_something(account):
        yield {_Column.KIND: "niets te verantwoorden", **_figures(account)}
    if account.has_count_difference or account.count_account:
        yield _count_difference(account)
    for error in account.errors:
        yield _error(release, form, account, error)
    for judged in account.findings:
        yield _finding(judged, release.tally.election.unit_kind)
    for correction in account.corrections:
        yield from _correction(release, form, correction)


def _figures(account: UnitAccount) -> _Cells:
    figures = Figures.of(account.count)
    return {
        _Column.ADMITTED: str(figures.admitted),
        _Column.FOUND: str(figures.found),
        _Column.SURPLUS: signed(figures.difference),
        **_stated(account),
        _Column.REST: str(figures.rest),
    }


def _stated(account: UnitAccount) -> _Cells:
    """What the paper says of the difference, and how it explains it."""
    figures = Figures.of(account.count)
    numbers = (figures.more, figures.fewer, *figures.explanations)
    return dict(zip((_Column.MORE, _Column.FEWER, *_COUNT_COLUMNS), map(str, numbers), strict=True))


def _count_difference(account: UnitAccount) -> _Cells:
    row = {_Column.KIND: "telverschil", **_figures(account)}
    stated = account.count_account
    if stated is None:
        return row
    return {
        **row,
        _Column.CAUSE: _free(stated.cause),
        _Column.ACCOUNT: _free(stated.account),
        _Column.PASSES: str(stated.passes_recounted),
        _Column.BALLOTS: str(stated.ballots_recounted),
        _Column.RECOUNTED_BY: _free(stated.recounted_by),
        _Column.DECIDED_BY: _free(stated.decided_by),
        _Column.AT: moment(stated.at),
    }


def _error(release: Release, form: Form, account: UnitAccount, error: AllegedError) -> _Cells:
    return {
        _Column.KIND: "gemelde fout",
        _Column.SUBJECT: field_name(release.tally.election, form, error.field),
        _Column.SHEET: _free(error.sheet),
        _Column.OLD: figure_name(form, error.field, error.old),
        _Column.NEW: figure_name(form, error.field, error.new),
        _Column.DIFFERENCE: signed(error.new - error.old),
        _Column.USED: figure_name(form, error.field, used_figure(account, error.field)),
        _Column.CAUSE: _free(error.cause),
        _Column.ACCOUNT: _free(error.account),
        _Column.AT: moment(error.at),
    }


def _finding(judged: JudgedFinding, kind: UnitKind) -> _Cells:
    row = {
        _Column.KIND: "melding",
        _Column.CHECK: f"{judged.finding.check.value} {title(judged.finding.check, kind)}",
        _Column.SUBJECT: _free(judged.finding.supervisor_text),
    }
    stated = judged.disposition
    if stated is None:
        return row
    return {
        **row,
        _Column.LOOKED_AT: _free(stated.looked_at),
        _Column.FOUND_ON_PAPER: _free(stated.found),
        _Column.RECOUNTED_BY: _free(stated.recounted_by),
        _Column.AT: moment(stated.at),
    }


def _correction(release: Release, form: Form, correction: Correction) -> Iterator[_Cells]:
    row = {
        _Column.KIND: "correctie",
        _Column.CAUSE: _free(correction.reason),
        _Column.VERSION: str(correction.version),
        _Column.AT: moment(correction.reopened_at),
    }
    if not correction.changes:
        yield row
    for change in in_order_of(form, correction.changes):
        yield {**row, **_change(release, form, change)}


def _change(release: Release, form: Form, change: FieldChange) -> _Cells:
    row = {
        _Column.SUBJECT: field_name(release.tally.election, form, change.field),
        _Column.OLD: figure_name(form, change.field, change.old),
        _Column.NEW: figure_name(form, change.field, change.new),
    }
    is_question = form.by_id[change.field].kind is FieldKind.QUESTION
    if is_question or change.old is None or change.new is None:
        return row
    return {**row, _Column.DIFFERENCE: signed(change.new - change.old)}


def _control_sums(release: Release) -> Iterator[_Cells]:
    lists = {each.number: each for each in release.tally.election.numbered_lists}
    for each in release.control_sums:
        counted = release.tally.total(total_field(each.list_number))
        yield {
            _Column.KIND: "met de hand opgeteld",
            _Column.SUBJECT: list_name(lists[each.list_number]),
            _Column.NEW: str(each.total),
            _Column.DIFFERENCE: signed(each.total - counted),
            _Column.USED: str(counted),
        }
