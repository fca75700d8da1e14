"""Who is elected on each list and who succeeds (rubric 13 of P 22), and all elected (models §5, §6)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from osv_tui.documents.model import (
    Block,
    Column,
    Heading,
    KeyValue,
    KeyValues,
    PageBreak,
    Paragraph,
    Table,
    paragraph,
    strong,
)
from osv_tui.documents.outcome import Outcome, Person, set_name
from osv_tui.documents.stated import Stated, mixed, numbers_in, row, sentence
from osv_tui.documents.wording import listed
from osv_tui.election.apportionment.lots import Lot, LotKind
from osv_tui.election.apportionment.nomination import Elected, ElectedBy, Elsewhere, Nomination
from osv_tui.election.apportionment.votes import ListSet

BY_PREFERENCE = "I. Met voorkeurstemmen gekozen kandidaten"
OTHERS = "II. Overige gekozen kandidaten"
RANKING = "III. Rangschikking kandidaten"
NOBODY = "Geen."


def allocation(number: int, outcome: Outcome) -> tuple[Block, ...]:
    """Of each list with a seat who gets it, and the order for vacancies (Kieswet P 15 to P 19a).

    Below 19 seats a list without a seat is ranked too (P 19, fifth paragraph); it stands here when its order
    is not that of the list.
    """
    percent = outcome.votes.threshold_percent
    return (
        Heading(2, f"{number}. Toewijzing van zetels aan kandidaten en rangschikking per lijst"),
        paragraph(
            "De voorkeurdrempel is ",
            percent,
            f" procent van de kiesdeler: {outcome.distribution.preference_threshold}. Wie meer stemmen "
            "heeft, is met voorkeurstemmen gekozen, zolang de lijst zetels heeft. De andere zetels gaan "
            "naar de kandidaten in de volgorde van de lijst.",
        ),
        *(block for of, found in outcome.nominations() for block in _list(of, found, outcome)),
    )


def _list(number: int, found: Sequence[Nomination], outcome: Outcome) -> Iterator[Block]:
    seats = outcome.distribution.seats(number)
    moved = [each for each in found if _is_moved(each, outcome)]
    if not seats and not moved:
        return
    name = outcome.list_name(number)
    yield KeyValues(
        (
            *((KeyValue("Lijstnaam:", name),) if name else ()),
            KeyValue("Lijstnummer:", str(number)),
            KeyValue("Toegewezen aantal zetels:", str(seats)),
        ),
        bookmark=f"Lijst {number} {name}".rstrip(),
    )
    yield from _deceased(number, found, outcome)
    if seats:
        yield from _seats(number, found, outcome)
    yield Heading(3, RANKING)
    for each in found if seats else moved:
        yield from _ranking(each, outcome, several=len(found) > 1)
    yield PageBreak()


def _deceased(number: int, found: Sequence[Nomination], outcome: Outcome) -> Iterator[Block]:
    for code in dict.fromkeys(code for each in found for code in each.deceased):
        yield paragraph(
            strong(outcome.person(number, code).name),
            " is overleden. Volgens artikel P 19a van de Kieswet telt deze kandidaat hier niet mee.",
        )


# Who is elected ------------------------------------------------------------------------------------------


def _seats(number: int, found: Sequence[Nomination], outcome: Outcome) -> Iterator[Block]:
    elected = [(each, nomination) for nomination in found for each in nomination.elected]
    by_preference = [each for each in elected if each[0].by is ElectedBy.PREFERENCE]
    others = [each for each in elected if each[0].by is not ElectedBy.PREFERENCE]
    if len(found) > 1:
        by_preference.sort(key=lambda each: -each[0].votes)
    yield Heading(3, BY_PREFERENCE)
    yield _table(number, by_preference, outcome, several=len(found) > 1)
    for lot in outcome.lots_on(number, LotKind.CANDIDATE):
        yield _candidate_lot(number, lot, outcome)
    for lot in outcome.lots_on(number, LotKind.GROUP_ROLLBACK):
        yield _set_lot(number, lot, outcome, "P 16, tweede lid,", "levert een zetel in")
    yield Heading(3, OTHERS)
    yield _table(number, others, outcome, several=len(found) > 1)
    for lot in outcome.lots_on(number, LotKind.GROUP_ROLLFORWARD):
        yield _set_lot(number, lot, outcome, "P 18", "krijgt de zetel")
    yield from _moved_seats(number, found, outcome)
    yield from _elsewhere(number, found, outcome)


def _table(
    number: int, elected: Sequence[tuple[Elected, Nomination]], outcome: Outcome, *, several: bool
) -> Block:
    if not elected:
        return paragraph(NOBODY)
    columns = (
        Column("naam kandidaat", 0.38 if several else 0.5, header=True),
        Column("woonplaats", 0.18 if several else 0.3),
        Column("aantal stemmen op gezamenlijke lijsten" if several else "aantal stemmen", 0.2, numeric=True),
    )
    on = (Column("", 0.03), Column("lijst waarop zetel wordt toegewezen", 0.21)) if several else ()
    return Table(
        columns=(*columns, *on),
        rows=tuple(
            (
                *_named(outcome.person(number, each.candidate)),
                str(each.votes),
                *(("", set_name(_set(number, nomination, outcome))) if several else ()),
            )
            for each, nomination in elected
        ),
    )


def _named(person: Person) -> tuple[str, str]:
    return person.name, person.candidate.locality


def _set(number: int, nomination: Nomination, outcome: Outcome) -> ListSet:
    return next(of for of in outcome.group(number).sets if of.number == nomination.set_id.district)


def _candidate_lot(number: int, lot: Lot, outcome: Outcome) -> Paragraph:
    names = [outcome.person(number, str(code)).name for code in lot.options]
    votes = _votes_together(number, str(lot.drawn), outcome)
    return paragraph(
        strong("Loting. "),
        f"Gelijk staan: {'; '.join(names)}. Aantal stemmen: ",
        votes,
        ". Er waren te weinig zetels voor allemaal. Daarom is er geloot, volgens artikel P 15, eerste lid, "
        "van de Kieswet. Getrokken is ",
        strong(outcome.person(number, str(lot.drawn)).name),
        ": die is gekozen.",
    )


def _set_lot(number: int, lot: Lot, outcome: Outcome, article: str, what: str) -> Paragraph:
    names = {of.number: set_name(of) for of in outcome.group(number).sets}
    options = [names[int(option)] for option in sorted(map(int, lot.options))]
    return paragraph(
        strong("Loting. "),
        f"Gelijk staan: {listed(options)}. Daarom is er geloot, volgens artikel {article} van de Kieswet. "
        "Getrokken is ",
        strong(names[int(lot.drawn)]),
        f": die {what}.",
    )


def _votes_together(number: int, code: str, outcome: Outcome) -> int:
    """The votes on a candidate on all sets of a list."""
    return sum(
        votes[of.candidates.index(code)]
        for of in outcome.group(number).sets
        if code in of.candidates
        for votes in of.votes
    )


def _moved_seats(number: int, found: Sequence[Nomination], outcome: Outcome) -> Iterator[Block]:
    """Where more or fewer are elected on a set than it has seats (Kieswet P 16 and P 18)."""
    for each in found:
        if len(each.elected) != each.seats:
            yield paragraph(
                strong(set_name(_set(number, each, outcome))),
                ": aantal zetels volgens de verdeling binnen de lijstengroep ",
                each.seats,
                ", aantal gekozen kandidaten ",
                len(each.elected),
                ". Dit komt door artikel P 16, tweede lid, of artikel P 18 van de Kieswet.",
            )


def _elsewhere(number: int, found: Sequence[Nomination], outcome: Outcome) -> Iterator[Block]:
    for nomination in found:
        for code, where in nomination.elected_elsewhere:
            if where is Elsewhere.OTHER_LIST:
                yield paragraph(
                    strong(outcome.person(number, code).name),
                    " is ook op een lijst van een andere groepering gekozen, en krijgt daar de zetel.",
                )


# Who succeeds --------------------------------------------------------------------------------------------


def _list_order(nomination: Nomination, outcome: Outcome) -> tuple[str, ...]:
    of = _set(nomination.set_id.list_number, nomination, outcome)
    return tuple(code for code in of.candidates if code not in nomination.deceased)


def _is_moved(nomination: Nomination, outcome: Outcome) -> bool:
    return nomination.ranking is not None and nomination.ranking != _list_order(nomination, outcome)


def _ranking(nomination: Nomination, outcome: Outcome, *, several: bool) -> Iterator[Block]:
    number, district = nomination.set_id
    if nomination.ranking is None:
        return
    caption = set_name(_set(number, nomination, outcome)) if several else ""
    if not _is_moved(nomination, outcome):
        before = f"{caption}: de" if caption else "De"
        yield paragraph(f"{before} kandidaten volgen elkaar op in de volgorde van de lijst.")
        return
    if not several:
        yield paragraph("De kandidaten volgen elkaar op in deze volgorde:")
    people = outcome.people(number, district)
    yield Table(
        columns=(
            Column("rang", 0.12),
            Column("naam kandidaat", 0.66, header=True),
            Column("nummer op de lijst", 0.22, numeric=True),
        ),
        rows=tuple(
            (str(rank), people[code].name, str(people[code].candidate.number))
            for rank, code in enumerate(nomination.ranking, start=1)
        ),
        caption=caption,
    )


# All elected ---------------------------------------------------------------------------------------------


def elected_people(outcome: Outcome) -> list[Person]:
    """Who is elected, by last name and then first name, as a Dutch dictionary orders them."""
    people = [
        outcome.people(*nomination.set_id)[each.candidate]
        for nomination in outcome.distribution.nominations
        for each in nomination.elected
    ]
    return sorted(people, key=_alphabetical)


def _alphabetical(person: Person) -> tuple[str, ...]:
    each = person.candidate
    names = (each.last_name, each.first_name or each.initials, each.initials, each.prefix)
    return (*map(_folded, names), each.last_name, each.locality, str(person.on.number))


_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe"})
"""Letters that are no letter with an accent for Unicode, and are for a Dutch dictionary."""


def _folded(name: str) -> str:
    """Letters only, without accents, strokes or capitals."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_STROKES))
    return "".join(letter for letter in plain if letter.isalpha())


def elected(number: int, outcome: Outcome) -> tuple[Block, ...]:
    """Everyone who is elected, in alphabetical order."""
    return (
        Heading(2, f"{number}. Gekozen kandidaten in alfabetische volgorde"),
        Table(
            columns=(Column("naam kandidaat", 0.65, header=True), Column("woonplaats", 0.35)),
            rows=tuple(map(_named, elected_people(outcome))),
        )
        if elected_people(outcome)
        else paragraph(NOBODY),
    )


# What must stand there -----------------------------------------------------------------------------------


def allocation_stated(outcome: Outcome) -> Iterator[Stated]:
    """The threshold, and of each list its seats, its elected with their votes, and a ranking that moved."""
    votes = outcome.votes
    threshold = mixed(outcome.total_votes * votes.threshold_percent, votes.seats * 100)
    yield sentence(votes.threshold_percent, *numbers_in(threshold))
    for number, found in outcome.nominations():
        seats = outcome.distribution.main.seats(number)
        moved = [each for each in found if each.ranking and _is_moved(each, outcome)]
        if seats or moved:
            yield row("Lijstnummer:", number)
            yield row("Toegewezen aantal zetels:", seats)
            yield from _elected_stated(number, found, outcome)
        for each in moved:
            people = outcome.people(*each.set_id)
            for rank, code in enumerate(each.ranking or (), start=1):
                yield row(rank, people[code].name, people[code].candidate.number)


def _elected_stated(number: int, found: Sequence[Nomination], outcome: Outcome) -> Iterator[Stated]:
    """Those with preference votes first, most votes first; lots may put others of as many votes before."""
    elected = [each for nomination in found for each in nomination.elected]
    by_preference = [each for each in elected if each.by is ElectedBy.PREFERENCE]
    by_preference.sort(key=lambda each: -_votes_together(number, each.candidate, outcome))
    for each in (*by_preference, *(each for each in elected if each.by is not ElectedBy.PREFERENCE)):
        named = filter(None, _named(outcome.person(number, each.candidate)))
        yield row(*named, _votes_together(number, each.candidate, outcome))


def elected_stated(outcome: Outcome) -> Iterator[Stated]:
    """Everyone elected, in alphabetical order: no numbers, but names that must be there."""
    for person in elected_people(outcome):
        yield row(*filter(None, _named(person)))
