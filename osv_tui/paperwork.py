"""The papers of the staff, from the file of the station to a folder: they name people and are not published.

What a paper says comes from the file alone, so the same file gives the same bytes.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import count, groupby
from pathlib import Path

from osv_tui import __version__
from osv_tui.disk import reason, sync_folder
from osv_tui.documents import audit_facts as facts
from osv_tui.documents import names
from osv_tui.documents.audit_lines import audit_lines
from osv_tui.documents.audit_public import without_names
from osv_tui.documents.audit_report import audit_report
from osv_tui.documents.check_list import check_list
from osv_tui.documents.control_sheet import control_sheet
from osv_tui.documents.eras import station_forms
from osv_tui.documents.head_slip import HeadSlipFacts, head_slip
from osv_tui.documents.model import Document, DocumentFacts
from osv_tui.documents.person_list import PersonLine, PersonListFacts, person_list
from osv_tui.documents.printed import printed
from osv_tui.documents.publishing_list import PackageToPublish, PublishingListFacts, publishing_list
from osv_tui.documents.released import release_documents
from osv_tui.documents.render import Unprintable, render
from osv_tui.documents.staff import ChainHead, Moment, Station
from osv_tui.documents.wording import ROLES
from osv_tui.election.accountability import Release
from osv_tui.election.form import FieldId, FieldKind, Form, SectionKind
from osv_tui.election.model import Level
from osv_tui.election.naming import component
from osv_tui.election.thresholds import Threshold
from osv_tui.election.workflow import Role
from osv_tui.guard.installed import release_hash
from osv_tui.guard.offline import What
from osv_tui.store import elections, founding, releasing, session_key
from osv_tui.store.actor import Actor
from osv_tui.store.check import Head
from osv_tui.store.database import StationFile
from osv_tui.store.decided import (
    Accounted,
    Alleged,
    Disposed,
    EntryDecision,
    FinalPair,
    Released,
    Reopening,
)
from osv_tui.store.elections import election_lines, load_form
from osv_tui.store.happenings import Connection, CopyMade, RefusedSignIn, SettingChange
from osv_tui.store.history import (
    EntryDifference,
    History,
    HistoryElection,
    HistoryEntry,
    HistoryUnit,
    SentBack,
    head_moment,
    read_history,
)
from osv_tui.store.people import AccountLine
from osv_tui.store.problems import Refused
from osv_tui.store.settings import Setting, publishing
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
_SETTINGS = {
    Setting.NETWORK.value: "Gesloten netwerk",
    Setting.COPIES.value: "Map voor reservekopieën",
    Setting.DEADLINE.value: "Uiterlijk op de website",
    Setting.PAGE.value: "Plek op de website",
    Setting.CONTACT.value: "Waar men een fout meldt",
    Setting.SITTING.value: "Zitting centraal stembureau",
}
_THRESHOLDS = {f"threshold {threshold.value}": threshold for threshold in Threshold}


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
    told = PersonListFacts(
        station,
        sitting.opened_at,
        history.name(sitting.opened_by),
        history.name(sitting.confirmed_by),
        _chain_head(history.head),
        tuple(_person_lines(history.persons)),
    )
    return _write(station, folder, names.PERSON_LIST_NAME, person_list(printed(told)))


def write_head_slip(file: StationFile, actor: Actor, folder: Path, occasion: Occasion, head: Head) -> Path:
    """Write the slip on which ``head`` is copied by hand; returns the file.

    Raises:
        Refused: this head is not in the log, or the actor is no supervisor or administrator.
        PaperNotWritten: as ``write_person_list``.
    """
    then = head_moment(file, actor, head)
    moment, station = _MOMENTS[occasion], _station(file, then.at)
    key = session_key.public_key(file) if occasion is Occasion.OPENING else None
    told = HeadSlipFacts(station, moment, then.final_units, _chain_head(head), key)
    return _write(
        station, folder, station.words(names.head_slip_name(moment, head.seq)), head_slip(printed(told))
    )


def write_audit_report(file: StationFile, actor: Actor, folder: Path) -> Path:
    """Write who did what, when and why, up to now; returns the PDF of the full report.

    Beside it come the same as JSON lines, both again without names, and the list of all checks. A character
    that cannot be printed is told in the PDF by its code and in the lines as it is. It takes seconds for
    hundreds of units.

    Raises:
        Refused: the actor is no supervisor or administrator.
        PaperNotWritten: as ``write_person_list``.
    """
    history = read_history(file, actor)
    station = _station(file, history.at)
    full = _audit_facts(file, station, history)
    papers = {names.CHECK_LIST_NAME: _drawn(check_list(printed(station), history.thresholds))}
    for name, told in (
        (names.AUDIT_REPORT_NAME, full),
        (names.PUBLIC_AUDIT_REPORT_NAME, without_names(full)),
    ):
        papers[name] = _drawn(audit_report(printed(told)))
        papers[names.lines_name(name)] = audit_lines(told)
    return _write_together(station, folder, papers)[names.AUDIT_REPORT_NAME]


def write_publishing_list(file: StationFile, actor: Actor, folder: Path) -> Path:
    """Write the list for who puts on the website what was exported; returns the file.

    Raises:
        Refused: nothing was exported of what is final now, or the actor is no supervisor.
        PaperNotWritten: as ``write_person_list``.
    """
    history = read_history(file, actor)
    station = _station(file, history.at)
    packages = tuple(_to_publish(file))
    if not packages or station.polling_day is None:
        raise Refused("Er is nog niets geschreven voor de website. Druk eerst op E.")
    told = PublishingListFacts(station, publishing(file, station.polling_day), packages)
    return _write(station, folder, names.PUBLISHING_LIST_NAME, publishing_list(printed(told)))


def _to_publish(file: StationFile) -> Iterator[PackageToPublish]:
    """Of each election that is final, the package that was written last."""
    for line in election_lines(file):
        version = releasing.version_of(file, line.key)
        written = [each for each in releasing.packages(file, line.key) if each.version == version]
        if line.final_at and written:
            last = written[-1]
            yield PackageToPublish(line.name, version, Path(last.folder).name, last.root, last.files)


def write_control_sheet(file: StationFile, actor: Actor, folder: Path, election: int) -> Path:
    """Write the sheets on which lists are added by hand before the release; returns the file.

    Raises:
        Refused: a unit is not final yet, the election is released already (then the sheets are in what is
            published), or the actor is no supervisor.
        PaperNotWritten: as ``write_person_list``.
    """
    draft = releasing.draft_release(file, actor, election)
    station = _station(file, draft.at)
    name = names.early_control_sheet_name(draft.tally.election)
    return _write(station, folder, name, control_sheet(draft.tally, _draft_facts(draft, station)))


def write_drafts(file: StationFile, actor: Actor, folder: Path, election: int) -> Path:
    """Write every document of an election as it would be released now, to be read over; returns their folder.

    Each is marked CONCEPT on every page and in its name, and has no code of a count file. Drafts of an
    earlier moment stay in a folder of their own below ``folder``.

    Raises:
        Refused: as ``write_control_sheet``.
        PaperNotWritten: as ``write_person_list``.
    """
    draft = releasing.draft_release(file, actor, election)
    station = _station(file, draft.at)
    documents = release_documents(draft, _draft_facts(draft, station))
    papers = {names.draft_name(each.name): _drawn(each.document) for each in documents}
    below = _folder_for(station, folder / component(draft.tally.election.id), papers)
    _write_together(station, below, papers)
    return below


def write_station_forms(file: StationFile, actor: Actor, folder: Path, election: int) -> Path:
    """Write the empty forms of every polling station, in a folder of their own below ``folder``; returns it.

    Their date is that of the list of polling stations, so that a second time gives the same forms. Those of
    files that were read anew get a folder beside it.

    Raises:
        Refused: a file of the election has not been read yet, the station counts no polling stations, or the
            actor is no administrator.
        PaperNotWritten: as ``write_person_list``.
    """
    if founding.station_facts(file).level is not Level.GSB:
        raise Refused("Dat kan alleen een gemeente: lege formulieren zijn er voor de stembureaus.")
    made = elections.complete_since(file, actor, election)
    station = _station(file, made)
    known = elections.load_election(file, election)
    method = founding.station_facts(file).counting_method
    below = None
    for each in station_forms(known, method, station.facts):
        form, wanted = _drawn(each.document), folder / component(known.id)
        below = below or _folder_for(station, wanted, {each.name: form})
        _write_together(station, below, {each.name: form})
    return below or folder


def _folder_for(station: Station, folder: Path, papers: Mapping[str, bytes]) -> Path:
    """``folder``, or the first with a number behind its name in which nothing else has one of these names.

    All in one folder is printed together, so what was made of other facts stands apart.
    """

    def is_free(place: Path) -> bool:
        paths = ((place / f"{_practice(station)}{name}", content) for name, content in papers.items())
        return all(not path.exists() or _holds(path, content) for path, content in paths)

    places = (folder if number == 1 else folder.with_name(f"{folder.name}-{number}") for number in count(1))
    return next(filter(is_free, places))


def _draft_facts(draft: Release, station: Station) -> DocumentFacts:
    return DocumentFacts(draft.at.replace(tzinfo=None), None, station.practice, draft=True)


# What the file tells, as the papers say it -------------------------------------------------------------


def _station(file: StationFile, made: datetime) -> Station:
    lines, facts_of = election_lines(file), founding.station_facts(file)
    return Station(
        committee=founding.committee_name(file),
        elections=tuple(line.name for line in lines),
        polling_day=lines[0].date if lines else None,
        made=made,
        practice=facts_of.practice,
        level=facts_of.level,
        kind=founding.unit_kind(file),
    )


def _audit_facts(file: StationFile, station: Station, history: History) -> facts.AuditFacts:
    happened, who = history.happened, _cast(history)
    return facts.AuditFacts(
        station=station,
        software=facts.Software(__version__, release_hash(), history.sqlite_version),
        head=_chain_head(history.head),
        thresholds=history.thresholds,
        settings=tuple(_setting(each, who) for each in happened.settings),
        sessions=tuple(_public_sessions(history, who)),
        signals=tuple(
            facts.SignalLine(each, tuple(who[person] for person in each.persons)) for each in history.signals
        ),
        persons=tuple(_person_lines(history.persons)),
        aliases=tuple(who[line.person] for line in history.persons),
        resets=tuple(_resets(history, who)),
        switches=tuple(
            facts.AccountSwitch(each.at, who[each.person], who[each.by], each.active)
            for each in happened.switches
        ),
        sittings=tuple(
            facts.SittingLine(who[each.person], each.terminal, each.started, each.ended)
            for each in history.sessions
        ),
        refusals=tuple(_refusals(happened.refusals)),
        heads=tuple(_noted_heads(history, who)),
        network=tuple(map(_connection, happened.connections)),
        clock_jumps=tuple(facts.ClockJump(each.before, each.after) for each in happened.clock_jumps),
        installation_changes=tuple(
            facts.InstallationChange(each.at, each.what) for each in happened.installation_changes
        ),
        backups=tuple(_backups(happened.copies)),
        restores=tuple(
            facts.Restore(each.at, who[each.by], who[each.confirmed_by], _chain_head(each.head))
            for each in happened.restores
        ),
        elections=tuple(_election(file, history, who, each) for each in history.elections),
    )


_Cast = Mapping[int, facts.Person]
"""By the key of a person: the name, and what stands for it in public."""


def _cast(history: History) -> _Cast:
    """Each person with the role numbered by order of registration: invoerder 1, invoerder 2."""
    cast: dict[int, facts.Person] = {}
    numbers: Counter[Role] = Counter()
    for line in sorted(history.persons, key=lambda line: line.person):
        numbers[line.role] += 1
        alias = f"{ROLES[line.role]} {numbers[line.role]}"
        cast[line.person] = facts.Person(history.name(line.person), alias)
    return cast


def _setting(change: SettingChange, who: _Cast) -> facts.SettingLine:
    threshold = _THRESHOLDS.get(change.name)
    if threshold:
        label, said = threshold.bound.label, threshold.said(int(change.value))
    else:
        label, said = _SETTINGS.get(change.name, change.name), change.value or "uitgezet"
    return facts.SettingLine(change.at, who[change.by], change.name, change.value, label, said)


def _public_sessions(history: History, who: _Cast) -> Iterator[facts.PublicSession]:
    for each in history.sittings:
        closed_by = who[each.closed_by] if each.closed_by else None
        opened_by, confirmed_by = who[each.opened_by], who[each.confirmed_by]
        yield facts.PublicSession(each.opened_at, opened_by, confirmed_by, each.closed_at, closed_by)


def _noted_heads(history: History, who: _Cast) -> Iterator[facts.NotedHead]:
    for each in history.happened.heads:
        moment, shown = _MOMENTS[each.occasion], _chain_head(each.head)
        yield facts.NotedHead(each.at, moment, each.final_units, shown, who[each.by])


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


def _resets(history: History, who: _Cast) -> Iterator[facts.PasswordReset]:
    for reset in history.happened.resets:
        after = (
            facts.EntryName(entry.election, entry.unit, entry.number)
            for entry in history.entries
            if entry.person == reset.person and entry.begun_row > reset.seq
        )
        yield facts.PasswordReset(
            *(reset.at, who[reset.person], who[reset.by]),
            *(who[reset.confirmed_by], tuple(dict.fromkeys(after))),
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
        if went_well:
            yield facts.Backup(run[-1].at, folder, result, True, run[0].at, len(run))
        else:
            yield from (facts.Backup(each.at, folder, result, False, each.at) for each in run)


def _place_and_result(copy: CopyMade) -> tuple[str, str, bool]:
    went_well = copy.head is not None
    return str(Path(copy.place).parent) if went_well else copy.place, copy.result, went_well


# What was decided --------------------------------------------------------------------------------------


def _election(
    file: StationFile, history: History, who: _Cast, election: HistoryElection
) -> facts.ElectionAudit:
    by_unit: defaultdict[int, dict[int, HistoryEntry]] = defaultdict(dict)
    for entry in history.entries:
        if entry.election == election.id:
            by_unit[entry.unit][entry.id] = entry
    forms = {number: load_form(file, election.key, number) for number in by_unit}
    return facts.ElectionAudit(
        election.id,
        election.name,
        units=tuple(
            _unit(history, who, forms.get(unit.number, Form(())), unit, by_unit[unit.number])
            for unit in election.units
        ),
        releases=tuple(_release(each, who) for each in election.releases),
        control=tuple(
            facts.ControlLine(
                *(each.version, each.list_number, each.total, each.equal, each.at, who[each.by])
            )
            for each in election.control
        ),
        seats=tuple(
            facts.SeatsLine(
                *(each.version, each.act.value, each.ordinal, each.typed, each.at, who[each.by]),
                *(who[each.confirmed_by], each.reason),
            )
            for each in election.seats
        ),
    )


def _release(release: Released, who: _Cast) -> facts.ReleaseLine:
    return facts.ReleaseLine(
        *(release.version, release.at, who[release.by], who[release.confirmed_by]),
        packages=tuple(
            facts.PackageLine(each.at, who[each.by], each.folder, each.root) for each in release.packages
        ),
        reopened=_reopening(release.reopened, who),
    )


def _reopening(reopened: Reopening | None, who: _Cast) -> facts.Reopening | None:
    if reopened is None:
        return None
    by, confirmed_by = who[reopened.by], who[reopened.confirmed_by]
    return facts.Reopening(reopened.at, by, confirmed_by, reopened.reason)


def _unit(
    history: History, who: _Cast, form: Form, unit: HistoryUnit, entries: Mapping[int, HistoryEntry]
) -> facts.UnitAudit:
    versions = 1 + sum(each.reopened is not None for each in unit.finals)
    errors = (each for each in history.decided.errors if each.unit == unit.key)
    return facts.UnitAudit(
        unit.number,
        unit.name,
        tuple(
            _version(
                *(history, who, form),
                {key: entry for key, entry in entries.items() if entry.version == version},
                next(iter(unit.finals[version - 1 :]), None),
            )
            for version in range(1, versions + 1)
        ),
        tuple(_error(each, form, who) for each in errors),
    )


def _version(
    history: History,
    who: _Cast,
    form: Form,
    entries: Mapping[int, HistoryEntry],
    final: FinalPair | None,
) -> facts.VersionAudit:
    made = history.decided

    def on_entries(decisions: tuple[EntryDecision, ...]) -> tuple[facts.EntryDecision, ...]:
        return tuple(
            facts.EntryDecision(*_whose(entries[each.entry], who), each.at, who[each.by], each.reason)
            for each in decisions
            if each.entry in entries
        )

    return facts.VersionAudit(
        entries=tuple(_entry(entry, who) for entry in entries.values()),
        final_at=final.at if final else None,
        final_by=who[final.by] if final else None,
        reopened=_reopening(final.reopened, who) if final else None,
        differences=tuple(
            _difference(each, entries, form, who) for each in history.differences if each.first in entries
        ),
        sent_back=tuple(
            _sent_back(each, entries[each.entry], form, who)
            for each in history.sent_back
            if each.entry in entries
        ),
        let_stand=on_entries(made.let_stand),
        handed_over=on_entries(made.handed_over),
        discards=on_entries(made.discards),
        dispositions=tuple(_disposition(each, who) for each in made.dispositions if each.entry in entries),
        accounts=tuple(_account(each, who) for each in made.accounts if each.entry in entries),
    )


def _whose(entry: HistoryEntry, who: _Cast) -> tuple[int, facts.Person]:
    return entry.number, who[entry.person]


def _entry(entry: HistoryEntry, who: _Cast) -> facts.EntryLine:
    return facts.EntryLine(
        *(*_whose(entry, who), entry.terminal, entry.begun, entry.handed_in),
        rekeyed=entry.amends is not None,
        after_reset=entry.after_reset,
    )


def _difference(
    difference: EntryDifference, entries: Mapping[int, HistoryEntry], form: Form, who: _Cast
) -> facts.DifferenceLine:
    first, second = (who[entries[key].person] for key in (difference.first, difference.second))
    said = _fields_said(form, difference.fields)
    return facts.DifferenceLine(difference.at, first, second, difference.fields, said)


def _sent_back(sent: SentBack, entry: HistoryEntry, form: Form, who: _Cast) -> facts.SentBackLine:
    field = _field(form, sent.field)
    return facts.SentBackLine(*_whose(entry, who), field, sent.at, who[sent.by], sent.reason)


def _disposition(stated: Disposed, who: _Cast) -> facts.DispositionLine:
    said = (stated.looked_at, stated.found, stated.recounted_by)
    return facts.DispositionLine(stated.check, stated.subject, *said, stated.at, who[stated.by])


def _account(stated: Accounted, who: _Cast) -> facts.AccountLine:
    return facts.AccountLine(
        *(stated.cause, stated.account, stated.passes_recounted, stated.ballots_recounted),
        *(stated.recounted_by, stated.decided_by, stated.at, who[stated.by]),
    )


def _error(stated: Alleged, form: Form, who: _Cast) -> facts.ErrorLine:
    back = stated.withdrawn
    return facts.ErrorLine(
        *(stated.sheet, _field(form, stated.field), stated.old, stated.new, stated.cause, stated.account),
        *(stated.at, who[stated.by]),
        withdrawn=facts.Withdrawal(back.at, who[back.by], back.reason) if back else None,
    )


def _field(form: Form, field: FieldId) -> facts.FieldName:
    return facts.FieldName(field, _label(form, field))


def _fields_said(form: Form, fields: Iterable[FieldId]) -> str:
    """Fields in a text that stays short when a whole list differs, as «F Blanco; Lijst 1: 2, 4, totaal»."""
    lists: dict[int | None, list[str]] = {}
    said: list[str] = []
    for field in fields:
        section, found = form.section_of[field], form.by_id[field]
        if section.kind is SectionKind.LIST:
            short = "totaal" if found.kind is FieldKind.TOTAL else found.letter
            lists.setdefault(section.list_number, []).append(short)
        else:
            said.append(_label(form, field))
    said += (f"Lijst {number}: {', '.join(places)}" for number, places in lists.items())
    return "; ".join(said)


def _label(form: Form, field: FieldId) -> str:
    """What the paper calls a field."""
    section, found = form.section_of[field], form.by_id[field]
    if found.kind is FieldKind.QUESTION:
        return found.label[: found.label.index("?") + 1]  # without the keys of its answers
    label = f"{found.letter} {found.label}".strip()
    return f"Lijst {section.list_number}: {label}" if section.kind is SectionKind.LIST else label


# Writing -----------------------------------------------------------------------------------------------


def _drawn(document: Document) -> bytes:
    """All pages, with the sheet that is signed at the end.

    Raises:
        PaperNotWritten: a name in it cannot be printed.
    """
    try:
        return render(document, whole=True).publication
    except Unprintable as problem:
        raise PaperNotWritten(str(problem)) from problem


def _write(station: Station, folder: Path, name: str, document: Document) -> Path:
    return _write_together(station, folder, {name: _drawn(document)})[name]


def _practice(station: Station) -> str:
    return "OEFENING_" if station.practice else ""


def _write_together(station: Station, folder: Path, papers: Mapping[str, bytes]) -> Mapping[str, Path]:
    """Write papers that belong together, under one number; returns where each is."""
    practice = _practice(station)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any((place / _PUBLISHED).exists() for place in (folder, folder.parent)):
            raise PaperNotWritten(
                f"De map {folder} wordt gepubliceerd. Dit stuk noemt medewerkers; kies een andere map."
            )
        wanted = tuple((folder / f"{practice}{name}", content) for name, content in papers.items())
        return dict(zip(papers, _put_together(wanted), strict=True))
    except OSError as error:
        raise PaperNotWritten(f"Het schrijven in {folder} is niet gelukt: {reason(error)}.") from error


def _put_together(papers: Sequence[tuple[Path, bytes]]) -> tuple[Path, ...]:
    """Put papers where they are wanted, or all under the first number that is free for each of them.

    It is free where nothing is or the same paper is already: naam.pdf, naam-2.pdf, naam-3.pdf.
    """
    for number in count(1):
        places = tuple((_numbered(path, number), content) for path, content in papers)
        free = all(not path.exists() or _holds(path, content) for path, content in places)
        if free and all(_put(path, content) for path, content in places):
            return tuple(path for path, _ in places)
    raise AssertionError("there is always a next number")


def _numbered(path: Path, number: int) -> Path:
    return path if number == 1 else path.with_stem(f"{path.stem}-{number}")


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _put(path: Path, content: bytes) -> bool:
    """Put ``content`` at ``path``, complete or not at all; tells whether it is there."""
    return (not path.exists() and _put_new(content, path)) or _holds(path, content)


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
