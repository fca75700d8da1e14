"""The blocks that several models share (models §1.8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from osv_tui.documents.model import (
    Block,
    Bullets,
    Column,
    Heading,
    KeyValue,
    KeyValues,
    PageBreak,
    Paragraph,
    PenBoxes,
    PenTable,
    Table,
    guidance,
    paragraph,
    runs,
    strong,
)
from osv_tui.documents.wording import candidate_name, elected_body
from osv_tui.election import form as f
from osv_tui.election.form import FieldId, candidate_field, total_field
from osv_tui.election.levels import kieskring_number
from osv_tui.election.model import Candidate, CandidateList, Category, Election, ElectionIdentifier, Level
from osv_tui.election.tally import Tally

EXPLANATIONS_CAPTION = "Mogelijke verklaringen voor het verschil"

EXPLANATION_QUESTIONS: dict[FieldId, str] = {
    f.NOT_RETURNED: "Hoe vaak heeft een kiezer het stembiljet niet ingeleverd?",
    f.TOO_FEW_ISSUED: "Hoe vaak is er een stembiljet te weinig uitgereikt?",
    f.TOO_MANY_ISSUED: "Hoe vaak is er een stembiljet te veel uitgereikt?",
    f.NO_EXPLANATION: "Hoe vaak kon er geen verklaring gegeven worden voor het verschil?",
    f.OTHER_EXPLANATION: "Hoe vaak is er een andere verklaring gegeven?",
}

QUESTIONS_BY_HAND: dict[FieldId, str] = {
    **EXPLANATION_QUESTIONS,
    f.NO_EXPLANATION: "Hoe vaak is er geen verklaring voor het verschil?",
    f.OTHER_EXPLANATION: "Vermeld mogelijke andere verklaringen en geef aan hoe vaak er sprake van was.",
}
"""The questions where other explanations are written down below the last one (models §2)."""


def election_phrase(identifier: ElectionIdentifier) -> Paragraph:
    """Which election it is about (models §1.6)."""
    return paragraph("de verkiezing van ", strong(elected_body(identifier)))


def votes(tally: Tally) -> tuple[Block, ...]:
    """The VOTES block of every list, each on a new page; what follows starts on a new page too."""
    pages = (
        (
            PageBreak(),
            replace(list_rows(each), bookmark=f"Lijst {each.number} {each.name}".rstrip()),
            votes_table(each, tally.total),
        )
        for each in tally.election.lists
    )
    return (*(block for page in pages for block in page), PageBreak())


def committee_row(election: Election) -> KeyValue:
    """Where an election is counted: a municipality, a kieskring, or the whole province or water board."""
    match election.committee.level:
        case Level.GSB:
            return KeyValue("Gemeente", election.committee.name)
        case Level.HSB:
            number = kieskring_number(election.committee)
            return KeyValue("Kieskring", f"{number} ({election.committee.name})")
        case Level.CSB:
            is_board = election.identifier.category is Category.AB
            return KeyValue("Waterschap" if is_board else "Provincie", election.identifier.domain.name)


class Counted(Protocol):
    """What has a number for each field: a tally, or the tallies of several kieskringen together."""

    def total(self, field: FieldId) -> int: ...


def difference(counted: Counted, area: str = "de gemeente") -> tuple[Block, ...]:
    """The DIFF block: the differences and their explanations, each summed over the stations (models §1.7).

    ``area`` is where the stations are.
    """
    return (
        guidance(
            "Elk stembureau vergelijkt het aantal getelde stembiljetten met het aantal kiezers dat mocht "
            f"stemmen. Hieronder zijn de verschillen van alle stembureaus in {area} bij elkaar opgeteld. "
            "Bij het ene stembureau kunnen er stembiljetten te veel zijn en bij het andere te weinig."
        ),
        Heading(3, "Welke verschillen zijn er vastgesteld?"),
        Bullets(
            tuple(
                runs(
                    "Het aantal stembiljetten dat ",
                    strong(word),
                    " is geteld dan het aantal toegelaten kiezers is: ",
                    counted.total(field),
                )
                for word, field in (("meer", f.MORE), ("minder", f.FEWER))
            )
        ),
        Heading(3, "Hoe zijn deze verschillen te verklaren?"),
        explanations(counted, EXPLANATION_QUESTIONS),
    )


def explanations(counted: Counted, questions: dict[FieldId, str]) -> Table:
    """How often each explanation was given, under the caption of the models."""
    return Table(
        columns=(Column("", 0.85), Column("", 0.15, numeric=True)),
        rows=tuple((question, str(counted.total(field))) for field, question in questions.items()),
        caption=EXPLANATIONS_CAPTION,
    )


def proxies(counted: Counted, area: str = "de gemeente") -> Paragraph:
    """How many voted by proxy in ``area``."""
    return paragraph(f"In {area} mochten ", counted.total(f.PROXIES), " kiezers bij volmacht stemmen.")


def names(chair: str, members: str, lines: int) -> tuple[Block, ...]:
    """The NAMES or SIGN block, filled in by pen: the date, a line for the chair and lines for the members."""
    return (
        PenBoxes("Datum:", groups=(2, 2, 4), separator="-", hint="dd-mm-jjjj"),
        PenTable((Column(chair, 1.0),), rows=1, first=1, row_height=26),
        PenTable((Column(members, 1.0),), rows=lines - 1, first=2, row_height=26),
    )


def list_rows(candidate_list: CandidateList) -> KeyValues:
    """«Lijstnaam» and «Lijstnummer»; a list without a name has its number only (models §1.6)."""
    name = (KeyValue("Lijstnaam", candidate_list.name),) if candidate_list.name else ()
    return KeyValues((*name, KeyValue("Lijstnummer", str(candidate_list.number))))


def candidates(candidate_list: CandidateList) -> tuple[Candidate, ...]:
    """The candidates of a list by their numbers."""
    return tuple(sorted(candidate_list.candidates, key=lambda candidate: candidate.number))


def votes_table(
    candidate_list: CandidateList, figure: Callable[[FieldId], int], continued: str = ""
) -> Table:
    """The candidates of a list with their votes, and the list total; ``figure`` gives what was counted."""
    number = candidate_list.number
    rows = tuple(
        (
            str(candidate.number),
            candidate_name(candidate, candidate_list),
            str(figure(candidate_field(number, candidate.number))),
        )
        for candidate in candidates(candidate_list)
    )
    return Table(
        columns=(
            Column("Nummer op de lijst", 0.20),
            Column("Naam kandidaat", 0.60),
            Column("Aantal stemmen", 0.20, numeric=True),
        ),
        rows=rows,
        total=("", "Totaal (stemcijfer)", str(figure(total_field(number)))),
        continued=continued,
    )
