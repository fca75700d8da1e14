"""One bit turned over in every byte of a package: every way of checking it notices (trust G9).

``verify`` is its cheap part, lists and signature: what it compares besides cannot hide a flip. The stock
tools are ``sha256sum`` with the code on paper, and ``ssh-keygen`` for the signature. The second checker does
not look at the signature, so its bytes do not count for it.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import runpy
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from osv_tui.publication import narekenen
from osv_tui.publication.manifest import SHA256SUMS, SIGNATURE
from osv_tui.publication.sshsig import IDENTITY, NAMESPACE
from osv_tui.verifying.check import lists_and_signature
from osv_tui.verifying.listing import SIGNERS
from tests.publication.test_package import example_release
from tests.verifying.example import package


@dataclass
class Seen:
    """Of the flips that one way of checking looked at, how many it noticed, and where it did not."""

    made: int = 0
    found: int = 0
    missed: list[tuple[str, int]] = field(default_factory=list)

    def count(self, noticed: bool, name: str, at: int) -> None:
        self.made += 1
        self.found += noticed
        if not noticed:
            self.missed.append((name, at))


@dataclass
class PackageFlips:
    """``sums`` is the control arm: the same stock tool, but nobody compares the code with paper."""

    size: int
    verify: Seen = field(default_factory=Seen)
    second: Seen = field(default_factory=Seen)
    stock: Seen = field(default_factory=Seen)
    sums: Seen = field(default_factory=Seen)


def package_flips(*, flips: int | None = None, stock: int = 5_000, seed: int = 1) -> PackageFlips:
    """Turn over a random bit of so many bytes, each in a package that is otherwise as it was.

    Without ``flips`` of every byte; with the stock tools ``stock`` of them.
    """
    dice = random.Random(seed)
    with TemporaryDirectory(dir=_memory()) as place:
        folder = package(example_release(), Path(place))
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        places = [(path, at) for path in files for at in range(path.stat().st_size)]
        figures = PackageFlips(len(places))
        root = sha256((folder / SHA256SUMS).read_bytes()).hexdigest()
        chosen = places if flips is None else dice.sample(places, flips)
        by_stock = set(dice.sample(chosen, min(stock, len(chosen))))
        for path, at in chosen:
            with _flipped(path, at, 1 << dice.randrange(8)):
                name = path.relative_to(folder).as_posix()
                figures.verify.count(bool(lists_and_signature(folder).found), name, at)
                if name != SIGNATURE:
                    figures.second.count(_second(folder), name, at)
                if (path, at) in by_stock:
                    figures.stock.count(_stock(folder, root, name), name, at)
                    figures.sums.count(_sums(folder), name, at)
    return figures


def _memory() -> str | None:
    """A disk in memory, where there is one: half a million files are written."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


@contextlib.contextmanager
def _flipped(path: Path, at: int, bit: int) -> Iterator[None]:
    with path.open("r+b", buffering=0) as file:
        (byte,) = os.pread(file.fileno(), 1, at)
        os.pwrite(file.fileno(), bytes((byte ^ bit,)), at)
        yield
        os.pwrite(file.fileno(), bytes((byte,)), at)


_CHECKER = runpy.run_path(str(narekenen.__file__))
_FILES: Callable[[Path], object] = _CHECKER["files"]


def _second(folder: Path) -> bool:
    _CHECKER["faults"].clear()
    with contextlib.redirect_stdout(io.StringIO()):
        _FILES(folder)
    return bool(_CHECKER["faults"])


def _stock(folder: Path, root: str, name: str) -> bool:
    """What the instructions have one do: sums, the code on paper, and the signature."""
    if _sums(folder) or sha256((folder / SHA256SUMS).read_bytes()).hexdigest() != root:
        return True
    return name == SIGNATURE and shutil.which("ssh-keygen") is not None and not _is_signed(folder)


def _sums(folder: Path) -> bool:
    command = ["sha256sum", "--strict", "--status", "-c", SHA256SUMS]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode != 0


def _is_signed(folder: Path) -> bool:
    command = ["ssh-keygen", "-Y", "verify", "-f", SIGNERS, "-I", IDENTITY, "-n", NAMESPACE, "-s", SIGNATURE]
    with (folder / SHA256SUMS).open("rb") as listed:
        done = subprocess.run(command, cwd=folder, stdin=listed, capture_output=True, check=False)
    return done.returncode == 0
