"""How residual seats went, step by step, to be followed with a calculator (models §5, rubric 10).

Kieswet P 7 to P 10 for lists, P 12 and P 13 for the sets of a group; the steps are those of the distribution.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from osv_tui.documents.model import Block, Column, PageBreak, Table, guidance, paragraph, strong
from osv_tui.documents.wording import listed
from osv_tui.election.apportionment.assignment import Division
from osv_tui.election.apportionment.lots import Consequence
from osv_tui.election.apportionment.quota import Quotient
from osv_tui.election.apportionment.steps import Step, StepKind

STEPS_A_TABLE = 5
"""Steps side by side: more than five averages with fractions do not fit beside one another."""
_MANY = 15
"""From so many lists on each table of averages starts a page (models §5)."""


@dataclass(frozen=True)
class Contenders:
    """What the seats go to.

    ``label`` is what stands in a table (5, or Kieskring 2), ``name`` what stands in a sentence (lijst 5);
    ``head`` is the heading of the column, ``share`` its part of the page, ``many`` the word for several.
    """

    label: Callable[[int], str]
    name: Callable[[int], str]
    head: str
    share: float
    many: str


LISTS = Contenders(str, lambda number: f"lijst {number}", "lijstnummer", 0.13, "lijsten")


def residual_steps(division: Division, contenders: Contenders) -> Iterator[Block]:
    """The steps of a division after its full seats; what one step does not explain is said below it."""
    for phase in _phases(division):
        match phase.kind:
            case StepKind.REMAINDER:
                yield from _remainders(phase, division, contenders)
            case StepKind.AVERAGE_ONCE:
                yield from _averages_once(phase, contenders)
            case StepKind.AVERAGE:
                yield from _averages(phase, contenders)
            case StepKind.MAJORITY:
                yield from _majority(phase, division, contenders)
            case StepKind.EXHAUSTED:
                yield from _exhausted(phase, contenders)
    if division.unassigned:
        yield paragraph(
            strong("Lege zetels. "),
            f"Geen van de {contenders.many} kan nog een zetel krijgen. Aantal zetels dat leeg blijft: ",
            division.unassigned,
        )


# The steps, put together ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Phase:
    """Steps of one kind that follow one another.

    ``first`` is the number of the first seat; counting starts again when seats pass on after exhaustion, and
    ``seat`` is then another word. ``before`` are the steps that went before.
    """

    kind: StepKind
    steps: tuple[Step, ...]
    first: int
    seat: str
    before: tuple[Step, ...]

    def numbered(self) -> Iterator[tuple[Step, str]]:
        """Each step with the numbers of its seats: 3, or 3 en 4, or 3 t/m 5."""
        number = self.first
        for step in self.steps:
            gained = len(step.changes)
            last = number + gained - 1
            between = " en " if gained == 2 else " t/m "
            yield step, str(number) if gained == 1 else f"{number}{between}{last}"
            number += gained

    @property
    def last_number(self) -> int:
        return self.first + sum(len(step.changes) for step in self.steps) - 1


def _phases(division: Division) -> Iterator[_Phase]:
    number, seat = 1, "restzetel"
    before: tuple[Step, ...] = ()
    for kind, found in groupby(division.steps, key=lambda step: step.kind):
        steps = tuple(found)
        phase = _Phase(kind, steps, number, seat, before)
        yield phase
        before = (*before, *steps)
        if kind is StepKind.EXHAUSTED:
            number, seat = 1, "zetel"
        elif kind is not StepKind.MAJORITY:
            number = phase.last_number + 1


def _winners(step: Step) -> list[int]:
    return [number for number, _ in step.changes]


def _value(step: Step, number: int) -> Quotient | None:
    return next((value for each, value in step.values if each == number), None)


# Largest remainders, and averages of which each gets one at most -----------------------------------------


def _remainders(phase: _Phase, division: Division, contenders: Contenders) -> Iterator[Block]:
    yield guidance(
        "Het overschot is wat er van de stemmen overblijft na aftrek van de kiesdeler voor elke volle zetel. "
        "Het grootste overschot krijgt de eerste zetel, het overschot daarna de tweede, en zo verder. Ieder "
        "krijgt zo ten hoogste één zetel."
    )
    full = {share.number: share.full_seats for share in division.shares}
    yield _one_each(phase, contenders, "aantal zetels", full, "overschot")
    yield from _lots(phase, contenders)


def _averages_once(phase: _Phase, contenders: Contenders) -> Iterator[Block]:
    left = phase.steps[0].left + len(phase.steps[0].changes)
    yield paragraph(
        "Aantal zetels dat nog te verdelen is: ",
        left,
        ". Die gaan naar de grootste gemiddelden. Elke lijst krijgt zo ten hoogste één zetel.",
    )
    yield _what_is_an_average()
    had = {number: value.denominator - 1 for number, value in phase.steps[0].values}
    heading = "gemiddeld aantal stemmen bij toewijzing restzetel"
    yield _one_each(phase, contenders, "reeds toegewezen aantal zetels", had, heading)
    yield from _lots(phase, contenders)


def _one_each(
    phase: _Phase, contenders: Contenders, seats_heading: str, seats: dict[int, int], heading: str
) -> Table:
    """Everyone's value, which seat it gave, and how many."""
    given = {number: places for step, places in phase.numbered() for number in _winners(step)}
    values = sorted(phase.steps[0].values)
    return Table(
        columns=(
            Column(contenders.head, max(0.16, contenders.share), header=True),
            Column(seats_heading, 0.2, numeric=True),
            Column(heading, 0.24, numeric=True),
            Column(f"krijgt {phase.seat}", 0.16, numeric=True),
            Column("aantal restzetels", 0.14, numeric=True),
        ),
        rows=tuple(
            (
                contenders.label(number),
                str(seats[number]),
                str(value),
                given.get(number, ""),
                "1" if number in given else "0",
            )
            for number, value in values
        ),
    )


# Largest averages ----------------------------------------------------------------------------------------


def _what_is_an_average() -> Block:
    return guidance(
        "Het gemiddelde is het aantal stemmen, gedeeld door het aantal zetels tot dat moment plus één."
    )


def _averages(phase: _Phase, contenders: Contenders) -> Iterator[Block]:
    yield _what_is_an_average()
    yield guidance(
        "In elke kolom krijgt het grootste gemiddelde de zetel; daar staat een sterretje bij. Achteraan "
        "staat hoeveel zetels dat er tot en met die kolom zijn."
    )
    numbered = list(phase.numbered())
    many = len(phase.steps[0].values) >= _MANY
    gained: dict[int, int] = {}
    for start in range(0, len(numbered), STEPS_A_TABLE):
        chunk = numbered[start : start + STEPS_A_TABLE]
        for step, _ in chunk:
            for number in _winners(step):
                gained[number] = gained.get(number, 0) + 1
        if many and start:
            yield PageBreak()
        yield _averages_table(chunk, phase.seat, dict(gained), contenders)
    yield from _lots(phase, contenders)


def _average(step: Step, number: int) -> str:
    """With a star where it gets the seat; empty when it takes no part."""
    value = _value(step, number)
    if value is None:
        return ""
    return f"*{value}" if number in _winners(step) else str(value)


def _averages_table(
    chunk: Sequence[tuple[Step, str]], seat: str, gained: dict[int, int], contenders: Contenders
) -> Table:
    """A column for each step with the averages before it; the last one has the seats up to there."""
    share = min(0.15, (1 - contenders.share - 0.1) / STEPS_A_TABLE)
    numbers = sorted({number for step, _ in chunk for number, _ in step.values})
    rows = [
        (
            contenders.label(number),
            *(_average(step, number) for step, _ in chunk),
            str(gained.get(number, 0)),
        )
        for number in numbers
    ]
    given = (" en ".join(map(contenders.label, _winners(step))) for step, _ in chunk)
    return Table(
        columns=(
            Column(contenders.head, contenders.share, header=True),
            *(Column(f"{seat} {places}", share, numeric=True) for _, places in chunk),
            Column("aantal restzetels", 0.1, numeric=True),
        ),
        rows=(*rows, ("gaat naar", *given, str(sum(gained.values())))),
    )


# Lots, majority, exhaustion ------------------------------------------------------------------------------


def _lots(phase: _Phase, contenders: Contenders) -> Iterator[Block]:
    for step, places in phase.numbered():
        if step.lot is not None:
            value = _value(step, int(step.lot.drawn))
            gains = f"{Consequence.GAINS_SEAT.value.removesuffix('de zetel')}{phase.seat} {places}"
            yield drawn(contenders, step.lot.options, step.lot.drawn, str(value), step.article, gains)


def drawn(
    contenders: Contenders,
    options: Sequence[int | str],
    winner: int | str,
    value: str,
    article: str,
    what: str,
) -> Block:
    """What was drawn in the room: between whom, why, and what follows."""
    names = [contenders.name(int(option)) for option in sorted(options)]
    equal = f"Gelijk staan op {value}" if value else "Gelijk staan"
    return paragraph(
        strong("Loting. "),
        f"{equal}: {listed(names)}. Er waren te weinig zetels voor allemaal. Daarom is er geloot, volgens "
        f"artikel {article} van de Kieswet. Getrokken is ",
        strong(contenders.name(int(winner))),
        f": die {what}.",
    )


def _majority(phase: _Phase, division: Division, contenders: Contenders) -> Iterator[Block]:
    (step,) = phase.steps
    (winner, _), (loser, _) = step.changes
    shares = {share.number: share for share in division.shares}
    had = shares[winner].full_seats + sum(
        change for each in phase.before for number, change in each.changes if number == winner
    )
    seats = division.quota.denominator
    if step.lot is not None:
        value = _value(phase.before[-1], int(step.lot.drawn)) or _value(phase.before[-1], loser)
        yield _majority_lot(step, contenders, value)
    yield paragraph(
        strong("Volstrekte meerderheid. "),
        f"{contenders.name(winner).capitalize()} heeft ",
        shares[winner].votes,
        " van de ",
        division.quota.numerator,
        " stemmen: meer dan de helft. Met ",
        had,
        " van de ",
        seats,
        " zetels heeft deze lijst niet meer dan de helft van de zetels. Volgens artikel P 9 van de "
        f"Kieswet krijgt {contenders.name(winner)} één zetel erbij, en {contenders.name(loser)} levert een "
        "restzetel in.",
    )


def _majority_lot(step: Step, contenders: Contenders, value: Quotient | None) -> Block:
    assert step.lot is not None
    names = [contenders.name(int(option)) for option in sorted(map(int, step.lot.options))]
    equal = f", op {value}" if value is not None else ""
    return paragraph(
        strong("Loting. "),
        f"De laatste restzetels gingen naar {listed(names)}, die gelijk staan{equal}. Eén van deze lijsten "
        "levert een zetel in. Daarom is er geloot, volgens artikel P 9 van de Kieswet. Getrokken is ",
        strong(contenders.name(int(step.lot.drawn))),
        f": die {Consequence.LOSES_SEAT.value}.",
    )


def _exhausted(phase: _Phase, contenders: Contenders) -> Iterator[Block]:
    (step,) = phase.steps
    for number, change in step.changes:
        yield paragraph(
            strong("Te weinig kandidaten. "),
            f"Op {contenders.name(number)} staan minder kandidaten dan er zetels zijn. Volgens artikel "
            f"{step.article} van de Kieswet krijgen andere {contenders.many} wat er te "
            "veel is. "
            "Aantal zetels dat overgaat: ",
            -change,
        )
