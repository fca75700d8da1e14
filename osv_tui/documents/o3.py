"""Model O 3: the hoofdstembureau adds up its kieskring (Kieswet O 3; models §4), with its annex osv4-4.

Only where a province has several kieskringen; elsewhere its contents are part of P 22-2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from osv_tui.documents import blocks, session, stated
from osv_tui.documents.model import (
    Block,
    Column,
    Document,
    DocumentFacts,
    Heading,
    KeyValue,
    PageBreak,
    Table,
    guidance,
    paragraph,
)
from osv_tui.documents.replacing import replaces
from osv_tui.documents.session import Remarks, Session
from osv_tui.documents.stated import Stated, row, sentence
from osv_tui.election import form as f
from osv_tui.election.accountability import Replaced
from osv_tui.election.model import Subcategory
from osv_tui.election.tally import Tally

_COMMITTEE = "hoofdstembureau"
_SIGNATORIES = 5
_AREA = "de kieskring"

_BALLOTS = (
    ("- Aantal geldige stemmen op kandidaten", f.VALID),
    ("- Aantal blanco stemmen", f.BLANK),
    ("- Aantal ongeldige stemmen", f.INVALID),
)


@dataclass(frozen=True)
class KieskringFacts:
    """What O 3 must be told: the tally over the municipalities, and the session.

    ``number`` and ``name`` are those of the kieskring; ``eligible`` is the number of kiesgerechtigden in it.

    Raises:
        ValueError: the election has one kieskring.
    """

    tally: Tally
    number: int
    name: str
    eligible: int
    session: Session

    def __post_init__(self) -> None:
        if self.tally.election.identifier.subcategory is not Subcategory.PS2:
            raise ValueError("O 3 is for a province with several kieskringen")


def o3(of: KieskringFacts, facts: DocumentFacts, replaced: Replaced | None = None) -> Document:
    """Model O 3 of a kieskring; ``replaced`` is the release whose O 3 this one replaces."""
    return Document(
        title=(
            "Proces-verbaal van het hoofdstembureau voor de verkiezing van provinciale staten van een "
            "provincie met meer dan één kieskring"
        ),
        model_name="Model O 3",
        facts=facts,
        body=(
            *replaces(replaced),
            *_head(of),
            *_votes(of.tally),
            Heading(2, "4. Verschil tussen het aantal toegelaten kiezers en het aantal getelde stemmen"),
            *blocks.difference(of.tally, _AREA),
            Heading(2, "5. Aantal kiezers dat bij volmacht mocht stemmen"),
            blocks.proxies(of.tally, _AREA),
            *session.objections(
                "6. Bezwaren van aanwezige kiezers", "Er zijn tijdens de zitting:", _COMMITTEE
            ),
            PageBreak(),
            *session.members("7. Leden hoofdstembureau", _SIGNATORIES),
        ),
        signature=session.signature("8. Ondertekening leden hoofdstembureau", 7, _SIGNATORIES),
    )


def o3_stated(of: KieskringFacts) -> Iterator[Stated]:
    """The numbers that O 3 states."""
    tally = of.tally
    yield sentence(of.eligible)
    yield from (row(label, tally.total(field)) for label, field in _BALLOTS)
    yield from stated.votes(tally.election.lists, tally.total)
    yield from stated.difference(tally.total)
    yield sentence(tally.total(f.PROXIES))


def o3_annex(of: KieskringFacts, remarks: Remarks, facts: DocumentFacts) -> Document:
    """The annex with objections and remarks (osv4-4)."""
    title = f"Bijlage proces verbaal O 3: bezwaren (kieskring {of.number}, {of.name})"
    return session.remarks_annex(title, "Model O 3", _COMMITTEE, remarks, facts)


def _head(of: KieskringFacts) -> tuple[Block, ...]:
    return (
        guidance(
            "Het hoofdstembureau telt met dit formulier de stemmen van alle gemeenten in de kieskring bij "
            "elkaar op."
        ),
        *session.election(of.tally.election.identifier),
        *session.session(_COMMITTEE, of.session, KeyValue("Kieskring", f"{of.number} ({of.name})")),
        paragraph("Het aantal kiesgerechtigden in de kieskring bedraagt ", of.eligible, "."),
    )


def _votes(tally: Tally) -> tuple[Block, ...]:
    return (
        Heading(2, "3. Aantal stemmen"),
        Heading(3, "a. Aantal geldige, blanco en ongeldige stemmen:"),
        Table(
            columns=(Column("", 0.5), Column("", 0.12, numeric=True)),
            rows=tuple((label, str(tally.total(field))) for label, field in _BALLOTS),
        ),
        Heading(3, "b. Aantal stemmen per kandidaat en lijst:"),
        *blocks.votes(tally),
    )
