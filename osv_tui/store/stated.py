"""What was stated, read back from the file: dispositions, accounts, errors on paper, corrections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
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
    decided = db.execute(
        "SELECT first_entry, second_entry FROM decision WHERE unit = ? AND second_entry IS NOT NULL", (unit,)
    ).fetchall()
    compared, sent_back, discarded = db.execute(
        "SELECT (SELECT count(*) FROM final_unit WHERE unit = ?1),"
        " (SELECT count(*) FROM decision_field f JOIN decision d ON d.id = f.decision WHERE d.unit = ?1),"
        " (SELECT count(*) FROM discarded d JOIN entry e ON e.id = d.entry"
        "  WHERE e.unit = ?1 AND d.reason <> ?2)",
        (unit, NOTHING_TYPED),
    ).fetchone()
    different = sum(
        db.execute(_DIFFERENT_FIELDS, (first, second, election)).fetchone()[0] for first, second in decided
    )
    return EntryDifferences(compared + len(decided), different, sent_back, discarded)
