"""The seats of a group over its sets: rubric 11 of P 22-1 (Kieswet P 12 and P 13; models §6)."""

from __future__ import annotations

from collections.abc import Iterator

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
from osv_tui.documents.residual_seats import Contenders, residual_steps
from osv_tui.documents.residual_stated import seats_by_steps, steps_stated
from osv_tui.documents.stated import Stated, mixed, row
from osv_tui.election.apportionment.distribution import InnerDivision

NOT_APPLICABLE = "Niet van toepassing."

_HEAD = "lijst of stel gelijkluidende lijsten"


def group_seats(number: int, outcome: Outcome) -> tuple[Block, ...]:
    """Of each group with a seat how its seats go over its sets."""
    groups = outcome.distribution.groups
    return (
        PageBreak(),
        Heading(2, f"{number}. Verdeling van de zetels binnen de lijstengroepen"),
        *(block for inner in groups for block in _group(inner, outcome)),
        *(() if groups else (paragraph(NOT_APPLICABLE),)),
    )


def contenders(inner: InnerDivision, outcome: Outcome) -> Contenders:
    """The sets of a group, by name."""
    names = {of.number: set_name(of) for of in outcome.group(inner.number).sets}
    return Contenders(names.__getitem__, names.__getitem__, _HEAD, 0.2, "lijsten van de groep")


def _group(inner: InnerDivision, outcome: Outcome) -> Iterator[Block]:
    division = inner.division
    quota = division.quota
    name = outcome.list_name(inner.number)
    yield KeyValues(
        (
            *((KeyValue("Lijstnaam:", name),) if name else ()),
            KeyValue("Toegewezen aantal zetels lijstengroep:", str(quota.denominator)),
            KeyValue("Lijstengroepnummer:", str(inner.number)),
        ),
        bookmark=f"Lijstengroep {inner.number} {name}".rstrip(),
    )
    yield Table(
        columns=(
            Column("aantal stemmen lijstengroep", 0.3, numeric=True),
            Column(": aantal zetels", 0.2, numeric=True),
            Column("= groepskiesdeler", 0.3, numeric=True),
        ),
        rows=((str(quota.numerator), str(quota.denominator), str(quota)),),
    )
    yield _sets(inner, outcome)
    steps = tuple(residual_steps(division, contenders(inner, outcome)))
    if steps:
        yield guidance("Zo zijn de restzetels binnen de groep verdeeld:")
    yield from steps
    yield PageBreak()


def _sets(inner: InnerDivision, outcome: Outcome) -> Table:
    label = contenders(inner, outcome).label
    return Table(
        columns=(
            Column(_HEAD, 0.22, header=True),
            Column("aantal stemmen", 0.15, numeric=True),
            Column("aantal volle zetels per lijst", 0.15, numeric=True),
            Column("overschot", 0.18, numeric=True),
            Column("toegewezen aantal restzetels", 0.16, numeric=True),
            Column("totaal aantal zetels", 0.14, numeric=True),
        ),
        rows=tuple(
            (
                label(share.number),
                str(share.votes),
                str(share.full_seats),
                str(share.remainder),
                str(share.seats - share.full_seats),
                str(share.seats),
            )
            for share in inner.division.shares
        ),
    )


def group_seats_stated(outcome: Outcome) -> Iterator[Stated]:
    """The numbers of the rubric, computed anew from the votes and from who got which seat."""
    for inner in outcome.distribution.groups:
        group = outcome.group(inner.number)
        votes = {of.number: sum(map(sum, of.votes)) for of in group.sets}
        total, seats = sum(votes.values()), outcome.distribution.main.seats(inner.number)
        names = contenders(inner, outcome)
        yield row("Toegewezen aantal zetels lijstengroep:", seats)
        yield row("Lijstengroepnummer:", inner.number)
        yield row(total, seats, mixed(total, seats))
        final = seats_by_steps(inner.division)
        for number in sorted(votes):
            full = votes[number] * seats // total if total else 0
            rest = mixed(votes[number] * seats - full * total, seats)
            cells = (votes[number], full, rest, final[number] - full, final[number])
            yield row(names.label(number), *cells)
        yield from steps_stated(inner.division, names)
