"""Model P 22-1: the result of a province with several kieskringen (Kieswet P 22; models §6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from osv_tui.documents import blocks, p22_1_lists, session, stated
from osv_tui.documents.allocation import allocation, allocation_stated, elected, elected_stated
from osv_tui.documents.group_seats import group_seats, group_seats_stated
from osv_tui.documents.model import Block, Column, Document, DocumentFacts, Heading, PageBreak, Table
from osv_tui.documents.outcome import KieskringLists, Outcome
from osv_tui.documents.replacing import replaces
from osv_tui.documents.seats import full_seats, kiesdeler, residual_seats, seats_stated, total_seats
from osv_tui.documents.session import Session
from osv_tui.documents.stated import Stated, row, sentence
from osv_tui.election import form as f
from osv_tui.election.accountability import Replaced
from osv_tui.election.apportionment.distribution import Distribution
from osv_tui.election.apportionment.lots import Lot
from osv_tui.election.apportionment.votes import ElectionVotes
from osv_tui.election.form import FieldId, candidate_field, total_field
from osv_tui.election.model import CandidateList, ElectionIdentifier, Subcategory
from osv_tui.election.tally import UnitCount

_COMMITTEE = "centraal stembureau"
_AREA = "de provincie"
_SIGNATORIES = 7


@dataclass(frozen=True)
class Kieskring:
    """A kieskring with its own candidate lists and its final count.

    ``seat`` is the municipality where its hoofdstembureau sits.
    """

    number: int
    name: str
    seat: str
    lists: tuple[CandidateList, ...]
    counted: UnitCount

    def votes_on(self, number: int) -> int | None:
        """The votes on a list; ``None`` where it does not stand here."""
        stands = any(each.number == number for each in self.lists)
        return self.counted.figure(total_field(number)) if stands else None


@dataclass(frozen=True)
class ProvinceFacts:
    """What P 22-1 must be told: the kieskringen by number, how the seats were distributed, and the session.

    ``votes`` is what ``distribution`` was made of; ``lots`` are those that were drawn, in the order in which
    they were asked for.

    Raises:
        ValueError: the election has one kieskring; the votes are not those of the kieskringen; or what
            ``Outcome`` refuses.
    """

    identifier: ElectionIdentifier
    kieskringen: tuple[Kieskring, ...]
    votes: ElectionVotes
    distribution: Distribution
    session: Session
    lots: tuple[Lot, ...] = ()

    def __post_init__(self) -> None:
        if self.identifier.subcategory is not Subcategory.PS2:
            raise ValueError("P 22-1 is for several kieskringen; one takes P 22-2")
        if _counted(self.kieskringen) != _distributed(self.votes):
            raise ValueError("the seats were distributed over other votes than those of the kieskringen")
        _ = self.outcome

    @cached_property
    def outcome(self) -> Outcome:
        slates = tuple(KieskringLists(each.number, each.lists) for each in self.kieskringen)
        return Outcome(self.votes, self.distribution, slates, self.lots)

    def total(self, field: FieldId) -> int:
        """A number of all kieskringen together."""
        return sum(each.counted.figure(field) for each in self.kieskringen)


def _counted(kieskringen: Sequence[Kieskring]) -> dict[tuple[int, int], list[int]]:
    return {
        (kieskring.number, each.number): [
            kieskring.counted.figure(candidate_field(each.number, candidate.number))
            for candidate in blocks.candidates(each)
        ]
        for kieskring in kieskringen
        for each in kieskring.lists
    }


def _distributed(votes: ElectionVotes) -> dict[tuple[int, int], list[int]]:
    return {
        (district, group.number): list(on)
        for group in votes.lists
        for of in group.sets
        for district, on in zip(of.districts, of.votes, strict=True)
    }


def p22_1(of: ProvinceFacts, facts: DocumentFacts, replaced: Replaced | None = None) -> Document:
    """Model P 22-1; ``replaced`` is the release whose P 22-1 this one replaces."""
    outcome = of.outcome
    return Document(
        title="Proces-verbaal van de verkiezingsuitslag van provinciale staten",
        model_name="Model P 22-1",
        facts=facts,
        body=(
            *replaces(replaced),
            *session.election(of.identifier),
            *session.session(_COMMITTEE, of.session),
            *p22_1_lists.submitted(of, outcome),
            *_totals(of, outcome),
            PageBreak(),
            Heading(2, "5. Verschil tussen het aantal toegelaten kiezers en het aantal getelde stemmen"),
            *blocks.difference(of, _AREA),
            Heading(2, "6. Aantal kiezers dat bij volmacht mocht stemmen"),
            blocks.proxies(of, _AREA),
            PageBreak(),
            *kiesdeler(7, outcome),
            *full_seats(8, outcome),
            *residual_seats(9, outcome),
            *total_seats(10, outcome),
            *group_seats(11, outcome),
            *p22_1_lists.with_seats(12, outcome),
            *allocation(13, outcome),
            *p22_1_lists.without_seats(14, outcome),
            *elected(15, outcome),
            PageBreak(),
            *session.objections("16. Bezwaren van aanwezige kiezers", "Tijdens de zitting zijn:", _COMMITTEE),
            *session.members("17. Leden centraal stembureau", _SIGNATORIES),
        ),
        signature=session.signature("18. Ondertekening leden centraal stembureau", 17, _SIGNATORIES),
    )


def p22_1_stated(of: ProvinceFacts) -> Iterator[Stated]:
    """The numbers that P 22-1 states."""
    outcome = of.outcome
    for group in outcome.groups:
        votes = [kieskring.votes_on(group.number) for kieskring in of.kieskringen]
        yield row(group.number, *(_cell(each) for each in votes), sum(each or 0 for each in votes))
    for label, field in _BALLOTS:
        yield row(label, *(each.counted.figure(field) for each in of.kieskringen), of.total(field))
    yield from stated.difference(of.total)
    yield sentence(of.total(f.PROXIES))
    yield from seats_stated(outcome)
    yield from group_seats_stated(outcome)
    yield from p22_1_lists.stated_with_seats(outcome)
    yield from allocation_stated(outcome)
    yield from p22_1_lists.stated_without_seats(outcome)
    yield from elected_stated(outcome)


_BALLOTS = (("Totaal", f.VALID), ("Blanco stemmen", f.BLANK), ("Ongeldige stemmen", f.INVALID))


def _totals(of: ProvinceFacts, outcome: Outcome) -> tuple[Block, ...]:
    """Rubric 4: each list in each kieskring; a point where it does not stand."""
    share = min(0.16, 0.78 / (len(of.kieskringen) + 1))
    lists = (
        (
            str(group.number),
            *(_cell(kieskring.votes_on(group.number)) for kieskring in of.kieskringen),
            str(outcome.votes_on(group.number)),
        )
        for group in outcome.groups
    )
    ballots = (
        (label, *(str(each.counted.figure(field)) for each in of.kieskringen), str(of.total(field)))
        for label, field in _BALLOTS
    )
    return (
        Heading(2, "4. Aantal stemmen per lijst"),
        Table(
            columns=(
                Column("Lijstnr.", 0.22, header=True),
                *(Column(f"kieskring {each.number}", share, numeric=True) for each in of.kieskringen),
                Column("Totaal", share, numeric=True),
            ),
            rows=(*lists, *ballots),
        ),
    )


def _cell(votes: int | None) -> str:
    return p22_1_lists.NOT_HERE if votes is None else str(votes)
