"""The audit report for machines: what stands in the PDF, as JSON lines in order of time (issue 4).

UTF-8; each line is one JSON object with sorted keys and no spaces, and ends in one line feed. Equal facts
give equal bytes.

The first line is the header: ``format`` ("osv-tui audit lines") and ``version`` of this format; ``variant``,
"full" or "without names"; ``station`` with the municipality, the elections (id and name), the polling day,
whether it is practice and the moment of the last row of the log; ``head``, that row and its hash;
``software``; ``thresholds``, each with its value and the one that the program proposes; ``withheld``, what
the variant without names tells as a number alone, null in the full one.

Each further line has ``at`` (ISO 8601), ``action`` (the word that the log has for it), ``by`` (who did it, or
null for what the program saw), and what else the PDF tells of it. What is about a unit has ``election``,
``unit`` and the ``version`` of the unit, but an alleged error is of all versions; ``release`` is a version of
the election. Lines of one moment stand in the order in which the report tells them. The clock of the station
gave the moments: if it was set back, "clock jumped" tells so.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import chain

from osv_tui.documents.audit_facts import (
    AuditFacts,
    ElectionAudit,
    EntryDecision,
    EntryLine,
    ErrorLine,
    Person,
    ReleaseLine,
    VersionAudit,
    Withheld,
)
from osv_tui.documents.staff import ChainHead

FORMAT = "osv-tui audit lines"
FORMAT_VERSION = 1


@dataclass(frozen=True)
class _Event:
    """A line: ``detail`` is what it has besides moment, action and who did it."""

    at: datetime
    action: str
    by: str | None
    detail: Mapping[str, object]


_Events = Iterator[_Event]


def audit_lines(facts: AuditFacts) -> bytes:
    """The header and every event of ``facts``; of facts ``without_names`` the variant without names."""
    events = chain(_station(facts), _people(facts), _computer(facts), _elections(facts.elections))
    lines = (_header(facts), *map(_line, sorted(events, key=lambda event: event.at)))
    return "".join(f"{_canonical(line)}\n" for line in lines).encode()


def _header(facts: AuditFacts) -> dict[str, object]:
    station, thresholds = facts.station, facts.thresholds
    return {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "variant": "full" if facts.withheld is None else "without names",
        "station": {
            "municipality": station.committee,
            "elections": [{"id": each.id, "name": each.name} for each in facts.elections],
            "polling_day": station.polling_day.isoformat() if station.polling_day else None,
            "practice": station.practice,
            "made": station.made.isoformat(),
        },
        "head": _head(facts.head),
        "software": asdict(facts.software),
        "thresholds": {
            each.value: {"value": value, "default": each.bound.default} for each, value in thresholds.pairs
        },
        "withheld": _withheld(facts.withheld) if facts.withheld else None,
    }


def _withheld(withheld: Withheld) -> dict[str, object]:
    return {**asdict(withheld), "signals": {sign.value: times for sign, times in withheld.signals}}


def _line(event: _Event) -> dict[str, object]:
    return {"at": event.at.isoformat(), "action": event.action, "by": event.by, **event.detail}


def _canonical(line: dict[str, object]) -> str:
    return json.dumps(line, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _head(head: ChainHead) -> dict[str, object]:
    return {"seq": head.seq, "hash": head.hash}


def _event(at: datetime, action: str, by: Person | None = None, /, **detail: object) -> _Event:
    return _Event(at, action, by.name if by else None, detail)


# The station -------------------------------------------------------------------------------------------


def _station(facts: AuditFacts) -> _Events:
    for change in facts.settings:
        yield _event(change.at, "set up", change.by, name=change.name, value=change.value)
    for session in facts.sessions:
        confirmed_by = session.confirmed_by.name
        yield _event(session.opened_at, "sitting opened", session.opened_by, confirmed_by=confirmed_by)
        if session.closed_at:
            yield _event(session.closed_at, "sitting closed", session.closed_by)
    for noted in facts.heads:
        told = {"moment": noted.moment.value, "final_units": noted.final_units, "head": _head(noted.head)}
        yield _event(noted.at, "head noted", noted.noted_by, **told)


def _people(facts: AuditFacts) -> _Events:
    yield from _persons(facts)
    for reset in facts.resets:
        entries = [asdict(entry) for entry in reset.entries]
        told = {"person": reset.person.name, "confirmed_by": reset.confirmed_by.name, "entries": entries}
        yield _event(reset.at, "password reset", reset.by, **told)
    for switch in facts.switches:
        action = "account on" if switch.active else "account off"
        yield _event(switch.at, action, switch.by, person=switch.person.name)
    for sitting in facts.sittings:
        yield _event(sitting.started, "signed in", sitting.person, terminal=sitting.terminal)
        if sitting.ended:
            yield _event(sitting.ended, "signed out", sitting.person, terminal=sitting.terminal)
    for refused in facts.refusals:
        yield _event(refused.last, "sign-in refused", user_name=refused.user_name, count=refused.count)
    for line in facts.signals:
        signal, persons = line.signal, [person.name for person in line.persons]
        yield _event(
            *(signal.at, "sign seen"),
            sign=signal.sign.value,
            election=signal.election,
            unit=signal.unit,
            persons=persons,
            seen=signal.seen,
        )


def _persons(facts: AuditFacts) -> _Events:
    """By the name that the report calls a person; nobody registered the founders of the station."""
    for person, line in zip(facts.aliases, facts.persons, strict=True):
        told = {
            "person": person.name,
            "called": person.alias,
            "staff_number": line.staff_number,
            "user_name": line.user_name,
            "role": line.role.value,
            "active": line.active,
            "confirmed_by": line.confirmed_by,
        }
        yield _Event(line.registered_at, "person registered", line.registered_by, told)


def _computer(facts: AuditFacts) -> _Events:
    for network in facts.network:
        yield _event(network.found, "connection found", what=network.what)
        if network.gone:
            yield _event(network.gone, "connection gone", what=network.what)
    for jump in facts.clock_jumps:
        yield _event(jump.after, "clock jumped", before=jump.before.isoformat())
    for change in facts.installation_changes:
        yield _event(change.at, "installation changed", what=change.what)
    for copy in facts.backups:
        action = "copy made" if copy.went_well else "copy failed"
        told = {"place": copy.place, "result": copy.result, "count": copy.count}
        yield _event(copy.at, action, since=copy.since.isoformat(), **told)
    for restore in facts.restores:
        confirmed_by = restore.confirmed_by.name
        yield _event(restore.at, "restored", restore.by, confirmed_by=confirmed_by, head=_head(restore.head))


# The elections -----------------------------------------------------------------------------------------


def _elections(elections: Iterable[ElectionAudit]) -> _Events:
    for election in elections:
        for event in chain(
            _units(election), _control(election), _releases(election.releases), _seats(election)
        ):
            yield _Event(event.at, event.action, event.by, {"election": election.id, **event.detail})


def _units(election: ElectionAudit) -> _Events:
    for unit in election.units:
        for number, version in enumerate(unit.versions, 1):
            for event in _version(version):
                detail = {"unit": unit.number, "version": number, **event.detail}
                yield _Event(event.at, event.action, event.by, detail)
        for error in unit.errors:
            for event in _error(error):
                yield _Event(event.at, event.action, event.by, {"unit": unit.number, **event.detail})


def _version(version: VersionAudit) -> _Events:
    yield from chain.from_iterable(map(_entry, version.entries))
    yield from _differences(version)
    yield from _on_entries("entry let stand", version.let_stand)
    yield from _on_entries("entry handed over", version.handed_over)
    yield from _on_entries("entry discarded", version.discards)
    yield from _stated(version)
    if version.final_at:
        yield _event(version.final_at, "unit final", version.final_by)
    again = version.reopened
    if again:
        told = {"confirmed_by": again.confirmed_by.name, "reason": again.reason}
        yield _event(again.at, "unit reopened", again.by, **told)


def _entry(entry: EntryLine) -> _Events:
    begun = "re-key begun" if entry.rekeyed else "entry begun"
    told = {"entry": entry.number, "terminal": entry.terminal, "after_reset": entry.after_reset}
    yield _event(entry.started, begun, entry.typist, **told)
    if entry.submitted:
        yield _event(entry.submitted, "entry submitted", entry.typist, entry=entry.number)


def _differences(version: VersionAudit) -> _Events:
    for each in version.differences:
        first, second = each.first.name, each.second.name
        yield _event(each.at, "entries differ", first=first, second=second, fields=each.fields)
    for sent in version.sent_back:
        yield _event(
            *(sent.at, "field sent back", sent.by),
            entry=sent.number,
            typist=sent.typist.name,
            field=sent.field.id,
            reason=sent.reason,
        )


def _on_entries(action: str, decisions: Iterable[EntryDecision]) -> _Events:
    for each in decisions:
        told = {"entry": each.number, "typist": each.typist.name, "reason": each.reason}
        yield _event(each.at, action, each.by, **told)


def _stated(version: VersionAudit) -> _Events:
    for found in version.dispositions:
        yield _event(
            *(found.at, "finding disposed", found.by),
            check=found.check,
            about=found.subject,
            looked_at=found.looked_at,
            found=found.found,
            recounted_by=found.recounted_by,
        )
    for line in version.accounts:
        yield _event(
            *(line.at, "difference accounted", line.by),
            cause=line.cause,
            account=line.account,
            passes_recounted=line.passes_recounted,
            ballots_recounted=line.ballots_recounted,
            recounted_by=line.recounted_by,
            decided_by=line.decided_by,
        )


def _error(line: ErrorLine) -> _Events:
    told = {"sheet": line.sheet, "field": line.field.id, "old": line.old, "new": line.new}
    yield _event(line.at, "error recorded", line.by, cause=line.cause, account=line.account, **told)
    if line.withdrawn:
        taken_back = line.withdrawn
        of = {"sheet": line.sheet, "field": line.field.id, "reason": taken_back.reason}
        yield _event(taken_back.at, "error withdrawn", taken_back.by, **of)


def _control(election: ElectionAudit) -> _Events:
    for each in election.control:
        told = {"list": each.list_number, "total": each.total, "equal": each.equal}
        yield _event(each.at, "control sum", each.by, release=each.version, **told)


def _seats(election: ElectionAudit) -> _Events:
    for each in election.seats:
        told = {"release": each.version, "lot": each.ordinal, "typed": each.typed, "reason": each.reason}
        yield _event(each.at, each.action, each.by, confirmed_by=each.confirmed_by.name, **told)


def _releases(releases: Iterable[ReleaseLine]) -> _Events:
    for release in releases:
        number, confirmed_by = release.version, release.confirmed_by.name
        yield _event(release.at, "election final", release.by, release=number, confirmed_by=confirmed_by)
        for package in release.packages:
            where = {"folder": package.folder, "root": package.root}
            yield _event(package.at, "package written", package.by, release=number, **where)
        again = release.reopened
        if again:
            why = {"confirmed_by": again.confirmed_by.name, "reason": again.reason}
            yield _event(again.at, "election reopened", again.by, release=number, **why)
