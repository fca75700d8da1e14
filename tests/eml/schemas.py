"""The official schemas, loaded from disk only."""

from __future__ import annotations

from functools import cache

from lxml import etree

from tests.shared import SHARED

_FILES = {
    "110a": "110a-electionevent",
    "110b": "110b-electionevent",
    "230b": "230-candidatelist",
    "510b": "510-count",
    "510c": "510-count",
    "510d": "510-count",
    "520": "520-result",
}


@cache
def schema(kind: str) -> etree.XMLSchema:
    path = SHARED / "schemas" / "eml-nl" / f"{_FILES[kind]}-kiesraad-strict.xsd"
    return etree.XMLSchema(etree.parse(str(path), etree.XMLParser(no_network=True)))


def assert_valid(data: bytes, kind: str) -> None:
    schema(kind).assertValid(etree.fromstring(data))
