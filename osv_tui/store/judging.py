"""What the supervisor judges and accounts for: findings, count differences, alleged errors on paper.

Nothing here can become part of a count. What is judged and accounted for is bound to the entry it is about
and does not outlive it; an alleged error is bound to the unit, because the papers stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from osv_tui.election.accountability import UnitAccount
from osv_tui.election.checks import Finding, findings
from osv_tui.election.form import FieldId, Form
from osv_tui.election.model import ReportingUnit
from osv_tui.election.witness import Comparison, compare
from osv_tui.election.workflow import Act, Role, UnitFacts, UnitState, allows, state
from osv_tui.store import audit, stated
from osv_tui.store.actor import Actor, require
from osv_tui.store.database import StationFile
from osv_tui.store.elections import forms_of
from osv_tui.store.entries import read_count, unit_facts
from osv_tui.store.final_counts import counted_unit, final_counts
from osv_tui.store.problems import Refused
from osv_tui.store.settings import thresholds
from osv_tui.store.stated import RecordedError
from osv_tui.store.typed import NO_REASON, required, typed
from osv_tui.store.witnesses import figures_in_file

if TYPE_CHECKING:
    from sqlite_utils import Database

CHANGED = "Dit stembureau is intussen veranderd. Kijk opnieuw."
_JUDGED = frozenset({UnitState.FIRST_WRONG, UnitState.TO_JUDGE, UnitState.FINAL})


@dataclass(frozen=True)
class Dossier:
    """Everything about one unit that there is to judge, as the supervisor sees it.

    ``key`` is its row in the file and ``entries`` those of its live entries: what is stated is about these
    and no others. ``account`` has the count, the findings and what was stated; ``errors`` the same alleged
    errors with their rows; ``beside_file`` is the count beside the file of the lower level, if there
    is one.
    """

    key: int
    election: int
    state: UnitState
    version: int
    entries: tuple[int, ...]
    form: Form
    account: UnitAccount
    errors: tuple[RecordedError, ...]
    beside_file: Comparison | None = None

    @property
    def unit(self) -> ReportingUnit:
        return self.account.unit

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """What nobody stated anything on yet."""
        return tuple(judged.finding for judged in self.account.findings if judged.disposition is None)


@dataclass(frozen=True)
class CountStatement:
    """What the supervisor types to account for a count difference; as ``CountAccount``."""

    cause: str
    account: str
    passes_recounted: int = 0
    ballots_recounted: int = 0
    recounted_by: str = ""
    decided_by: str = ""


@dataclass(frozen=True)
class ErrorStatement:
    """What the supervisor types about an alleged error; as ``AllegedError``."""

    sheet: str
    field: FieldId
    old: int
    new: int
    cause: str
    account: str


@dataclass(frozen=True)
class DispositionStatement:
    """What the supervisor types about a finding; as ``Disposition``."""

    looked_at: str
    found: str
    recounted_by: str = ""


# Looking -----------------------------------------------------------------------------------------------


def dossier(file: StationFile, actor: Actor, unit: int) -> Dossier:
    """What there is to judge at a unit: an only entry with a wrong sum, two equal entries, or a final unit.

    Raises:
        Refused: there is nothing to judge yet, or the actor is no supervisor.
    """
    with file.reading() as db:
        require(db, actor, Role.SUPERVISOR)
        facts = facts_with_equality(db, unit)
        now, election = state(facts), _election_of(db, unit)
    if now not in _JUDGED:
        raise Refused("Bij dit stembureau is er nu niets te beoordelen.")
    entries = tuple(fact.id for fact in facts.entries)
    counts = final_counts(file, election)
    with file.reading() as db:
        counted = counted_unit(db, counts.election, unit, entries[0])
        form, found = counts.form(counted.number), counts.findings(counted)
        account = stated.unit_account(db, counted, form, found)
        recorded = stated.errors(db, unit)
    beside_file = counts.beside_file(counted)
    return Dossier(unit, election, now, facts.version, entries, form, account, recorded, beside_file)


def facts_with_equality(db: Database, unit: int) -> UnitFacts:
    """The facts of a unit, for a supervisor: also whether its two entries are equal."""
    facts = unit_facts(db, unit)
    equal = db.execute("SELECT 1 FROM equal_pair WHERE unit = ?", (unit,)).fetchone() is not None
    return replace(facts, equal=equal)


# Stating -----------------------------------------------------------------------------------------------


def dispose(
    file: StationFile,
    actor: Actor,
    seen: Dossier,
    chosen: Iterable[Finding],
    statement: DispositionStatement,
) -> None:
    """State on ``chosen`` what was looked at on paper, what was found, and who counted again if anybody did.

    Raises:
        Refused: a text is empty or cannot be printed, the entries are no longer those that were seen, the
            actor typed here, or the election is released.
    """
    looked_at = required(statement.looked_at, "Vul in wat u op papier hebt bekeken.")
    found = required(statement.found, "Vul in wat u op papier vond.")
    recounted_by = typed(statement.recounted_by)
    now = file.now()
    with file.transaction() as db:
        entry = _require_seen(db, actor, seen, Act.JUDGE)
        for finding in chosen:
            key, code = audit.next_key(db, "disposition"), finding.check.value
            audit.write(
                *(db, now, actor, "finding disposed", f"entry {entry}"),
                disposition=key,
                check=code,
                about=finding.subject,
                looked_at=looked_at,
                found=found,
                recounted_by=recounted_by,
            )
            told = (entry, code, finding.subject, looked_at, found, recounted_by)
            db.execute(
                "INSERT INTO disposition VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (key, *told, actor.session, now)
            )


def account_for(file: StationFile, actor: Actor, seen: Dossier, statement: CountStatement) -> None:
    """Account for the count difference of a unit; a later account takes the place of an earlier one.

    Raises:
        Refused: a text is empty, it was counted again and not told by whom and on whose decision, or as
            ``dispose``.
    """
    cause = required(statement.cause, "Vul de oorzaak in.")
    account = required(statement.account, "Vul de verantwoording in.")
    passes, ballots = statement.passes_recounted, statement.ballots_recounted
    by, decided = typed(statement.recounted_by), typed(statement.decided_by)
    if passes or ballots:
        required(by, "Vul in wie opnieuw telde.")
        required(decided, "Vul in wie besloot om opnieuw te tellen.")
    now = file.now()
    with file.transaction() as db:
        entry = _require_seen(db, actor, seen, Act.JUDGE)
        key = audit.next_key(db, "count_account")
        audit.write(
            *(db, now, actor, "difference accounted", f"entry {entry}"),
            number=key,
            cause=cause,
            account=account,
            passes_recounted=passes,
            ballots_recounted=ballots,
            recounted_by=by,
            decided_by=decided,
        )
        db.execute(
            "INSERT INTO count_account VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (key, entry, cause, account, passes, ballots, by, decided, actor.session, now),
        )


def record_error(file: StationFile, actor: Actor, seen: Dossier, statement: ErrorStatement) -> None:
    """Record that a figure of a counting team differs from what was added up later. No count changes by it.

    Raises:
        Refused: a text is empty, the two figures are equal, the field is not on the form, or as ``dispose``.
    """
    sheet = required(statement.sheet, "Vul in op welk papier het staat.")
    cause = required(statement.cause, "Vul de oorzaak in.")
    account = required(statement.account, "Vul de verantwoording in.")
    field, old, new = statement.field, statement.old, statement.new
    if old == new:
        raise Refused("De twee getallen zijn gelijk. Dan is er geen fout om te verantwoorden.")
    if field not in seen.form.by_id:
        raise Refused("Dit veld staat niet op het formulier.")
    now = file.now()
    with file.transaction() as db:
        _require_unchanged(db, actor, seen)
        key = audit.next_key(db, "alleged_error")
        audit.write(
            *(db, now, actor, "error recorded", f"unit {seen.key}"),
            error=key,
            sheet=sheet,
            field=field,
            old=old,
            new=new,
            cause=cause,
            account=account,
        )
        db.execute(
            "INSERT INTO alleged_error VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (key, seen.key, sheet, field, old, new, cause, account, actor.session, now),
        )


def withdraw_error(file: StationFile, actor: Actor, error: int, reason: str) -> None:
    """Withdraw an alleged error that was recorded by mistake; it stays in the file.

    Raises:
        Refused: there is no reason that can be printed, it was withdrawn before, or the election is released.
    """
    why = required(reason, NO_REASON)
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.SUPERVISOR)
        audit.write(db, now, actor, "error withdrawn", f"error {error}", reason=why)
        db.execute("INSERT INTO withdrawn_error VALUES (?, ?, ?, ?)", (error, actor.session, why, now))


# Final of itself -------------------------------------------------------------------------------------------


def finalise_equal(file: StationFile, actor: Actor) -> None:
    """Declare final the units of which two entries are equal and nothing is left to judge."""
    ready = _ready(file)
    if not ready:
        return
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.SUPERVISOR)
        still = set(db.execute("SELECT unit, first_entry, second_entry FROM equal_pair"))
        for pair in ready:
            if pair in still:  # another supervisor may have been first
                unit, first, second = pair
                audit.write(db, now, actor, "unit final", f"unit {unit}", first=first, second=second)
                db.execute("INSERT INTO final_unit VALUES (?, ?, ?, ?, ?)", (*pair, actor.session, now))


def _ready(file: StationFile) -> tuple[tuple[int, int, int], ...]:
    """The pairs of equal entries, with their unit, of which every finding is judged."""
    limits, ready = thresholds(file), []
    with file.reading() as db:
        pairs = db.execute(
            "SELECT u.election, u.number, u.eligible, p.unit, p.first_entry, p.second_entry"
            " FROM equal_pair p JOIN unit u ON u.id = p.unit ORDER BY u.election, u.number"
        ).fetchall()
        for election, of_election in groupby(pairs, key=itemgetter(0)):
            forms = forms_of(db, election)
            for _, number, eligible, *pair in of_election:
                form, count = forms(number), read_count(db, pair[1])
                found = findings(form, count.values, eligible, limits)
                if in_file := figures_in_file(db, pair[0]):
                    found = (*found, *compare(form, count, in_file).findings)
                judged = stated.dispositions(db, pair[1]) if found else {}
                if all((finding.check, finding.subject) in judged for finding in found):
                    ready.append(tuple(pair))
    return tuple(ready)


def _election_of(db: Database, unit: int) -> int:
    return int(db.execute("SELECT election FROM unit WHERE id = ?", (unit,)).fetchone()[0])


def _require_seen(db: Database, actor: Actor, seen: Dossier, act: Act) -> int:
    """The entry that is judged, if ``act`` can be done and the unit still has the entries that were seen."""
    if not allows(state(_require_unchanged(db, actor, seen)), act):
        raise Refused(CHANGED)
    return seen.entries[0]


def _require_unchanged(db: Database, actor: Actor, seen: Dossier) -> UnitFacts:
    require(db, actor, Role.SUPERVISOR)
    facts = facts_with_equality(db, seen.key)
    if tuple(fact.id for fact in facts.entries) != seen.entries:
        raise Refused(CHANGED)
    return facts
