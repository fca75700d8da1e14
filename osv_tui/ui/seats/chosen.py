"""Who is elected on each list and why, and the order for later vacancies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from osv_tui.election.apportionment.lots import LotKind
from osv_tui.election.apportionment.nomination import Elected, ElectedBy, Nomination
from osv_tui.election.level_votes import Place, candidate_at
from osv_tui.store.distributing import Seats
from osv_tui.ui.seats.division import counted, list_called
from osv_tui.ui.seats.groups import set_called
from osv_tui.ui.seats.section import BLANK, Column, Line, Section, ended, head_of, prose, row_of

_WHY = {
    ElectedBy.PREFERENCE: "voorkeur (P 15)",
    ElectedBy.LIST_ORDER: "lijstvolgorde (P 17)",
    ElectedBy.SUCCESSOR: "opvolger (elders gekozen)",
}
_OTHER_COLUMNS = 51


def threshold(of: Seats, width: int) -> Section:
    """The preference threshold, an exact fraction, with the sum that shows it (Kieswet P 15)."""
    found, quota, percent = (
        of.distribution.preference_threshold,
        of.distribution.quota,
        of.votes.threshold_percent,
    )
    return Section(
        "Voorkeurdrempel",
        "P 15",
        prose(
            f"De voorkeurdrempel is {percent} procent van de kiesdeler. Wie er meer stemmen dan dat heeft, is"
            " gekozen, ook met een lage plaats op de lijst, zolang de lijst zetels heeft. Wie de meeste"
            " stemmen heeft, gaat voor. De andere zetels gaan naar de kandidaten in de volgorde van de lijst"
            " (artikel P 17).",
            width,
        ),
        rows=(
            BLANK,
            Line(f"{quota.numerator} x {percent} : (100 x {quota.denominator}) = {found}", strong=True),
            BLANK,
            Line(f"Meer dan {found} is: {found.whole + 1} stemmen of meer."),
        ),
    )


def elected(of: Seats, width: int) -> Iterator[Section]:
    """The elected of each list that has seats, in order, with the reason."""
    for each in of.distribution.nominations:
        if each.seats or each.elected:
            yield _elected(of, each, width)


def _elected(of: Seats, nomination: Nomination, width: int) -> Section:
    number = nomination.set_id.list_number
    columns = (
        *(Column("Zetel", 5, numeric=True), Column("Naam", width - _OTHER_COLUMNS)),
        *(Column("Nr", 4, numeric=True), Column("Stemmen", 8, numeric=True)),
        Column("Waarom", 26),
    )
    numbers = _numbers(of, nomination)
    rows = tuple(
        Line(
            row_of(
                columns,
                (
                    *(str(place), _name(of, each.candidate), numbers[each.candidate]),
                    *(str(each.votes), _why(each)),
                ),
            )
        )
        for place, each in enumerate(nomination.elected, 1)
    )
    seats = counted(nomination.seats, "zetel")
    return Section(
        f"{_on(of, nomination)}: gekozen",
        "P 15 en P 17",
        (Line(f"{list_called(of, number)}: {seats}", strong=True),),
        head_of(columns),
        rows,
        tuple(_after(of, nomination, width)),
    )


def _why(each: Elected) -> str:
    return f"{_WHY[each.by]}, na loting" if each.by_lot else _WHY[each.by]


def _on(of: Seats, nomination: Nomination) -> str:
    """The list, and of one that differs between kieskringen the set."""
    number, kieskring = nomination.set_id
    called = set_called(of, number, kieskring)
    return f"Lijst {number}, {called}" if called else f"Lijst {number}"


def _name(of: Seats, code: str) -> str:
    return candidate_at(of.tally.election, Place.of(code)).sort_name


def _numbers(of: Seats, nomination: Nomination) -> Mapping[str, str]:
    """The number of each candidate on the paper of the kieskringen of the set."""
    number, kieskring = nomination.set_id
    group = next(each for each in of.votes.lists if each.number == number)
    codes = next(each.candidates for each in group.sets if each.number == kieskring)
    on = next(each for each in of.tally.election.lists if each.number == number and each.stands_in(kieskring))
    return {code: str(each.number) for code, each in zip(codes, on.candidates, strict=True)}


def _after(of: Seats, nomination: Nomination, width: int) -> Iterator[Line]:
    """The lots that were drawn on the list, and its deceased candidates."""
    number = nomination.set_id.list_number
    drawn = [each for each in of.lots if each.question.kind is LotKind.CANDIDATE]
    for each in (each for each in drawn if each.question.list_number == number):
        names = "; ".join(_name(of, str(option)) for option in each.question.options)
        text = f"{ended(f'Gelijk op {each.question.value} stemmen: {names}')} Er is geloot."
        yield BLANK
        yield from prose(ended(f"{text} Getrokken is {_name(of, str(each.drawn))}"), width)
    yield from _dead(of, nomination, width)


def _dead(of: Seats, nomination: Nomination, width: int) -> Iterator[Line]:
    for code in nomination.deceased:
        yield BLANK
        yield from prose(ended(f"Overleden, telt niet mee (artikel P 19a): {_name(of, code)}"), width)


def rankings(of: Seats, width: int) -> Iterator[Section]:
    """The order for later vacancies of each list that the law gives one (Kieswet P 19)."""
    for each in of.distribution.nominations:
        if each.ranking is not None:
            yield _ranking(of, each, each.ranking, width)


def _ranking(of: Seats, nomination: Nomination, order: tuple[str, ...], width: int) -> Section:
    number = nomination.set_id.list_number
    columns = (
        *(Column("Rang", 5, numeric=True), Column("Naam", width - _OTHER_COLUMNS)),
        *(Column("Nr", 4, numeric=True), Column("Stemmen", 8, numeric=True)),
        Column("Stand", 26),
    )
    stands = _stands(nomination)
    return Section(
        f"{_on(of, nomination)}: rangschikking",
        "P 19",
        (Line(list_called(of, number), strong=True),),
        head_of(columns),
        tuple(
            Line(row_of(columns, (str(place), *cells, stands.get(code, ""))))
            for place, (code, *cells) in enumerate(_ranked(of, nomination, order), 1)
        ),
        tuple(_dead(of, nomination, width)),
    )


def _ranked(of: Seats, nomination: Nomination, order: tuple[str, ...]) -> Iterator[tuple[str, str, str, str]]:
    """Code, name, number on the list and votes."""
    votes, numbers = _votes(of, nomination.set_id.list_number), _numbers(of, nomination)
    return ((code, _name(of, code), numbers[code], str(votes[code])) for code in order)


def _votes(of: Seats, number: int) -> Mapping[str, int]:
    """The votes on each candidate of a list, on all its sets together."""
    group = next(each for each in of.votes.lists if each.number == number)
    votes: Counter[str] = Counter()
    for each in group.sets:
        votes.update(dict(zip(each.candidates, of.votes.on_candidates(each), strict=True)))
    return votes


def _stands(nomination: Nomination) -> Mapping[str, str]:
    above = dict.fromkeys(nomination.above_threshold, "boven de voorkeurdrempel")
    elsewhere = {code: "elders gekozen" for code, _ in nomination.elected_elsewhere}
    return {**above, **elsewhere, **{each.candidate: "gekozen" for each in nomination.elected}}
