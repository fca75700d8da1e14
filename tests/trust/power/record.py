"""What SQLite did to the disk and what the store said was done, in one order."""

from __future__ import annotations

from dataclasses import dataclass

from osv_tui.election.form import FieldId


@dataclass(frozen=True)
class Created:
    """``name`` came to stand in the folder, for the new, empty file ``file``."""

    file: int
    name: str


@dataclass(frozen=True)
class Removed:
    """``name`` was taken out of the folder."""

    name: str


@dataclass(frozen=True)
class Written:
    """Bytes from ``offset`` on were handed to the system."""

    file: int
    offset: int
    data: bytes


@dataclass(frozen=True)
class Truncated:
    """The file was made ``size`` bytes long."""

    file: int
    size: int


@dataclass(frozen=True)
class Synced:
    """Everything handed over for the file is on the disk."""

    file: int


@dataclass(frozen=True)
class FolderSynced:
    """All names are on the disk as they stand."""


Operation = Created | Removed | Written | Truncated | Synced | FolderSynced


@dataclass(frozen=True)
class Committed:
    """A transaction of the store returned; ``seq`` and ``hash`` are of the last row of its log."""

    seq: int
    hash: str


@dataclass(frozen=True)
class Keyed:
    """A save returned: the typist sees "opgeslagen" at this number."""

    entry: int
    field: FieldId
    value: int


Event = Operation | Committed | Keyed
