"""The whole distribution, from how it stands to the last ranking."""

from __future__ import annotations

from collections.abc import Iterator

from osv_tui.election.apportionment.lots import LotKind, LotQuestion
from osv_tui.election.level_votes import Place, candidate_at
from osv_tui.election.lot_names import list_name, option_name
from osv_tui.store.distributing import Seats
from osv_tui.ui.seats import chosen, division
from osv_tui.ui.seats.division import counted
from osv_tui.ui.seats.groups import groups
from osv_tui.ui.seats.section import BLANK, Line, Section, ended, prose
from osv_tui.ui.seats.steps import steps

_HOW_TO_READ = (
    "Hierna komt elke stap van de wet op een eigen blad, met het artikel van de Kieswet en de som erbij. U"
    " kunt elk getal narekenen met een rekenmachine."
)


def sections(of: Seats, width: int) -> tuple[Section, ...]:
    """All parts in the order of the law as far as the lots go, in lines of ``width`` cells (at least 78)."""
    return tuple(_sections(of, width))


def _sections(of: Seats, width: int) -> Iterator[Section]:
    found = of.distribution
    yield _stand(of, width)
    yield division.list_votes(of, width)
    yield division.quota(of, width)
    yield division.full_seats(of, width)
    yield from steps(of, width)
    if found.main_is_complete:
        yield division.seats_of_lists(of, width)
        yield division.picture(of, width)
        yield from groups(of, width)
        yield chosen.threshold(of, width)
        yield from chosen.elected(of, width)
        yield from chosen.rankings(of, width)
    if found.lot_needed is not None:
        yield lot_section(of, found.lot_needed, width)


def _stand(of: Seats, width: int) -> Section:
    quota = of.distribution.quota
    lists, seats = f"{len(of.votes.lists)} lijsten", f"{quota.denominator} zetels"
    lines = [
        Line(of.tally.election.identifier.name, strong=True),
        Line(f"{seats}, {lists}, {quota.numerator} stemmen op kandidaten."),
        BLANK,
        *_how_far(of, width),
        *_typed(of, width),
        *_notices(of, width),
        BLANK,
        *prose(_HOW_TO_READ, width),
    ]
    return Section(f"Hoe het staat, versie {of.version}", "", rows=tuple(lines))


def _how_far(of: Seats, width: int) -> Iterator[Line]:
    needed = of.distribution.lot_needed
    if needed is None:
        yield Line("Alle zetels zijn verdeeld en toegewezen.", strong=True)
        return
    yield from prose(f"LOTING NODIG: {_between(needed)}.", width, strong=True)
    yield from prose(
        "Zonder deze loting gaat het niet verder. Druk op L. Op het laatste blad staat waarover.", width
    )


def _typed(of: Seats, width: int) -> Iterator[Line]:
    """The lots and the deceased that hold."""
    if of.lots or of.deceased:
        yield BLANK
    for dead in of.deceased:
        name = candidate_at(of.tally.election, dead.place).sort_name
        yield from prose(f"Overleden: {name} (lijst {dead.place.list_number}).", width)
    for each in of.lots:
        name = option_name(of.tally.election, each.question, each.drawn)
        between = _between(each.question)
        yield from prose(ended(f"Loting {each.ordinal}: {between}. Getrokken is {name}"), width)


def _notices(of: Seats, width: int) -> Iterator[Line]:
    for notice in of.distribution.notices:
        yield BLANK
        yield from prose(f"LET OP: {notice.value}", width)


def _between(question: LotQuestion) -> str:
    if question.kind is LotKind.CANDIDATE:
        return f"tussen {len(question.options)} kandidaten van lijst {question.list_number}"
    return f"tussen {numbers_of(question)}"


def lot_section(of: Seats, question: LotQuestion, width: int) -> Section:
    """A lot that is needed: exactly between whom, for what, and what follows."""
    return Section(
        "LOTING NODIG",
        question.article,
        tuple(lot_reason(of, question, width)),
        "Geloot wordt tussen:",
        tuple(Line(name) for name in lot_options(of, question)),
        (BLANK, *lot_consequence(question, width)),
        is_lot=True,
    )


def lot_reason(of: Seats, question: LotQuestion, width: int) -> Iterator[Line]:
    """What is equal, and for what there is too little."""
    value, options, left = question.value, len(question.options), question.seats
    if question.kind is LotKind.CANDIDATE:
        on = list_name(of.tally.election, question.list_number or 0)
        equal = f"Op {on} hebben {options} kandidaten elk {value} stemmen, boven de voorkeurdrempel."
        text = f"{equal} Voor hen is er nog {counted(left, 'zetel')}."
    elif question.kind.within_group:
        on = list_name(of.tally.election, question.list_number or 0)
        equal = "" if value is None else f": {value}"
        text = f"Van {on} staan {options} stellen gelijk{equal}. Het gaat om {counted(left, 'zetel')}."
    elif question.kind is LotKind.MAJORITY:
        text = (
            "Een lijst met meer dan de helft van de stemmen krijgt een zetel erbij. Die komt van de lijst die"
            f" de laatste restzetel kreeg. Dat zijn er {options}: zij staan gelijk op {value}."
        )
    else:
        what = "overschot" if question.kind is LotKind.REMAINDER else "gemiddelde"
        equal = f"{options} lijsten hebben hetzelfde {what}: {value}."
        text = f"{equal} Te verdelen is nog {counted(left, 'restzetel')}."
    yield from prose(text, width)


def lot_options(of: Seats, question: LotQuestion) -> tuple[str, ...]:
    """Between whom is drawn, each by number and name."""
    return tuple(f"- {option_name(of.tally.election, question, option)}" for option in question.options)


def numbers_of(question: LotQuestion) -> str:
    """Between whom is drawn, by number only: ``lijst 1, 2 en 4``, ``nummer 3 en 4``."""
    if question.kind.within_group:
        return division.numbered([int(option) for option in question.options], "het stel van kieskring")
    if question.kind is not LotKind.CANDIDATE:
        return division.numbered([int(option) for option in question.options])
    places = [Place.of(str(option)).candidate_number for option in question.options]
    return division.numbered(places, "nummer")


def lot_consequence(question: LotQuestion, width: int) -> Iterator[Line]:
    """What happens to who is drawn, and whether lots go on."""
    yield from prose(f"Wie wordt getrokken, {question.kind.consequence.value}.", width, strong=True)
    if question.seats > 1:
        times = f"{question.seats - 1} keer"
        yield from prose(f"Daarna wordt nog {times} geloot, tussen wie overblijven.", width)
