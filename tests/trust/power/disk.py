"""A model of a disk with a cache: what may be there after the power went, by the rules of trust §2.6.

What was synchronised is there. Of what was handed over since, each write may be there, be absent or be torn
at the borders of sectors; a change of size may be there or not, with zeros or rubbish in place of the bytes;
a name may stand as at any moment since the folder was synchronised.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.trust.power.record import (
    Created,
    FolderSynced,
    Operation,
    Removed,
    Synced,
    Truncated,
    Written,
)

SECTORS = (512, 4096)
_CHANCES = (0.0, 0.05, 0.5, 0.95, 1.0)


@dataclass
class _Content:
    """``durable`` is on the disk for certain, ``waiting`` was handed over since."""

    durable: bytearray = field(default_factory=bytearray)
    waiting: list[Written | Truncated] = field(default_factory=list)

    def sync(self) -> None:
        for operation in self.waiting:
            if isinstance(operation, Written):
                _put(self.durable, operation.offset, operation.data)
            else:
                _resize(self.durable, operation.size)
        self.waiting.clear()


@dataclass(frozen=True)
class CrashImage:
    """The files that are there when the power is back, by name."""

    files: tuple[tuple[str, bytes], ...]

    def put_in(self, folder: Path) -> None:
        for name, content in self.files:
            (folder / name).write_bytes(content)


class Disk:
    """What operations made of the disk so far."""

    def __init__(self) -> None:
        self._contents: dict[int, _Content] = {}
        self._names: dict[str, int | None] = {}
        self._durable_names: dict[str, int | None] = {}
        self._waiting_names: list[tuple[str, int | None]] = []

    def do(self, operation: Operation) -> None:
        match operation:
            case Created(file, name):
                self._contents[file] = _Content()
                self._name(name, file)
            case Removed(name):
                self._name(name, None)
            case Written(file) | Truncated(file):
                self._contents[file].waiting.append(operation)
            case Synced(file):
                self._contents[file].sync()
            case FolderSynced():
                self._durable_names = dict(self._names)
                self._waiting_names.clear()

    def after_a_cut(self, random: Random) -> CrashImage:
        """One of the many states in which a cut now can leave the disk."""
        sector = random.choice(SECTORS)
        chance = random.choice(_CHANCES)
        there = dict(self._durable_names)
        for name, file in self._waiting_names:
            if random.random() < chance:
                there[name] = file
        return CrashImage(
            tuple(
                (name, _survivor(self._contents[file], random, sector, chance))
                for name, file in there.items()
                if file is not None
            )
        )

    def _name(self, name: str, file: int | None) -> None:
        self._names[name] = file
        self._waiting_names.append((name, file))


def _survivor(content: _Content, random: Random, sector: int, chance: float) -> bytes:
    data = bytearray(content.durable)
    for operation in content.waiting:
        whole = random.random() < chance
        if isinstance(operation, Truncated):
            if whole:
                _resize(data, operation.size)
        elif whole:
            _put(data, operation.offset, operation.data)
        elif random.random() < 0.5:
            _tear(data, operation, random, sector)
    return bytes(data)


def _tear(data: bytearray, write: Written, random: Random, sector: int) -> None:
    """Let each sector of ``write`` arrive or not; the file may have become longer without all its bytes."""
    end = write.offset + len(write.data)
    if end > len(data) and random.random() < 0.5:
        missing = end - len(data)
        data += random.randbytes(missing) if random.random() < 0.5 else bytes(missing)
    for start, piece in _sectors(write, sector):
        if random.random() < 0.5:
            _put(data, start, piece)


def _sectors(write: Written, sector: int) -> Iterator[tuple[int, bytes]]:
    start = write.offset
    end = write.offset + len(write.data)
    while start < end:
        border = min(end, (start // sector + 1) * sector)
        yield start, write.data[start - write.offset : border - write.offset]
        start = border


def _put(data: bytearray, offset: int, piece: bytes) -> None:
    if offset > len(data):
        _resize(data, offset)
    data[offset : offset + len(piece)] = piece


def _resize(data: bytearray, size: int) -> None:
    if size < len(data):
        del data[size:]
    else:
        data += bytes(size - len(data))
