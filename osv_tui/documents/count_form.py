"""The count form of one station on paper: the same rows empty, for the pen, and with the final numbers.

Order and letters are those of the form that is typed from it (``election.form``); labels of models §1.7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from osv_tui.documents import blocks
from osv_tui.documents.model import (
    Block,
    Checkbox,
    Column,
    Digits,
    Figure,
    Heading,
    KeyValue,
    KeyValues,
    Number,
    Paragraph,
    PenTable,
    Sum,
    Table,
    guidance,
    paragraph,
    runs,
    strong,
)
from osv_tui.documents.wording import candidate_name, elected_body, station_name
from osv_tui.election import form as f
from osv_tui.election.count import Count
from osv_tui.election.form import Answer, Field, FieldId, Form, SectionKind
from osv_tui.election.model import CandidateList, Election, ElectionIdentifier, ReportingUnit

DIGIT_BY_DIGIT = guidance(
    "Schrijf met een pen. Schrijf in elk vakje één cijfer, en zet het laatste cijfer in het laatste vakje."
)

EMPTY_ROWS = 4
"""For explanations that the form does not name (models §2.2, §2.3)."""

_TIMES = Digits(2)
"""How often something was counted."""

_POLL_CARDS = "Aantal geldige stempassen"
_PROXIES = "Aantal geldige volmachtbewijzen"
_VOTER_PASSES = "Aantal geldige kiezerspassen"
_ADMITTED = "Het aantal tot de stemming toegelaten kiezers"

_LABELS: dict[FieldId, str] = {
    f.POLL_CARDS: _POLL_CARDS,
    f.PROXIES: _PROXIES,
    f.VOTER_PASSES: _VOTER_PASSES,
    f.ADMITTED: _ADMITTED,
    f.POLL_CARDS_2: _POLL_CARDS,
    f.PROXIES_2: _PROXIES,
    f.VOTER_PASSES_2: _VOTER_PASSES,
    f.ADMITTED_2: _ADMITTED,
    f.VALID: "Aantal stembiljetten met een geldige stem op een kandidaat",
    f.BLANK: "Aantal blanco stembiljetten",
    f.INVALID: "Aantal ongeldige stembiljetten",
    f.FOUND: "Het totaal aantal getelde stembiljetten",
    f.PASSES_COUNTED: "Hoe vaak zijn de passen geteld?",
    f.BALLOTS_COUNTED: "Hoe vaak zijn de stembiljetten geteld?",
    **blocks.QUESTIONS_BY_HAND,
}


@dataclass(frozen=True)
class StationPaper:
    """The form of one station: with what was counted there, or empty when there is no ``count``."""

    election: Election
    unit: ReportingUnit
    form: Form
    count: Count | None = None

    @property
    def digits(self) -> Digits:
        """Room for twice as many voters as were called up, and for any number of four digits."""
        return Digits(max(4, len(str(2 * self.unit.eligible))))

    @property
    def running(self) -> str:
        """What stands on top of its sheets: two elections are counted on one day, at one table."""
        return f"{self.election.name} – stembureau {self.unit.number} {self.unit.name}"

    def number(self, field: FieldId) -> Number:
        """What was counted; 0 for a field that is closed."""
        if self.count is not None:
            return self.count.number(field)
        return _TIMES if field in (f.PASSES_COUNTED, f.BALLOTS_COUNTED) else self.digits

    def ticked(self, question: FieldId, answer: Answer) -> bool:
        return self.count is not None and self.count.get(question) == answer.value

    def asks(self, field: FieldId) -> bool:
        """Whether the paper has something at ``field``: an empty form has everything."""
        return self.count is None or self.form.is_open(self.form.by_id[field], self.count.values)

    def section(self, kind: SectionKind) -> tuple[Field, ...]:
        """The fields of the first section of this kind."""
        return next(section.fields for section in self.form.sections if section.kind is kind)


def election_of_members(identifier: ElectionIdentifier) -> Paragraph:
    """Which members are elected, as the papers of a station say it (models §2.3)."""
    return paragraph("de verkiezing van de leden van ", strong(elected_body(identifier)))


def station(unit: ReportingUnit) -> KeyValues:
    """Which station it is."""
    return KeyValues(
        (
            KeyValue("Nummer stembureau", str(unit.number)),
            KeyValue("Locatie stembureau", station_name(unit)),
        )
    )


def admitted(paper: StationPaper) -> Sum:
    """A to D."""
    return added_up(paper, paper.section(SectionKind.VOTERS))


def admitted_again(paper: StationPaper) -> Sum:
    """A.2 to D.2, where the committee established A to D anew."""
    fields = paper.section(SectionKind.DIFFERENCE)
    return added_up(paper, [field for field in fields if field.gate == f.RECOUNTED])


def counted(paper: StationPaper) -> Sum:
    """E to H."""
    return added_up(paper, paper.section(SectionKind.BALLOTS))


def added_up(paper: StationPaper, fields: Sequence[Field]) -> Sum:
    """Fields with the last as their sum; its label says which letters it adds up."""
    *terms, total = [figure(paper, field) for field in fields]
    letters = "+".join(term.letter for term in terms)
    return Sum(tuple(terms), replace(total, label=f"{total.label} ({letters})"))


def figure(paper: StationPaper, field: Field) -> Figure:
    """A field as a row of the paper."""
    return Figure(_LABELS[field.id], paper.number(field.id), field.letter)


def more_and_fewer(paper: StationPaper, question: FieldId) -> tuple[Block, ...]:
    """«Nee, er zijn méér …» and «Nee, er zijn minder …» as answers to a question, each with how many."""
    return tuple(
        Checkbox(
            paper.ticked(question, Answer.NO) and paper.number(field) != 0,
            runs(f"Nee, er zijn {word} stembiljetten geteld. Hoeveel {word}?"),
            paper.number(field),
        )
        for field, word in ((f.MORE, "méér"), (f.FEWER, "minder"))
    )


def explanations(paper: StationPaper) -> tuple[Block, ...]:
    """How often each explanation was given; on paper with rows for explanations of one's own."""
    fields = [field for field in paper.section(SectionKind.DIFFERENCE) if field.id in f.EXPLANATIONS]
    rows = PenTable((Column("", 0.85), Column("", 0.15)), rows=EMPTY_ROWS, row_height=22)
    return (
        Heading(3, blocks.EXPLANATIONS_CAPTION),
        Sum(tuple(figure(paper, field) for field in fields)),
        *((rows,) if paper.count is None else ()),
    )


def votes_to_count(candidate_list: CandidateList, digits: Digits, votes_first: bool = False) -> Table:
    """The candidates of a list with boxes for their votes; on N 10-1 the votes come before the name."""
    number = Column("Nummer op de lijst", 0.2)
    votes = boxes_column("Aantal stemmen", digits)
    name = Column("Naam kandidaat", 1.0 - number.share - votes.share)
    names = [
        (str(each.number), candidate_name(each, candidate_list)) for each in blocks.candidates(candidate_list)
    ]
    continued = continuation(candidate_list)
    if votes_first:
        rows = tuple((place, "", who) for place, who in names)
        return Table((number, votes, name), rows, total=("Totaal", "", ""), continued=continued)
    rows = tuple((place, who, "") for place, who in names)
    total = ("", "Totaal (stemcijfer)", "")
    return Table((number, name, votes), rows, total=total, continued=continued)


def continuation(candidate_list: CandidateList) -> str:
    """What stands above a list on its second page."""
    name = f"Lijst {candidate_list.number} {candidate_list.name}".rstrip()
    return f"{name} (vervolg)"


def boxes_column(heading: str, digits: Digits) -> Column:
    """As wide as its boxes, with a little space after them."""
    return Column(heading, 0.06 + 0.034 * digits.count, digits=digits.count)
