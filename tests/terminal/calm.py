"""The program as on a computer that stands alone, with a disk: what the tests run on may be otherwise.

Everything else is the real thing. Run with the arguments of ``osv-tui``. A file ``kabel`` in the working
folder is a cable that is plugged in.
"""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

from osv_tui.cli import main
from osv_tui.guard import offline, place
from osv_tui.guard.offline import Finding, What


def findings(allowed: frozenset[str] = frozenset()) -> tuple[Finding, ...]:
    """The cable, if it is plugged in."""
    return (Finding("eth0", What.CARRIER),) if Path("kabel").exists() else ()


if __name__ == "__main__":
    with (
        patch.object(offline, "findings", findings),
        patch.object(place, "refusal", lambda *_: None),
    ):
        main(prog_name="osv-tui")
