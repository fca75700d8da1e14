"""Where a release comes from: what is published of the log and of the program, without names and values."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

_SSH_ED25519 = b"\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x20"


@dataclass(frozen=True)
class LogLine:
    """A row of the log as everybody may read it.

    ``by`` is a role with a number, as "invoerder 2", ``None`` for what the program saw; ``about`` an election
    and a unit; ``detail`` only numbers and words that name nobody.
    """

    seq: int
    at: datetime
    action: str
    by: str | None
    about: str
    detail: tuple[tuple[str, int | str], ...] = ()


@dataclass(frozen=True)
class Anchor:
    """A head of the log that was written on paper: ``moment`` is why, ``final_units`` how far it was then."""

    seq: int
    hash: str
    moment: str
    final_units: int


@dataclass(frozen=True)
class PublicLog:
    """The log up to the release.

    ``first`` is the hash of its first row, ``head`` that of row ``rows``, the release itself; ``left_out``
    how many rows are not among ``lines``, because they tell a value or somebody's coming and going.
    """

    first: str
    head: str
    rows: int
    left_out: int
    lines: tuple[LogLine, ...]
    anchors: tuple[Anchor, ...]


@dataclass(frozen=True)
class Software:
    """The program by its version and the hash of its files, with what it runs on."""

    name: str
    version: str
    release_hash: str
    python: str
    sqlite: str


@dataclass(frozen=True)
class InputFile:
    """A file as it was read before the count: ``kind`` is 110a, 230b or 110b.

    ``kieskring`` is the number of the one kieskring that its candidate lists are for; 0 for any other file.
    """

    kind: str
    content: bytes
    kieskring: int = 0


@dataclass(frozen=True)
class Provenance:
    """All that a package tells about how it came to be."""

    log: PublicLog
    software: Software
    inputs: tuple[InputFile, ...]


def public_key_text(public: bytes) -> str:
    """The 32 bytes of an Ed25519 public key as SSH writes it: base64, with its kind within (RFC 8709)."""
    return base64.b64encode(_SSH_ED25519 + public).decode("ascii")
