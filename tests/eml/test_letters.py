"""No name that a document cannot print comes in with a file, wherever in the file it stands."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

import pytest
from lxml import etree

from osv_tui.eml.refusal import EmlRefused
from tests.eml.test_invalid_inputs import INVALID, read_as, refusal
from tests.eml.test_rules import PATTERNS
from tests.real_election import only
from tests.shared import needs_shared

pytestmark = needs_shared

INPUTS = ("110a", "230b", "110b")
NAMES = {
    ("110a", "ElectionName"): "ElectionName: ",
    ("110a", "ElectionDomain"): "ElectionDomain: ",
    ("110a", "RegionName"): "RegionName: ",
    ("230b", "ContestName"): "ContestName: ",
    ("230b", "RegisteredName"): "RegisteredName: lijst 1: ",
    ("230b", "LastName"): "LastName: lijst 1, kandidaat 1: ",
    ("230b", "NamePrefix"): "NamePrefix: lijst 1, kandidaat 1: ",
    ("230b", "NameLine"): "NameLine: lijst 1, kandidaat 1: ",
    ("230b", "FirstName"): "FirstName: lijst 1, kandidaat 1: ",
    ("230b", "LocalityName"): "LocalityName: lijst 1, kandidaat 1: ",
    ("110b", "AuthorityIdentifier"): "AuthorityIdentifier: ",
    ("110b", "LocalityName"): "LocalityName: stembureau 1: ",
}
"""The names that reach a document, with what the refusal says of the place."""


NAME_END = "</xnl:PersonName></CandidateFullName>"
MORE = (
    f"<xnl:FirstName>Anna</xnl:FirstName>{NAME_END}<QualifyingAddress><xal:Locality>"
    "<xal:LocalityName>Testerdam</xal:LocalityName></xal:Locality></QualifyingAddress>"
)


def tree_of(given_as: str) -> etree._Element:
    """A good file, in which the first candidate has a first name and a town as well."""
    text = only(INVALID / "base", PATTERNS[given_as]).read_text("utf-8")
    return etree.fromstring(text.replace(NAME_END, MORE, 1).encode())


def spoiled(given_as: str, letter: str) -> Iterator[tuple[str, bytes]]:
    """The file with ``letter`` behind one text or attribute, once for each; with the name of the element."""
    whole = tree_of(given_as)
    for place, element in enumerate(whole.iter(etree.Element)):
        texts = (None,) if element.text and element.text.strip() and not len(element) else ()
        for attribute in (*texts, *element.attrib):
            changed = deepcopy(whole)
            chosen = list(changed.iter(etree.Element))[place]
            if attribute is None:
                chosen.text = f"{chosen.text}{letter}"
            else:
                chosen.set(attribute, f"{chosen.get(attribute)}{letter}")
            yield etree.QName(chosen).localname, etree.tostring(changed, encoding="utf-8")


@pytest.mark.parametrize("given_as", INPUTS)
def test_nothing_that_was_read_holds_what_cannot_be_printed(given_as: str) -> None:
    for element, data in spoiled(given_as, "漢"):
        try:
            read = read_as(given_as, data, "bestand.eml.xml", "hostile")
        except EmlRefused:
            continue
        assert "漢" not in repr(read), element


@pytest.mark.parametrize("letter", ["é", "ő", "ł", "Ж"])
@pytest.mark.parametrize("given_as", INPUTS)
def test_letters_that_can_be_printed_are_kept(given_as: str, letter: str) -> None:
    kept = set()
    for element, data in spoiled(given_as, letter):
        try:
            read = read_as(given_as, data, "bestand.eml.xml", "hostile")
        except EmlRefused:
            continue
        if letter in repr(read):
            kept.add(element)
    assert kept >= {element for file, element in NAMES if file == given_as}


@pytest.mark.parametrize(("given_as", "element"), NAMES)
def test_the_refusal_tells_the_place_the_character_and_the_name(given_as: str, element: str) -> None:
    tree = tree_of(given_as)
    chosen = next(each for each in tree.iter(etree.Element) if etree.QName(each).localname == element)
    chosen.text = name = f"{chosen.text}漢"
    said = refusal(given_as, etree.tostring(tree, encoding="utf-8"), "hostile")
    place = NAMES[given_as, element]
    assert said.startswith("bestand.eml.xml, regel ")
    assert f"{place}het teken «漢» (U+6F22) in «{name[-21:]}» kan niet" in said.replace("«…", "«")
