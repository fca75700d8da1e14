"""What the export screen says in a dialog: where the files are, and the time that all documents carry."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from osv_tui.publication.package import Package


def where(package: Package) -> str:
    """Where the files are, and what of them is written on paper."""
    signed = "Ondertekend met de sleutel van de zitting." if package.signed else "Zonder handtekening."
    return (
        f"Voor de website:\n{package.publication}\n\n"
        f"Te ondertekenen, niet publiceren:\n{package.to_sign}\n\n"
        f"Alles is teruggelezen en nagerekend. {signed}\n"
        f"Code van SHA256SUMS, een lijst van {package.files} regels:\n{_in_fours(package.root)}\n"
        "Schrijf deze code en het aantal regels op het papier van deze verkiezing."
    )


def moment_to_check(now: datetime, election_day: date) -> str:
    """The time of this computer, which all documents will carry, to compare with a clock."""
    early = f"LET OP: dat is voor de dag van de stemming, {election_day:%d-%m-%Y}.\n"
    return (
        f"Nu is het {now:%d-%m-%Y %H:%M} volgens deze computer; dit komt op alle documenten.\n"
        f"{early if now.date() < election_day else ''}"
        "Klopt dat niet, laat eerst de klok goed zetten."
    )


def _in_fours(digest: str) -> str:
    from osv_tui.eml.digest import groups  # loads the whole of lxml

    found = groups(digest)
    return " ".join(found[:8]) + "\n" + " ".join(found[8:])
