"""The rubrics of P 22 with the seats of the lists, from kiesdeler to totals (models §5, §6)."""

from __future__ import annotations

from collections.abc import Iterator

from osv_tui.documents.model import Block, Column, Heading, Table, guidance, paragraph
from osv_tui.documents.outcome import Outcome
from osv_tui.documents.residual_seats import LISTS, residual_steps
from osv_tui.documents.residual_stated import seats_by_steps, steps_stated
from osv_tui.documents.stated import Stated, mixed, numbers_in, row, sentence
from osv_tui.documents.wording import listed
from osv_tui.election.apportionment.quota import Quotient

LARGEST_AVERAGES = "Bij 19 of meer te verdelen zetels"
LARGEST_REMAINDERS = "Bij minder dan 19 te verdelen zetels"

_ALL_VOTES = "totaal aantal geldige stemmen op kandidaten"


def kiesdeler(number: int, outcome: Outcome) -> tuple[Block, ...]:
    """All votes divided by the seats, as an exact fraction (Kieswet P 5)."""
    quota = outcome.distribution.quota
    return (
        Heading(2, f"{number}. Kiesdeler"),
        guidance(
            "De kiesdeler is het aantal stemmen dat voor één zetel nodig is. Hij wordt niet afgerond: achter "
            "het hele getal staat wat er bij het delen overblijft, als breuk."
        ),
        Table(
            columns=(
                Column(_ALL_VOTES, 0.4, numeric=True),
                Column(": aantal zetels", 0.2, numeric=True),
                Column("= kiesdeler", 0.3, numeric=True),
            ),
            rows=((str(quota.numerator), str(quota.denominator), str(quota)),),
        ),
    )


def full_seats(number: int, outcome: Outcome) -> tuple[Block, ...]:
    """How often the kiesdeler goes into the votes of each list (Kieswet P 6), and what is left to divide."""
    main = outcome.distribution.main
    full = sum(share.full_seats for share in main.shares)
    return (
        Heading(2, f"{number}. Verdeling van de volle zetels"),
        guidance("Een lijst krijgt een volle zetel voor elke keer dat zij de kiesdeler heeft gehaald."),
        Table(
            columns=(
                Column("lijstnummer", 0.15, header=True),
                Column("aantal stemmen", 0.2, numeric=True),
                Column(": kiesdeler", 0.25, numeric=True),
                Column("= aantal volle zetels", 0.25, numeric=True),
            ),
            rows=tuple(
                (str(share.number), str(share.votes), str(main.quota), str(share.full_seats))
                for share in main.shares
            ),
        ),
        Table(
            columns=(Column("", 0.5), Column("", 0.2, numeric=True)),
            rows=(
                ("Totaal aantal zetels", str(outcome.votes.seats)),
                ("Totaal aantal toegewezen volle zetels", str(full)),
            ),
            total=("Restzetels", str(outcome.votes.seats - full)),
        ),
    )


def residual_seats(number: int, outcome: Outcome) -> tuple[Block, ...]:
    """Each residual seat with what decided it (Kieswet P 7 to P 10)."""
    by_averages = outcome.votes.by_averages
    steps = tuple(residual_steps(outcome.distribution.main, LISTS))
    return (
        Heading(2, f"{number}. Verdeling van de restzetels"),
        Heading(3, LARGEST_AVERAGES if by_averages else LARGEST_REMAINDERS),
        *(() if by_averages or not steps else _bar(outcome)),
        *(steps or (paragraph("Er zijn geen restzetels te verdelen."),)),
    )


def _bar(outcome: Outcome) -> tuple[Block, ...]:
    """Which lists have too few votes for a seat by their remainder (Kieswet P 8, second paragraph)."""
    below = _below_the_bar(outcome)
    if not below:
        return ()
    return (
        paragraph(
            f"Drie kwart van de kiesdeler is {_bar_of(outcome)}. Een lijst met minder stemmen krijgt geen "
            f"zetel voor haar overschot. Dat geldt voor {listed([f'lijst {each}' for each in below])}."
        ),
    )


def _bar_of(outcome: Outcome) -> Quotient:
    return Quotient(3 * outcome.total_votes, 4 * outcome.votes.seats)


def _below_the_bar(outcome: Outcome) -> list[int]:
    return [
        group.number for group in outcome.groups if outcome.votes_on(group.number) < _bar_of(outcome).exact
    ]


def total_seats(number: int, outcome: Outcome) -> tuple[Block, ...]:
    """The seats of each list, most first."""
    rows = sorted(outcome.distribution.main.shares, key=lambda each: (-each.seats, -each.votes, each.number))
    return (
        Heading(2, f"{number}. Totaal aantal zetels per politieke groepering"),
        Table(
            columns=(
                Column("lijstnaam", 0.6),
                Column("lijstnummer", 0.2, header=True),
                Column("aantal zetels", 0.2, numeric=True),
            ),
            rows=tuple((outcome.list_name(each.number), str(each.number), str(each.seats)) for each in rows),
            total=("", "Totaal", str(sum(each.seats for each in rows))),
        ),
    )


# What must stand there -----------------------------------------------------------------------------------


def seats_stated(outcome: Outcome) -> Iterator[Stated]:
    """The numbers of the four rubrics, computed anew from the votes and from who got which seat.

    Of a step of the distribution only its outcome is taken, never its averages.
    """
    seats, total = outcome.votes.seats, outcome.total_votes
    quota = mixed(total, seats)
    yield row(total, seats, quota)
    votes = {group.number: outcome.votes_on(group.number) for group in outcome.groups}
    full = {number: each * seats // total if total else 0 for number, each in votes.items()}
    for number, each in votes.items():
        yield row(number, each, quota, full[number])
    yield row("Restzetels", seats - sum(full.values()))
    if not outcome.votes.by_averages and outcome.distribution.main.steps and _below_the_bar(outcome):
        bar = numbers_in(mixed(3 * total, 4 * seats))
        yield sentence(*bar, *(each for each in votes if 4 * votes[each] * seats < 3 * total))
    yield from steps_stated(outcome.distribution.main, LISTS)
    final = seats_by_steps(outcome.distribution.main)
    for number in sorted(final, key=lambda each: (-final[each], -votes[each], each)):
        yield row(number, final[number])
    yield row("Totaal", sum(final.values()))
