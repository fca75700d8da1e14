"""The release of an election by two officials, its reopening, and that of a final unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from osv_tui.election.accountability import ControlSum, Release, Replaced, UnitAccount, UnitChanges
from osv_tui.election.release_gate import (
    Blocker,
    Blocking,
    blocked_accounts,
    blocked_control,
    blocked_units,
)
from osv_tui.election.tally import Tally
from osv_tui.election.workflow import ELECTION_TRANSITIONS, ElectionAct, ElectionState, Role
from osv_tui.store import audit, decisions, distributing, stated
from osv_tui.store.actor import Actor, require
from osv_tui.store.check import first_contradiction
from osv_tui.store.database import StationFile
from osv_tui.store.elections import election_lines
from osv_tui.store.entries import read_count
from osv_tui.store.final_counts import FinalCounts, final_counts
from osv_tui.store.problems import Refused
from osv_tui.store.signing_in import Credentials, witness
from osv_tui.store.typed import NO_REASON, required

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True)
class WrittenPackage:
    """A folder that was written to publish a release; ``root`` is the SHA-256 of its list of ``files``."""

    version: int
    folder: str
    root: str
    files: int = 0


# The gate ----------------------------------------------------------------------------------------------


def gate(file: StationFile, actor: Actor, election: int) -> tuple[Blocker, ...]:
    """What still stands between ``election`` and its release, apart from the chain and the network.

    Units that turn out to have nothing left to judge are declared final first.
    """
    lines = tuple(line for line in decisions.overview(file, actor) if line.election == election)
    complete = next(line.complete for line in election_lines(file) if line.key == election)
    if not complete or not lines:
        return (Blocker(Blocking.FILES, "Nog niet alle bestanden van deze verkiezing zijn ingelezen."),)
    open_units = blocked_units((line.unit.number, line.state) for line in lines)
    counts = final_counts(file, election)
    control = control_sums(file, election)
    of_tally = blocked_control(counts.tally, control) if not open_units else ()
    return (*open_units, *blocked_accounts(_accounts(file, counts), counts.election.unit_kind), *of_tally)


def control_sums(file: StationFile, election: int) -> tuple[ControlSum, ...]:
    """The last sum by hand of each list that was drawn for the coming release, or for the current one."""
    rows = file.rows(
        "SELECT list, total FROM control_sum c WHERE election = ?1 AND version = ?2 AND id ="
        " (SELECT max(id) FROM control_sum WHERE election = ?1 AND version = ?2 AND list = c.list)"
        " ORDER BY list",
        election,
        version_of(file, election),
    )
    return tuple(ControlSum(*row) for row in rows)


def add_control_sum(file: StationFile, actor: Actor, election: int, drawn: ControlSum) -> None:
    """Record the total of a list that was drawn by lot, as it was added by hand from the papers.

    A later sum of the same list takes the place of an earlier one; all of them stay in the file.

    Raises:
        Refused: the election has no such list, or is released.
    """
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.SUPERVISOR)
        key, version = audit.next_key(db, "control_sum"), _next_version(db, election)
        audit.write(
            *(db, now, actor, "control sum", f"election {election}"),
            number=key,
            version=version,
            list=drawn.list_number,
            total=drawn.total,
        )
        db.execute(
            "INSERT INTO control_sum VALUES (?, ?, ?, ?, ?, ?, ?)",
            (key, election, version, drawn.list_number, drawn.total, actor.session, now),
        )


# Release and reopening -----------------------------------------------------------------------------------


def release(file: StationFile, actor: Actor, second: Credentials, election: int) -> datetime:
    """Declare an election final; ``second`` is the other official. Returns the moment its documents carry.

    Raises:
        Refused: something still blocks it, the file is not what its log tells, or nobody else confirmed.
    """
    blockers = gate(file, actor, election)
    if blockers:
        raise Refused(blockers[0].text)
    require_sound(file)
    confirmed_by = witness(file, actor, second, Role.SUPERVISOR)
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.SUPERVISOR)
        _require_allowed(db, election, ElectionAct.RELEASE)
        key, version = audit.next_key(db, "final_election"), _next_version(db, election)
        audit.write(
            *(db, now, actor, "election final", f"election {election}"),
            release=key,
            version=version,
            confirmed_by=confirmed_by,
        )
        db.execute(
            "INSERT INTO final_election VALUES (?, ?, ?, ?, ?, ?)",
            (key, election, version, actor.session, confirmed_by, now),
        )
    return datetime.fromisoformat(now)


def reopen_election(
    file: StationFile, actor: Actor, second: Credentials, election: int, reason: str
) -> tuple[WrittenPackage, ...]:
    """Open a released election again; returns the packages that were written of it and now are void.

    Raises:
        Refused: there is no reason that can be printed, the election is not released, or nobody else
            confirmed.
    """
    why = required(reason, NO_REASON)
    confirmed_by = witness(file, actor, second, Role.SUPERVISOR)
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.SUPERVISOR)
        _require_allowed(db, election, ElectionAct.REOPEN)
        key = _released(db, election)
        audit.write(
            *(db, now, actor, "election reopened", f"election {election}"),
            release=key,
            confirmed_by=confirmed_by,
            reason=why,
        )
        db.execute(
            "INSERT INTO reopened_election VALUES (?, ?, ?, ?, ?)",
            (key, actor.session, confirmed_by, why, now),
        )
    void = version_of(file, election) - 1
    return tuple(package for package in packages(file, election) if package.version == void)


def reopen_unit(file: StationFile, actor: Actor, second: Credentials, unit: int, reason: str) -> None:
    """Open a final unit again: its paper was corrected, and two persons enter it anew, blind.

    Raises:
        Refused: there is no reason that can be printed, the unit is not final, its election is released, or
            nobody else confirmed.
    """
    why = required(reason, NO_REASON)
    confirmed_by = witness(file, actor, second, Role.SUPERVISOR)
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.SUPERVISOR)
        row = db.execute("SELECT first_entry FROM final_now WHERE unit = ?", (unit,)).fetchone()
        if row is None:
            raise Refused("Dit stembureau is niet definitief; er valt niets te heropenen.")
        audit.write(
            *(db, now, actor, "unit reopened", f"unit {unit}"),
            first=row[0],
            confirmed_by=confirmed_by,
            reason=why,
        )
        db.execute(
            "INSERT INTO reopened_unit VALUES (?, ?, ?, ?, ?)",
            (row[0], actor.session, confirmed_by, why, now),
        )


# What was released ---------------------------------------------------------------------------------------


def current_release(file: StationFile, actor: Actor, election: int) -> Release:
    """What the documents of a released election are made from.

    Raises:
        Refused: the election is not released, the file is not what its log tells, or the seats of a central
            committee cannot be distributed (a lot that is missing does not keep the rest from being told).
    """
    require_sound(file)
    with file.reading() as db:
        require(db, actor, Role.SUPERVISOR)
        key = _released(db, election)
        version, at = db.execute("SELECT version, at FROM final_election WHERE id = ?", (key,)).fetchone()
    return _release(file, election, version, datetime.fromisoformat(at))


def draft_release(file: StationFile, actor: Actor, election: int) -> Release:
    """What the documents would be made from if ``election`` were released as it is now.

    Its moment is that of the last row of the log, so that the same file gives the same drafts. The seats of a
    central committee are distributed without lots and without who is deceased, as neither is told before.

    Raises:
        Refused: a unit is not final yet, the election is released already, or its seats cannot be
            distributed.
    """
    with file.reading() as db:
        require(db, actor, Role.SUPERVISOR)
        state = _state(db, election)
        (at,) = db.execute("SELECT at FROM log ORDER BY seq DESC LIMIT 1").fetchone()
    if not final_counts(file, election).tally.is_whole:
        raise Refused("Dat kan als alle stembureaus van deze verkiezing definitief zijn.")
    if state is ElectionState.RELEASED:
        raise Refused("Deze verkiezing is definitief. Wat u zoekt, staat bij de bestanden van de export.")
    return _release(file, election, version_of(file, election), datetime.fromisoformat(at))


def version_of(file: StationFile, election: int) -> int:
    """The version of ``election`` that is released; if none is, the one that comes next."""
    return int(
        file.value(
            "SELECT count(*) + (SELECT count(*) = 0 FROM released_now WHERE election = ?1)"
            " FROM final_election WHERE election = ?1",
            election,
        )
    )


def provisional_tally(file: StationFile, actor: Actor, election: int) -> Tally:
    """The units that are final so far, added up: for the sheets on which is added by hand before release."""
    with file.reading() as db:
        require(db, actor, Role.SUPERVISOR)
    return final_counts(file, election).tally


def packages(file: StationFile, election: int) -> tuple[WrittenPackage, ...]:
    """The folders that were written to publish ``election``, in the order in which they were."""
    rows = file.rows(
        "SELECT f.version, p.folder, p.root, coalesce(l.detail ->> 'files', 0) FROM package p"
        " JOIN final_election f ON f.id = p.release JOIN log l ON l.action <> 'value'"
        " AND l.action = 'package written' AND l.detail ->> 'package' = p.id"
        " WHERE f.election = ? ORDER BY p.id",
        election,
    )
    return tuple(WrittenPackage(*row) for row in rows)


def package_written(
    file: StationFile, actor: Actor, election: int, version: int, folder: str, root: str, files: int = 0
) -> None:
    """Record where a release was written to publish it, with the SHA-256 of its list of ``files``.

    Raises:
        Refused: that version is not what is released now; it may have been reopened since it was read.
    """
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.SUPERVISOR)
        key, of_release = audit.next_key(db, "package"), _released(db, election, version)
        audit.write(
            *(db, now, actor, "package written", f"election {election}"),
            package=key,
            release=of_release,
            folder=folder,
            root=root,
            files=files,
        )
        db.execute(
            "INSERT INTO package VALUES (?, ?, ?, ?, ?, ?)",
            (key, of_release, folder, root, actor.session, now),
        )


def require_sound(file: StationFile) -> None:
    """Raises Refused when the file is not what its log tells, FileUnusable when that cannot be read."""
    fault = first_contradiction(file)
    if fault:
        raise Refused(f"Het telbestand klopt niet met zijn logboek. Stop en waarschuw de beheerder. {fault}")


# Reading -------------------------------------------------------------------------------------------------


def _release(file: StationFile, election: int, version: int, at: datetime) -> Release:
    counts = final_counts(file, election)
    with file.reading() as db:
        replaced = _replaced(db, election, version)
        changes = tuple(_changes(db, counts, election, version)) if replaced else ()
    tally = counts.tally
    seats = distributing.of_tally(file, election, tally)
    return Release(
        tally=tally,
        version=version,
        at=at,
        accounts=_accounts(file, counts),
        control_sums=control_sums(file, election),
        replaced=replaced,
        changes=changes,
        distribution=seats.distribution if seats else None,
        lots=tuple(each.lot for each in seats.lots) if seats else (),
        deceased=frozenset(each.place for each in seats.deceased) if seats else frozenset(),
    )


def _accounts(file: StationFile, counts: FinalCounts) -> tuple[UnitAccount, ...]:
    with file.reading() as db:
        return tuple(
            stated.unit_account(db, unit, counts.form(unit.number), counts.findings(unit))
            for unit in counts.units
        )


def _next_version(db: Database, election: int) -> int:
    row = db.execute("SELECT count(*) + 1 FROM final_election WHERE election = ?", (election,)).fetchone()
    return int(row[0])


_NOT_ALLOWED = {
    ElectionAct.RELEASE: "Deze verkiezing is al definitief.",
    ElectionAct.REOPEN: "Deze verkiezing is nog niet definitief.",
}


def _state(db: Database, election: int) -> ElectionState:
    released = db.execute("SELECT 1 FROM released_now WHERE election = ?", (election,)).fetchone()
    return ElectionState.RELEASED if released else ElectionState.OPEN


def _require_allowed(db: Database, election: int, act: ElectionAct) -> None:
    if (_state(db, election), act) not in ELECTION_TRANSITIONS:
        raise Refused(_NOT_ALLOWED[act])


def _released(db: Database, election: int, version: int | None = None) -> int:
    """The row of what is released now; of a later release than ``version`` is nothing known here."""
    row = db.execute("SELECT id, version FROM released_now WHERE election = ?", (election,)).fetchone()
    if row is None:
        raise Refused("Deze verkiezing is nog niet definitief.")
    if version not in (None, row[1]):
        raise Refused(f"Deze verkiezing is intussen heropend. Versie {version} geldt niet meer.")
    return int(row[0])


def _replaced(db: Database, election: int, version: int) -> Replaced | None:
    row = db.execute(
        "SELECT f.version, f.at, r.at, r.reason,"
        " (SELECT p.root FROM package p WHERE p.release = f.id ORDER BY p.id DESC LIMIT 1)"
        " FROM final_election f JOIN reopened_election r ON r.release = f.id"
        " WHERE f.election = ? AND f.version = ?",
        (election, version - 1),
    ).fetchone()
    if row is None:
        return None
    replaced, at, reopened_at, reason, package = row
    return Replaced(
        replaced, datetime.fromisoformat(at), datetime.fromisoformat(reopened_at), reason, package
    )


def _changes(db: Database, counts: FinalCounts, election: int, version: int) -> Iterable[UnitChanges]:
    """The units that were reopened after the release before this one, as they were then and are now."""
    (since,) = db.execute(
        "SELECT seq FROM log WHERE action <> 'value' AND action = 'election final' AND subject = ?"
        " AND detail ->> 'version' = ?",
        (f"election {election}", version - 1),
    ).fetchone()
    for unit in counts.units:
        reopened = db.execute(
            "SELECT detail ->> 'first', detail ->> 'reason' FROM log WHERE action <> 'value'"
            " AND action = 'unit reopened' AND subject = ? AND seq > ? ORDER BY seq LIMIT 1",
            (f"unit {unit.key}", since),
        ).fetchone()
        if reopened:
            before = read_count(db, reopened[0])
            changes = stated.field_changes(counts.form(unit.number), before, unit.counted.count)
            yield UnitChanges(unit.counted.unit, reopened[1], changes)
