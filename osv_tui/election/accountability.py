"""What is accounted for when an election is released: every difference, every finding, every correction.

Two kinds of difference are never mixed (workflow §4.4): a *count difference* is a fact of the vote, admitted
voters against ballots found; an *entry difference* is what two typists read differently, and of it only the
number of fields is told. An *alleged error* is a figure of a counting team that was added up otherwise later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from osv_tui.election import form as f
from osv_tui.election.apportionment.distribution import Distribution
from osv_tui.election.apportionment.lots import Lot
from osv_tui.election.checks import Check, Finding
from osv_tui.election.count import Count
from osv_tui.election.form import FieldId
from osv_tui.election.level_votes import Place
from osv_tui.election.model import ReportingUnit
from osv_tui.election.tally import Tally


@dataclass(frozen=True)
class Disposition:
    """What the supervisor stated on a finding that remains: no field is ever filled by the program.

    ``subject`` tells findings of one check at one unit apart, as ``Finding.subject`` does. ``looked_at`` is
    what was looked at on paper, ``found`` what was found there, ``recounted_by`` who counted again, empty if
    nobody did.
    """

    check: Check
    subject: str
    looked_at: str
    found: str
    recounted_by: str
    at: datetime


@dataclass(frozen=True)
class CountAccount:
    """Why admitted voters and ballots found differ at a unit: the cause, and the account of it in full.

    ``passes_recounted`` and ``ballots_recounted`` are how many times they were counted again, by whom and on
    whose decision, both empty when nothing was.
    """

    cause: str
    account: str
    passes_recounted: int
    ballots_recounted: int
    recounted_by: str
    decided_by: str
    at: datetime


@dataclass(frozen=True)
class AllegedError:
    """A figure of a counting team that differs from what was added up later (the letter of 2019; models §9).

    ``sheet`` says on which paper it stands, ``old`` is the figure there, ``new`` the one after addition or
    recount. Neither goes anywhere but in the account: the count comes from two entries.
    """

    sheet: str
    field: FieldId
    old: int
    new: int
    cause: str
    account: str
    at: datetime


@dataclass(frozen=True)
class JudgedFinding:
    """A finding on a final count, with what was stated on it; ``None`` as long as nothing was."""

    finding: Finding
    disposition: Disposition | None


@dataclass(frozen=True)
class FieldChange:
    """A field of a unit that a corrected paper changed; ``None`` where the field was closed."""

    field: FieldId
    old: int | None
    new: int | None


@dataclass(frozen=True)
class Correction:
    """A unit that was final, was reopened and was entered anew; ``version`` is the one it became."""

    version: int
    reason: str
    reopened_at: datetime
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True)
class EntryDifferences:
    """How much the typists of a unit differed, as counts and without their names.

    ``compared`` is how often two entries were laid side by side, ``fields`` in how many fields they differed,
    ``sent_back`` how many were keyed again, ``discarded`` how many entries lapsed.
    """

    compared: int = 0
    fields: int = 0
    sent_back: int = 0
    discarded: int = 0


@dataclass(frozen=True)
class UnitAccount:
    """All there is to account for at one final unit."""

    unit: ReportingUnit
    count: Count
    findings: tuple[JudgedFinding, ...] = ()
    count_account: CountAccount | None = None
    errors: tuple[AllegedError, ...] = ()
    corrections: tuple[Correction, ...] = ()
    entry_differences: EntryDifferences = EntryDifferences()

    @property
    def has_count_difference(self) -> bool:
        return has_count_difference(self.count)


@dataclass(frozen=True)
class ControlSum:
    """A list that was drawn by lot and added by hand; ``total`` is what was typed, which equals the tally."""

    list_number: int
    total: int


@dataclass(frozen=True)
class Replaced:
    """The release that this one replaces: its version and moment, and why it was reopened.

    ``package`` is the SHA-256 of the list of its published files, ``None`` if it was never exported.
    """

    version: int
    at: datetime
    reopened_at: datetime
    reason: str
    package: str | None


@dataclass(frozen=True)
class UnitChanges:
    """What changed at a unit since the replaced release."""

    unit: ReportingUnit
    reason: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Release:
    """An election declared final by two officials: what its documents are made from.

    ``version`` starts at 1; ``at`` is the moment that all documents carry; ``accounts`` has every unit, by
    number; ``changes`` is what changed since ``replaced``.

    Of a central committee ``distribution`` is how the seats are distributed over the tally, with the ``lots``
    that were drawn so far in the order in which they were asked for, and without who is ``deceased``. It is
    ``None`` at all other committees.
    """

    tally: Tally
    version: int
    at: datetime
    accounts: tuple[UnitAccount, ...]
    control_sums: tuple[ControlSum, ...] = ()
    replaced: Replaced | None = None
    changes: tuple[UnitChanges, ...] = ()
    distribution: Distribution | None = None
    lots: tuple[Lot, ...] = ()
    deceased: frozenset[Place] = frozenset()

    @property
    def is_distributed(self) -> bool:
        """Whether all seats have somebody, so that the documents of the result can be made."""
        return self.distribution is not None and self.distribution.is_complete


def has_count_difference(count: Count) -> bool:
    """Whether admitted voters and ballots found differ, by the figures or by what the paper says of them.

    Only a polling station has a difference to account for: what stands on the paper of a municipality or a
    kieskring, which has no H, are sums of differences that were accounted for where was counted.
    """
    if count.get(f.FOUND) is None:
        return False
    return count.admitted != count.number(f.FOUND) or count.number(f.MORE) > 0 or count.number(f.FEWER) > 0
