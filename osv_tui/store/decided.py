"""What officials decided and stated, each time that they did, as the log tells it: for the audit report.

A person is a key of ``people.AccountLine.person``; an election, a unit and an entry are named by their row in
the file. What a later statement took the place of is told too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any

from osv_tui.election.form import FieldId
from osv_tui.store.happenings import LogRow

Added = Callable[[int, int, frozenset[int]], int]
"""What a list of an election has in these entries together."""


@dataclass(frozen=True)
class Reopening:
    """Two officials opened again what was final."""

    by: int
    confirmed_by: int
    reason: str
    at: datetime


@dataclass(frozen=True)
class FinalPair:
    """Two equal entries that made a unit final; ``by`` is the supervisor at whose screen that was seen."""

    unit: int
    first: int
    second: int
    by: int
    at: datetime
    reopened: Reopening | None = None


@dataclass(frozen=True)
class PackageMade:
    """A folder that was written to publish; ``root`` is the SHA-256 of its list of files."""

    folder: str
    root: str
    by: int
    at: datetime


@dataclass(frozen=True)
class Released:
    """An election that two officials declared final."""

    election: int
    version: int
    by: int
    confirmed_by: int
    at: datetime
    reopened: Reopening | None = None
    packages: tuple[PackageMade, ...] = ()


@dataclass(frozen=True)
class ControlTry:
    """A list added by hand for ``version``; ``equal`` if the units final at that moment came to it too."""

    election: int
    version: int
    list_number: int
    total: int
    equal: bool
    by: int
    at: datetime


@dataclass(frozen=True)
class EntryDecision:
    """What was decided on an entry, and why."""

    entry: int
    by: int
    reason: str
    at: datetime


@dataclass(frozen=True)
class Disposed:
    """What was stated on a finding, at the first of two equal entries; as ``accountability.Disposition``."""

    entry: int
    check: str
    subject: str
    looked_at: str
    found: str
    recounted_by: str
    by: int
    at: datetime


@dataclass(frozen=True)
class Accounted:
    """What was stated on a count difference; as ``accountability.CountAccount``."""

    entry: int
    cause: str
    account: str
    passes_recounted: int
    ballots_recounted: int
    recounted_by: str
    decided_by: str
    by: int
    at: datetime


@dataclass(frozen=True)
class Withdrawal:
    """An alleged error that was recorded by mistake."""

    by: int
    reason: str
    at: datetime


@dataclass(frozen=True)
class Alleged:
    """A figure on paper that was added up otherwise later; as ``accountability.AllegedError``."""

    unit: int
    sheet: str
    field: FieldId
    old: int
    new: int
    cause: str
    account: str
    by: int
    at: datetime
    withdrawn: Withdrawal | None = None


class SeatsAct(Enum):
    """What two persons did about the seats of a release; the value is the action in the log."""

    LOT = "lot drawn"
    LOT_WITHDRAWN = "lot withdrawn"
    DECEASED = "deceased told"
    DECEASED_WITHDRAWN = "deceased withdrawn"
    DIFFERENT = "typed differently"


@dataclass(frozen=True)
class SeatsTyped:
    """A lot or a deceased candidate of ``version``, as two persons typed or withdrew it.

    ``ordinal`` is which lot it was, ``None`` for a death; ``typed`` has who was drawn or is deceased, a list
    as 3 and a candidate as 3.2, and both where the two typed differently.
    """

    election: int
    version: int
    act: SeatsAct
    ordinal: int | None
    typed: tuple[str, ...]
    by: int
    confirmed_by: int
    at: datetime
    reason: str = ""


@dataclass(frozen=True)
class Decided:
    """All of it, each in the order of the log."""

    finals: tuple[FinalPair, ...]
    releases: tuple[Released, ...]
    control: tuple[ControlTry, ...]
    let_stand: tuple[EntryDecision, ...]
    handed_over: tuple[EntryDecision, ...]
    discards: tuple[EntryDecision, ...]
    dispositions: tuple[Disposed, ...]
    accounts: tuple[Accounted, ...]
    errors: tuple[Alleged, ...]
    seats: tuple[SeatsTyped, ...]


def decided(rows: tuple[LogRow, ...], added: Added) -> Decided:
    """What ``rows`` tell of decisions."""

    def of(*actions: str) -> Iterator[LogRow]:
        return (row for row in rows if row.action in actions)

    return Decided(
        finals=_finals(of("unit final", "unit reopened")),
        releases=_releases(of("election final", "election reopened", "package written")),
        control=tuple(_control(of("unit final", "unit reopened", "control sum"), added)),
        let_stand=tuple(map(_on_entry, of("entry let stand"))),
        handed_over=tuple(map(_on_entry, of("entry handed over"))),
        discards=tuple(map(_on_entry, of("entry discarded", "entry withdrawn"))),
        dispositions=tuple(map(_disposed, of("finding disposed"))),
        accounts=tuple(map(_accounted, of("difference accounted"))),
        errors=_errors(of("error recorded", "error withdrawn")),
        seats=tuple(_seats(of("election final", *(act.value for act in SeatsAct)))),
    )


def _finals(rows: Iterator[LogRow]) -> tuple[FinalPair, ...]:
    found: dict[int, FinalPair] = {}
    for row in rows:
        first = row.detail["first"]
        if row.action == "unit final":
            found[first] = FinalPair(row.key, first, row.detail["second"], row.by, row.at)
        else:
            found[first] = replace(found[first], reopened=_reopening(row))
    return tuple(found.values())


def _releases(rows: Iterator[LogRow]) -> tuple[Released, ...]:
    found: dict[int, Released] = {}
    packages: defaultdict[int, list[PackageMade]] = defaultdict(list)
    for row in rows:
        detail = row.detail
        key = detail["release"]
        if row.action == "election final":
            found[key] = Released(row.key, detail["version"], row.by, detail["confirmed_by"], row.at)
        elif row.action == "election reopened":
            found[key] = replace(found[key], reopened=_reopening(row))
        else:
            packages[key].append(PackageMade(detail["folder"], detail["root"], row.by, row.at))
    return tuple(replace(each, packages=tuple(packages[key])) for key, each in found.items())


def _reopening(row: LogRow) -> Reopening:
    return Reopening(row.by, row.detail["confirmed_by"], row.detail["reason"], row.at)


def _control(rows: Iterator[LogRow], added: Added) -> Iterator[ControlTry]:
    final: set[int] = set()
    for row in rows:
        detail = row.detail
        if row.action == "unit final":
            final.add(detail["first"])
        elif row.action == "unit reopened":
            final.remove(detail["first"])
        else:
            number, total = detail["list"], detail["total"]
            equal = total == added(row.key, number, frozenset(final))
            yield ControlTry(row.key, detail["version"], number, total, equal, row.by, row.at)


def _on_entry(row: LogRow) -> EntryDecision:
    return EntryDecision(row.key, row.by, row.detail["reason"], row.at)


def _disposed(row: LogRow) -> Disposed:
    detail = row.detail
    stated = (detail["looked_at"], detail["found"], detail["recounted_by"])
    return Disposed(row.key, detail["check"], detail["about"], *stated, row.by, row.at)


def _accounted(row: LogRow) -> Accounted:
    detail = row.detail
    times = (detail["passes_recounted"], detail["ballots_recounted"])
    who = (detail["recounted_by"], detail["decided_by"])
    return Accounted(row.key, detail["cause"], detail["account"], *times, *who, row.by, row.at)


def _errors(rows: Iterator[LogRow]) -> tuple[Alleged, ...]:
    found: dict[int, Alleged] = {}
    for row in rows:
        detail = row.detail
        if row.action == "error withdrawn":
            withdrawn = Withdrawal(row.by, detail["reason"], row.at)
            found[row.key] = replace(found[row.key], withdrawn=withdrawn)
        else:
            told = (detail["sheet"], FieldId(detail["field"]), detail["old"], detail["new"])
            why = (detail["cause"], detail["account"])
            found[detail["error"]] = Alleged(row.key, *told, *why, row.by, row.at)
    return tuple(found.values())


def _seats(rows: Iterator[LogRow]) -> Iterator[SeatsTyped]:
    versions: dict[int, int] = {}
    held: dict[tuple[str, int], SeatsTyped] = {}
    for row in rows:
        detail = row.detail
        if row.action == "election final":
            versions[detail["release"]] = detail["version"]
            continue
        act = SeatsAct(row.action)
        if act in (SeatsAct.LOT_WITHDRAWN, SeatsAct.DECEASED_WITHDRAWN):
            what = row.action.removesuffix(" withdrawn")
            by = {"by": row.by, "confirmed_by": detail["confirmed_by"], "at": row.at}
            yield replace(held[what, detail[what]], act=act, reason=detail["reason"], **by)
            continue
        typed = SeatsTyped(
            *(row.key, versions[detail["release"]], act, detail.get("ordinal"), _typed(act, detail)),
            *(row.by, detail["confirmed_by"], row.at),
        )
        if act is not SeatsAct.DIFFERENT:
            what = row.action.split()[0]
            held[what, detail[what]] = typed
        yield typed


def _typed(act: SeatsAct, detail: Mapping[str, Any]) -> tuple[str, ...]:
    if act is SeatsAct.DIFFERENT:
        return detail["first"], detail["second"]
    return (detail["drawn" if act is SeatsAct.LOT else "place"],)
