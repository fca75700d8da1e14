"""Model P 22-2: the result where there is one kieskring (Kieswet P 22; models §5), with its annex osv5-3."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from osv_tui.documents import blocks, session, stated
from osv_tui.documents.allocation import allocation, allocation_stated, elected, elected_stated
from osv_tui.documents.model import (
    Block,
    Column,
    Document,
    DocumentFacts,
    Heading,
    KeyValue,
    KeyValues,
    PageBreak,
    Table,
    guidance,
)
from osv_tui.documents.outcome import KieskringLists, Outcome
from osv_tui.documents.replacing import replaces
from osv_tui.documents.seats import full_seats, kiesdeler, residual_seats, seats_stated, total_seats
from osv_tui.documents.session import Remarks, Session
from osv_tui.documents.stated import Stated, row, sentence
from osv_tui.documents.wording import area, elected_body
from osv_tui.election import form as f
from osv_tui.election.accountability import Replaced
from osv_tui.election.apportionment.distribution import Distribution
from osv_tui.election.apportionment.lots import Lot
from osv_tui.election.apportionment.votes import ElectionVotes
from osv_tui.election.form import candidate_field, total_field
from osv_tui.election.model import CandidateList, Category, ElectionIdentifier, Subcategory
from osv_tui.election.tally import Tally

_COMMITTEE = "hoofd- c.q. centraal stembureau"
_SHORT = "centraal stembureau"
_SIGNATORIES = 5

_BODIES = {
    Category.PS: "de provinciale staten",
    Category.AB: "het algemeen bestuur van het waterschap",
    Category.GR: "de gemeenteraad",
}


@dataclass(frozen=True)
class ResultFacts:
    """What P 22-2 must be told: the tally, how the seats were distributed over it, and the session.

    ``votes`` is what ``distribution`` was made of; ``lots`` are those that were drawn, in the order in which
    they were asked for.

    Raises:
        ValueError: the election has several kieskringen; the votes are not those of the tally; or what
            ``Outcome`` refuses.
    """

    tally: Tally
    votes: ElectionVotes
    distribution: Distribution
    session: Session
    lots: tuple[Lot, ...] = ()

    def __post_init__(self) -> None:
        if self.tally.election.identifier.subcategory is Subcategory.PS2:
            raise ValueError("P 22-2 is for one kieskring; several take P 22-1")
        if _counted(self.tally) != _distributed(self.votes):
            raise ValueError("the seats were distributed over other votes than those of the tally")
        _ = self.outcome

    @property
    def outcome(self) -> Outcome:
        districts = {district for group in self.votes.lists for of in group.sets for district in of.districts}
        lists = self.tally.election.lists
        slates = tuple(KieskringLists(district, lists) for district in sorted(districts))
        return Outcome(self.votes, self.distribution, slates, self.lots)


def _counted(tally: Tally) -> dict[int, list[int]]:
    return {
        each.number: [
            tally.total(candidate_field(each.number, candidate.number))
            for candidate in blocks.candidates(each)
        ]
        for each in tally.election.lists
    }


def _distributed(votes: ElectionVotes) -> dict[int, list[int]]:
    return {
        group.number: [each for of in group.sets for each in votes.on_candidates(of)] for group in votes.lists
    }


def p22_2(of: ResultFacts, facts: DocumentFacts, replaced: Replaced | None = None) -> Document:
    """Model P 22-2; ``replaced`` is the release whose P 22-2 this one replaces."""
    tally, outcome = of.tally, of.outcome
    identifier = tally.election.identifier
    return Document(
        title=f"Proces-verbaal van de verkiezingsuitslag van {_BODIES[identifier.category]}",
        model_name="Model P 22-2",
        facts=facts,
        body=(
            *replaces(replaced),
            *session.election(identifier),
            *session.session(_COMMITTEE, of.session),
            *_votes(tally),
            *_list_totals(tally),
            *kiesdeler(8, outcome),
            *full_seats(9, outcome),
            *residual_seats(10, outcome),
            *total_seats(11, outcome),
            *_lists_with_seats(tally, outcome),
            *allocation(13, outcome),
            *elected(14, outcome),
            PageBreak(),
            *session.objections("15. Bezwaren van aanwezige kiezers", "Tijdens de zitting zijn:", _SHORT),
            *session.members("16. Leden hoofd-/centraal stembureau", _SIGNATORIES),
        ),
        signature=session.signature("17. Ondertekening leden hoofd-/centraal stembureau", 16, _SIGNATORIES),
    )


def p22_2_stated(of: ResultFacts) -> Iterator[Stated]:
    """The numbers that P 22-2 states."""
    tally, outcome = of.tally, of.outcome
    yield from stated.votes(tally.election.lists, tally.total)
    yield from (row(label, tally.total(field)) for label, field in _BALLOTS)
    yield from stated.difference(tally.total)
    yield sentence(tally.total(f.PROXIES))
    for each in tally.election.lists:
        yield row(each.number, *filter(None, (each.name,)), tally.total(total_field(each.number)))
    yield row("Totaal", tally.total(f.VALID))
    yield from seats_stated(outcome)
    with_seats = [each for each in tally.election.lists if outcome.distribution.main.seats(each.number)]
    for each in with_seats:
        yield row("Lijstnummer:", each.number)
        yield row("Totaal aantal stemmen:", tally.total(total_field(each.number)))
        yield row("Totaal aantal zetels:", outcome.distribution.main.seats(each.number))
        yield from stated.candidates(each, tally.total)
    yield from allocation_stated(outcome)
    yield from elected_stated(outcome)


def p22_annex(identifier: ElectionIdentifier, model: str, remarks: Remarks, facts: DocumentFacts) -> Document:
    """The annex of P 22-1 or P 22-2 (``model``) with objections and remarks (osv5-3)."""
    title = (
        f"Bijlage bij proces verbaal {model}, uitslag van de verkiezing van de leden van "
        f"{elected_body(identifier)}"
    )
    return session.remarks_annex(title, f"Model {model}", _SHORT, remarks, facts)


_BALLOTS = (("Aantal blanco stemmen", f.BLANK), ("Aantal ongeldige stemmen", f.INVALID))


def _votes(tally: Tally) -> tuple[Block, ...]:
    where = area(tally.election.identifier.category)
    return (
        Heading(2, "3. Aantal stemmen per lijst en kandidaat"),
        guidance("Op de volgende bladzijden staan de stemmen van alle gemeenten bij elkaar."),
        *blocks.votes(tally),
        Heading(2, "4. Aantal blanco en ongeldige stemmen"),
        Table(
            columns=(Column("", 0.5), Column("", 0.12, numeric=True)),
            rows=tuple((label, str(tally.total(field))) for label, field in _BALLOTS),
        ),
        Heading(2, "5. Verschil tussen het aantal toegelaten kiezers en het aantal getelde stemmen"),
        *blocks.difference(tally, where),
        Heading(2, "6. Aantal kiezers dat bij volmacht mocht stemmen"),
        blocks.proxies(tally, where),
        PageBreak(),
    )


def _list_totals(tally: Tally) -> tuple[Block, ...]:
    return (
        Heading(2, "7. Aantal stemmen per lijst"),
        Table(
            columns=(
                Column("lijstnummer", 0.18, header=True),
                Column("lijstnaam", 0.62),
                Column("aantal stemmen", 0.2, numeric=True),
            ),
            rows=tuple(
                (str(each.number), each.name, str(tally.total(total_field(each.number))))
                for each in tally.election.lists
            ),
            total=("", "Totaal", str(sum(tally.total(total_field(e.number)) for e in tally.election.lists))),
        ),
    )


def _lists_with_seats(tally: Tally, outcome: Outcome) -> tuple[Block, ...]:
    with_seats = [each for each in tally.election.lists if outcome.distribution.seats(each.number)]
    pages = (block for each in with_seats for block in _list_with_seats(each, tally, outcome))
    return (
        PageBreak(),
        Heading(2, "12. Stemmen per lijst met ten minste één zetel"),
        *pages,
    )


def _list_with_seats(each: CandidateList, tally: Tally, outcome: Outcome) -> Iterator[Block]:
    name = (KeyValue("Lijstnaam:", each.name),) if each.name else ()
    yield KeyValues(
        (
            *name,
            KeyValue("Lijstnummer:", str(each.number)),
            KeyValue("Totaal aantal stemmen:", str(tally.total(total_field(each.number)))),
            KeyValue("Totaal aantal zetels:", str(outcome.distribution.seats(each.number))),
        ),
        bookmark=f"Lijst {each.number} {each.name}".rstrip(),
    )
    table = blocks.votes_table(each, tally.total)
    yield replace(table, total=("", "Totaal", table.total[-1]))
    yield PageBreak()
