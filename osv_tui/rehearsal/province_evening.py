"""A whole province from polling stations to seats: each level keyed from the paper of the one below it.

Every committee has a station of its own and publishes a package; only its papers (as PDF) and its count file
go to the next level. A few committees are played through the screens, key by key; the others by calls of the
store (``by_calls``), for the time. At the end what was published is compared with a result that was made
straight from all polling stations.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from osv_tui.election.apportionment.distribution import Distribution
from osv_tui.election.apportionment.lots import Lot
from osv_tui.election.levels import kieskring_number
from osv_tui.election.model import Committee, CountingMethod, Election, Level, Subcategory
from osv_tui.eml.refusal import EmlRefused
from osv_tui.publication.package import ExportFailed, write_package
from osv_tui.rehearsal import outcome
from osv_tui.rehearsal.by_calls import count_by_calls
from osv_tui.rehearsal.cases import Case, write_files
from osv_tui.rehearsal.direct import Room, direct_votes, drawn_out
from osv_tui.rehearsal.evening import Evening, EveningFailed
from osv_tui.rehearsal.from_below import case_from_below, files_from_below
from osv_tui.rehearsal.hands import HandsStuck
from osv_tui.rehearsal.paper_file import PaperRefused
from osv_tui.rehearsal.plan import Plan, Progress
from osv_tui.rehearsal.province import LARGE, SMALL, Area, CountedHere, invented_area
from osv_tui.store.problems import StoreProblem

_FOLDERS = {Level.GSB: "gemeenten", Level.HSB: "hoofdstembureaus", Level.CSB: "centraal stembureau"}


@dataclass(frozen=True)
class Played:
    """What a committee published, how many mistakes were planted and came out, and how it was played."""

    published: Path
    planted: int
    surfaced: int
    by_keys: bool


class ProvinceEvening:
    """The committees of ``area``, each with a folder below ``out``; ``by_keys`` says which use screens."""

    def __init__(self, area: Area, out: Path, seed: int, by_keys: Callable[[Election], bool]) -> None:
        self.area, self._out, self._seed, self._by_keys = area, out, seed, by_keys

    def municipality(self, here: CountedHere) -> Played:
        """A municipality counts its polling stations."""
        folder = self._folder(here.election)
        case = Case(here.election, write_files(here.election, folder / "bestanden"), here.papers)
        return self._play(case, here.method, folder, {})

    def above(self, election: Election, below: Mapping[int, Path]) -> Played:
        """A committee keys the papers of ``below``: what each of its units published, by number."""
        folder = self._folder(election)
        case = case_from_below(election, below, folder / "bestanden")
        return self._play(case, CountingMethod.STATION, folder, files_from_below(below))

    def _folder(self, election: Election) -> Path:
        committee = election.committee
        return self._out / _FOLDERS[committee.level] / f"{committee.code} {committee.name}"

    def _play(
        self, case: Case, method: CountingMethod, folder: Path, lower_files: Mapping[int, Path]
    ) -> Played:
        if self._by_keys(case.election):
            plan = Plan.of(case, method, self._seed, 1)
            evening = Evening((plan,), method, folder, self._seed, practice=True, lower_files=lower_files)
            played = asyncio.run(evening.play())
            return Played(played.packages[0], played.planted, played.surfaced, by_keys=True)
        counted = count_by_calls(case, method, folder, self._seed, lower_files)
        package = write_package(
            counted.release, folder / "export", practice=True, provenance=counted.provenance
        )
        return Played(package.publication, counted.planted, counted.surfaced, by_keys=False)


@dataclass(frozen=True)
class AreaResult:
    """``folder`` has a folder for each committee; ``distribution`` is the one of all polling stations.

    ``text`` tells what was played, how, and what was found equal.
    """

    folder: Path
    played: tuple[Played, ...]
    distribution: Distribution
    lots: tuple[Lot, ...]
    text: str


def rehearse_invented(
    kind: str, out: Path, seed: int, *, small: bool, progress: Progress | None = None
) -> AreaResult:
    """Play an invented area of that ``Subcategory``; the upper levels and one municipality use the screens.

    Raises:
        EveningFailed: as ``rehearse_area``.
    """
    area = invented_area(Subcategory(kind), SMALL if small else LARGE, seed)
    first = area.municipalities[0].election

    def by_keys(election: Election) -> bool:
        return election.committee.level is not Level.GSB or election == first

    return rehearse_area(area, out, seed, by_keys, progress)


def rehearse_area(
    area: Area, out: Path, seed: int, by_keys: Callable[[Election], bool], progress: Progress | None = None
) -> AreaResult:
    """Play all levels of ``area`` and compare the published result with that of all polling stations.

    Raises:
        EveningFailed: ``out`` is not empty, a step was refused, or something came out wrong.
    """
    if out.exists() and any(out.iterdir()):
        raise EveningFailed(f"De map {out} is niet leeg. Kies met --out een nieuwe map.")
    evening = ProvinceEvening(area, out, seed, by_keys)
    try:
        played = _all_levels(evening, progress or (lambda *_: None))
        distribution, lots = drawn_out(direct_votes(area), Room(seed))
        outcome.check_result(played[-1].published, area.central, distribution)
    except (EmlRefused, PaperRefused, HandsStuck, StoreProblem, ExportFailed, outcome.Wrong) as error:
        raise EveningFailed(f"Het naspelen is gestopt: {error}") from error
    missed = sum(each.planted - each.surfaced for each in played)
    if missed:
        raise EveningFailed(f"Het naspelen is gestopt: {missed} geplante tikfouten kwamen niet boven.")
    return AreaResult(out, played, distribution, lots, _text(area, out, played, distribution, lots))


def _all_levels(evening: ProvinceEvening, tell: Progress) -> tuple[Played, ...]:
    """Every committee, the central one last."""
    area, played = evening.area, list[Played]()
    steps = len(area.municipalities) + len(area.districts) + 1

    def done(committee: Committee, each: Played) -> Path:
        played.append(each)
        tell(f"{committee.code} {committee.name}", len(played), steps)
        return each.published

    published = {
        int(here.election.committee.code): done(here.election.committee, evening.municipality(here))
        for here in area.municipalities
    }
    if area.districts:
        published = {
            kieskring_number(of.committee): done(of.committee, evening.above(of, _units(of, published)))
            for of in area.districts
        }
    done(area.central.committee, evening.above(area.central, published))
    return tuple(played)


def _units(of: Election, published: Mapping[int, Path]) -> dict[int, Path]:
    return {unit.number: published[unit.number] for unit in of.units}


def _text(
    area: Area, out: Path, played: Sequence[Played], distribution: Distribution, lots: Sequence[Lot]
) -> str:
    stations = sum(len(here.papers) for here in area.municipalities)
    keyed = sum(each.by_keys for each in played)
    seats = ", ".join(
        f"lijst {of.number}: {distribution.seats(of.number)}"
        for of in area.lists
        if distribution.seats(of.number)
    )
    planted = sum(each.planted for each in played)
    levels = f"{len(area.districts)} hoofdstembureaus, " if area.districts else ""
    return (
        f"{area.central.name} is gespeeld: {len(area.municipalities)} gemeenten met {stations} stembureaus,"
        f" {levels}het centraal stembureau.\n"
        f"Elk niveau is ingevoerd van het papier van het niveau eronder (de PDF), met het telbestand ernaast."
        f"\nVia de schermen gespeeld, toets voor toets: {keyed}; met dezelfde stappen zonder schermen: "
        f"{len(played) - keyed}.\n{planted} geplante tikfouten, {planted} boven gekomen en hersteld.\n"
        f"Geldige stemmen: {distribution.quota.numerator}; lotingen: {len(lots)}.\nZetels: {seats}.\n"
        "Zetels en gekozen kandidaten zijn gelijk aan wat rechtstreeks uit alle stembureaus volgt.\n"
        f"Map: {out}"
    )
