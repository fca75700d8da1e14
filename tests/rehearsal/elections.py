"""Elections for the tests of this folder."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

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
    ReportingUnit,
    Subcategory,
)
from tests.shared import SHARED

REAL_FILES = tuple(
    SHARED / "data" / "tytsjerksteradiel-2019" / folder / "entries.json" for folder in ("ps", "ab")
)


def election_of(path: Path) -> Election:
    """The election that the papers at ``path`` are of, with candidates that have no name."""
    content = json.loads(path.read_text())
    category = Category(content["election_id"][:2])
    subcategory = Subcategory.PS1 if category is Category.PS else Subcategory.AB1
    identifier = ElectionIdentifier(
        content["election_id"],
        content["election_name"],
        category,
        subcategory,
        Domain(None, "Fryslân"),
        date(2019, 3, 20),
    )
    return Election(
        definition=Definition(identifier, date(2019, 2, 4), 18, 25, ()),
        contest=Contest("1", "Fryslân"),
        lists=tuple(_list(entry) for entry in content["stations"][0]["lists"]),
        committee=Committee(Level.GSB, content["municipality"]["code"], content["municipality"]["name"]),
        eligible=sum(station["eligible"] for station in content["stations"]),
        units=tuple(_unit(station) for station in content["stations"]),
    )


def _list(entry: dict[str, Any]) -> CandidateList:
    candidates = (
        Candidate(number, f"Kandidaat {number}") for number in range(1, len(entry["candidates"]) + 1)
    )
    return CandidateList(entry["number"], entry["name"], tuple(candidates))


def _unit(station: dict[str, Any]) -> ReportingUnit:
    return ReportingUnit(station["number"], station["name"], station["postal_code"], station["eligible"])
