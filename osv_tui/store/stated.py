"""What was stated, read back from the file: dispositions, accounts, errors on paper, corrections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

from osv_tui.election.accountability import (
    AllegedError,
    Correction,
    CountAccount,
    Disposition,
    EntryDifferences,
    FieldChange,
    JudgedFinding,
    UnitAccount,
)
from osv_tui.election.checks import Check, Finding
from osv_tui.election.count import Count
from osv_tui.election.form import FieldId, Form
from osv_tui.store.entries import NOTHING_TYPED, read_count
from osv_tui.store.final_counts import CountedUnit

if TYPE_CHECKING:
    from sqlite_utils import Database

_DIFFERENT_FIELDS = (
    "SELECT count(*) FROM form_field f WHERE f.election = ?3"
    " AND (SELECT value FROM entry_value WHERE entry = ?1 AND field = f.field)"
    " IS NOT (SELECT value FROM entry_value WHERE entry = ?2 AND field = f.field)"
)
_ROW_OF = (
    "(SELECT min(seq) FROM log WHERE action <> 'value' AND action = '{}' AND subject = 'entry ' || e.id)"
)
_STOOD = (
    f"SELECT number, id, {_ROW_OF.format('entry submitted')} AS handed_in,"
    f" {_ROW_OF.format('entry discarded')}, {_ROW_OF.format('field sent back')},"
    " (SELECT seq FROM log JOIN final_unit f ON f.unit = e.unit AND e.id IN (f.first_entry, f.second_entry)"
    "  WHERE action <> 'value' AND action = 'unit reopened' AND subject = 'unit ' || e.unit"
    "  AND detail ->> 'first' = f.first_entry)"
    " FROM entry e WHERE unit = ? AND handed_in IS NOT NULL ORDER BY id"
)
"""Of each entry that was handed in: the row of the log that tells so, and those that end how it stands."""


@dataclass(frozen=True)
class RecordedError:
    """An alleged error on paper that was not withdrawn, with its row in the file."""

    id: int
    error: AllegedError


def unit_account(db: Database, unit: CountedUnit, form: Form, found: tuple[Finding, ...]) -> UnitAccount:
    """All that was stated about a unit as it is counted now; ``found`` is what the checks say of it."""
    stated = dispositions(db, unit.entry)
    return UnitAccount(
        unit=unit.counted.unit,
        count=unit.counted.count,
        findings=tuple(
            JudgedFinding(finding, stated.get((finding.check, finding.subject))) for finding in found
        ),
        count_account=_count_account(db, unit.entry),
        errors=tuple(recorded.error for recorded in errors(db, unit.key)),
        corrections=tuple(_corrections(db, unit.key, form)),
        entry_differences=_entry_differences(db, unit.key),
    )


def dispositions(db: Database, entry: int) -> Mapping[tuple[Check, str], Disposition]:
    """What was stated on the findings of a pair, by check and subject; the last one holds."""
    known = {check.value: check for check in Check}
    return {
        (known[code], subject): Disposition(
            *(known[code], subject, looked_at, found, recounted_by, datetime.fromisoformat(at))
        )
        for code, subject, looked_at, found, recounted_by, at in db.execute(
            'SELECT "check", subject, looked_at, found, recounted_by, at FROM disposition'
            " WHERE entry = ? ORDER BY id",
            (entry,),
        )
        if code in known
    }


def errors(db: Database, unit: int) -> tuple[RecordedError, ...]:
    """The alleged errors on paper at a unit, in the order in which they were recorded."""
    return tuple(
        RecordedError(
            key,
            AllegedError(sheet, FieldId(field), old, new, cause, account, datetime.fromisoformat(at)),
        )
        for key, sheet, field, old, new, cause, account, at in db.execute(
            "SELECT id, sheet, field, old_value, new_value, cause, account, at FROM alleged_error a"
            " WHERE unit = ? AND NOT EXISTS (SELECT 1 FROM withdrawn_error w WHERE w.error = a.id)"
            " ORDER BY id",
            (unit,),
        )
    )


def field_changes(form: Form, old: Count, new: Count) -> tuple[FieldChange, ...]:
    """The fields in which a unit is counted otherwise than before, in the order of the form."""
    return tuple(
        FieldChange(field.id, old.get(field.id), new.get(field.id))
        for field in form.fields
        if old.get(field.id) != new.get(field.id)
    )


def _count_account(db: Database, entry: int) -> CountAccount | None:
    row = db.execute(
        "SELECT cause, account, passes_recounted, ballots_recounted, recounted_by, decided_by, at"
        " FROM count_account WHERE entry = ? ORDER BY id DESC LIMIT 1",
        (entry,),
    ).fetchone()
    if row is None:
        return None
    cause, account, passes, ballots, by, decided, at = row
    return CountAccount(cause, account, passes, ballots, by, decided, datetime.fromisoformat(at))


def _corrections(db: Database, unit: int, form: Form) -> Iterator[Correction]:
    """Each time that the unit was reopened and became final again."""
    pairs = db.execute(
        "SELECT f.first_entry, r.reason, r.at FROM final_unit f"
        " LEFT JOIN reopened_unit r ON r.first_entry = f.first_entry WHERE f.unit = ? ORDER BY f.first_entry",
        (unit,),
    ).fetchall()
    for version, ((old, reason, at), (new, _, _)) in enumerate(pairwise(pairs), 2):
        changes = field_changes(form, read_count(db, old), read_count(db, new))
        yield Correction(version, reason, datetime.fromisoformat(at), changes)


def _entry_differences(db: Database, unit: int) -> EntryDifferences:
    (election,) = db.execute("SELECT election FROM unit WHERE id = ?", (unit,)).fetchone()
    pairs = tuple(_laid_side_by_side(db, unit))
    sent_back, discarded = db.execute(
        "SELECT"
        " (SELECT count(*) FROM decision_field f JOIN decision d ON d.id = f.decision WHERE d.unit = ?1),"
        " (SELECT count(*) FROM discarded d JOIN entry e ON e.id = d.entry"
        "  WHERE e.unit = ?1 AND d.reason <> ?2)",
        (unit, NOTHING_TYPED),
    ).fetchone()
    different = sum(db.execute(_DIFFERENT_FIELDS, (*pair, election)).fetchone()[0] for pair in pairs)
    return EntryDifferences(len(pairs), different, sent_back, discarded)


def _laid_side_by_side(db: Database, unit: int) -> Iterator[tuple[int, int]]:
    """The first and second entries that stood beside each other, also where one of them then lapsed."""
    spans: dict[int, list[tuple[int, int, float]]] = {1: [], 2: []}
    for number, entry, handed_in, *ends in db.execute(_STOOD, (unit,)):
        spans[number].append((entry, handed_in, min((end for end in ends if end), default=inf)))
    for first, since, until in spans[1]:
        for second, also_since, also_until in spans[2]:
            if max(since, also_since) < min(until, also_until):
                yield first, second
