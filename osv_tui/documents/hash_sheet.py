"""The hash sheet (osv4-1): which count file belongs to the papers (models §7.1)."""

from __future__ import annotations

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
from osv_tui.election.model import Election

_GROUPS_PER_LINE = 4


def hash_sheet(election: Election, facts: DocumentFacts, file_name: str) -> Document:
    """One page with the hash of the municipal count (510b) that is called ``file_name``.

    Without a hash in ``facts`` the election is not declared final, and the sheet says so.
    """
    authority = f"{election.committee.name} ({election.committee.code})"
    return Document(
        title="Hashcode van het telbestand",
        model_name="osv4-1",
        facts=facts,
        body=(
            _large("Voor ", strong(election.name), f", {day(election.identifier.date)}"),
            _large("Managing autoriteit: ", strong(authority)),
            _large("Aangemaakt door autoriteit: ", strong(authority)),
            _large(
                "Dit is een technisch blad. Er staan geen stemmen op. Het laat zien welk telbestand bij de "
                "papieren van deze telling hoort."
            ),
            *_code(facts, file_name),
        ),
    )


def _code(facts: DocumentFacts, file_name: str) -> tuple[Block, ...]:
    if facts.eml_sha256 is None:
        return (_large("De telling is nog niet definitief. Daarom is er nog geen hashcode."),)
    return (
        _large("De SHA-256 hashcode van het EML 510b bestand genaamd ", strong("Telling"), " is:"),
        PenCode(tuple(grouped(facts.eml_sha256).split(" ")), _GROUPS_PER_LINE, copied=False),
        _large("Het bestand heet ", strong(file_name)),
        _large(
            "Zo vergelijkt u: haal het bestand op en laat een ander programma de hashcode berekenen. Op "
            "Windows is dat certutil -hashfile BESTAND SHA256, op Linux sha256sum BESTAND. Leg de uitkomst "
            "naast deze code, groep voor groep. Hoofdletters en kleine letters zijn gelijk. Verschilt er één "
            "teken, dan is het een ander bestand."
        ),
    )


def _large(*parts: str | Run) -> Paragraph:
    return Paragraph(runs(*parts), large=True)
