"""Reading the election definition, EML_NL 110a (eml §3.1)."""

from __future__ import annotations

from collections import Counter

from osv_tui.election.model import Category, Definition, ElectionIdentifier, Region, Subcategory
from osv_tui.eml.expected import ANYTHING, Expected
from osv_tui.eml.header import (
    NamedElection,
    check_voting_method,
    read_contest,
    read_document,
    read_election,
)
from osv_tui.eml.kinds import Kind
from osv_tui.eml.namespaces import eml, kr
from osv_tui.eml.node import Node

REGION_CATEGORIES = frozenset(
    {
        "DEELGEMEENTE",
        "GEMEENTE",
        "KIESCOLLEGE",
        "KIESKRING",
        "PROVINCIE",
        "PROVINCIAAL_KIESKRING",
        "PROVINCIAAL_STEMBUREAU",
        "STAAT",
        "STEMBUREAU",
        "WATERSCHAP",
        "WATERSCHAP_KIESKRING",
        "WATERSCHAP_GEMEENTE",
    }
)
COMMITTEE_CATEGORIES = frozenset({"CSB", "HSB", "PROV_SB", "PSB"})

_ROOT_OF = {Category.PS: "PROVINCIE", Category.AB: "WATERSCHAP", Category.GR: "GEMEENTE"}


def read_definition(data: bytes, file_name: str, expected: Expected = ANYTHING) -> Definition:
    """Read an election definition that a station with these expectations can take.

    Checked beyond the schema: the parts of the election identifier agree, the seats and the preference
    threshold belong to the subcategory (Kieswet P 7, P 8, P 15), and the regions form one tree with the
    kieskringen the subcategory asks for.

    Raises:
        EmlRefused: the file is no 110a, breaks one of these rules, or is not what was expected.
    """
    document = read_document(data, file_name, Kind.DEFINITION, eml("ElectionEvent"))
    event = document.body.parts(required=(eml("EventIdentifier"), eml("Election")))
    parts = event.one(eml("Election")).parts(
        required=(
            eml("ElectionIdentifier"),
            eml("Contest"),
            kr("NumberOfSeats"),
            kr("PreferenceThreshold"),
            kr("ElectionTree"),
        ),
        optional=(kr("RegisteredParties"),),
    )
    election = read_election(parts.one(eml("ElectionIdentifier")))
    if election.nomination_date is None:
        raise election.node.refuse("het onderdeel NominationDate ontbreekt")
    if election.nomination_date >= election.identifier.date:
        raise election.node.refuse("de kandidaatstelling is niet vóór de dag van de stemming")
    _check_expected(election, expected)
    _check_contest(parts.one(eml("Contest")))
    subcategory = election.identifier.subcategory
    tree = parts.one(kr("ElectionTree"))
    definition = Definition(
        identifier=election.identifier,
        nomination_date=election.nomination_date,
        seats=_seats(parts.one(kr("NumberOfSeats")), subcategory),
        preference_threshold=_threshold(parts.one(kr("PreferenceThreshold")), subcategory),
        regions=_regions(tree, election.identifier),
    )
    if expected.municipality and int(expected.municipality) not in definition.municipalities:
        raise tree.refuse(
            f"gemeente {expected.municipality} van dit station doet niet mee aan deze verkiezing",
            advice="Kies de definitie van een verkiezing in uw gemeente.",
        )
    return definition


def _check_expected(election: NamedElection, expected: Expected) -> None:
    identifier = election.identifier
    if identifier.category not in expected.categories:
        raise election.node.refuse(
            f"dit station telt geen verkiezingen van de soort {identifier.category.value}",
            advice="Kies de definitie van provinciale staten of een waterschap.",
        )
    if identifier.id in expected.present:
        raise election.node.refuse(
            f"de verkiezing {identifier.id} is al ingelezen", advice="Kies het bestand van een andere."
        )
    if expected.day not in (None, identifier.date):
        raise election.node.refuse(
            f"deze verkiezing is op {identifier.date:%d-%m-%Y}, de andere in dit station op"
            f" {expected.day:%d-%m-%Y}",
            advice="Maak voor een andere dag een nieuw station.",
        )


def _check_contest(node: Node) -> None:
    parts = node.parts(required=(eml("ContestIdentifier"), eml("VotingMethod")), optional=(eml("MaxVotes"),))
    read_contest(parts.one(eml("ContestIdentifier")))
    check_voting_method(parts.one(eml("VotingMethod")))


def _seats(node: Node, subcategory: Subcategory) -> int:
    seats = node.number(minimum=1)
    if not subcategory.allows_seats(seats):
        raise node.refuse(f"een verkiezing van soort {subcategory.value} kan geen {seats} zetels hebben")
    return seats


def _threshold(node: Node, subcategory: Subcategory) -> int:
    threshold = node.number()
    expected = subcategory.preference_threshold
    if threshold != expected:
        raise node.refuse(
            f"de voorkeurdrempel is {threshold}, maar bij soort {subcategory.value} hoort {expected}"
        )
    return threshold


def _regions(tree: Node, identifier: ElectionIdentifier) -> tuple[Region, ...]:
    regions = tuple(_region(node) for node in tree.parts(repeated=(kr("Region"),)).every(kr("Region")))
    _check_tree(tree, regions)
    root = next(region for region in regions if region.superior is None)
    expected_root = _ROOT_OF[identifier.category]
    if root.category != expected_root:
        raise tree.refuse(f"het hoogste gebied is geen {expected_root}")
    _check_kieskringen(tree, regions, identifier.subcategory)
    return regions


def _region(node: Node) -> Region:
    parts = node.parts(required=(kr("RegionName"),), repeated=(kr("Committee"),))
    category = node.one_of(node.attribute("RegionCategory"), REGION_CATEGORIES)
    number = None if category == "STAAT" else node.attribute_number("RegionNumber", minimum=0)
    superior = None
    if node.optional_attribute("SuperiorRegionCategory") is not None:
        superior_category = node.one_of(node.attribute("SuperiorRegionCategory"), REGION_CATEGORIES)
        superior = (superior_category, node.attribute_number("SuperiorRegionNumber", minimum=0))
    committees = tuple(
        committee.one_of(committee.attribute("CommitteeCategory"), COMMITTEE_CATEGORIES)
        for committee in parts.every(kr("Committee"))
    )
    return Region(category, number, parts.one(kr("RegionName")).label(), superior, committees)


def _check_tree(tree: Node, regions: tuple[Region, ...]) -> None:
    if not regions:
        raise tree.refuse("er staat geen enkel gebied in")
    numbers = Counter((region.category, region.number) for region in regions)
    if max(numbers.values()) > 1:
        raise tree.refuse("een gebied komt twee keer voor")
    if sum(region.superior is None for region in regions) != 1:
        raise tree.refuse("er moet precies één hoogste gebied zijn")
    below: dict[tuple[str, int | None] | None, list[Region]] = {}
    for region in regions:
        below.setdefault(region.superior, []).append(region)
    reached = list(below[None])
    for region in reached:
        reached.extend(below.get((region.category, region.number), ()))
    if len(reached) != len(regions):
        raise tree.refuse("een gebied hangt niet aan het hoogste gebied")


def _check_kieskringen(tree: Node, regions: tuple[Region, ...], subcategory: Subcategory) -> None:
    kieskringen = sum(region.category == "KIESKRING" for region in regions)
    if subcategory is Subcategory.PS2:
        if kieskringen < 2:
            raise tree.refuse("bij soort PS2 horen minstens twee kieskringen")
    elif subcategory.category is not Category.GR and kieskringen != 1:
        raise tree.refuse(f"bij soort {subcategory.value} hoort precies één kieskring")
