"""The *narekenstaat*: each list as a sum of stations, to be added up by hand (trust L13, L14)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TypeVar

from osv_tui.documents import blocks
from osv_tui.documents.accounted import list_name
from osv_tui.documents.eras import models_of
from osv_tui.documents.model import (
    Block,
    Bullets,
    Column,
    Document,
    DocumentFacts,
    Heading,
    KeyValue,
    KeyValues,
    PageBreak,
    PenField,
    PenForm,
    PenTable,
    Table,
    guidance,
    paragraph,
    runs,
    strong,
)
from osv_tui.documents.replacing import replaces
from osv_tui.documents.stated import Stated, row
from osv_tui.documents.wording import day
from osv_tui.election.accountability import Replaced
from osv_tui.election.form import total_field
from osv_tui.election.model import CandidateList, UnitKind
from osv_tui.election.tally import Tally, UnitCount
from osv_tui.election.unit_words import said_of

_T = TypeVar("_T")

_STATIONS_PER_STEP = 10
_STEPS_PER_PAGE = 3
"""What fits on a page with a heading above and the boxes below."""


def control_sheet(tally: Tally, facts: DocumentFacts, replaced: Replaced | None = None) -> Document:
    """Per list the total of each station, with room to tick it and a box for the sum made by hand.

    After every ten stations there is a line for a subtotal: nobody adds up fifty numbers at once.

    The sum of the program is not on it, so that who adds up cannot write it over. Each list starts a page of
    its own, to be handed to who adds it up. A draft says that the election is not declared final.
    """
    return Document(
        title="Narekenstaat: stemmen per lijst, om met de hand op te tellen",
        model_name=f"Bij {models_of(tally).name}",
        facts=facts,
        body=(
            *replaces(replaced),
            *_introduction(tally, facts),
            *(block for each in tally.election.numbered_lists for block in _list(tally, each)),
        ),
    )


def control_sheet_stated(tally: Tally) -> Iterator[Stated]:
    """The numbers that the sheet states: of every list the votes of every station."""
    for each in tally.election.numbered_lists:
        for counted in tally.units:
            unit = counted.unit
            place = f"lijst {each.number}, {tally.election.unit_kind.value} {unit.number}"
            yield row(unit.number, unit.name, counted.figure(total_field(each.number)), place=place)


def _introduction(tally: Tally, facts: DocumentFacts) -> tuple[Block, ...]:
    identifier, kind = tally.election.identifier, tally.election.unit_kind
    early = paragraph(
        strong("Nog niet definitief."),
        " Dit blad is gemaakt voordat de telling definitief is verklaard. Er staat daarom geen code van het "
        "telbestand op.",
    )
    return (
        *((early,) if facts.draft else ()),
        blocks.election_phrase(identifier),
        KeyValues(
            (
                KeyValue("Datum stemming", day(identifier.date)),
                blocks.committee_row(tally.election),
                KeyValue(said_of(kind, "Aantal stembureaus"), str(len(tally.units))),
                KeyValue("Aantal lijsten", str(len(tally.election.numbered_lists))),
            )
        ),
        guidance(
            "Met dit document kan iedereen de optelling van het programma narekenen. Per lijst staat er "
            f"hoeveel stemmen {said_of(kind, 'elk stembureau')} heeft geteld. De som van het programma staat "
            "er met opzet niet bij."
        ),
        Heading(2, "Zo rekent u een lijst na"),
        _instructions(tally, facts),
    )


def _instructions(tally: Tally, facts: DocumentFacts) -> Bullets:
    comparison = (
        f"Vergelijk de som daarna met het stemcijfer van de lijst in {models_of(tally).name}."
        if not facts.draft
        else "Geef de som aan de toezichthouder. Die typt de som in, en het programma vergelijkt."
    )
    words = partial(said_of, tally.election.unit_kind)
    return Bullets(
        (
            runs(
                words("Vergelijk elk getal met het papier van het stembureau. Zet een vinkje als het klopt.")
            ),
            runs("Tel de getallen op met de hand of met een rekenmachine, niet met deze computer."),
            runs(
                words(
                    "Na tien stembureaus is er plaats voor een tussensom. Tel de tussensommen bij elkaar op."
                )
            ),
            runs("Schrijf de som in het vak onder de lijst. Laat een ander de lijst ook optellen."),
            runs(comparison),
        )
    )


def _list(tally: Tally, candidate_list: CandidateList) -> Iterator[Block]:
    kind = tally.election.unit_kind
    pages = _parts(_parts(tally.units, _STATIONS_PER_STEP), _STEPS_PER_PAGE)
    for number, steps in enumerate(pages, start=1):
        yield PageBreak()
        if number == 1:
            yield Heading(2, list_name(candidate_list))
        for units in steps:
            yield _units(candidate_list, units, kind)
            if len(tally.units) > _STATIONS_PER_STEP:
                yield _subtotal(units, kind)
        if len(pages) > 1:
            yield _boxes(f"Som van bladzijde {number} van {len(pages)} van lijst {candidate_list.number}")
    if len(pages) > 1:
        yield PageBreak()
        yield paragraph(f"Tel de sommen van de {len(pages)} bladzijden van deze lijst bij elkaar op.")
    yield _boxes(f"Som van lijst {candidate_list.number}")


def _parts(whole: Sequence[_T], size: int) -> tuple[Sequence[_T], ...]:
    return tuple(whole[start : start + size] for start in range(0, len(whole), size))


def _units(candidate_list: CandidateList, units: Sequence[UnitCount], kind: UnitKind) -> Table:
    field = total_field(candidate_list.number)
    return Table(
        columns=(
            Column("Nr", 0.08),
            Column(said_of(kind, "Stembureau"), 0.52),
            Column(f"Stemmen op lijst {candidate_list.number}", 0.22, numeric=True),
            Column("", 0.04),
            Column("Klopt", 0.14),
        ),
        rows=tuple(
            (str(each.unit.number), each.unit.name, str(each.figure(field)), "", "") for each in units
        ),
    )


def _subtotal(units: Sequence[UnitCount], kind: UnitKind) -> PenForm:
    first, last = units[0].unit.number, units[-1].unit.number
    return PenForm(((PenField(f"Tussensom van {kind.value} {first} tot en met {last}:", 0.84),),))


def _boxes(label: str) -> PenTable:
    columns = (Column(label, 0.5), Column("Nog eens opgeteld", 0.5))
    return PenTable(columns, rows=1, row_height=28)
