"""Model N 11: the mayor sets the numbers of votes of the municipality (Kieswet N 11; models §3)."""

from __future__ import annotations

from collections.abc import Iterator

from osv_tui.documents import blocks, stated
from osv_tui.documents.model import (
    Block,
    Column,
    Document,
    DocumentFacts,
    Heading,
    KeyValue,
    KeyValues,
    PenField,
    PenForm,
    Table,
    guidance,
    paragraph,
)
from osv_tui.documents.replacing import replaces
from osv_tui.documents.stated import Stated, row, sentence
from osv_tui.documents.wording import day
from osv_tui.election import form as f
from osv_tui.election.accountability import Replaced
from osv_tui.election.model import CountingMethod
from osv_tui.election.tally import Tally


def n11(tally: Tally, facts: DocumentFacts, replaced: Replaced | None = None) -> Document:
    """Model N 11 of a municipality whose stations counted themselves.

    It gives totals only: what one station counted stands in the papers of that station (models §3).
    ``replaced`` is the release whose N 11 this one replaces.

    Raises:
        ValueError: the ballots were counted centrally; then Model II takes its place.
    """
    if tally.method is not CountingMethod.STATION:
        raise ValueError("N 11 adds up counts of stations; a central count takes Model II")
    return Document(
        title="Vaststelling aantal stemmen in gemeente",
        model_name="Model N 11",
        facts=facts,
        body=(
            *replaces(replaced),
            *_election(tally),
            *_votes(tally),
            *_difference(tally),
            *_proxies_and_passes(tally),
        ),
        signature=_signature(tally),
    )


def n11_stated(tally: Tally) -> Iterator[Stated]:
    """The numbers that N 11 states."""
    yield sentence(tally.election.eligible)
    yield row("- aantal geldige stemmen op kandidaten", tally.total(f.VALID))
    yield row("- aantal blanco stemmen", tally.total(f.BLANK))
    yield row("- aantal ongeldige stemmen", tally.total(f.INVALID))
    yield from stated.votes(tally.election.lists, tally.total)
    yield from map(sentence, map(tally.total, (f.MORE, f.FEWER)))
    for field, question in blocks.EXPLANATION_QUESTIONS.items():
        yield row(question, tally.total(field))
    yield from map(sentence, map(tally.total, (f.PROXIES, f.VOTER_PASSES)))


def _election(tally: Tally) -> tuple[Block, ...]:
    election = tally.election
    return (
        guidance(
            "De burgemeester stelt met dit formulier vast hoeveel stemmen er in de gemeente zijn "
            "uitgebracht. De aantallen komen uit de processen-verbaal van de stembureaus. Voor elke "
            "verkiezing is er een eigen formulier."
        ),
        Heading(2, "1. Stemming"),
        blocks.election_phrase(election.identifier),
        KeyValues(
            (
                KeyValue("Datum stemming", day(election.identifier.date)),
                KeyValue("Gemeente", election.committee.name),
                KeyValue("Kieskring", election.kieskring_name),
            )
        ),
        paragraph("Het aantal kiesgerechtigden in de gemeente bedraagt ", election.eligible, "."),
    )


def _votes(tally: Tally) -> tuple[Block, ...]:
    rows = (
        ("- aantal geldige stemmen op kandidaten", f.VALID),
        ("- aantal blanco stemmen", f.BLANK),
        ("- aantal ongeldige stemmen", f.INVALID),
    )
    return (
        Heading(2, "2. Aantal stemmen"),
        Heading(3, "a. Aantal geldige, blanco en ongeldige stemmen:"),
        Table(
            columns=(Column("", 0.5), Column("", 0.12, numeric=True)),
            rows=tuple((label, str(tally.total(field))) for label, field in rows),
        ),
        Heading(3, "b. Aantal stemmen per lijst en kandidaat:"),
        *blocks.votes(tally),
    )


def _difference(tally: Tally) -> tuple[Block, ...]:
    return (
        Heading(2, "3. Verschil tussen het aantal toegelaten kiezers en het aantal getelde stembiljetten"),
        *blocks.difference(tally),
    )


def _proxies_and_passes(tally: Tally) -> tuple[Block, ...]:
    return (
        Heading(2, "4. Aantal kiezers dat bij volmacht mocht stemmen"),
        blocks.proxies(tally),
        Heading(2, "5. Aantal kiezers dat met een kiezerspas mocht stemmen"),
        paragraph(
            "In de gemeente mochten ", tally.total(f.VOTER_PASSES), " kiezers met een kiezerspas stemmen."
        ),
    )


def _signature(tally: Tally) -> tuple[Block, ...]:
    return (
        Heading(2, "6. Ondertekening"),
        paragraph(
            f"De burgemeester van {tally.election.committee.name} verklaart dat deze aantallen zijn "
            "vastgesteld volgens de regels die daarvoor gelden."
        ),
        PenForm(((PenField("Datum", share=0.5),), (PenField("Handtekening"),)), row_height=48),
    )
