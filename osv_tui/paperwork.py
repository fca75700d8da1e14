"""The papers of the staff, from the file of the station to a folder: they name people and are not published.

What a paper says comes from the file alone, so the same file gives the same bytes.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import count, groupby
from pathlib import Path

from osv_tui import __version__
from osv_tui.disk import reason, sync_folder
from osv_tui.documents import audit_facts as facts
from osv_tui.documents import names
from osv_tui.documents.audit_report import audit_report
from osv_tui.documents.head_slip import HeadSlipFacts, head_slip
from osv_tui.documents.model import Document
from osv_tui.documents.person_list import PersonLine, PersonListFacts, person_list
from osv_tui.documents.render import render
from osv_tui.documents.staff import ChainHead, Moment, Station
from osv_tui.election.form import FieldId, FieldKind, Form, SectionKind
from osv_tui.guard.installed import release_hash
from osv_tui.guard.offline import What
from osv_tui.store import founding
from osv_tui.store.actor import Actor
from osv_tui.store.check import Head
from osv_tui.store.database import StationFile
from osv_tui.store.elections import election_lines, load_form
from osv_tui.store.happenings import Connection, CopyMade, RefusedSignIn
from osv_tui.store.history import (
    History,
    HistoryElection,
    HistoryEntry,
    HistoryUnit,
    head_moment,
    read_history,
)
from osv_tui.store.people import AccountLine
from osv_tui.store.problems import Refused
from osv_tui.store.sittings import Occasion

_PUBLISHED = "SHA256SUMS"
_MOMENTS = {
    Occasion.OPENING: Moment.OPENING,
    Occasion.UNITS: Moment.EVERY_25,
    Occasion.CLOSING: Moment.CLOSING,
}
_CONNECTIONS = {
    What.CANNOT_LOOK.value: "niet te zien of de computer verbonden was",
    What.DEFAULT_ROUTE.value: "een weg naar buiten",
    What.CARRIER.value: "verbonden",
    What.ADDRESS.value: "een adres",
    What.ROUTE.value: "een weg naar andere computers",
    What.WIFI_ON.value: "wifi stond aan",
    What.BLUETOOTH_ON.value: "bluetooth stond aan",
    What.MOBILE_ON.value: "mobiel internet stond aan",
}


class PaperNotWritten(Exception):
    """The paper is not on the disk; the text says why and what to do."""


def write_person_list(file: StationFile, actor: Actor, folder: Path) -> Path:
    """Write the list of persons for the sitting that was opened last, as it is now; returns the file.

    Raises:
        Refused: no sitting has been opened, or the actor is no supervisor or administrator.
        PaperNotWritten: the disk refused, or ``folder`` is published.
    """
    history = read_history(file, actor)
    if not history.sittings:
        raise Refused("De zitting is nog niet geopend. De personenlijst hoort bij het openen.")
    sitting = history.sittings[-1]
    station = _station(file, history.at)
    document = person_list(
        PersonListFacts(
            station,
            sitting.opened_at,
            history.name(sitting.opened_by),
            history.name(sitting.confirmed_by),
            _chain_head(history.head),
            tuple(_person_lines(history.persons)),
        )
    )
    return _write(station, folder, names.PERSON_LIST_NAME, document)


def write_head_slip(file: StationFile, actor: Actor, folder: Path, occasion: Occasion, head: Head) -> Path:
    """Write the slip on which ``head`` is copied by hand; returns the file.

    Raises:
        Refused: this head is not in the log, or the actor is no supervisor or administrator.
        PaperNotWritten: as ``write_person_list``.
    """
    then = head_moment(file, actor, head)
    moment, station = _MOMENTS[occasion], _station(file, then.at)
    document = head_slip(HeadSlipFacts(station, moment, then.final_units, _chain_head(head)))
    return _write(station, folder, names.head_slip_name(moment, head.seq), document)


def write_audit_report(file: StationFile, actor: Actor, folder: Path) -> Path:
    """Write who did what and when, up to now; returns the file. It takes seconds for hundreds of units.

    Raises:
        Refused: the actor is no supervisor or administrator.
        PaperNotWritten: as ``write_person_list``.
    """
    history = read_history(file, actor)
    station = _station(file, history.at)
    return _write(
        station, folder, names.AUDIT_REPORT_NAME, audit_report(_audit_facts(file, station, history))
    )


# What the file tells, as the papers say it -------------------------------------------------------------


def _station(file: StationFile, made: datetime) -> Station:
    lines = election_lines(file)
    return Station(
        municipality=founding.municipality_name(file),
        elections=tuple(line.name for line in lines),
        polling_day=lines[0].date if lines else None,
        made=made,
        practice=founding.station_facts(file).practice,
    )


def _audit_facts(file: StationFile, station: Station, history: History) -> facts.AuditFacts:
    happened = history.happened
    return facts.AuditFacts(
        station=station,
        software=facts.Software(__version__, release_hash(), history.sqlite_version),
        head=_chain_head(history.head),
        sessions=tuple(_public_sessions(history)),
        signals=tuple(
            facts.SignalLine(each, tuple(map(history.name, each.persons))) for each in history.signals
        ),
        persons=tuple(_person_lines(history.persons)),
        resets=tuple(_resets(history)),
        sittings=tuple(
            facts.SittingLine(history.name(each.person), each.terminal, each.started, each.ended)
            for each in history.sessions
        ),
        refusals=tuple(_refusals(happened.refusals)),
        heads=tuple(_noted_heads(history)),
        network=tuple(map(_connection, happened.connections)),
        clock_jumps=tuple(facts.ClockJump(each.before, each.after) for each in happened.clock_jumps),
        installation_changes=tuple(
            facts.InstallationChange(each.at, each.what) for each in happened.installation_changes
        ),
        backups=tuple(_backups(happened.copies)),
        restores=tuple(_restores(history)),
        elections=tuple(_election(file, history, each) for each in history.elections),
    )


def _public_sessions(history: History) -> Iterator[facts.PublicSession]:
    for each in history.sittings:
        opened_by, confirmed_by = history.name(each.opened_by), history.name(each.confirmed_by)
        closed_by = history.name(each.closed_by) if each.closed_by else None
        yield facts.PublicSession(each.opened_at, opened_by, confirmed_by, each.closed_at, closed_by)


def _noted_heads(history: History) -> Iterator[facts.NotedHead]:
    for each in history.happened.heads:
        shown, by = _chain_head(each.head), history.name(each.by)
        yield facts.NotedHead(each.at, _MOMENTS[each.occasion], each.final_units, shown, by)


def _restores(history: History) -> Iterator[facts.Restore]:
    for each in history.happened.restores:
        by, confirmed_by = history.name(each.by), history.name(each.confirmed_by)
        yield facts.Restore(each.at, by, confirmed_by, _chain_head(each.head))


def _chain_head(head: Head) -> ChainHead:
    return ChainHead(head.seq, head.hash)


def _person_lines(accounts: tuple[AccountLine, ...]) -> Iterator[PersonLine]:
    """Nobody registered the two founders of the station: each vouched for the other."""
    founders = [line for line in accounts if not line.registered_by]
    for line in accounts:
        other = next((founder.name for founder in founders if founder is not line), None)
        yield PersonLine(
            *(line.name, line.staff_number, line.user_name, line.role, line.registered_at),
            *(line.registered_by or None, line.confirmed_by or other, line.active, line.password_reset_at),
        )


def _connection(connection: Connection) -> facts.NetworkFinding:
    what = _CONNECTIONS.get(connection.what, connection.what)
    where = f" ({connection.interface})" if connection.interface else ""
    return facts.NetworkFinding(connection.found, f"{what}{where}", connection.gone)


def _resets(history: History) -> Iterator[facts.PasswordReset]:
    for reset in history.happened.resets:
        after = (
            facts.EntryName(entry.election, entry.unit, entry.number)
            for entry in history.entries
            if entry.person == reset.person and entry.begun_row > reset.seq
        )
        yield facts.PasswordReset(
            *(reset.at, history.name(reset.person), history.name(reset.by)),
            *(history.name(reset.confirmed_by), tuple(dict.fromkeys(after))),
        )


def _refusals(refusals: tuple[RefusedSignIn, ...]) -> Iterator[facts.Refusals]:
    """By user name; what no account has, at the end and together."""
    times = Counter(refused.user_name for refused in refusals)
    last = {refused.user_name: refused.at for refused in refusals}
    for user_name in sorted(last, key=lambda name: (name is None, name or "")):
        yield facts.Refusals(user_name, times[user_name], last[user_name])


def _backups(copies: tuple[CopyMade, ...]) -> Iterator[facts.Backup]:
    """Copies in one folder that went well, one after the other, share a line: there are hundreds of them."""
    for (folder, result, went_well), together in groupby(copies, _place_and_result):
        run = tuple(together)
        if went_well and len(run) > 1:
            yield facts.Backup(
                run[-1].at, folder, f"{result}; {len(run)} kopieën sinds {run[0].at:%d-%m %H:%M}"
            )
        else:
            yield from (facts.Backup(each.at, folder, result) for each in run)


def _place_and_result(copy: CopyMade) -> tuple[str, str, bool]:
    went_well = copy.head is not None
    return str(Path(copy.place).parent) if went_well else copy.place, copy.result, went_well


def _election(file: StationFile, history: History, election: HistoryElection) -> facts.ElectionAudit:
    entries = {entry.id: entry for entry in history.entries if entry.election == election.id}
    sent_back = any(each.entry in entries for each in history.sent_back)
    form = load_form(file, election.key) if sent_back else Form(())
    units = tuple(
        _unit(
            history, form, unit, {key: entry for key, entry in entries.items() if entry.unit == unit.number}
        )
        for unit in election.units
    )
    return facts.ElectionAudit(election.id, election.name, units, election.final_at)


def _unit(
    history: History, form: Form, unit: HistoryUnit, entries: Mapping[int, HistoryEntry]
) -> facts.UnitAudit:
    def whose(entry: int) -> tuple[int, str]:
        return entries[entry].number, history.name(entries[entry].person)

    return facts.UnitAudit(
        number=unit.number,
        name=unit.name,
        entries=tuple(
            facts.EntryLine(
                *(*whose(entry.id), entry.terminal, entry.begun, entry.handed_in),
                rekeyed=entry.amends is not None,
                after_reset=entry.after_reset,
            )
            for entry in entries.values()
        ),
        final_at=unit.final_at,
        discards=tuple(
            facts.DiscardLine(*whose(each.entry), each.at, history.name(each.by), each.reason)
            for each in history.discards
            if each.entry in entries
        ),
        sent_back=tuple(
            facts.SentBackLine(
                *(*whose(each.entry), _label(form, each.field), each.at, history.name(each.by), each.reason)
            )
            for each in history.sent_back
            if each.entry in entries
        ),
    )


def _label(form: Form, field: FieldId) -> str:
    """What the paper calls a field."""
    section, found = form.section_of[field], form.by_id[field]
    if found.kind is FieldKind.QUESTION:
        return found.label[: found.label.index("?") + 1]  # without the keys of its answers
    label = f"{found.letter} {found.label}".strip()
    return f"Lijst {section.list_number}: {label}" if section.kind is SectionKind.LIST else label


# Writing -----------------------------------------------------------------------------------------------


def _write(station: Station, folder: Path, name: str, document: Document) -> Path:
    content = render(document).publication
    practice = "OEFENING_" if station.practice else ""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if (folder / _PUBLISHED).exists():
            raise PaperNotWritten(
                f"De map {folder} wordt gepubliceerd. Dit stuk noemt medewerkers; kies een andere map."
            )
        return _put(content, _numbered(folder / f"{practice}{name}"))
    except OSError as error:
        raise PaperNotWritten(f"Het schrijven in {folder} is niet gelukt: {reason(error)}.") from error


def _numbered(path: Path) -> Iterator[Path]:
    """``path``, and then the same with a number: naam.pdf, naam-2.pdf, naam-3.pdf."""
    yield path
    yield from (path.with_stem(f"{path.stem}-{number}") for number in count(2))


def _put(content: bytes, places: Iterable[Path]) -> Path:
    """Put ``content`` at the first of ``places`` that is free or holds it already; complete or not at all."""
    for path in places:
        if not path.exists() and _put_new(content, path):
            return path
        if path.is_file() and path.read_bytes() == content:
            return path
    raise AssertionError("there is always a next number")


def _put_new(content: bytes, path: Path) -> bool:
    """Tells whether it was put there; not when another program was first."""
    descriptor, name = tempfile.mkstemp(prefix=".bezig_", dir=path.parent)  # readable by its owner alone
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        _name_it(unfinished, path)
    except FileExistsError:
        return False
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(path.parent)
    return True


def _name_it(unfinished: Path, path: Path) -> None:
    """Raises FileExistsError when there is a file at ``path``, which a rename would replace."""
    try:
        path.hardlink_to(unfinished)
    except FileExistsError:
        raise
    except OSError:  # the disk has no links, as most sticks
        if path.exists():
            raise FileExistsError from None
        unfinished.rename(path)
