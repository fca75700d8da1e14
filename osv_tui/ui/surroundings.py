"""What the program looks at outside its file; tests and the rehearsal look at something else.

Each look can take a moment, so it is done in a thread, and what it needs is loaded there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from osv_tui.disk import reason

if TYPE_CHECKING:
    from osv_tui.guard.offline import Finding

LookAtProgram = Callable[[], "Installation"]
Look = Callable[[frozenset[str]], "tuple[Finding, ...]"]
"""What connects this computer, apart from the interfaces of a closed network that are named."""


@dataclass(frozen=True)
class Installation:
    """``release`` is the hash over the files of the program; ``faults`` are Dutch sentences."""

    release: str
    development: bool
    faults: tuple[str, ...] = ()


def look_at_connections(allowed: frozenset[str]) -> tuple[Finding, ...]:
    """What connects this computer now. A look that breaks off is a finding too, never silence."""
    from osv_tui.guard import offline

    try:
        return offline.findings(allowed)
    except Exception as error:
        return (offline.Finding("", offline.What.CANNOT_LOOK, type(error).__name__),)


def look_at_program() -> Installation:
    """What is installed, and what of the program itself is not as it was installed."""
    from osv_tui.guard import installed

    try:
        return Installation(installed.release_hash(), installed.is_development(), installed.faults())
    except OSError as error:
        return Installation("", False, (f"Het programma kan niet worden gelezen: {reason(error)}.",))


def look_at_everything_needed() -> tuple[str, ...]:
    """What is not as it was installed, everything that the program needs included; takes seconds."""
    from osv_tui.guard import installed

    return installed.faults(with_dependencies=True)
