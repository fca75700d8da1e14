"""One program per station: who has it open, and who writes in it (trust §3.11).

The lock is one of the system, on ``<station>.lock`` beside the station. It ends with the process, however
that ends. What stands in the file only tells who holds it; the file is never removed, because two programs
could then each hold a lock on a file of the same name.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType

from osv_tui.disk import reason

_MODE = 0o600
_FIRST_SLOT, _SLOTS = 1 << 30, 250
"""Where Windows locks: far behind the text, because what is locked there cannot be read by others."""


@dataclass(frozen=True)
class Holder:
    """Who has a station open. ``program``: the number that the system gave it, 0 when it is not known.

    ``user``, ``terminal`` and ``since`` (local time) are empty while the program has not signed yet.
    """

    program: int
    user: str
    terminal: str
    since: str

    def __str__(self) -> str:
        who = f"{self.user} op {self.terminal}, sinds {self.since}" if self.user else "een ander"
        return f"{who} (programma {self.program})" if self.program else who


class CannotHold(Exception):
    """The station cannot be kept for this program; the message says why and what to do, in Dutch."""


class HeldByAnother(CannotHold):
    """Another program has the station open."""

    def __init__(self, path: Path, holder: Holder) -> None:
        super().__init__(f"{path.name} is al open bij {holder}. Sluit het daar eerst, of vraag de beheerder.")
        self.holder = holder


class Held:
    """A station that is kept for this process until ``close``, or until the process ends."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    def close(self) -> None:
        """Let others have it. Doing so twice is no harm."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Held:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def lock_path(path: Path) -> Path:
    """The file by which the station at ``path`` is kept."""
    return path.with_name(f"{path.name}.lock")


def hold(path: Path, *, shared: bool = False) -> Held:
    """Keep the station at ``path`` for this process.

    ``shared``: for a station on which several terminals were set up; those may have it together, and none of
    them together with a program that wants it alone. Raises HeldByAnother, or CannotHold when the lock file
    cannot be made. A forked child keeps the lock with its parent; a program that is started does not.
    """
    lock = lock_path(Path(os.path.realpath(path)))
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), _MODE)
    except OSError as error:
        raise CannotHold(f"{lock} kan niet worden gemaakt: {reason(error)}.") from error
    try:
        if not _take(descriptor, shared=shared):
            raise HeldByAnother(path, _holder(lock))
        _sign(descriptor, shared=shared)
    except OSError as error:
        os.close(descriptor)
        raise CannotHold(f"{lock} kan niet worden gebruikt: {reason(error)}.") from error
    except HeldByAnother:
        os.close(descriptor)
        raise
    return Held(descriptor)


def who_writes(path: Path, root: Path = Path("/")) -> str | None:
    """Which other program holds a lock on the file itself, as "sqlite3 (programma 4242)".

    None when there is none, or when the system does not tell. ``root``: where ``proc`` is looked for.
    """
    for program in _lockers(path, root):
        if program != os.getpid():
            return f"{_program_name(program, root)} (programma {program})"
    return None


def _program_name(program: int, root: Path) -> str:
    try:
        name = (root / f"proc/{program}/comm").read_text("utf-8", "replace").strip()
    except OSError:
        return "een programma"
    return "".join(sign if sign.isprintable() else "?" for sign in name)


def _lockers(path: Path, root: Path = Path("/")) -> list[int]:
    """The programs that hold a lock on the file, writers first.

    The line of a program that waits for one has a word more, and so does not match.
    """
    try:
        status = path.stat()
        lines = (root / "proc/locks").read_text("ascii", "replace").splitlines()
    except OSError:
        return []
    place = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
    held = [words for line in lines if (words := line.split())[5:6] == [place]]
    return [
        int(words[4]) for words in sorted(held, key=lambda words: words[3] != "WRITE") if int(words[4]) > 0
    ]


def _take(descriptor: int, *, shared: bool) -> bool:
    """Whether the lock could be had at once."""
    if sys.platform == "win32":
        return _take_slot(descriptor, shared=shared)
    import fcntl

    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _take_slot(descriptor: int, *, shared: bool) -> bool:
    """Windows has no shared locks here: alone is all slots, together is one of them."""
    import msvcrt

    wanted = [(slot, 1) for slot in range(_SLOTS)] if shared else [(0, _SLOTS)]
    for slot, length in wanted:
        os.lseek(descriptor, _FIRST_SLOT + slot, os.SEEK_SET)
        with contextlib.suppress(OSError):
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, length)  # type: ignore[attr-defined, unused-ignore]
            return True
    return False


def _sign(descriptor: int, *, shared: bool) -> None:
    """Write who has it: alone instead of all that stood there, together below the others."""
    if not shared:
        os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_END)
    os.write(descriptor, f"{os.getpid()}\t{_user()}\t{_terminal()}\t{_now()}\n".encode())


def _user() -> str:
    if sys.platform == "win32":
        return _one_word(os.environ.get("USERNAME", "onbekend"))
    # Not pwd: it asks a service by way of a socket.
    number = str(os.getuid())
    with contextlib.suppress(OSError):
        for line in Path("/etc/passwd").read_text("utf-8", "replace").splitlines():
            name, *rest = line.split(":")
            if rest[1:2] == [number]:
                return _one_word(name)
    return f"gebruiker {number}"


def _terminal() -> str:
    for stream in (0, 1, 2):
        with contextlib.suppress(OSError, AttributeError):
            return _one_word(os.ttyname(stream))
    return "scherm"


def _now() -> str:
    return datetime.now().astimezone().strftime("%d-%m-%Y %H:%M")


def _one_word(text: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def _holder(lock: Path) -> Holder:
    """The last that signed, of those that the system says to hold it where it says so."""
    signed = list(_signed(lock))
    holding = _lockers(lock)
    known = [holder for holder in signed if holder.program in holding or not holding]
    return known[-1] if known else Holder(holding[0] if holding else 0, "", "", "")


def _signed(lock: Path) -> Iterator[Holder]:
    try:
        lines = lock.read_text("utf-8", "replace").splitlines()
    except OSError:
        return
    for line in lines:
        parts = [_one_word(part) for part in line.split("\t")]
        if len(parts) == 4 and parts[0].isdecimal():
            yield Holder(int(parts[0]), *parts[1:])
