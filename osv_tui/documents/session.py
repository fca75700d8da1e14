"""The public session of an upper committee, and the rubrics that O 3 and P 22 share (models §4–§6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from osv_tui.documents import blocks
from osv_tui.documents.model import (
    Block,
    Checkbox,
    Column,
    Document,
    DocumentFacts,
    Heading,
    KeyValue,
    KeyValues,
    PenBoxes,
    PenTable,
    guidance,
    paragraph,
    runs,
    strong,
)
from osv_tui.documents.wording import day
from osv_tui.election.model import ElectionIdentifier

_DOTTED_LINES = 5


@dataclass(frozen=True)
class Session:
    """When and where a committee sits (models §1.10); what is ``None`` is written by hand.

    The hour at which a session begins is announced to the public, and no clock of the program knows it.
    """

    day: date | None
    begins: time | None
    place: str

    @property
    def rows(self) -> tuple[KeyValue, ...]:
        """What is known of the moment."""
        return (
            *((KeyValue("Datum zitting", day(self.day)),) if self.day else ()),
            *((KeyValue("Tijdstip zitting", f"{self.begins:%H:%M} uur"),) if self.begins else ()),
        )

    @property
    def boxes(self) -> tuple[Block, ...]:
        """Room to write the rest of it."""
        on = PenBoxes("Datum zitting:", groups=(2, 2, 4), separator="-", hint="dd-mm-jjjj")
        at = PenBoxes("Tijdstip zitting:", groups=(2, 2), separator=":", hint="uu:mm", after="uur")
        return (*(() if self.day else (on,)), *(() if self.begins else (at,)))


@dataclass(frozen=True)
class Remarks:
    """The free texts of an annex; an empty one leaves lines to write on."""

    objections: str = ""
    committee: str = ""


def election(identifier: ElectionIdentifier) -> tuple[Block, ...]:
    """Rubric 1: which election it is about."""
    return (
        Heading(2, "1. Verkiezing"),
        paragraph("Dit proces-verbaal heeft betrekking op:"),
        blocks.election_phrase(identifier),
        KeyValues((KeyValue("Datum stemming", day(identifier.date)),)),
    )


def session(committee: str, of: Session, *further: KeyValue) -> tuple[Block, ...]:
    """Rubric 2: the session of ``committee``."""
    return (
        Heading(2, "2. Zitting"),
        paragraph(f"Openbare zitting van het {committee} in ", strong(of.place), "."),
        *((KeyValues(rows),) if (rows := (*further, *of.rows)) else ()),
        *of.boxes,
    )


def objections(heading: str, question: str, committee: str) -> tuple[Block, ...]:
    """Whether voters objected: two boxes that the program never ticks."""
    return (
        Heading(2, heading),
        paragraph(question),
        Checkbox(False, runs("geen bezwaren ingebracht.")),
        Checkbox(False, runs(f"bezwaren ingebracht: zie de bijlage met opmerkingen van het {committee}.")),
    )


def members(heading: str, lines: int) -> tuple[Block, ...]:
    """The names of the members."""
    return (
        Heading(2, heading),
        *blocks.names("Naam voorzitter", "Naam leden", lines),
    )


def signature(heading: str, names_rubric: int, lines: int) -> tuple[Block, ...]:
    """The sheet that is signed, with what the members declare."""
    return (
        Heading(2, heading),
        paragraph(
            "De leden verklaren dat de aantallen zijn vastgesteld volgens de regels die daarvoor gelden."
        ),
        guidance(f"Teken in dezelfde volgorde als de namen bij onderdeel {names_rubric}."),
        *blocks.names("Handtekening voorzitter", "Handtekening leden", lines),
    )


def remarks_annex(
    title: str, model_name: str, committee: str, remarks: Remarks, facts: DocumentFacts
) -> Document:
    """The annex with objections and what the committee says to them (osv4-4, osv5-3; models §4, §5)."""
    return Document(
        title=title,
        model_name=model_name,
        facts=facts,
        body=(
            guidance("Noem geen namen of andere persoonlijke gegevens: deze bijlage wordt openbaar."),
            Heading(2, "Bezwaren van aanwezige kiezers"),
            *_text(remarks.objections),
            Heading(2, f"Opmerkingen van het {committee}"),
            *_text(remarks.committee),
        ),
        hashed=False,
    )


def _text(text: str) -> tuple[Block, ...]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return (PenTable((Column("", 1.0),), rows=_DOTTED_LINES),)
    return tuple(paragraph(line) for line in lines)
