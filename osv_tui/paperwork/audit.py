"""What the file tells of its own history, as the audit report says it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from osv_tui import __version__
from osv_tui.documents import audit_facts as facts
from osv_tui.documents.person_list import PersonLine
from osv_tui.documents.staff import ChainHead, Moment, Station
from osv_tui.documents.wording import ROLES
from osv_tui.election.form import FieldId, FieldKind, Form, SectionKind
from osv_tui.election.thresholds import Threshold
from osv_tui.election.workflow import Role
from osv_tui.guard.installed import release_hash
from osv_tui.guard.offline import What
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
from osv_tui.store.elections import load_form
from osv_tui.store.happenings import Connection, CopyMade, RefusedSignIn, SettingChange
from osv_tui.store.history import (
    EntryDifference,
    History,
    HistoryElection,
    HistoryEntry,
    HistoryUnit,
    SentBack,
)
from osv_tui.store.people import AccountLine
from osv_tui.store.settings import Setting
from osv_tui.store.sittings import Occasion

MOMENTS = {
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


def audit_facts(file: StationFile, station: Station, history: History) -> facts.AuditFacts:
    """All that the report tells, with the name of each person and what stands for it in public."""
    happened, who = history.happened, _cast(history)
    return facts.AuditFacts(
        station=station,
        software=facts.Software(__version__, release_hash(), history.sqlite_version),
        head=chain_head(history.head),
        thresholds=history.thresholds,
        settings=tuple(_setting(each, who) for each in happened.settings),
        sessions=tuple(_public_sessions(history, who)),
        signals=tuple(
            facts.SignalLine(each, tuple(who[person] for person in each.persons)) for each in history.signals
        ),
        persons=tuple(person_lines(history.persons)),
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
            facts.Restore(each.at, who[each.by], who[each.confirmed_by], chain_head(each.head))
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
        moment, shown = MOMENTS[each.occasion], chain_head(each.head)
        yield facts.NotedHead(each.at, moment, each.final_units, shown, who[each.by])


def chain_head(head: Head) -> ChainHead:
    """The code of the log as papers have it."""
    return ChainHead(head.seq, head.hash)


def person_lines(accounts: tuple[AccountLine, ...]) -> Iterator[PersonLine]:
    """Everybody with an account. Nobody registered the two founders: each vouched for the other."""
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
