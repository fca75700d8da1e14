"""Reading a large 230b, and writing everything that is published."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from osv_tui.election.accountability import Release, UnitAccount
from osv_tui.election.tally import Tally, tally
from tests.bench.cost import Cost, fresh, spent, typical
from tests.bench.report import Figure, Part, ratio
from tests.publication.package_example import PROVENANCE

_WHOLE = "whole package"
_UNREAD = "the same, not read back"
_MOMENT = datetime(2027, 3, 18, 2, 30)  # noqa: DTZ001


def measure_reading(*, quick: bool) -> Part:
    repeats = 2 if quick else 15
    few, few_cost = fresh(_read, 4, repeats)
    many, many_cost = fresh(_read, 43, repeats)
    return Part(
        "Reading a 230b",
        (
            Figure(f"{few} candidates", few_cost.wall, cpu=few_cost.cpu),
            Figure(f"{many} candidates", many_cost.wall, cpu=many_cost.cpu),
            ratio(f"CPU, {many} : {few} candidates", many_cost.cpu, few_cost.cpu),
        ),
    )


def measure_export(*, quick: bool) -> Part:
    small, large = (2, 6) if quick else (25, 500)
    few, many = fresh(_export, small), fresh(_export, large)
    size = large / small
    return Part(
        f"Export, 25 lists of at most 40 candidates (x per unit: {large} against {small} units)",
        (
            *(_figure(f"{small} units: {name}", cost) for name, cost in few),
            *(_figure(f"{large} units: {name}", cost) for name, cost in many),
            *(
                ratio(f"CPU per unit: {name}", cost.cpu / size, before.cpu)
                for (name, before), (_, cost) in zip(few, many, strict=True)
            ),
            ratio(f"CPU, {large} units, with : without reading back", *_read_and_unread(many)),
        ),
    )


def _figure(what: str, cost: Cost) -> Figure:
    return Figure(what, cost.wall, cpu=cost.cpu, peak=cost.peak)


def _read_and_unread(costs: tuple[tuple[str, Cost], ...]) -> tuple[float, float]:
    by_name = dict(costs)
    return by_name[_WHOLE].cpu, by_name[_UNREAD].cpu


def _read(candidates: int, repeats: int) -> tuple[int, Cost]:
    from osv_tui.eml.reading import read_candidate_lists
    from tests.bench.station import generated

    with tempfile.TemporaryDirectory() as folder:
        case = generated(Path(folder), stations=1, candidates=candidates)
        data, name = case.files[1].read_bytes(), case.files[1].name
    definition = case.election.definition
    cost = typical(lambda: read_candidate_lists(data, name, definition), repeats)
    return sum(len(each.candidates) for each in case.election.lists), cost


def _export(units: int) -> tuple[tuple[str, Cost], ...]:
    """What each part of the export of so many units costs, and the whole."""
    with tempfile.TemporaryDirectory() as folder:
        counted, out = _tally(Path(folder), units), Path(folder) / "out"
        return tuple((name, spent(part)[1]) for name, part in _parts(counted, out))


def _tally(folder: Path, units: int) -> Tally:
    from tests.bench.station import METHOD, generated

    case = generated(folder, stations=units)
    counts = {paper.unit: paper.count for paper in case.papers}
    return tally(case.election, METHOD, lambda unit: counts[unit.number])


def _parts(counted: Tally, out: Path) -> tuple[tuple[str, Callable[[], object]], ...]:
    from osv_tui.documents.model import DocumentFacts
    from osv_tui.documents.n11 import n11
    from osv_tui.documents.render import render
    from osv_tui.eml.count_writing import write_count
    from osv_tui.publication import contents, package
    from osv_tui.publication.manifest import write_manifests
    from osv_tui.publication.osv4_3 import write_csv

    facts = DocumentFacts(_MOMENT, "0" * 64, practice=False)
    accounts = tuple(UnitAccount(each.unit, each.count) for each in counted.units)
    release = Release(counted, 1, _MOMENT, accounts)

    def unread() -> None:
        read_back, package._read_back = package._read_back, lambda files, tell: None
        package.write_package(release, out / "unread", practice=False, provenance=PROVENANCE)
        package._read_back = read_back

    return (
        ("510b", lambda: write_count(counted, _MOMENT, contents.PROGRAM)),
        ("CSV", lambda: write_csv(counted)),
        ("PDF (N 11)", lambda: render(n11(counted, facts))),
        (_WHOLE, lambda: package.write_package(release, out, practice=False, provenance=PROVENANCE)),
        (_UNREAD, unread),
        ("manifests", lambda: write_manifests(next(out.glob("publicatie/*/")))),
    )
