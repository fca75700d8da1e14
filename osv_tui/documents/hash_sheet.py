"""The hash sheet (osv4-1): which count file belongs to the papers (models §7.1)."""

from __future__ import annotations

from dataclasses import dataclass

from osv_tui.documents.layout import grouped
from osv_tui.documents.model import (
    Block,
    Document,
    DocumentFacts,
    Paragraph,
    PenCode,
    Run,
    runs,
    strong,
)
from osv_tui.documents.wording import day
from osv_tui.election.model import Committee, Election

_GROUPS_PER_LINE = 4


@dataclass(frozen=True)
class CountFile:
    """A count file as the sheet tells of it: its kind (510b, 510c or 510d), its name and who made it."""

    kind: str
    name: str
    maker: Committee


def hash_sheet(election: Election, facts: DocumentFacts, file: CountFile) -> Document:
    """One page with the hash of a count file.

    Without a hash in ``facts`` the election is not declared final, and the sheet says so.
    """
    managing, maker = (f"{each.name} ({each.code})" for each in (election.committee, file.maker))
    return Document(
        title="Hashcode van het telbestand",
        model_name="osv4-1",
        facts=facts,
        body=(
            _large("Voor ", strong(election.name), f", {day(election.identifier.date)}"),
            _large("Managing autoriteit: ", strong(managing)),
            _large("Aangemaakt door autoriteit: ", strong(maker)),
            _large(
                "Dit is een technisch blad. Er staan geen stemmen op. Het laat zien welk telbestand bij de "
                "papieren van deze telling hoort."
            ),
            *_code(facts, file),
        ),
    )


def _code(facts: DocumentFacts, file: CountFile) -> tuple[Block, ...]:
    if facts.eml_sha256 is None:
        return (_large("De telling is nog niet definitief. Daarom is er nog geen hashcode."),)
    called = "Totaaltelling" if file.kind == "510d" else "Telling"
    return (
        _large(f"De SHA-256 hashcode van het EML {file.kind} bestand genaamd ", strong(called), " is:"),
        PenCode(tuple(grouped(facts.eml_sha256).split(" ")), _GROUPS_PER_LINE, copied=False),
        _large("Het bestand heet ", strong(file.name)),
        _large(
            "Zo vergelijkt u: haal het bestand op en laat een ander programma de hashcode berekenen. Op "
            "Windows is dat certutil -hashfile BESTAND SHA256, op Linux sha256sum BESTAND. Leg de uitkomst "
            "naast deze code, groep voor groep. Hoofdletters en kleine letters zijn gelijk. Verschilt er één "
            "teken, dan is het een ander bestand."
        ),
    )


def _large(*parts: str | Run) -> Paragraph:
    return Paragraph(runs(*parts), large=True)
