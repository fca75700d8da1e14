"""A committee's evening without screens: what typists and supervisor do, by calls of the store.

The same two entries, blind and by two persons, the same gate and release as through the screens, in a
fraction of the time: for a rehearsal of forty committees. Mistakes at the keyboard are planted here too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from osv_tui import intake
from osv_tui.election.accountability import ControlSum, Release
from osv_tui.election.apportionment.distribution import Distribution
from osv_tui.election.count import Count
from osv_tui.election.filling import Change
from osv_tui.election.form import count_form, total_field
from osv_tui.election.model import CountingMethod, Level
from osv_tui.election.provenance import Provenance
from osv_tui.election.workflow import UnitState
from osv_tui.eml.digest import groups
from osv_tui.exporting import provenance
from osv_tui.rehearsal.cases import Case
from osv_tui.rehearsal.closing import ACCOUNT, CAUSE, FOUND, LOOKED_AT, ON_PAPER, drawn_lists
from osv_tui.rehearsal.direct import Room
from osv_tui.rehearsal.mistakes import Mistake, plant_what_fits, typed
from osv_tui.rehearsal.practice import (
    ADMINISTRATOR,
    PRACTICE_PASSWORD,
    SUPERVISOR,
    TYPISTS,
    enrol,
    take_in,
)
from osv_tui.store import (
    database,
    decisions,
    distributing,
    entries,
    founding,
    judging,
    lots,
    releasing,
    signing_in,
    sittings,
)
from osv_tui.store.actor import Actor
from osv_tui.store.database import StationFile
from osv_tui.store.decisions import UnitLine
from osv_tui.store.founding import Founder, StationFacts
from osv_tui.store.judging import CountStatement, DispositionStatement
from osv_tui.store.lots import DrawnTwice
from osv_tui.store.signing_in import Credentials

_JUDGED = DispositionStatement(LOOKED_AT, FOUND)
_ACCOUNTED = CountStatement(CAUSE, ACCOUNT)
_MISREAD = "Zo staat het niet op het papier"
_BESIDE = Credentials(ADMINISTRATOR.user_name, PRACTICE_PASSWORD)
"""The second official, who confirms what the supervisor does."""
_FOUNDERS = (Founder(ADMINISTRATOR, PRACTICE_PASSWORD), Founder(SUPERVISOR, PRACTICE_PASSWORD))


@dataclass(frozen=True)
class Counted:
    """What a committee released and where it comes from, and how many planted mistakes came out."""

    release: Release
    provenance: Provenance
    planted: int
    surfaced: int


def count_by_calls(
    case: Case,
    method: CountingMethod,
    folder: Path,
    seed: int,
    lower_files: Mapping[int, Path] | None = None,
) -> Counted:
    """Count ``case`` in a new practice station in ``folder`` and release it.

    ``lower_files`` are the count files of the units of an upper committee, by number. ``seed`` decides what
    is mistyped and, at a central committee, who is drawn.

    Raises:
        StoreProblem: a step was refused.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with closing(database.create(folder / "station.osv")) as file:
        mistakes = plant_what_fits(case.papers, count_form(case.election, method), seed)
        table = _Table(file, case, method, mistakes, seed)
        for number, path in (lower_files or {}).items():
            table.read_lower_file(number, path)
        table.type_all()
        table.judge_all()
        return Counted(table.release(), table.provenance(), len(mistakes), table.surfaced)


class _Table:
    """A station with everyone at it; ``surfaced`` counts the units that were misread and typed again."""

    def __init__(
        self, file: StationFile, case: Case, method: CountingMethod, mistakes: Sequence[Mistake], seed: int
    ) -> None:
        self._file, self._case, self._mistakes, self._seed = file, case, mistakes, seed
        self.surfaced = 0
        founding.found(file, StationFacts(case.election.committee.code, method, practice=True), _FOUNDERS)
        administrator = signing_in.sign_in(file, ADMINISTRATOR.user_name, PRACTICE_PASSWORD, "rehearsal")
        second = Credentials(SUPERVISOR.user_name, PRACTICE_PASSWORD)
        self._typists = tuple(enrol(file, administrator, person, second) for person in TYPISTS)
        self._key = take_in(file, administrator, case)
        sittings.open_sitting(file, administrator, second)
        self._supervisor = signing_in.sign_in(file, second.user_name, second.password, "rehearsal")

    def provenance(self) -> Provenance:
        """Where what was released comes from."""
        return provenance(self._file, self._supervisor, self._key)

    def read_lower_file(self, number: int, path: Path) -> None:
        """Lay the file of the level below beside unit ``number``, its code typed from the paper."""
        line = next(line for line in self._lines() if line.unit.number == number)
        offered = intake.offer_witness(self._file, path, self._key, line.unit)
        first, second = (groups(offered.document.sha256)[position] for position in offered.hidden)
        intake.accept_witness(self._file, self._supervisor, offered, line.key, (first, second))

    def type_all(self) -> None:
        """Each paper by both typists as they read it; what was misread is typed again."""
        for number, typist in enumerate(self._typists, 1):
            for paper in self._case.papers:
                self._type(typist, paper.unit, typed(paper, self._mistake(paper.unit, number)))
            for line in self._lines():
                if line.state in (UnitState.FIRST_WRONG, UnitState.DIFFERENT):
                    self._have_typed_again(line)

    def judge_all(self) -> None:
        """State something on every finding and difference."""
        for _ in range(2):  # what shows beside other units shows when all of them are final
            for line in self._lines():
                self._judge(line)

    def release(self) -> Release:
        """Add the drawn lists by hand and declare the election final by two."""
        for drawn in drawn_lists(self._case):
            total = sum(paper.count.number(total_field(drawn.number)) for paper in self._case.papers)
            control = ControlSum(drawn.number, total)
            releasing.add_control_sum(self._file, self._supervisor, self._key, control)
        releasing.release(self._file, self._supervisor, _BESIDE, self._key)
        if self._case.election.committee.level is Level.CSB:
            self._draw_lots()
        return releasing.current_release(self._file, self._supervisor, self._key)

    def _draw_lots(self) -> None:
        """Have two persons type what came out in the room, as long as the distribution asks."""
        room = Room(self._seed)
        while (question := self._distribution().lot_needed) is not None:
            drawn = room.draw(question)
            twice = DrawnTwice(drawn, drawn)
            lots.add_lot(self._file, self._supervisor, _BESIDE, self._key, question, twice)

    def _distribution(self) -> Distribution:
        return distributing.distribution(self._file, self._supervisor, self._key)

    def _lines(self) -> tuple[UnitLine, ...]:
        return decisions.overview(self._file, self._supervisor)

    def _mistake(self, unit: int, number: int) -> Mistake | None:
        return next((m for m in self._mistakes if (m.unit, m.entry) == (unit, number)), None)

    def _type(self, typist: Actor, unit: int, count: Count) -> None:
        """Hand in an entry, its fields stored at once in place of one by one."""
        entry = entries.claim(self._file, typist, self._key, unit).id
        changes = tuple(Change(field, value) for field, value in count.pairs)
        entries.save(self._file, typist, entry, changes, count.pairs[-1][0])
        entries.submit(self._file, typist, entry)

    def _have_typed_again(self, line: UnitLine) -> None:
        """Let the entry lapse that misread the paper, or an only one stand that read it right."""
        number = line.unit.number
        wrong = next((m for m in self._mistakes if m.unit == number and m.entry in line.numbers), None)
        if wrong is None:
            seen = judging.dossier(self._file, self._supervisor, line.key)
            decisions.let_stand(self._file, self._supervisor, seen, ON_PAPER)
            return
        self.surfaced += 1
        entry = line.entries[line.numbers.index(wrong.entry)]
        decisions.discard(self._file, self._supervisor, (entry,), _MISREAD)
        paper = next(paper for paper in self._case.papers if paper.unit == number)
        self._type(self._typists[wrong.entry - 1], number, paper.count)

    def _judge(self, line: UnitLine) -> None:
        seen = judging.dossier(self._file, self._supervisor, line.key)
        if seen.open_findings:
            judging.dispose(self._file, self._supervisor, seen, seen.open_findings, _JUDGED)
        if seen.account.has_count_difference and seen.account.count_account is None:
            judging.account_for(self._file, self._supervisor, seen, _ACCOUNTED)
