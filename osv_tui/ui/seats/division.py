"""From the votes of the lists to their full seats, and in the end to all their seats."""

from __future__ import annotations

from collections.abc import Iterator

from osv_tui.election import form as f
from osv_tui.election.apportionment.assignment import Division, Share
from osv_tui.election.apportionment.steps import StepKind
from osv_tui.election.finding import share
from osv_tui.election.model import UnitKind
from osv_tui.store.distributing import Seats
from osv_tui.ui.seats.section import BLANK, Column, Line, Section, head_of, prose, row_of

_OTHER_COLUMNS = 52
_BAR_COLUMNS = 46


def list_called(of: Seats, number: int) -> str:
    """The name of a list on screens; of a blank list that of its first candidate."""
    return next(each.display_name for each in of.tally.election.lists if each.number == number)


def numbered(numbers: list[int], what: str = "lijst") -> str:
    """Lists as they follow one another in a sentence: ``lijst 1``, ``lijst 1, 2 en 4``."""
    *first, last = map(str, numbers)
    return f"{what} {', '.join(first)} en {last}" if first else f"{what} {last}"


def counted(number: int, what: str) -> str:
    """A number of seats: ``1 restzetel``, ``2 restzetels``."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def list_votes(of: Seats, width: int) -> Section:
    """The votes of each list, of all units together (Kieswet P 2)."""
    kieskringen = of.tally.election.unit_kind is UnitKind.KIESKRING
    units = f"{len(of.tally.units)} {'kieskringen' if kieskringen else 'gemeenten'}"
    columns = (
        Column("Lijst", 5, numeric=True),
        Column("Naam", width - 26),
        Column("Stemmen", 17, numeric=True),
    )
    main = of.distribution.main
    rows = [_list_row(of, each, columns) for each in main.shares]
    total = row_of(columns, ("", "Samen", str(main.quota.numerator)))
    others = (("Blanco stemmen", f.BLANK), ("Ongeldige stemmen", f.INVALID))
    more = (Line(row_of(columns, ("", name, str(of.tally.total(field))))) for name, field in others)
    return Section(
        "Stemmen per lijst",
        "P 2",
        prose(f"Alle stemmen op de kandidaten van een lijst, van {units} bij elkaar.", width),
        head_of(columns),
        tuple(rows),
        (Line(total, strong=True), BLANK, *more),
    )


def _list_row(of: Seats, each: Share, columns: tuple[Column, ...]) -> Line:
    return Line(row_of(columns, (str(each.number), list_called(of, each.number), str(each.votes))))


def quota(of: Seats, width: int) -> Section:
    """The kiesdeler, an exact fraction, with the sum that shows it (Kieswet P 5)."""
    found = of.distribution.quota
    votes, seats = found.numerator, found.denominator
    sums = [Line(f"{votes} : {seats} = {found}", strong=True)]
    if found.rest:
        whole = f"{seats} x {found.whole} = {seats * found.whole}"
        sums += [BLANK, *prose(f"Zo rekent u het na: {whole}. Er blijft {found.rest} over.", width)]
        sums += prose(f"Dat is {found.rest}/{seats}. De kiesdeler is dus {found}.", width)
    return Section(
        "Kiesdeler",
        "P 5",
        prose(
            "De kiesdeler is het aantal stemmen dat voor één zetel nodig is: alle stemmen op de lijsten"
            " samen, gedeeld door het aantal zetels. Hij wordt niet afgerond. Wat bij het delen overblijft,"
            " staat er als breuk achter.",
            width,
        ),
        rows=(BLANK, *sums),
    )


def full_seats(of: Seats, width: int) -> Section:
    """How often the kiesdeler goes into the votes of each list (Kieswet P 6)."""
    main = of.distribution.main
    seats, votes = main.quota.denominator, main.quota.numerator
    columns = (
        *(Column("Lijst", 5, numeric=True), Column("Naam", width - _OTHER_COLUMNS)),
        *(Column("Stemmen", 9, numeric=True), Column("Volle zetels", 12, numeric=True)),
        Column("Blijft over", 18, numeric=True),
    )
    full = sum(each.full_seats for each in main.shares)
    sum_of = f"stemmen x {seats} : {votes}"
    how = f"Zo rekent u het na: {sum_of}. Wat voor de komma staat, is het aantal volle zetels."
    what = f"Een lijst krijgt een zetel voor elke keer dat zij de kiesdeler ({main.quota}) heeft."
    return Section(
        "Volle zetels",
        "P 6",
        prose(f"{what} {how}" if votes else what, width),
        head_of(columns),
        tuple(
            Line(row_of(columns, (
                str(each.number), list_called(of, each.number), str(each.votes),
                str(each.full_seats), str(each.remainder),
            )))
            for each in main.shares
        ),
        (
            BLANK,
            Line(f"Volle zetels samen: {full}. Zetels in totaal: {seats}."),
            Line(f"Nog te verdelen: {counted(seats - full, 'restzetel')}.", strong=True),
        ),
    )  # fmt: skip


def seats_of_lists(of: Seats, width: int) -> Section:
    """The seats of each list in the end."""
    main = of.distribution.main
    columns = (
        *(Column("Lijst", 5, numeric=True), Column("Naam", width - _OTHER_COLUMNS)),
        *(Column("Stemmen", 9, numeric=True), Column("Volle zetels", 12, numeric=True)),
        *(Column("Erbij", 7, numeric=True), Column("Zetels", 9, numeric=True)),
    )
    rows = tuple(
        Line(row_of(columns, (
            str(each.number), list_called(of, each.number), str(each.votes), str(each.full_seats),
            f"{each.seats - each.full_seats:+}" if each.seats != each.full_seats else "0", str(each.seats),
        )))
        for each in main.shares
    )  # fmt: skip
    full, seats = sum(each.full_seats for each in main.shares), sum(each.seats for each in main.shares)
    total = ("", "Samen", str(main.quota.numerator), str(full), f"{seats - full:+}", str(seats))
    return Section(
        "Zetels per lijst",
        "",
        (),
        head_of(columns),
        rows,
        (Line(row_of(columns, total), strong=True), BLANK, *_not_needed(main, width)),
    )


def _not_needed(main: Division, width: int) -> Iterator[Line]:
    """Which of the articles that are rare did nothing, and why."""
    kinds = {step.kind for step in main.steps}
    if StepKind.MAJORITY not in kinds:
        most = max(main.shares, key=lambda each: each.votes)
        half = f"Meer dan de helft van {main.quota.numerator} stemmen"
        if 2 * most.votes > main.quota.numerator:
            text = f"{half} heeft lijst {most.number}, en ook meer dan de helft van de zetels."
        else:
            text = f"{half} heeft geen enkele lijst."
        yield from prose(f"{text} Artikel P 9 verandert hier niets.", width)
    if StepKind.EXHAUSTED not in kinds:
        yield from prose("Elke lijst heeft genoeg kandidaten. Artikel P 10 verandert hier niets.", width)
    if main.unassigned:
        yield from prose(f"Zetels die leeg blijven: {main.unassigned}.", width, strong=True)


def picture(of: Seats, width: int) -> Section:
    """Seats and votes of each list as bars on one scale; the numbers say the same."""
    main = of.distribution.main
    seats, votes = main.quota.denominator, max(main.quota.numerator, 1)
    room = (width - _BAR_COLUMNS) // 2
    columns = (
        *(Column("Lijst", 5, numeric=True), Column("Naam", 15)),
        *(Column("Zetels", 6, numeric=True), Column("# deel zetels", room)),
        *(Column("Stemmen", 7, numeric=True), Column("= deel stemmen", room)),
    )
    largest = max(max(each.seats * votes, each.votes * seats) for each in main.shares) or 1
    rows = tuple(
        Line(row_of(columns, (
            str(each.number), list_called(of, each.number),
            share(each.seats, seats), "#" * _length(each.seats * votes, largest, room),
            share(each.votes, votes), "=" * _length(each.votes * seats, largest, room),
        )))
        for each in main.shares
    )  # fmt: skip
    return Section(
        "Zetels en stemmen in beeld",
        "",
        prose(
            "Per lijst het deel van de zetels (#) en het deel van de stemmen (=), op dezelfde schaal. Zijn de"
            " balken even lang, dan heeft de lijst even veel zetels als stemmen, naar verhouding.",
            width,
        ),
        head_of(columns),
        rows,
    )


def _length(part: int, largest: int, room: int) -> int:
    """How long a bar is; what is not nothing is seen."""
    return max((2 * room * part + largest) // (2 * largest), 1 if part else 0)
