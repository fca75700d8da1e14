"""Each step of the residual seats: who took part with what, who got it, and what came after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from osv_tui.election.apportionment.quota import Quotient
from osv_tui.election.apportionment.steps import Step, StepKind
from osv_tui.store.distributing import Seats
from osv_tui.ui.seats.division import list_called, numbered
from osv_tui.ui.seats.section import BLANK, Column, Line, Section, head_of, prose, row_of

_OTHER_COLUMNS = 57
_REMAINDER = (
    "Het overschot is wat er van de stemmen over is na aftrek van de kiesdeler voor elke volle zetel. Het"
    " grootste overschot krijgt de zetel (>). Een lijst krijgt zo ten hoogste één zetel, en alleen met ten"
    " minste drie kwart van de kiesdeler ({bar}) aan stemmen."
)
_AVERAGE = (
    "Het gemiddelde is het aantal stemmen, gedeeld door het aantal zetels dat de lijst nu heeft plus één. Het"
    " grootste gemiddelde krijgt de zetel (>)."
)
_MAJORITY = (
    "Wie meer dan de helft van de stemmen heeft, krijgt ook meer dan de helft van de zetels: één zetel erbij."
    " Die komt van de lijst die de laatste restzetel kreeg, voor het kleinste overschot of gemiddelde."
)
_ONCE = " Een lijst krijgt zo ten hoogste één zetel."


@dataclass
class _Stand:
    """How far it is: the seats of each list, how many went before, and out of how many."""

    seats: dict[int, int]
    given: int
    of: int
    name: str


def steps(of: Seats, width: int) -> Iterator[Section]:
    """The steps of the main division, in the order of the law (Kieswet P 7 to P 10)."""
    main = of.distribution.main
    full = {each.number: each.full_seats for each in main.shares}
    stand = _Stand(full, 0, main.quota.denominator - sum(full.values()), "Restzetel")
    for place, step in enumerate(main.steps):
        if step.kind is StepKind.MAJORITY:
            yield _majority(of, step, stand, main.steps[:place], width)
        elif step.kind is StepKind.EXHAUSTED:
            yield _exhausted(of, step, stand, width)
            stand.name, stand.given, stand.of = "Overgaande zetel", 0, step.left
        else:
            yield _residual(of, step, stand, width)
            stand.given += len(step.changes)
        for number, change in step.changes:
            stand.seats[number] += change


def _residual(of: Seats, step: Step, stand: _Stand, width: int) -> Section:
    by_remainder = step.kind is StepKind.REMAINDER
    columns = (
        *(Column("Lijst", 5, numeric=True), Column("Naam", width - _OTHER_COLUMNS)),
        Column("Stemmen", 9, numeric=True),
        Column("Volle zetels" if by_remainder else ": zetels + 1", 12, numeric=True),
        Column("= overschot" if by_remainder else "= gemiddelde", 17, numeric=True),
    )
    winners = [number for number, _ in step.changes]
    rows = tuple(
        Line(_row(of, columns, number, value, by_remainder, number in winners), strong=number in winners)
        for number, value in _largest_first(step, winners)
    )
    return Section(
        _title(step, stand),
        step.article,
        prose(_explained(of, step), width),
        head_of(columns),
        rows,
        (*_outcome(of, step, winners, width), *_aside(of, step, width)),
    )


def _largest_first(step: Step, winners: Sequence[int]) -> Sequence[tuple[int, Quotient]]:
    """Who gets a seat, and then the others: a lot can put one of several equals before the rest."""
    return sorted(step.values, key=lambda each: (each[0] not in winners, -each[1].exact, each[0]))


def _row(
    of: Seats, columns: Sequence[Column], number: int, value: Quotient, by_remainder: bool, wins: bool
) -> str:
    share = next(each for each in of.distribution.main.shares if each.number == number)
    by = share.full_seats if by_remainder else value.denominator
    marked = f"> {number}" if wins else str(number)
    return row_of(columns, (marked, list_called(of, number), str(share.votes), str(by), str(value)))


def _title(step: Step, stand: _Stand) -> str:
    first, last = stand.given + 1, stand.given + len(step.changes)
    which = (
        f" {first}" if first == last else f"s {first} en {last}" if last == first + 1 else f"s {first}-{last}"
    )
    what = "overschot" if step.kind is StepKind.REMAINDER else "gemiddelde"
    return f"{stand.name}{which} van {stand.of}: {what}"


def _explained(of: Seats, step: Step) -> str:
    if step.kind is StepKind.REMAINDER:
        quota = of.distribution.quota
        return _REMAINDER.format(bar=Quotient(3 * quota.numerator, 4 * quota.denominator))
    return f"{_AVERAGE}{_ONCE if step.kind is StepKind.AVERAGE_ONCE else ''}"


def _outcome(of: Seats, step: Step, winners: list[int], width: int) -> Iterator[Line]:
    yield BLANK
    if step.lot is not None:
        equal = numbered(sorted(int(option) for option in step.lot.options))
        yield from prose(f"Gelijk staan {equal}. Er is geloot. Getrokken is lijst {step.lot.drawn}.", width)
    what = "krijgt de zetel" if len(winners) == 1 else "krijgen elk een zetel"
    who = numbered(winners)
    yield from prose(
        f"{who[0].upper()}{who[1:]} {what}. Daarna nog te verdelen: {step.left}.", width, strong=True
    )


def _aside(of: Seats, step: Step, width: int) -> Iterator[Line]:
    """Who takes no part in this step."""
    partaking = {number for number, _ in step.values}
    others = [each.number for each in of.distribution.main.shares if each.number not in partaking]
    if not others:
        return
    why = {
        StepKind.REMAINDER: "al een zetel voor het overschot, minder dan drie kwart van de kiesdeler",
        StepKind.AVERAGE_ONCE: "al een zetel voor het gemiddelde",
    }.get(step.kind, "")
    reason = f"{why}, geen stemmen of geen kandidaten meer" if why else "geen stemmen of geen kandidaten meer"
    yield from prose(f"Doet hier niet mee: {numbered(others)} ({reason}).", width)


def _majority(of: Seats, step: Step, stand: _Stand, before: Sequence[Step], width: int) -> Section:
    (winner, _), (loser, _) = step.changes
    quota = of.distribution.quota
    votes = next(each.votes for each in of.distribution.main.shares if each.number == winner)
    seats = stand.seats[winner]
    of_all, of_seats = quota.numerator, quota.denominator
    who = f"Lijst {winner} ({list_called(of, winner)})"
    lines = [
        *prose(f"{who} heeft {votes} van de {of_all} stemmen.", width),
        Line(f"2 x {votes} = {2 * votes}: meer dan {of_all}, dus meer dan de helft."),
        Line(f"Zetels: {seats} van {of_seats}. 2 x {seats} = {2 * seats}: niet meer dan {of_seats}."),
        BLANK,
        *prose(_MAJORITY, width),
        BLANK,
    ]
    if step.lot is not None:
        equal = numbered(sorted(int(option) for option in step.lot.options))
        lines += prose(
            f"Dat zijn er meer: {equal} staan gelijk. Er is geloot. Getrokken is lijst {loser}.", width
        )
    elif before:
        lines += prose(f"De laatste restzetel ging naar lijst {loser} ({list_called(of, loser)}).", width)
    lines += prose(
        f"Lijst {winner} krijgt een zetel erbij, lijst {loser} staat er een af.", width, strong=True
    )
    return Section("Volstrekte meerderheid", step.article, rows=tuple(lines))


def _exhausted(of: Seats, step: Step, stand: _Stand, width: int) -> Section:
    columns = (
        *(Column("Lijst", 5, numeric=True), Column("Naam", width - 46)),
        *(Column("Zetels", 9, numeric=True), Column("Kandidaten", 10, numeric=True)),
        Column("Gaat over", 12, numeric=True),
    )
    rows = tuple(
        Line(row_of(columns, (
            str(number), list_called(of, number), str(stand.seats[number]),
            str(stand.seats[number] + change), str(-change),
        )))
        for number, change in step.changes
    )  # fmt: skip
    return Section(
        "Te weinig kandidaten",
        step.article,
        prose(
            "Een lijst krijgt niet meer zetels dan zij kandidaten heeft; wie overleden is, telt niet mee. Wat"
            " zij te veel heeft, gaat naar de andere lijsten, zoals de restzetels.",
            width,
        ),
        head_of(columns),
        rows,
        (BLANK, Line(f"Nog te verdelen: {step.left}.", strong=True)),
    )
