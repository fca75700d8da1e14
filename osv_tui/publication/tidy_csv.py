"""The count as one long table, ``stembureaus.csv``: on each row one figure of one unit.

UTF-8, ``,`` between cells, a line feed after each row, quotes only where RFC 4180 needs them. No totals: who
adds up must come to the totals of the count file. A name that a spreadsheet would run as a formula gets an
apostrophe before it. The figures are those of ``osv4_3``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from osv_tui.election import form as f
from osv_tui.election.form import FieldId, candidate_field, count_form, total_field
from osv_tui.election.level_votes import Place
from osv_tui.election.tally import Tally, UnitCount
from osv_tui.eml.short_codes import short_codes, voted
from osv_tui.eml.texts import starts_formula
from osv_tui.publication.equality import Unequal, require_same_lines

HEADER = (
    *("verkiezing", "gebied_nummer", "gebied_naam", "soort"),
    *("lijst", "lijst_naam", "volgnummer", "kandidaat", "aantal"),
)
ELIGIBLE, LIST, CANDIDATE = "opgeroepen", "lijst", "kandidaat"
KINDS = {
    f.POLL_CARDS: "geldige_stempassen",
    f.PROXIES: "geldige_volmachtbewijzen",
    f.VOTER_PASSES: "geldige_kiezerspassen",
    f.ADMITTED: "toegelaten_kiezers",
    f.VALID: "geldige_stembiljetten",
    f.BLANK: "blanco_stembiljetten",
    f.INVALID: "ongeldige_stembiljetten",
    f.MORE: "meer_stembiljetten",
    f.FEWER: "minder_stembiljetten",
    f.NOT_RETURNED: "niet_ingeleverd",
    f.TOO_FEW_ISSUED: "te_weinig_uitgereikt",
    f.TOO_MANY_ISSUED: "te_veel_uitgereikt",
    f.NO_EXPLANATION: "geen_verklaring",
    f.OTHER_EXPLANATION: "andere_verklaring",
}

Row = tuple[str, ...]


def tidy_csv(tally: Tally) -> bytes:
    """The table: its header, then the rows of each unit in the order of the form."""
    table = io.BytesIO()
    with io.TextIOWrapper(table, "utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(HEADER)
        written = _fields(tally)
        for counted in tally.units:
            writer.writerows(_rows(tally, counted, written))
        out.flush()
        return table.getvalue()


def require_equal_tidy(path: Path, content: bytes, tally: Tally) -> None:
    """Read the table back: added up per list and candidate it gives the tally, and all it says is as it was.

    Raises:
        Unequal: it says something else than ``tally``, or than ``content``.
        OSError: the disk.
    """
    found = path.read_bytes()
    sums: dict[tuple[str, str, str], int] = {}
    try:
        rows = csv.reader(io.TextIOWrapper(io.BytesIO(found), "utf-8", newline=""))
        next(rows, None)
        for row in rows:
            key = row[3], row[4], row[6]
            sums[key] = sums.get(key, 0) + int(row[8])
    except (UnicodeDecodeError, csv.Error, ValueError, IndexError) as error:
        raise Unequal(f"{path.name} is geen leesbare tabel.") from error
    for place, total in _totals(tally):
        if sums.get(place) != total:
            said = " ".join(filter(None, place))
            raise Unequal(
                f"{path.name}, {said}: de som is {sums.get(place, 'er niet')}, het moet {total} zijn."
            )
    require_same_lines(path, found, content)


def _fields(tally: Tally) -> tuple[tuple[FieldId, str], ...]:
    """What the form has of the figures beside the votes, with the word for it."""
    known = count_form(tally.election, tally.method).by_id
    return tuple((field, word) for field, word in KINDS.items() if field in known)


def _totals(tally: Tally) -> Iterator[tuple[tuple[str, str, str], int]]:
    for field, word in _fields(tally):
        yield (word, "", ""), tally.total(field)
    for each in tally.election.numbered_lists:
        yield (LIST, str(each.number), ""), tally.total(total_field(each.number))
        if tally.election.lists_differ:
            people = voted(tally, each.number)
            yield from (((CANDIDATE, str(each.number), one.label), one.total) for one in people)
            continue
        for candidate in each.candidates:
            place = CANDIDATE, str(each.number), str(candidate.number)
            yield place, tally.total(candidate_field(each.number, candidate.number))


def _rows(tally: Tally, counted: UnitCount, written: tuple[tuple[FieldId, str], ...]) -> Iterator[Row]:
    unit, election = counted.unit, tally.election.of_unit(counted.unit.number)
    codes = short_codes(tally.election) if election.lists_differ else {}
    place = election.id, str(unit.number), _harmless(unit.name)
    eligible = unit.eligible or counted.figure(f.ELIGIBLE)
    yield (*place, ELIGIBLE, "", "", "", "", str(eligible))
    for field, word in written:
        yield (*place, word, "", "", "", "", str(counted.figure(field)))
    for each in election.lists:
        of = str(each.number), _harmless(each.display_name)
        yield (*place, LIST, *of, "", "", str(counted.figure(total_field(each.number))))
        for candidate in each.candidates:
            votes = counted.figure(candidate_field(each.number, candidate.number))
            name = _harmless(candidate.sort_name)
            label = codes.get(Place(each.number, candidate.number, each.kieskring), str(candidate.number))
            yield (*place, CANDIDATE, *of, label, name, str(votes))


def _harmless(name: str) -> str:
    return f"'{name}" if starts_formula(name) else name
