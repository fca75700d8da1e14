"""The counts of the units of an election that are final, and what the checks say of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from osv_tui.election.checks import Finding, findings
from osv_tui.election.committee_checks import Admitted, across, between
from osv_tui.election.count import Count
from osv_tui.election.form import Form, unit_form
from osv_tui.election.model import CountingMethod, Election, Level, ReportingUnit
from osv_tui.election.tally import Tally, UnitCount
from osv_tui.election.thresholds import Thresholds
from osv_tui.election.witness import Comparison, compare
from osv_tui.store.database import StationFile
from osv_tui.store.elections import load_election
from osv_tui.store.entries import read_count
from osv_tui.store.founding import station_facts
from osv_tui.store.settings import thresholds
from osv_tui.store.witnesses import figures_in_files

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True)
class CountedUnit:
    """A unit with its row in the file, the first of its two equal entries, and the count of both."""

    key: int
    entry: int
    counted: UnitCount

    @property
    def number(self) -> int:
        return self.counted.unit.number


@dataclass(frozen=True)
class FinalCounts:
    """The units of an election that are final so far, by number.

    ``admitted`` are the admitted voters of these and of the final units of the other elections of the day; of
    a released election they are those of the moment of its release, so that nothing is found in it later.
    ``in_files`` is what the files of the lower level say, by the row of their unit.
    """

    election: Election
    method: CountingMethod
    units: tuple[CountedUnit, ...]
    admitted: tuple[Admitted, ...]
    limits: Thresholds
    in_files: Mapping[int, Count]

    def form(self, unit_number: int) -> Form:
        """What the paper of that unit has."""
        key = unit_number if self.election.lists_differ else 0
        if key not in self._forms:
            self._forms[key] = unit_form(self.election, self.method, unit_number)
        return self._forms[key]

    @cached_property
    def _forms(self) -> dict[int, Form]:
        return {}

    @property
    def tally(self) -> Tally:
        return Tally(self.election, self.method, tuple(unit.counted for unit in self.units))

    def findings(self, unit: CountedUnit) -> tuple[Finding, ...]:
        """What the checks say of a unit: by its own numbers, beside its file, and if final beside others."""
        own = findings(
            self.form(unit.number), unit.counted.count.values, unit.counted.unit.eligible, self.limits
        )
        compared = self.beside_file(unit)
        in_file = compared.findings if compared else ()
        return (*own, *in_file, *self._beside_others.get(unit.number, ()))

    def beside_file(self, unit: CountedUnit) -> Comparison | None:
        """A unit beside the file of the lower level, if that was read."""
        in_file = self.in_files.get(unit.key)
        return compare(self.form(unit.number), unit.counted.count, in_file) if in_file else None

    @cached_property
    def _beside_others(self) -> Mapping[int, tuple[Finding, ...]]:
        found: defaultdict[int, list[Finding]] = defaultdict(list)
        for each in across(self.election, tuple(unit.counted for unit in self.units), self.limits):
            found[each.unit].append(each.finding)
        for election_id, each in between(self.admitted, self.limits):
            if election_id == self.election.id:
                found[each.unit].append(each.finding)
        return {number: tuple(of_unit) for number, of_unit in found.items()}


_kept: WeakKeyDictionary[StationFile, tuple[tuple[int, ...], FinalCounts]] = WeakKeyDictionary()
"""Of each open file the counts that were read last: a large election takes a second to read and check."""


def final_counts(file: StationFile, election: int) -> FinalCounts:
    """The counts of the units of ``election`` that are final now; read again when that has changed."""
    counted = file.rows(
        "SELECT (SELECT count(*) FROM final_unit), (SELECT count(*) FROM reopened_unit),"
        " (SELECT count(*) FROM final_election), (SELECT count(*) FROM reopened_election),"
        " (SELECT count(*) FROM witness)"
    )[0]
    now = (election, *counted)  # none of which ever goes down
    kept = _kept.get(file)
    if kept is None or kept[0] != now:
        kept = (now, _read(file, election))
        _kept[file] = kept
    return kept[1]


def _read(file: StationFile, election: int) -> FinalCounts:
    known = load_election(file, election)
    with file.reading() as db:
        by_number = {unit.number: unit for unit in known.units}
        units = tuple(
            CountedUnit(key, entry, UnitCount(by_number[number], read_count(db, entry)))
            for key, number, entry in db.execute(
                "SELECT u.id, u.number, f.first_entry FROM final_now f JOIN unit u ON u.id = f.unit"
                " WHERE u.election = ? ORDER BY u.number",
                (election,),
            ).fetchall()
        )
        admitted = tuple(_admitted(db, election)) if known.committee.level is Level.GSB else ()
        in_files = figures_in_files(db, election)
    method = station_facts(file).counting_method
    return FinalCounts(known, method, units, admitted, thresholds(file), in_files)


def counted_unit(db: Database, known: Election, unit: int, entry: int) -> CountedUnit:
    """A unit as ``entry`` counts it, final or not."""
    (number,) = db.execute("SELECT number FROM unit WHERE id = ?", (unit,)).fetchone()
    of_number = next(each for each in known.units if each.number == number)
    return CountedUnit(unit, entry, UnitCount(of_number, read_count(db, entry)))


def _admitted(db: Database, election: int) -> Iterator[Admitted]:
    """Of the final units of all elections; a recount, where there is one, goes before the first figure."""
    for election_id, name, number, unit_name, postal_code, eligible, admitted in db.execute(
        "SELECT l.election_id, l.name, u.number, u.name, u.postal_code, u.eligible, coalesce("
        " (SELECT value FROM entry_value WHERE entry = f.first_entry AND field = 'admitted_2'),"
        " (SELECT value FROM entry_value WHERE entry = f.first_entry AND field = 'admitted'))"
        " FROM final_unit f JOIN unit u ON u.id = f.unit JOIN election l ON l.id = u.election"
        f" WHERE EXISTS ({_TOLD_BEFORE.format('unit final')})"
        f" AND NOT EXISTS ({_TOLD_BEFORE.format('unit reopened')}) ORDER BY l.id, u.number",
        (_log_until(db, election),),
    ):
        yield Admitted(election_id, name, ReportingUnit(number, unit_name, postal_code, eligible), admitted)


_TOLD_BEFORE = (
    "SELECT 1 FROM log WHERE action <> 'value' AND action = '{}' AND subject = 'unit ' || f.unit"
    " AND detail ->> 'first' = f.first_entry AND seq < ?1"
)


def _log_until(db: Database, election: int) -> int:
    """The row of the log at which ``election`` was released, or the one that comes next."""
    row = db.execute(
        "SELECT log.seq FROM released_now r JOIN log ON log.action <> 'value'"
        " AND log.action = 'election final' AND log.subject = 'election ' || r.election"
        " AND log.detail ->> 'release' = r.id WHERE r.election = ?",
        (election,),
    ).fetchone()
    return int((row or db.execute("SELECT max(seq) + 1 FROM log").fetchone())[0])
