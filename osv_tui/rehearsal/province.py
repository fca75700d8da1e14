"""An invented province or water board with all its municipalities, to rehearse the levels above them.

What every municipality counts is made from one seed, so that the result can also be worked out from all
polling stations at once, without any level in between. A municipality in four counts centrally.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from osv_tui.election.levels import central_committee, district_committees, units_below
from osv_tui.election.model import (
    CandidateList,
    Category,
    Committee,
    Contest,
    CountingMethod,
    Definition,
    Domain,
    Election,
    ElectionIdentifier,
    Level,
    Region,
    Subcategory,
)
from osv_tui.rehearsal.dice import Dice
from osv_tui.rehearsal.municipality import invented_lists, invented_stations
from osv_tui.rehearsal.papers import Paper, practice_papers

_ELECTION_DATE = date(2031, 3, 19)
_NOMINATION_DATE = date(2031, 2, 3)
_NUMBER = 28
_FIRST_CODE = 9001
_CENTRAL_EACH = 4

_BEFORE = ("Oefen", "Proef", "Leer", "Voorbeeld", "Tel", "Schijn", "Model", "Nij")
_AFTER = ("waarde", "dam", "veen", "dijk", "berg", "horst", "kerk", "meer", "wâld", "sluis")
_PARTS = ("", "-Noord", "-Zuid", "-Oost", "-West")
_WHO = ("Partij voor", "Belangen van", "Samen voor", "Verenigd in", "Nieuw geluid voor")
_FOR_WHAT = ("Dorp en Dijk", "Stad en Streek", "Wegen & Water", "Jong en Oud", "Bosk en Fjild")


@dataclass(frozen=True)
class Size:
    """How large: ``stations`` of a municipality and ``candidates`` of a list are between two numbers."""

    kieskringen: int
    municipalities: int
    stations: tuple[int, int]
    lists: int
    candidates: tuple[int, int]


LARGE = Size(kieskringen=3, municipalities=40, stations=(3, 12), lists=25, candidates=(8, 25))
SMALL = Size(kieskringen=2, municipalities=4, stations=(1, 2), lists=5, candidates=(5, 8))

_SEATS = {Subcategory.PS1: 43, Subcategory.PS2: 47, Subcategory.AB1: 18, Subcategory.AB2: 23}
_FEW_SEATS = {Subcategory.PS1: 19, Subcategory.PS2: 19, Subcategory.AB1: 9, Subcategory.AB2: 19}
"""Where there are fewer lists than ten."""


@dataclass(frozen=True)
class CountedHere:
    """A municipality: the election as it counts it, and the papers of its polling stations."""

    election: Election
    method: CountingMethod
    papers: tuple[Paper, ...]


@dataclass(frozen=True)
class Area:
    """A province or water board; everywhere the same lists."""

    definition: Definition
    lists: tuple[CandidateList, ...]
    municipalities: tuple[CountedHere, ...]

    @cached_property
    def districts(self) -> tuple[Election, ...]:
        """As each hoofdstembureau counts it; none where the central committee adds up municipalities."""
        if self.definition.identifier.subcategory is not Subcategory.PS2:
            return ()
        return tuple(map(self._upper, district_committees(self.definition)))

    @cached_property
    def central(self) -> Election:
        """As the central committee counts it."""
        return self._upper(central_committee(self.definition))

    def _upper(self, committee: Committee) -> Election:
        units = units_below(self.definition, committee)
        contest = _contest(self.definition, committee.name if committee.level is Level.HSB else None)
        return Election(self.definition, contest, self.lists, committee, 0, units)


def invented_area(subcategory: Subcategory, size: Size, seed: int) -> Area:
    """An area of that kind of election; one that is no PS2 has one kieskring whatever ``size`` says.

    Raises:
        ValueError: an election of a council, or fewer municipalities than kieskringen, or more lists or
            municipalities than there are names for.
    """
    if subcategory.category is Category.GR:
        raise ValueError("a council is elected in one municipality")
    if not size.kieskringen <= size.municipalities <= len(_BEFORE) * len(_AFTER) * len(_PARTS):
        raise ValueError(f"{size.municipalities} municipalities cannot be made")
    if not 1 <= size.lists <= len(_WHO) * len(_FOR_WHAT):
        raise ValueError(f"{size.lists} lists cannot be made")
    dice = Dice(seed, "area", subcategory.value)
    definition = _definition(subcategory, size, dice)
    lists = invented_lists(_names_of_lists(size.lists, dice), dice, size.candidates)
    counted = _municipalities(definition, lists, size, seed)
    return Area(definition, lists, tuple(counted))


def _definition(subcategory: Subcategory, size: Size, dice: Dice) -> Definition:
    category = subcategory.category
    province = category is Category.PS
    name = "Oefenland" if province else "Oefenpolder"
    body = "Provinciale Staten" if province else "Algemeen bestuur van het waterschap"
    identifier = ElectionIdentifier(
        *(f"{category.value}2031_{name}", f"{body} {name} 2031", category, subcategory),
        *(Domain(None if province else str(_NUMBER), name), _ELECTION_DATE),
    )
    kieskringen = size.kieskringen if subcategory is Subcategory.PS2 else 1
    root = ("PROVINCIE" if province else "WATERSCHAP", _NUMBER)
    return Definition(
        identifier,
        _NOMINATION_DATE,
        (_SEATS if size.lists >= 10 else _FEW_SEATS)[subcategory],
        subcategory.preference_threshold,
        (Region(*root, name, None), *_below(root, kieskringen, size.municipalities, dice)),
    )


def _below(root: tuple[str, int], kieskringen: int, municipalities: int, dice: Dice) -> Iterator[Region]:
    """The kieskringen, and the municipalities dealt out over them in turn."""
    towns = dice.shuffled([f"{before}{after}" for before in _BEFORE for after in _AFTER])
    names = [f"{town}{part}" for part in _PARTS for town in towns][:municipalities]
    for number in range(1, kieskringen + 1):
        committees = ("CSB", "HSB") if number == 1 else ("HSB",)
        yield Region("KIESKRING", number, names[number - 1], root, committees)
    for place, name in enumerate(names):
        above = ("KIESKRING", 1 + place % kieskringen)
        yield Region("GEMEENTE", _FIRST_CODE + place, name, above, ("PSB",))


def _names_of_lists(lists: int, dice: Dice) -> tuple[str, ...]:
    """As many names, of which the last is empty: a list without a registered name."""
    names = dice.shuffled([f"{who} {what}" for who in _WHO for what in _FOR_WHAT])
    return (*names[: lists - 1], "")


def _municipalities(
    definition: Definition, lists: tuple[CandidateList, ...], size: Size, seed: int
) -> Iterator[CountedHere]:
    regions = [region for region in definition.regions if region.category == "GEMEENTE"]
    kieskringen = {
        region.number: region.name for region in definition.regions if region.category == "KIESKRING"
    }
    for place, region in enumerate(regions):
        committee = Committee(Level.GSB, f"{region.number:04}", region.name)
        dice = Dice(seed, "stations", committee.code)
        units = invented_stations(dice, dice.number(*size.stations))
        above = region.superior[1] if region.superior else None
        election = Election(
            *(definition, _contest(definition, kieskringen[above]), lists, committee),
            *(sum(unit.eligible for unit in units), units),
        )
        method = CountingMethod.STATION if (place + 1) % _CENTRAL_EACH else CountingMethod.CENTRAL
        yield CountedHere(election, method, practice_papers(election, method, seed, among_others=True))


def _contest(definition: Definition, kieskring: str | None) -> Contest:
    """What the candidate lists are of: their kieskring, or all of several."""
    named: Sequence[Region] = [each for each in definition.regions if each.category == "KIESKRING"]
    if kieskring is None and len(named) > 1:
        return Contest("alle", None)
    region = next((each for each in named if each.name == kieskring), named[0])
    return Contest(str(region.number), region.name)
