"""The elected and the other candidates of an election as CSV, for whoever computes.

In the form of ``osv4_3``: byte order mark, ``;`` between cells, every cell in quotes, one line feed after
each row. The columns are those of OSV's candidate lists (models §7.9) without the addresses, which are never
published: what is here stands in P 22 too. A gender stands here only where the list publishes it. Names
stand as they were read: the rule for names (``osv_tui.eml.texts``) keeps formulas out.
"""

from __future__ import annotations

from collections.abc import Iterator

from osv_tui.documents.outcome import Outcome, Person
from osv_tui.election.apportionment.nomination import ElectedBy, Elsewhere, Nomination
from osv_tui.election.apportionment.votes import ListSet
from osv_tui.election.model import Gender

_HEAD = (
    *("Kieskring", "Lijstnummer", "Politieke Groepering", "Publiceer geslacht", "Taal", "Nr.", "Achternaam"),
    *("Voorvoegsel", "Voorletters", "Roepnaam", "Woonplaats", "Geslacht", "Stemmen", "Gekozen"),
)
_BY = {
    ElectedBy.PREFERENCE: "voorkeurstemmen",
    ElectedBy.LIST_ORDER: "volgorde van de lijst",
    ElectedBy.SUCCESSOR: "opvolger van wie op een andere lijst is gekozen",
}
_ELSEWHERE = {
    Elsewhere.OTHER_SET: "gekozen op een andere lijst van de groep",
    Elsewhere.OTHER_LIST: "gekozen op een andere lijst",
}
_GENDERS = {Gender.MALE: "m", Gender.FEMALE: "v"}

Row = tuple[str, ...]
"""The cells of one line."""


def write_elected(outcome: Outcome) -> bytes:
    """Who is elected, by list, and with why: preference votes, or the order of the list."""
    rows = (
        (*row, _BY[by]) for nomination, of in _sets(outcome) for row, by in _elected(nomination, of, outcome)
    )
    return _written(((*_HEAD, "Reden"), *rows))


def write_not_elected(outcome: Outcome) -> bytes:
    """Who is not elected, by list, with the place in the order of succession where the law gives one.

    Somebody who is elected on another list of the group stands here with that remark.
    """
    rows = (row for nomination, of in _sets(outcome) for row in _others(nomination, of, outcome))
    return _written(((*_HEAD, "Rang bij opvolging", "Opmerking"), *rows))


def _written(rows: tuple[Row, ...]) -> bytes:
    return "".join(map(_line, rows)).encode("utf-8-sig")


def _line(row: Row) -> str:
    return ";".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n"


def _sets(outcome: Outcome) -> Iterator[tuple[Nomination, ListSet]]:
    """Each set with what came of it, by list and kieskring."""
    for number, found in outcome.nominations():
        by_district = {of.number: of for of in outcome.group(number).sets}
        for nomination in found:
            yield nomination, by_district[nomination.set_id.district]


def _elected(nomination: Nomination, of: ListSet, outcome: Outcome) -> Iterator[tuple[Row, ElectedBy]]:
    people = outcome.people(*nomination.set_id)
    for each in nomination.elected:
        yield _cells(people[each.candidate], each.candidate, of, "ja"), each.by


def _others(nomination: Nomination, of: ListSet, outcome: Outcome) -> Iterator[Row]:
    elected = {each.candidate for each in nomination.elected}
    remarks = dict.fromkeys(nomination.deceased, "overleden")
    remarks |= {code: _ELSEWHERE[where] for code, where in nomination.elected_elsewhere}
    ranks = {code: str(rank) for rank, code in enumerate(nomination.ranking or (), start=1)}
    for code, person in outcome.people(*nomination.set_id).items():
        if code not in elected:
            yield (*_cells(person, code, of, "nee"), ranks.get(code, ""), remarks.get(code, ""))


def _cells(person: Person, code: str, of: ListSet, is_elected: str) -> Row:
    """The votes are those on this set: in all its kieskringen together."""
    on, candidate = person
    place = of.candidates.index(code)
    gender = _GENDERS.get(candidate.gender, "") if candidate.gender and on.publish_gender else ""
    return (
        ", ".join(map(str, sorted(of.districts))),
        str(on.number),
        on.name,
        "ja" if on.publish_gender else "nee",
        on.publication_language,
        str(candidate.number),
        *(
            candidate.last_name,
            candidate.prefix,
            candidate.initials,
            candidate.first_name,
            candidate.locality,
        ),
        gender,
        str(sum(votes[place] for votes in of.votes)),
        is_elected,
    )
