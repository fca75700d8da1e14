"""Packaging and verifying everything that is published: time, memory and size."""

from __future__ import annotations

import contextlib
import io
import runpy
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from osv_tui.election.accountability import Release, UnitAccount
from osv_tui.election.model import CountingMethod
from osv_tui.election.provenance import InputFile
from osv_tui.election.tally import tally
from tests.bench.cost import Cost, fresh, spent
from tests.bench.report import Figure, Part
from tests.publication.package_example import KEY, PROVENANCE

_MOMENT = datetime(2027, 3, 18, 2, 30)  # noqa: DTZ001

_MOST_MEMORY = 700.0
_STATION, _CENTRAL = CountingMethod.STATION, CountingMethod.CENTRAL
_LISTS = {_STATION: 25, _CENTRAL: 16}


def measure(*, quick: bool) -> Part:
    """Counted centrally there is annex 2 as well, with every candidate at every station."""
    small = ((2, _STATION), (2, _CENTRAL))
    sizes = small if quick else ((25, _STATION), (500, _STATION), (500, _CENTRAL))
    figures = tuple(figure for units, method in sizes for figure in _figures(units, method))
    return Part("Package and its checks, 25 lists of at most 40 candidates; central: 16 lists", figures)


def _figures(units: int, method: CountingMethod) -> Iterator[Figure]:
    where = f"{units} units, central" if method is _CENTRAL else f"{units} units"
    for name, cost in _costs(units, method):
        yield Figure(f"{where}: {name}", cost.wall, cpu=cost.cpu, peak=cost.peak)
        if name == "verify":
            yield Figure("   memory for it", cost.peak, "MB", target=_MOST_MEMORY)


def _costs(units: int, method: CountingMethod) -> Iterator[tuple[str, Cost]]:
    with tempfile.TemporaryDirectory() as place:
        yield "package", fresh(_pack, place, units, method)
        (package,) = (path for path in (Path(place) / "out" / "publicatie").iterdir() if path.is_dir())
        yield "verify", fresh(_verify, str(package))
        yield "verify the zip", fresh(_verify, str(package.with_name(f"{package.name}.zip")))
        yield "narekenen.py", fresh(_second, str(package))


def _pack(place: str, units: int, method: CountingMethod) -> Cost:
    from osv_tui.publication.package import write_package
    from tests.bench.station import generated

    case = generated(Path(place), units, _LISTS[method], method=method)
    counts = {paper.unit: paper.count for paper in case.papers}
    counted = tally(case.election, method, lambda unit: counts[unit.number])
    accounts = tuple(UnitAccount(each.unit, each.count) for each in counted.units)
    kinds = zip(("110a", "230b", "110b"), case.files, strict=True)
    inputs = tuple(InputFile(kind, path.read_bytes()) for kind, path in kinds)
    release, provenance = Release(counted, 1, _MOMENT, accounts), replace(PROVENANCE, inputs=inputs)
    out = Path(place) / "out"
    return spent(lambda: write_package(release, out, practice=False, provenance=provenance, signer=KEY))[1]


def _verify(package: str) -> Cost:
    from osv_tui.verifying.check import verify

    report, cost = spent(lambda: verify(Path(package)))
    if report.found:
        raise AssertionError(report.found)
    return cost


def _second(package: str) -> Cost:
    from osv_tui.publication import narekenen

    main = runpy.run_path(str(narekenen.__file__))["main"]
    with contextlib.redirect_stdout(io.StringIO()):
        code, cost = spent(lambda: main([package]))
    if code:
        raise AssertionError(code)
    return cost
