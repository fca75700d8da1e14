"""The seats of a list that differs between kieskringen, over its sets (Kieswet P 12 and P 13)."""

from __future__ import annotations

from collections.abc import Iterator

from osv_tui.election.apportionment.assignment import Division
from osv_tui.election.apportionment.distribution import InnerDivision
from osv_tui.election.apportionment.steps import Step, StepKind
from osv_tui.store.distributing import Seats
from osv_tui.ui.seats.division import counted, list_called
from osv_tui.ui.seats.section import BLANK, Column, Line, Section, head_of, prose, row_of

_STEPS = {
    StepKind.REMAINDER: "Voor het grootste overschot",
    StepKind.AVERAGE: "Voor het grootste gemiddelde",
    StepKind.AVERAGE_ONCE: "Voor het grootste gemiddelde",
    StepKind.EXHAUSTED: "Te weinig kandidaten",
}
_OTHER_COLUMNS = 57


def set_called(of: Seats, number: int, kieskring: int) -> str:
    """A set by its kieskringen: ``kieskring 2``, ``kieskringen 1, 3``; empty where a list is one set."""
    group = next(each for each in of.votes.lists if each.number == number)
    if len(group.sets) == 1:
        return ""
    districts = sorted(next(each.districts for each in group.sets if each.number == kieskring))
    return f"kieskring{'en' if len(districts) > 1 else ''} {', '.join(map(str, districts))}"


def groups(of: Seats, width: int) -> Iterator[Section]:
    """A sheet for each list with seats of which the sets divide them."""
    for inner in of.distribution.groups:
        yield _group(of, inner, width)


def _group(of: Seats, inner: InnerDivision, width: int) -> Section:
    found = inner.division
    quota, seats = found.quota, counted(found.quota.denominator, "zetel")
    columns = (
        Column("Stel", width - _OTHER_COLUMNS),
        *(Column("Stemmen", 9, numeric=True), Column("Volle zetels", 12, numeric=True)),
        *(Column("Blijft over", 18, numeric=True), Column("Zetels", 9, numeric=True)),
    )
    rows = tuple(
        Line(row_of(columns, (
            set_called(of, inner.number, each.number), str(each.votes), str(each.full_seats),
            str(each.remainder), str(each.seats),
        )))
        for each in found.shares
    )  # fmt: skip
    return Section(
        f"Lijst {inner.number}: zetels over de kieskringen",
        "P 12 en P 13",
        (
            Line(f"{list_called(of, inner.number)}: {seats}", strong=True),
            *prose(
                "Deze lijst heeft niet in elke kieskring dezelfde kandidaten. Haar zetels gaan over de"
                " stellen van lijsten die wel gelijk zijn. De groepskiesdeler is het aantal stemmen op de"
                " lijst, gedeeld door haar zetels.",
                width,
            ),
            Line(f"{quota.numerator} : {quota.denominator} = {quota}", strong=True),
        ),
        head_of(columns),
        rows,
        tuple(_told(of, inner.number, found, width)),
    )


def _told(of: Seats, number: int, found: Division, width: int) -> Iterator[Line]:
    for step in found.steps:
        yield BLANK
        yield from prose(_step(of, number, step), width)


def _step(of: Seats, number: int, step: Step) -> str:
    values = "; ".join(f"{set_called(of, number, each)}: {value}" for each, value in step.values)
    changes = "; ".join(f"{set_called(of, number, each)} {change:+}" for each, change in step.changes)
    lot = f" Er is geloot. Getrokken is {set_called(of, number, int(step.lot.drawn))}." if step.lot else ""
    article = step.article.rstrip(",")
    said = f"{_STEPS.get(step.kind, 'Andere stap')} (artikel {article}): "
    return f"{said}{values}.{lot} Zetels: {changes}." if values else f"{said}{changes}.{lot}"
