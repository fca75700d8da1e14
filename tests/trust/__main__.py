"""The long run: ``python -m tests.trust`` tries every promise of the file often, and prints the figures.

With numbers behind it, only those parts: ``python -m tests.trust 1 4``. The whole takes about an hour.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from osv_tui.election.model import CountingMethod
from osv_tui.election.workflow import UnitState
from tests.documents.accountability_example import corrected_release
from tests.documents.upper_release_example import LEVELS, second_upper_release
from tests.publication.mutations import only_rewritten, search, written
from tests.trust.blindness import blindness, timing
from tests.trust.checking import checking
from tests.trust.commits import commits
from tests.trust.flips import flips
from tests.trust.kills import kills
from tests.trust.package_flips import package_flips
from tests.trust.power.cuts import power_cuts
from tests.trust.power.faults import write_errors
from tests.trust.province import planted_errors, provinces
from tests.trust.walks import walks
from tests.verifying.differential import compare

SEED = 20190320


def attempts() -> Iterator[str]:
    """The lists of attacks, counted by the tests that try them."""
    for name, part in (("own list", "test_rules.py"), ("an outsider's list", "test_outsider.py")):
        command = [sys.executable, "-m", "pytest", "-n0", f"tests/store/{part}"]
        last = (
            subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip().splitlines()
        )
        yield f"{name}: {last[-1] if last else 'nothing'}"


def power() -> Iterator[str]:
    figures = power_cuts(10_000, SEED)
    yield f"{figures.versions}"
    yield f"power cuts survived: {figures.own.survived} of {figures.own.tried}"
    for control in figures.control:
        yield f"  control {control.mode}: lost {control.lost} of {control.tried}"
    errors = write_errors()
    yield f"write errors and full disks survived: {errors.survived} of {errors.tried}"
    killed = kills(100, SEED)
    yield f"kill -9: {killed.tried}, saved numbers {killed.acknowledged}, lost {killed.lost}"


def bits() -> Iterator[str]:
    figures = flips(seed=SEED)
    yield f"bit flips found: {figures.found} of {figures.made}, missed {len(figures.missed)}"
    yield f"  {figures.idle} changed no value: a byte of which SQLite makes no use"
    yield f"  control, SQLite's own integrity check: {figures.by_sqlite}"


def blind() -> Iterator[str]:
    figures = blindness(25, SEED)
    yield f"pairs told apart: {figures.differing} of {figures.pairs} ({figures.bytes_each} bytes each)"
    leaking = blindness(3, SEED, leak=True)
    yield f"  control, a program that leaks: {leaking.differing} of {leaking.pairs}"
    hand_in = timing(500, SEED)
    yield f"time to hand in: p = {hand_in.p_value:.2f}, medians {hand_in.median_difference_ms:+.3f} ms apart"


def saving() -> Iterator[str]:
    for sessions in (1, 10, 50):
        figures = commits(sessions)
        yield (
            f"{sessions} sessions: p50 {figures.p50:.1f} ms, p95 {figures.p95:.1f} ms,"
            f" {figures.errors} errors, check: {figures.fault or 'sound'}"
        )


def check() -> Iterator[str]:
    figures = checking()
    yield (
        f"check of {figures.numbers} numbers ({figures.file_megabytes} MB): {figures.cpu:.1f} s CPU,"
        f" {figures.megabytes} MB, {figures.fault or 'sound'}"
    )


def walking() -> Iterator[str]:
    figures = walks(10_000)
    yield f"walks: {figures.walks}, calls of the store: {figures.steps}, of which refused: {figures.refused}"
    yield f"units final: {figures.finals}, opened again: {figures.unit_reopenings}"
    yield f"elections released: {figures.releases}, opened again: {figures.election_reopenings}"
    yield f"states come across: {len(figures.been_in)} of {len(UnitState)}"
    yield f"violations: {figures.violations} {figures.broken}".strip()


def equality() -> Iterator[str]:
    releases = {method.value: corrected_release(method) for method in CountingMethod}
    releases |= {name: second_upper_release(*level) for name, level in LEVELS.items()}
    for name, release in releases.items():
        with TemporaryDirectory() as folder:
            files = written(release, Path(folder))
            figures = search(files, 250, SEED)
            again = only_rewritten(files)
        kinds = ", ".join(f"{number} in {kind}" for kind, number in sorted(figures.by_kind.items()))
        yield f"{name}: digits changed: {figures.made}, found in the right file: {figures.found}"
        yield f"  {kinds}; missed: {figures.missed}"
        yield f"  control, PDFs that another program only rewrote and that are equal: {again}"


def upper_levels() -> Iterator[str]:
    yield from provinces(SEED)
    for committee, figures in planted_errors(1000, SEED):
        yield f"errors of both typists at {committee}: {figures.planted}, found row by row: {figures.found}"


def packages() -> Iterator[str]:
    figures = package_flips(seed=SEED)
    yield f"a bit turned in each byte of a package: {figures.size}"
    for name, seen in (
        ("verify, its cheap part", figures.verify),
        ("narekenen.py, all but the signature", figures.second),
        ("sha256sum with the code on paper, and ssh-keygen", figures.stock),
        ("  control, sha256sum alone", figures.sums),
    ):
        yield f"{name}: found {seen.found} of {seen.made}; missed: {seen.missed[:5]}"


def second_opinion() -> Iterator[str]:
    with TemporaryDirectory() as folder:
        figures = compare(Path(folder), range(350))
    yield f"elections compared: {figures.elections}, totals: {figures.totals}"
    yield f"changed counts judged by both: {figures.changed}; different: {figures.different[:5]}"


def sockets() -> Iterator[str]:
    """A whole rehearsal, every call of the system about sockets looked at."""
    command = [sys.executable, "-m", "pytest", "-n0", "tests/trust/test_no_socket.py"]
    environment = {**os.environ, "OSV_TUI_LONG": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    yield (done.stdout.strip().splitlines() or ["nothing"])[-1]


PARTS: tuple[Callable[[], Iterator[str]], ...] = (
    *(attempts, power, bits, blind, saving, check, walking, equality, upper_levels),
    *(packages, second_opinion, sockets),
)


def main(chosen: list[str]) -> None:
    """Run the chosen parts, or all."""
    for number, part in enumerate(PARTS, 1):
        if chosen and str(number) not in chosen:
            continue
        since = process_time()
        print(f"{number}. {part.__name__}", flush=True)  # noqa: T201
        for line in part():
            print(f"   {line}", flush=True)  # noqa: T201
        print(f"   ({process_time() - since:.0f} s CPU here)", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
