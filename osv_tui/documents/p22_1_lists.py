"""The lists in P 22-1: in which kieskringen they stand, and the votes on them there (models §6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from osv_tui.documents.model import (
    Block,
    Column,
    Heading,
    KeyValue,
    KeyValues,
    PageBreak,
    Table,
    guidance,
    paragraph,
)
from osv_tui.documents.outcome import Outcome, set_name
from osv_tui.documents.stated import Stated, row
from osv_tui.election.apportionment.votes import ListGroup, ListSet

HERE = "*"
NOT_HERE = "·"
NOT_APPLICABLE = "Niet van toepassing."

_EQUAL = "lijstengroep (gelijkluidende lijsten)"
_NOT_EQUAL = "lijstengroep (niet gelijkluidende lijsten)"
_ALONE = "op zichzelf staande lijst"


class _Place(Protocol):
    """A kieskring, and where its hoofdstembureau sits."""

    @property
    def number(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def seat(self) -> str: ...


class _Places(Protocol):
    @property
    def kieskringen(self) -> Sequence[_Place]: ...


def submitted(of: _Places, outcome: Outcome) -> tuple[Block, ...]:
    """Rubric 3: how each list was submitted, and in which kieskringen; and who has which number."""
    share = min(0.11, 0.36 / len(of.kieskringen))
    return (
        Heading(2, "3. Ingeleverde kandidatenlijsten"),
        guidance(
            f"Een {HERE} betekent: ingeleverd in deze kieskring. Een {NOT_HERE} betekent: niet ingeleverd."
        ),
        Table(
            columns=(
                Column("Lijstnr.", 0.1, header=True),
                Column("lijstnaam", 0.28),
                Column("Ingeleverd", 0.26),
                *(Column(f"Kieskring {each.number}", share, numeric=True) for each in of.kieskringen),
            ),
            rows=tuple(
                (
                    str(group.number),
                    outcome.list_name(group.number),
                    _kind(group),
                    *(HERE if each.number in _districts(group) else NOT_HERE for each in of.kieskringen),
                )
                for group in outcome.groups
            ),
        ),
        Table(
            columns=(
                Column("Kieskring", 0.14, header=True),
                Column("naam", 0.43),
                Column("hoofdstembureau in", 0.43),
            ),
            rows=tuple((str(each.number), each.name, each.seat) for each in of.kieskringen),
        ),
        PageBreak(),
    )


def _districts(group: ListGroup) -> set[int]:
    return {district for of in group.sets for district in of.districts}


def _kind(group: ListGroup) -> str:
    if len(group.sets) > 1:
        return _NOT_EQUAL
    return _EQUAL if len(_districts(group)) > 1 else _ALONE


# The votes on the candidates -----------------------------------------------------------------------------


def with_seats(number: int, outcome: Outcome) -> tuple[Block, ...]:
    """The candidates of lists with a seat, with their votes in each kieskring."""
    heading = f"{number}. Stemmen per lijst met tenminste één zetel"
    return _votes(heading, _groups(outcome, seats=True), outcome)


def without_seats(number: int, outcome: Outcome) -> tuple[Block, ...]:
    """The same of lists without a seat."""
    return _votes(f"{number}. Stemmen per lijst zonder zetel", _groups(outcome, seats=False), outcome)


def _groups(outcome: Outcome, *, seats: bool) -> list[ListGroup]:
    return [each for each in outcome.groups if bool(outcome.distribution.main.seats(each.number)) is seats]


def _votes(heading: str, groups: Sequence[ListGroup], outcome: Outcome) -> tuple[Block, ...]:
    pages = (
        block
        for group in groups
        for of in sorted(group.sets, key=lambda of: of.number)
        for block in _set(group, of, outcome)
    )
    nothing = () if groups else (paragraph(NOT_APPLICABLE), PageBreak())
    return (PageBreak(), Heading(2, heading), *nothing, *pages)


def _set(group: ListGroup, of: ListSet, outcome: Outcome) -> Iterator[Block]:
    name = outcome.list_of(group.number, of.number).name
    several = len(group.sets) > 1
    yield KeyValues(
        (
            *((KeyValue("Lijstnaam:", name),) if name else ()),
            KeyValue("Lijstnummer:", str(group.number)),
            *((KeyValue("Lijst:", set_name(of)),) if several else ()),
            KeyValue("Totaal aantal stemmen:", str(sum(map(sum, of.votes)))),
        ),
        bookmark=f"Lijst {group.number} {name}".rstrip() + (f", {set_name(of)}" if several else ""),
    )
    yield _table(group.number, of, outcome)
    yield PageBreak()


def _table(number: int, of: ListSet, outcome: Outcome) -> Table:
    """The candidates by their numbers; a column for each kieskring of the set, by number."""
    share = min(0.14, 0.6 / (len(of.districts) + 1))
    order = sorted(range(len(of.districts)), key=lambda place: of.districts[place])
    people = outcome.people(number, of.number)
    return Table(
        columns=(
            Column("nummer", 0.1),
            Column("naam kandidaat", 0.9 - share * (len(order) + 1), header=True),
            *(Column(f"kieskring {of.districts[place]}", share, numeric=True) for place in order),
            Column("totaal", share, numeric=True),
        ),
        rows=tuple(
            (
                str(person.candidate.number),
                person.name,
                *(str(of.votes[place][index]) for place in order),
                str(sum(on[index] for on in of.votes)),
            )
            for index, person in enumerate(people.values())
        ),
        total=("", "totaal", *(str(sum(of.votes[place])) for place in order), str(sum(map(sum, of.votes)))),
    )


# What must stand there -----------------------------------------------------------------------------------


def stated_with_seats(outcome: Outcome) -> Iterator[Stated]:
    """The votes on every candidate of a list with a seat."""
    return _stated(_groups(outcome, seats=True), outcome)


def stated_without_seats(outcome: Outcome) -> Iterator[Stated]:
    """The votes on every candidate of a list without one."""
    return _stated(_groups(outcome, seats=False), outcome)


def _stated(groups: Sequence[ListGroup], outcome: Outcome) -> Iterator[Stated]:
    for group in groups:
        for of in sorted(group.sets, key=lambda of: of.number):
            yield row("Lijstnummer:", group.number)
            yield row("Totaal aantal stemmen:", sum(map(sum, of.votes)))
            by_district = [on for _, on in sorted(zip(of.districts, of.votes, strict=True))]
            for person, *votes in zip(
                outcome.people(group.number, of.number).values(), *by_district, strict=True
            ):
                yield row(person.candidate.number, person.name, *votes, sum(votes))
