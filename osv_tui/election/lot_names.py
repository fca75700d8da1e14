"""What lots are drawn between, by the names that people read out and type."""

from __future__ import annotations

from osv_tui.election.apportionment.lots import LotKind, LotQuestion, Option
from osv_tui.election.level_votes import Place, candidate_at
from osv_tui.election.model import Election


def list_name(election: Election, number: int) -> str:
    """A list with its name: ``lijst 3 (Avondlicht)``.

    Raises:
        ValueError: there is no such list.
    """
    for of in election.lists:
        if of.number == number:
            return f"lijst {number} ({of.display_name})"
    raise ValueError(f"no list {number}")


def set_name(election: Election, number: int, kieskring: int) -> str:
    """A set of a list that differs: ``lijst 3 (Avondlicht), stel van kieskring 2``.

    Raises:
        ValueError: there is no such set.
    """
    for of in election.lists:
        if (of.number, of.kieskring) == (number, kieskring):
            *others, last = map(str, of.kieskringen)
            where = f"{', '.join(others)} en {last}" if others else last
            word = "kieskring" if len(of.kieskringen) == 1 else "kieskringen"
            return f"{list_name(election, number)}, stel van {word} {where}"
    raise ValueError(f"no list {number} from kieskring {kieskring} on")


def option_name(election: Election, question: LotQuestion, option: Option) -> str:
    """One of those between whom is drawn: a list, a set of one, or a candidate: ``nummer 2: Vries, C. de``.

    Raises:
        ValueError: the election does not have it.
    """
    if question.kind.within_group:
        return set_name(election, question.list_number or 0, int(option))
    if question.kind is not LotKind.CANDIDATE:
        return list_name(election, int(option))
    place = Place.of(str(option))
    return f"nummer {place.candidate_number}: {candidate_at(election, place).sort_name}"


def option_typed(election: Election, question: LotQuestion, text: str) -> Option | None:
    """Which of the options ``text`` means, ``None`` if it is none: its number, or its name in full.

    A list goes by its number, a set by its lowest kieskring; a candidate by the number on the list, alone or
    as 3.2, or by last name or full name where no other option has the same.
    """
    wanted = _plain(text)
    found = [option for option in question.options if wanted in _spellings(election, question, option)]
    return found[0] if len(found) == 1 else None


def _spellings(election: Election, question: LotQuestion, option: Option) -> set[str]:
    if question.kind.within_group:
        return {str(option), _plain(f"kieskring {option}")}
    if question.kind is not LotKind.CANDIDATE:
        name = next(of.display_name for of in election.lists if of.number == option)
        return {str(option), _plain(name)}
    place = Place.of(str(option))
    candidate = candidate_at(election, place)
    names = {candidate.last_name, f"{candidate.prefix} {candidate.last_name}", candidate.sort_name}
    return {place.code, str(place.candidate_number), *map(_plain, names)}


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
