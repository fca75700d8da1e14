"""Packaging and verifying everything that is published: time, memory and size."""

from __future__ import annotations

import contextlib
import io
import runpy
import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from osv_tui.election.accountability import Release, UnitAccount
from osv_tui.election.provenance import InputFile
from osv_tui.election.tally import tally
from tests.bench.cost import Cost, fresh, spent
from tests.bench.report import Figure, Part
from tests.publication.package_example import KEY, PROVENANCE

_MOMENT = datetime(2027, 3, 18, 2, 30)  # noqa: DTZ001


def measure(*, quick: bool) -> Part:
    sizes = (2, 6) if quick else (25, 500)
    figures: list[Figure] = []
    for units in sizes:
        for name, cost in _costs(units):
            figures.append(Figure(f"{units} units: {name}", cost.wall, cpu=cost.cpu, peak=cost.peak))
    return Part("Package and its checks, 25 lists of at most 40 candidates", tuple(figures))


def _costs(units: int) -> tuple[tuple[str, Cost], ...]:
    with tempfile.TemporaryDirectory() as place:
        packing = fresh(_pack, place, units)
        (package,) = (path for path in (Path(place) / "out" / "publicatie").iterdir() if path.is_dir())
        verifying = fresh(_verify, str(package))
        zipped = fresh(_verify, str(package.with_name(f"{package.name}.zip")))
        second = fresh(_second, str(package))
    return (
        *(("package", packing), ("verify", verifying), ("verify the zip", zipped)),
        ("narekenen.py", second),
    )


def _pack(place: str, units: int) -> Cost:
    from osv_tui.publication.package import write_package
    from tests.bench.station import METHOD, generated

    case = generated(Path(place), stations=units)
    counts = {paper.unit: paper.count for paper in case.papers}
    counted = tally(case.election, METHOD, lambda unit: counts[unit.number])
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
