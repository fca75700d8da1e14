"""The example election above the municipality: provinces with one and two kieskringen, a water board."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from osv_tui.election import form as f
from osv_tui.election.count import Count
from osv_tui.election.form import FieldId, candidate_field, total_field
from osv_tui.election.levels import central_committee, district_committees, units_below
from osv_tui.election.model import (
    Category,
    Committee,
    Contest,
    Definition,
    Domain,
    Election,
    Level,
    Region,
    Subcategory,
)
from tests.examples import LISTS, PS

_ID_OF = {Category.PS: None, Category.AB: "2", Category.GR: "9999"}
_ROOT = {Category.PS: "PROVINCIE", Category.AB: "WATERSCHAP", Category.GR: "GEMEENTE"}


def definition(subcategory: Subcategory) -> Definition:
    """Kieskring 1 with three municipalities; PS2 has kieskring 2 with one more."""
    category = subcategory.category
    identifier = replace(
        PS.identifier,
        id=f"{category.value}2031_Voorbeeld",
        category=category,
        subcategory=subcategory,
        domain=Domain(_ID_OF[category], "Voorbeeld"),
    )
    root = (_ROOT[category], 2)
    regions: tuple[Region, ...] = (
        Region(*root, "Voorbeeld", None),
        Region("KIESKRING", 1, "Hoofdstad", root, ("CSB", "HSB")),
        Region("GEMEENTE", 9999, "Voorbeelddam", ("KIESKRING", 1)),
        Region("GEMEENTE", 37, "'s-Gravendam", ("KIESKRING", 1)),
        Region("GEMEENTE", 518, "Aarle", ("KIESKRING", 1)),
    )
    if subcategory is Subcategory.PS2:
        south = Region("KIESKRING", 2, "Zuid-Oost", root, ("HSB",))
        regions = (*regions, south, Region("GEMEENTE", 40, "Baarle", ("KIESKRING", 2)))
    return replace(PS, identifier=identifier, regions=regions)


def election(subcategory: Subcategory, level: Level, contest: Contest | None = None) -> Election:
    """The example as the central committee, or the hoofdstembureau of kieskring 1, counts it."""
    of = definition(subcategory)
    own: Committee = central_committee(of) if level is Level.CSB else district_committees(of)[0]
    return Election(of, contest or LISTS.contest, LISTS.lists, own, 0, units_below(of, own))


HSB = election(Subcategory.PS2, Level.HSB)
CSB_2 = election(Subcategory.PS2, Level.CSB)
CSB_1 = election(Subcategory.PS1, Level.CSB)
WATER_BOARD = election(Subcategory.AB1, Level.CSB)


def upper_values(
    *,
    found: int = 10_000,
    blank: int = 0,
    invalid: int = 0,
    eligible: int = 20_000,
    more: int = 0,
    fewer: int = 0,
    passes: bool = True,
    other: Mapping[FieldId, int] | None = None,
) -> dict[FieldId, int]:
    """A form of which the checks have nothing to say; ``other`` then breaks it."""
    valid = found - blank - invalid
    third = valid // 3
    values = {
        f.ELIGIBLE: eligible, f.VALID: valid, f.BLANK: blank, f.INVALID: invalid,
        f.MORE: more, f.FEWER: fewer, f.NOT_RETURNED: fewer, f.TOO_FEW_ISSUED: 0, f.TOO_MANY_ISSUED: more,
        f.NO_EXPLANATION: 0, f.OTHER_EXPLANATION: 0,
        f.PROXIES: found // 10, f.VOTER_PASSES: 2 if found else 0,
        candidate_field(1, 1): valid - 2 * third, candidate_field(1, 2): third, candidate_field(1, 4): 0,
        total_field(1): valid - third, candidate_field(3, 1): third, candidate_field(3, 2): 0,
        total_field(3): third,
    }  # fmt: skip
    if not passes:
        del values[f.VOTER_PASSES]
    return {**values, **(other or {})}


def upper_count(found: int = 10_000, **figures: int) -> Count:
    return Count.of(upper_values(found=found, **figures))  # type: ignore[arg-type]
