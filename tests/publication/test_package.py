"""The folder that is published: complete or not there, and the same every time."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from osv_tui.election.model import CountingMethod
from osv_tui.election.tally import Tally, tally
from osv_tui.publication.package import ExportFailed, Package, write_package
from tests.examples import ELECTION, example_count

CREATED = datetime(2031, 3, 19, 23, 41, 7, 123000, tzinfo=UTC)


def example_tally(method: CountingMethod = CountingMethod.STATION) -> Tally:
    return tally(ELECTION, method, lambda unit: example_count(unit.number))


def write(out: Path, counted: Tally | None = None, *, practice: bool = False) -> Package:
    return write_package(counted or example_tally(), CREATED, out, practice=practice)


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("method", CountingMethod)
def test_the_same_count_gives_the_same_bytes_in_any_process(tmp_path: Path, method: CountingMethod) -> None:
    script = (
        "import sys; from pathlib import Path; from osv_tui.election.model import CountingMethod;"
        "from tests.publication.test_package import example_tally, write;"
        "write(Path(sys.argv[1]), example_tally(CountingMethod[sys.argv[2]]))"
    )
    for number, zone in enumerate(("Europe/Amsterdam", "Asia/Tokyo")):
        environment = {**os.environ, "PYTHONHASHSEED": str(number), "TZ": zone, "LC_ALL": "C"}
        command = [sys.executable, "-c", script, str(tmp_path / zone), method.name]
        subprocess.run(command, check=True, env=environment, cwd=Path(__file__).parents[2])
    first, second = (digests(tmp_path / zone) for zone in ("Europe/Amsterdam", "Asia/Tokyo"))
    assert first == second
    assert len(first) == {CountingMethod.STATION: 6, CountingMethod.CENTRAL: 7}[method]
    changed = CREATED.replace(minute=42)
    write_package(example_tally(method), changed, tmp_path / "later", practice=False)
    assert digests(tmp_path / "later") != first


def test_a_character_the_font_lacks_does_not_stop_the_export(tmp_path: Path) -> None:
    first = ELECTION.lists[0]
    named = replace(ELECTION, lists=(replace(first, name="Hart \u2665 voor \U0001f5f3"), *ELECTION.lists[1:]))
    written = write(tmp_path, replace(example_tally(), election=named))
    (csv,) = written.publication.glob("*.csv")
    assert "Hart \u2665 voor \U0001f5f3" in csv.read_text("utf-8")


@pytest.mark.parametrize("fails_at", [1, 2, 3, 4])
def test_a_full_disk_leaves_nothing_behind_and_can_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    real, calls = os.fsync, 0

    def full(descriptor: int) -> None:
        nonlocal calls
        calls += 1
        if calls == fails_at:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(ExportFailed, match="de schijf is vol") as error:
            write(tmp_path)
    assert "No space" not in str(error.value)
    assert list(tmp_path.iterdir()) == []
    write(tmp_path)


def test_an_earlier_export_is_left_as_it_is(tmp_path: Path) -> None:
    write(tmp_path)
    before = digests(tmp_path)
    with pytest.raises(ExportFailed, match="staat al een export"):
        write(tmp_path)
    assert digests(tmp_path) == before


def test_practice_is_marked_in_every_name(tmp_path: Path) -> None:
    written = write(tmp_path, practice=True)
    names = {path.name for path in written.publication.iterdir()} - {"SHA256SUMS", "BLAKE3SUMS"}
    assert all(name.startswith("OEFENING_") for name in (*names, written.publication.parent.name))
