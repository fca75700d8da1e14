"""Papers read from a file: JSON with, per polling station, what a typist reads from its paper.

``stations[]`` has ``number``, ``voters`` {poll_cards, proxies, voter_passes, admitted}, ``ballots`` {valid,
blank, invalid, found}, ``difference`` {more, fewer}, ``explanations`` (five) and ``lists[]`` {number, total,
candidates: votes in the order of the list}. Other keys are left alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from osv_tui.election import form as f
from osv_tui.election.count import Count
from osv_tui.election.form import MAXIMUM, Answer, FieldId, FieldKind, Form, Section, SectionKind, count_form
from osv_tui.election.model import CountingMethod, Election
from osv_tui.rehearsal.papers import Paper

Pair = tuple[FieldId, int]


class PaperRefused(Exception):
    """The file does not fit the election; the text says in Dutch what is wrong, where, and what to do."""


def read_papers(path: Path, election: Election, method: CountingMethod) -> tuple[Paper, ...]:
    """The papers of all units of ``election``, by unit number.

    The file knows no boxes: D and H count as ticked equal when no difference and no explanation stands there.
    It knows no recount either: for ``CENTRAL`` A.2 to D.2 are not filled, and nothing is counted again.
    Sums are not checked: a paper may be wrong.

    Raises:
        PaperRefused: the file cannot be read, or does not fit the election.
    """
    form = count_form(election, method)
    whole = _load(path)
    if whole.member("election_id").value != election.id:
        raise whole.refused(f"dit bestand hoort niet bij {election.id}. Kies het bestand van deze verkiezing")
    expected = {unit.number for unit in election.units}
    papers: dict[int, Paper] = {}
    for station in whole.member("stations").parts():
        number = station.member("number").number()
        here = _Part(station.value, f"{whole.place}, stembureau {number}")
        if number not in expected:
            raise here.refused("dit stembureau hoort niet bij de verkiezing. Haal het uit het bestand")
        if number in papers:
            raise here.refused("dit stembureau staat er twee keer. Haal er één weg")
        papers[number] = Paper(number, Count.of(_pairs(form, here)))
    for number in sorted(expected - papers.keys()):
        raise whole.refused(f"stembureau {number} ontbreekt. Vul het bestand aan")
    return tuple(papers[number] for number in sorted(papers))


@dataclass(frozen=True)
class _Part:
    """A piece of the file, with the words that say where it stands."""

    value: object
    place: str

    def refused(self, wrong: str) -> PaperRefused:
        return PaperRefused(f"{self.place}: {wrong}.")

    def member(self, key: str) -> _Part:
        if not isinstance(self.value, dict) or key not in self.value:
            raise self.refused(f"veld {key} ontbreekt. Vul het aan")
        return _Part(self.value[key], f"{self.place}, veld {key}")

    def parts(self) -> list[_Part]:
        if not isinstance(self.value, list):
            raise self.refused("hier moet een rij tussen [ en ] staan")
        return [
            _Part(item, f"{self.place}, plaats {index}") for index, item in enumerate(self.value, start=1)
        ]

    def number(self) -> int:
        value = self.value
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MAXIMUM:
            raise self.refused(f"hier moet een heel getal van 0 tot en met {MAXIMUM} staan")
        return value


def _load(path: Path) -> _Part:
    name = "".join(letter for letter in path.name if letter.isprintable())[:60]
    try:
        return _Part(json.loads(path.read_bytes()), name)
    except OSError:
        raise PaperRefused(
            f"{name}: het bestand is niet te lezen. Controleer de plaats en de rechten."
        ) from None
    except (ValueError, RecursionError):
        raise PaperRefused(f"{name}: dit is geen geldig JSON-bestand. Maak het bestand opnieuw.") from None


_NUMBERS = (
    ("voters", "poll_cards", f.POLL_CARDS),
    ("voters", "proxies", f.PROXIES),
    ("voters", "voter_passes", f.VOTER_PASSES),
    ("voters", "admitted", f.ADMITTED),
    ("ballots", "valid", f.VALID),
    ("ballots", "blank", f.BLANK),
    ("ballots", "invalid", f.INVALID),
    ("ballots", "found", f.FOUND),
)
_DIFFERENCE = (
    ("difference", "more", f.MORE),
    ("difference", "fewer", f.FEWER),
    ("explanations", "ballots_taken_away", f.NOT_RETURNED),
    ("explanations", "too_few_ballots_issued", f.TOO_FEW_ISSUED),
    ("explanations", "too_many_ballots_issued", f.TOO_MANY_ISSUED),
    ("explanations", "no_explanation", f.NO_EXPLANATION),
    ("explanations", "other_explanation", f.OTHER_EXPLANATION),
)
_NOT_RECOUNTED = (
    (f.RECOUNTED, Answer.NO.value),
    (f.PASSES_COUNTED, 0),
    (f.BALLOTS_COUNTED, 0),
    (f.EQUAL_2, Answer.NO.value),
)


def _pairs(form: Form, station: _Part) -> Iterator[Pair]:
    for group, key, field in _NUMBERS:
        if field in form.by_id:
            yield field, station.member(group).member(key).number()
    yield from _difference(form, station)
    yield from _votes(form, station)


def _difference(form: Form, station: _Part) -> Iterator[Pair]:
    block = [(field, station.member(group).member(key).number()) for group, key, field in _DIFFERENCE]
    if not any(number for _, number in block):
        yield f.EQUAL, Answer.YES.value
        return
    yield f.EQUAL, Answer.NO.value
    if f.RECOUNTED in form.by_id:
        yield from _NOT_RECOUNTED
    yield from block


def _votes(form: Form, station: _Part) -> Iterator[Pair]:
    sections = {s.list_number: s for s in form.sections if s.kind is SectionKind.LIST}
    for part in station.member("lists").parts():
        number = part.member("number").number()
        here = _Part(part.value, f"{station.place}, lijst {number}")
        section = sections.pop(number, None)
        if section is None:
            raise here.refused(
                "deze lijst hoort niet bij de verkiezing, of staat er twee keer. Haal haar weg"
            )
        yield from _list_votes(section, here)
    for missing in sections:
        raise station.refused(f"lijst {missing} ontbreekt. Vul het bestand aan")


def _list_votes(section: Section, part: _Part) -> Iterator[Pair]:
    fields = [field.id for field in section.fields if field.kind is FieldKind.CANDIDATE]
    votes = part.member("candidates")
    numbers = votes.parts()
    if len(numbers) != len(fields):
        raise votes.refused(
            f"hier staan {len(numbers)} getallen, maar de lijst heeft {len(fields)} kandidaten. "
            "Zet er voor elke kandidaat één neer"
        )
    yield from zip(fields, (number.number() for number in numbers), strict=True)
    yield section.fields[-1].id, part.member("total").number()
