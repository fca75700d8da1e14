"""What the papers for the staff share: they are signed and kept, and never published (trust §3.1, §3.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from osv_tui.documents.layout import grouped
from osv_tui.documents.model import Block, Document, DocumentFacts, Heading, KeyValue, PenField, PenForm
from osv_tui.documents.wording import day
from osv_tui.election.model import Level, UnitKind
from osv_tui.election.unit_words import said_of

_COMMITTEES = {
    Level.GSB: "Gemeente",
    Level.HSB: "Hoofdstembureau",
    Level.CSB: "Centraal stembureau",
}


@dataclass(frozen=True)
class Station:
    """Of which station a paper is, and when it was made.

    ``elections`` are the names as they are read; they and ``polling_day`` are empty until files have been
    read. ``made`` is the moment of the facts on the paper, in the time of the station; ``practice`` marks a
    rehearsal. ``committee`` is who counts, by name, of that ``level``; it adds up units of that ``kind``.
    """

    committee: str
    elections: tuple[str, ...]
    polling_day: date | None
    made: datetime
    practice: bool = False
    level: Level = Level.GSB
    kind: UnitKind = UnitKind.STATION

    @property
    def row(self) -> KeyValue:
        """Who counts, behind what it is."""
        return KeyValue(_COMMITTEES[self.level], self.committee)

    def words(self, text: str) -> str:
        """A sentence about polling stations in the words of this level."""
        return said_of(self.kind, text)

    @property
    def facts(self) -> DocumentFacts:
        """Of a paper that has no count file."""
        return DocumentFacts(self.made, None, self.practice)


@dataclass(frozen=True)
class ChainHead:
    """The last row of the log: its sequence number and its hash in 64 hexadecimal digits.

    Raises:
        ValueError: ``hash`` is not 64 hexadecimal digits.
    """

    seq: int
    hash: str

    def __post_init__(self) -> None:
        if len(self.hash) != 64 or not set(self.hash.lower()) <= set("0123456789abcdef"):
            raise ValueError("hash takes 64 hexadecimal digits")

    @property
    def groups(self) -> tuple[str, ...]:
        """The sixteen groups of four in which the hash is printed."""
        return tuple(grouped(self.hash).split())


class Moment(Enum):
    """When the head of the chain is written on paper."""

    OPENING = "opening"
    EVERY_25 = "every 25"
    CLOSING = "closing"


MOMENTS = {
    Moment.OPENING: "opening",
    Moment.EVERY_25: "na 25 stembureaus",
    Moment.CLOSING: "sluiting",
}


def staff_document(station: Station, title: str, *body: Block) -> Document:
    """A paper for the staff, with its lines for signatures in the body."""
    return Document(
        title=title,
        model_name="Niet publiceren: dit stuk is voor de medewerkers van het station",
        facts=station.facts,
        body=body,
    )


def station_rows(station: Station) -> tuple[KeyValue, ...]:
    """Committee, elections and polling day, as far as they are known."""
    labels = ("Verkiezing", *("" for _ in station.elections[1:]))
    elections = tuple(map(KeyValue, labels, station.elections))
    polling = (KeyValue("Datum stemming", day(station.polling_day)),) if station.polling_day else ()
    return (station.row, *elections, *polling)


def head_rows(head: ChainHead) -> tuple[KeyValue, ...]:
    """The head of the chain in small type."""
    return (KeyValue("Regel van het logboek", str(head.seq)), *code_rows("Controlecode", head.hash))


def code_rows(label: str, code: str) -> tuple[KeyValue, ...]:
    """A hash in 64 hexadecimal digits, in two lines of eight groups."""
    groups = grouped(code).split()
    return (KeyValue(label, " ".join(groups[:8])), KeyValue("", " ".join(groups[8:])))


def two_signatures(row_height: float = 34.0) -> tuple[Block, ...]:
    """Lines for two persons to sign on."""
    line = (PenField("Naam:", 0.45), PenField("Handtekening:", 0.55))
    return (Heading(2, "Ondertekening"), PenForm((line, line), row_height=row_height))
