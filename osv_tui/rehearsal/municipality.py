"""The practice municipality: three invented elections on one day, in a municipality that does not exist.

Provinciale Staten and two water boards, as on every day of provincial elections. All elections share their
polling stations by number; the border of the second water board runs through the municipality, so that it has
only part of them. Ids and election tree follow eml §2 and §3.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from osv_tui.election.model import (
    Candidate,
    CandidateList,
    Category,
    Committee,
    Contest,
    Definition,
    Domain,
    Election,
    ElectionIdentifier,
    Level,
    Region,
    ReportingUnit,
    Subcategory,
)
from osv_tui.rehearsal.dice import Dice
from osv_tui.rehearsal.names import BUILDINGS, VILLAGES, invented_candidate

MUNICIPALITY = Committee(Level.GSB, "9999", "Oefenwaarde")

_NEIGHBOURS = ((9997, "Leermeer"), (9998, "Proefdal"))
_ELECTION_DATE = date(2031, 3, 19)
_NOMINATION_DATE = date(2031, 2, 3)
_POSTAL_LETTERS = "ABCDEGHJKLMNPRTVWXZ"


@dataclass(frozen=True)
class _Body:
    """A body that is elected; its last list, after those of ``parties``, has no registered name."""

    root: str
    number: int
    kieskring: str
    identifier: ElectionIdentifier
    seats: int
    parties: tuple[str, ...]


def _province() -> _Body:
    domain = Domain(None, "Oefenland")
    identifier = ElectionIdentifier(
        "PS2031_Oefenland",
        "Provinciale Staten Oefenland 2031",
        Category.PS,
        Subcategory.PS1,
        domain,
        _ELECTION_DATE,
    )
    parties = (
        *("Oefenlands Belang", "Partij voor het Voorbeeld", "Dorp en Stad", "Groene Proeftuin (GPT)"),
        *("Fryske Foarbylden", "Vrije Leerlingen", "Oefening & Kunst", "'Nieuw Begin' 31"),
    )
    return _Body("PROVINCIE", 29, "Proefstad", identifier, 47, parties)


def _water_board(name: str, number: int, variant: Subcategory, seats: int, parties: tuple[str, ...]) -> _Body:
    identifier = ElectionIdentifier(
        f"AB2031_{name}",
        f"Algemeen bestuur van het waterschap {name} 2031",
        Category.AB,
        variant,
        Domain(str(number), name),
        _ELECTION_DATE,
    )
    return _Body("WATERSCHAP", number, name, identifier, seats, parties)


_BODIES = (
    _province(),
    _water_board(
        "Oefenmeren",
        28,
        Subcategory.AB1,
        18,
        ("Droge Voeten", "Water voor Iedereen", "Oefenlands Belang", "Schone Sloot", "Boer & Boezem"),
    ),
    _water_board(
        "Leerdijken",
        29,
        Subcategory.AB2,
        23,
        ("Dijk en Duin", "Oefenlands Belang", "Het Lage Peil", "Wetter & Wâl"),
    ),
)


def practice_elections(seed: int, *, units: int = 8) -> tuple[Election, ...]:
    """Three invented elections of one day, with ``units`` polling stations in the municipality.

    The first is of Provinciale Staten, the others of two water boards. The last of these covers only the
    stations from about a third on; the others cover all.

    Raises:
        ValueError: ``units`` is below 1.
    """
    if units < 1:
        raise ValueError("a municipality has at least one polling station")
    stations = invented_stations(Dice(seed, "stations"), units)
    province, first_board, second_board = _BODIES
    return (
        _election(province, stations, seed),
        _election(first_board, stations, seed),
        _election(second_board, stations[units // 3 :], seed),
    )


def invented_stations(dice: Dice, units: int) -> tuple[ReportingUnit, ...]:
    """``units`` polling stations, numbered from 1."""
    places = dice.shuffled([f"{village}, {building}" for village in VILLAGES for building in BUILDINGS])
    stations = []
    for index in range(units):
        rounds, place = divmod(index, len(places))
        name = places[place] if rounds == 0 else f"{places[place]} {rounds + 1}"
        letters = dice.pick(_POSTAL_LETTERS) + dice.pick(_POSTAL_LETTERS)
        postal_code = f"{dice.number(9900, 9999)} {letters}"
        stations.append(ReportingUnit(index + 1, name, postal_code, eligible=dice.number(190, 1700)))
    return tuple(stations)


def _election(body: _Body, stations: tuple[ReportingUnit, ...], seed: int) -> Election:
    dice = Dice(seed, "election", body.identifier.id)
    units = stations
    if body.identifier.category is Category.AB:
        units = tuple(_for_water_board(station, dice) for station in stations)
    return Election(
        definition=_definition(body),
        contest=Contest("1", body.kieskring),
        lists=invented_lists((*dice.shuffled(body.parties), ""), dice),
        committee=MUNICIPALITY,
        eligible=sum(unit.eligible for unit in units),
        units=units,
    )


def _for_water_board(station: ReportingUnit, dice: Dice) -> ReportingUnit:
    # Residents from other EU countries vote for the water board and not for the province.
    newcomers = dice.number(0, station.eligible // 25)
    return ReportingUnit(station.number, station.name, station.postal_code, station.eligible + newcomers)


def _definition(body: _Body) -> Definition:
    return Definition(
        identifier=body.identifier,
        nomination_date=_NOMINATION_DATE,
        seats=body.seats,
        preference_threshold=body.identifier.subcategory.preference_threshold,
        regions=_regions(body),
    )


def _regions(body: _Body) -> tuple[Region, ...]:
    municipalities = (*_NEIGHBOURS, (int(MUNICIPALITY.code), MUNICIPALITY.name))
    return (
        Region(body.root, body.number, body.identifier.domain.name, None),
        Region("KIESKRING", 1, body.kieskring, (body.root, body.number), ("CSB", "HSB")),
        *(Region("GEMEENTE", number, name, ("KIESKRING", 1), ("PSB",)) for number, name in municipalities),
    )


def invented_lists(
    names: Sequence[str], dice: Dice, candidates: tuple[int, int] = (8, 25)
) -> tuple[CandidateList, ...]:
    """A list for each of ``names``, numbered from 1; the numbers of candidates are between ``candidates``.

    Nobody stands on two lists.
    """
    taken: set[str] = set()
    return tuple(_list(number, name, taken, dice, candidates) for number, name in enumerate(names, start=1))


def _list(number: int, name: str, taken: set[str], dice: Dice, candidates: tuple[int, int]) -> CandidateList:
    publish_gender = dice.happens(0.5)
    places = list(range(1, dice.number(*candidates) + 1))
    if number == 2:
        # A candidate struck off after the numbering leaves a gap (eml §6): practise that too.
        places.remove(dice.number(2, len(places) - 1))
    people = tuple(_candidate(dice, place, publish_gender, taken) for place in places)
    return CandidateList(number, name, people, publish_gender)


def _candidate(dice: Dice, place: int, publish_gender: bool, taken: set[str]) -> Candidate:
    """An invented candidate whose name as printed is not ``taken`` yet in this election."""
    while True:
        candidate = invented_candidate(dice, place, publish_gender=publish_gender)
        if candidate.sort_name not in taken:
            taken.add(candidate.sort_name)
            return candidate
