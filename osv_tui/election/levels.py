"""The committees above a municipality and their units, as the election tree of the definition has them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from osv_tui.election.model import Category, Committee, Definition, Level, Region, ReportingUnit, Subcategory

_HSB = re.compile(r"HSB([0-9]+)")
_CODES = {
    Level.GSB: re.compile(r"[0-9]{4}"),
    Level.HSB: re.compile(r"HSB[1-9][0-9]?"),
    Level.CSB: re.compile(r"CSB"),
}


def level_of(code: str) -> Level:
    """The level of the committee with that ``code`` (see ``Committee``).

    Raises:
        ValueError: it is no code of a committee.
    """
    for level, form in _CODES.items():
        if form.fullmatch(code):
            return level
    raise ValueError(f"{code!r} is no committee")


def central_committee(definition: Definition) -> Committee:
    """The centraal stembureau: it goes by the name of the province or water board (eml §1.3).

    Raises:
        ValueError: a council election, of which the municipality itself is the central committee.
    """
    if definition.identifier.category is Category.GR:
        raise ValueError("a council election has no committee above the municipality")
    return Committee(Level.CSB, "CSB", definition.identifier.domain.name)


def district_committees(definition: Definition) -> tuple[Committee, ...]:
    """The hoofdstembureaus, one per kieskring, by number; they go by the name of their kieskring.

    With one kieskring there is one as well, which is the same body as the central committee (workflow §1.2).
    """
    return tuple(
        Committee(Level.HSB, f"HSB{kieskring.number}", kieskring.name)
        for kieskring in _by_number(_regions(definition, "KIESKRING"))
    )


def upper_committee(definition: Definition, code: str) -> Committee:
    """The committee with that ``code`` above a municipality, which adds up something else than that.

    With one kieskring the central committee does the work of the hoofdstembureau too (workflow §1.2).

    Raises:
        ValueError: the election has no such committee; the text says why, in Dutch.
    """
    if level_of(code) is Level.CSB:
        return central_committee(definition)
    if definition.identifier.subcategory is not Subcategory.PS2:
        raise ValueError("deze verkiezing heeft één kieskring, die het centraal stembureau telt (code CSB)")
    for committee in district_committees(definition):
        if committee.code == code:
            return committee
    raise ValueError(f"deze verkiezing heeft geen kieskring {code.removeprefix('HSB')}")


def units_below(definition: Definition, committee: Committee) -> tuple[ReportingUnit, ...]:
    """What ``committee`` adds up, by number: its municipalities, or the kieskringen where there are several.

    Raises:
        ValueError: the committee is a municipal one, or its kieskring is not in the tree, or nothing is below
            it.
    """
    several = definition.identifier.subcategory is Subcategory.PS2
    if committee.level is Level.CSB and several:
        regions = list(_regions(definition, "KIESKRING"))
    else:
        above = {("KIESKRING", number) for number in _kieskringen(definition, committee)}
        regions = [each for each in _regions(definition, "GEMEENTE") if each.superior in above]
    if not regions:
        raise ValueError(f"nothing is below {committee.code} in the election tree")
    return tuple(ReportingUnit(each.number or 0, each.name, None, 0) for each in _by_number(regions))


def kieskring_of(definition: Definition, code: str) -> int | None:
    """The number of the kieskring in which the committee with that ``code`` is, or which it counts.

    ``None`` for a central committee, which counts them all, and where there are no kieskringen.
    """
    if (level := level_of(code)) is Level.HSB:
        return kieskring_number(Committee(level, code, ""))
    if level is Level.CSB:
        return None
    above = kieskring_above(definition, int(code))
    return above.number if above else None


def kieskring_above(definition: Definition, municipality: int) -> Region | None:
    """The kieskring in which the municipality with that number is; ``None`` if the tree has none."""
    superior = next(
        (each.superior for each in _regions(definition, "GEMEENTE") if each.number == municipality), None
    )
    kieskringen = _regions(definition, "KIESKRING")
    return next((each for each in kieskringen if (each.category, each.number) == superior), None)


def kieskring_number(committee: Committee) -> int:
    """The number of the kieskring of a hoofdstembureau.

    Raises:
        ValueError: it is none.
    """
    match = _HSB.fullmatch(committee.code)
    if committee.level is not Level.HSB or match is None:
        raise ValueError(f"{committee.code} is no hoofdstembureau")
    return int(match[1])


def seat(definition: Definition) -> str:
    """The town where the central committee sits: the name of the region of which the tree says so (eml §3.1).

    Without such a region it is the province, the water board or the municipality itself.
    """
    seats = (region.name for region in definition.regions if "CSB" in region.committees)
    return next(seats, definition.identifier.domain.name)


def alphabetical(name: str) -> tuple[str, str]:
    """Where a municipality stands among others: by its first letter, 's-Gravenhage under s (eml §3.1)."""
    plain = unicodedata.normalize("NFKD", name)
    letters = "".join(each for each in plain if not unicodedata.combining(each)).casefold()
    first = next((place for place, each in enumerate(letters) if each.isalpha()), 0)
    return letters[first:], name


def _kieskringen(definition: Definition, committee: Committee) -> tuple[int, ...]:
    if committee.level is Level.GSB:
        raise ValueError(f"{committee.code} is a municipality, whose polling stations are in no tree")
    if committee.level is Level.HSB:
        return (kieskring_number(committee),)
    return tuple(each.number or 0 for each in _regions(definition, "KIESKRING"))


def _regions(definition: Definition, category: str) -> Iterator[Region]:
    return (region for region in definition.regions if region.category == category)


def _by_number(regions: Iterator[Region] | list[Region]) -> list[Region]:
    return sorted(regions, key=lambda region: region.number or 0)
