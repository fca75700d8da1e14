"""The words of an election: who counts, what is counted, and for whom could be voted.

Names follow EML_NL (the exchange format of the Kiesraad); the README has a glossary.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum


class Category(Enum):
    """Kind of election (EML ``ElectionCategory``); the value is the code in the files."""

    PS = "PS"
    AB = "AB"
    GR = "GR"


class Subcategory(Enum):
    """Variant of the rules that applies (EML ``kr:ElectionSubcategory``).

    PS1 has one kieskring, PS2 several. AB1 and GR1 divide fewer than 19 seats, AB2 and GR2 19 or more
    (Kieswet P 7 and P 8).
    """

    PS1 = "PS1"
    PS2 = "PS2"
    AB1 = "AB1"
    AB2 = "AB2"
    GR1 = "GR1"
    GR2 = "GR2"

    @property
    def category(self) -> Category:
        return Category(self.value[:2])

    def allows_seats(self, seats: int) -> bool:
        """Whether an election of this subcategory can have ``seats`` seats to divide."""
        if self in (Subcategory.AB1, Subcategory.GR1):
            return 1 <= seats < 19
        return 19 <= seats <= 99

    @property
    def preference_threshold(self) -> int:
        """Percentage of the kiesdeler for a preference seat (Kieswet P 15)."""
        return 50 if self is Subcategory.GR1 else 25


class Level(Enum):
    """Level of the committee that counts."""

    GSB = "GSB"
    HSB = "HSB"
    CSB = "CSB"


class UnitKind(Enum):
    """What a committee adds up; the value is its word in Dutch."""

    STATION = "stembureau"
    MUNICIPALITY = "gemeente"
    KIESKRING = "kieskring"

    @classmethod
    def counted_by(cls, level: Level, subcategory: Subcategory | None) -> UnitKind:
        """What a committee at ``level`` adds up: only the central one of several kieskringen adds up those.

        A province with one kieskring and a water board go from municipality to central committee at once
        (workflow §1.2). ``subcategory`` is ``None`` as long as it is not known.
        """
        if level is Level.GSB:
            return cls.STATION
        several = level is Level.CSB and subcategory is Subcategory.PS2
        return cls.KIESKRING if several else cls.MUNICIPALITY

    @property
    def plural(self) -> str:
        """The word for several, which is also how one says "the others"."""
        return {UnitKind.STATION: "stembureaus", UnitKind.MUNICIPALITY: "gemeenten"}.get(self, "kieskringen")


class CountingMethod(Enum):
    """Where the ballots are counted, which decides the paper form and the statutory document.

    ``STATION``: each polling station counts (N 10-1), the mayor sets the totals (N 11).
    ``CENTRAL``: the municipal committee counts centrally (Model II, one annex 2 per polling station).
    """

    STATION = "STATION"
    CENTRAL = "CENTRAL"


class Gender(Enum):
    """Gender of a candidate as registered, for lists that publish it."""

    MALE = "male"
    FEMALE = "female"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Domain:
    """The body that is elected for (EML ``kr:ElectionDomain``); a province has no ``id``."""

    id: str | None
    name: str


@dataclass(frozen=True)
class ElectionIdentifier:
    """What every file of one election must agree on (EML ``ElectionIdentifier``)."""

    id: str
    name: str
    category: Category
    subcategory: Subcategory
    domain: Domain
    date: date


@dataclass(frozen=True)
class Region:
    """One node of the election tree of the definition (110a).

    ``category`` is the code of the file (PROVINCIE, WATERSCHAP, KIESKRING, GEMEENTE, ...); ``superior`` is
    the (category, number) of the region above, ``None`` for the root; ``committees`` are the codes of the
    committees that sit in the region (CSB, HSB, PSB).
    """

    category: str
    number: int | None
    name: str
    superior: tuple[str, int] | None
    committees: tuple[str, ...] = ()


@dataclass(frozen=True)
class Definition:
    """What the election definition (110a) says."""

    identifier: ElectionIdentifier
    nomination_date: date
    seats: int
    preference_threshold: int
    regions: tuple[Region, ...]

    @property
    def municipalities(self) -> frozenset[int]:
        """The CBS numbers of the municipalities in the election tree."""
        return frozenset(r.number for r in self.regions if r.category == "GEMEENTE" and r.number is not None)


@dataclass(frozen=True)
class Contest:
    """The kieskring as the candidate lists (230b) name it; ``geen`` or ``alle`` have no name."""

    id: str
    name: str | None


@dataclass(frozen=True)
class Candidate:
    """A candidate at a place of a list; ``number`` is the printed place and can have gaps.

    ``short_code`` is what the file of a central committee knows the person by on several lists (eml §6).
    """

    number: int
    last_name: str
    initials: str = ""
    prefix: str = ""
    first_name: str = ""
    gender: Gender | None = None
    locality: str = ""
    short_code: str = ""

    @property
    def sort_name(self) -> str:
        """The name as the count files print it: prefix, last name, comma, initials (eml §6)."""
        surname = f"{self.prefix} {self.last_name}".strip()
        return f"{surname}, {self.initials}" if self.initials else surname


@dataclass(frozen=True)
class CandidateList:
    """A list of candidates; a list without a registered name ("blanco lijst") has an empty ``name``.

    ``kieskringen`` are those where it stands, lowest first, as a central committee of several kieskringen
    knows it; without any it stands everywhere. Where a party has other candidates in another kieskring there
    are several lists with one number, each a set of "gelijkluidende lijsten" (Kieswet P 2 and P 3).
    """

    number: int
    name: str
    candidates: tuple[Candidate, ...]
    publish_gender: bool = False
    publication_language: str = "nl"
    kieskringen: tuple[int, ...] = ()

    @property
    def kieskring(self) -> int:
        """The lowest kieskring of its set, which tells it from others of its number; 0 for everywhere."""
        return self.kieskringen[0] if self.kieskringen else 0

    def stands_in(self, kieskring: int) -> bool:
        return not self.kieskringen or kieskring in self.kieskringen

    @property
    def display_name(self) -> str:
        """The name on screens and in the CSV; a blank list is known by its first candidate (eml §6)."""
        if self.name:
            return self.name
        first = self.candidates[0]
        return f"Blanco lijst {first.prefix} {first.last_name}".replace("  ", " ")


@dataclass(frozen=True)
class CandidateLists:
    """What the candidate lists (230b) say."""

    identifier: ElectionIdentifier
    contest: Contest
    lists: tuple[CandidateList, ...]


@dataclass(frozen=True)
class Committee:
    """The body that counts, by the code of EML_NL.

    ``code`` is the CBS number in four digits for a municipality, ``HSB`` with the number of its kieskring for
    a hoofdstembureau, and ``CSB`` for the central committee.
    """

    level: Level
    code: str
    name: str


@dataclass(frozen=True)
class ReportingUnit:
    """A unit whose count is entered: at a municipality a polling station, above it another committee's area.

    ``number`` is that of the polling station, the municipality (CBS) or the kieskring. ``eligible`` is the
    number of voters called up to a polling station, 0 when nobody is assigned to it; above a municipality it
    is typed with the count, and 0 here.
    """

    number: int
    name: str
    postal_code: str | None
    eligible: int


@dataclass(frozen=True)
class PollingStations:
    """What the list of polling stations (110b) says; ``eligible`` is the municipality's own figure."""

    identifier: ElectionIdentifier
    municipality: Committee
    eligible: int
    units: tuple[ReportingUnit, ...]


@dataclass(frozen=True)
class Election:
    """One election as one committee counts it: the three files put together.

    ``lists`` are by number; lists with the same number stand in different kieskringen, by the lowest of each.
    """

    definition: Definition
    contest: Contest
    lists: tuple[CandidateList, ...]
    committee: Committee
    eligible: int
    units: tuple[ReportingUnit, ...]

    @property
    def identifier(self) -> ElectionIdentifier:
        return self.definition.identifier

    @property
    def id(self) -> str:
        return self.definition.identifier.id

    @property
    def name(self) -> str:
        return self.definition.identifier.name

    @property
    def unit_kind(self) -> UnitKind:
        """What the units are."""
        return UnitKind.counted_by(self.committee.level, self.identifier.subcategory)

    @property
    def lists_differ(self) -> bool:
        """Whether not all units have the same lists on their paper."""
        return any(each.kieskringen for each in self.lists)

    @property
    def numbered_lists(self) -> tuple[CandidateList, ...]:
        """One list of each number: whoever names lists or adds up what is voted on them goes by number."""
        first: dict[int, CandidateList] = {}
        for each in self.lists:
            first.setdefault(each.number, each)
        return tuple(first.values())

    def of_unit(self, unit_number: int) -> Election:
        """The same with only the lists that are on the paper of that unit."""
        if not self.lists_differ:
            return self
        return replace(self, lists=tuple(each for each in self.lists if each.stands_in(unit_number)))

    @property
    def kieskringen(self) -> tuple[Region, ...]:
        return tuple(region for region in self.definition.regions if region.category == "KIESKRING")

    @property
    def kieskring_name(self) -> str:
        """The kieskring the committee belongs to: by the candidate lists, else by the election tree."""
        if self.contest.name:
            return self.contest.name
        kieskringen = self.kieskringen
        return kieskringen[0].name if len(kieskringen) == 1 else ""
