"""N 11 of a real municipality on 20 March 2019, read back and compared with what was published then."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

import page as pdf_a
import pytest

from osv_tui.documents.n11 import n11
from osv_tui.documents.render import Rendered, render
from osv_tui.election import form as f
from osv_tui.election.count import Count
from osv_tui.election.form import FieldId, candidate_field, total_field
from osv_tui.election.model import CountingMethod, Election
from osv_tui.election.tally import tally
from osv_tui.eml.candidate_lists import read_candidate_lists
from osv_tui.eml.definition import read_definition
from osv_tui.eml.polling_stations import read_polling_stations
from tests.documents.example import FACTS
from tests.documents.reading_back import lines_of, pages_of
from tests.shared import SHARED, needs_shared

pytestmark = needs_shared
FOLDER = SHARED / "data" / "tytsjerksteradiel-2019"
ELECTIONS = pytest.mark.parametrize("kind", ["ps", "ab"])

_GROUPS: dict[str, dict[str, FieldId]] = {
    "voters": {
        "poll_cards": f.POLL_CARDS,
        "proxies": f.PROXIES,
        "voter_passes": f.VOTER_PASSES,
        "admitted": f.ADMITTED,
    },
    "ballots": {"valid": f.VALID, "blank": f.BLANK, "invalid": f.INVALID, "found": f.FOUND},
    "difference": {"more": f.MORE, "fewer": f.FEWER},
    "explanations": {
        "ballots_taken_away": f.NOT_RETURNED,
        "too_few_ballots_issued": f.TOO_FEW_ISSUED,
        "too_many_ballots_issued": f.TOO_MANY_ISSUED,
        "no_explanation": f.NO_EXPLANATION,
        "other_explanation": f.OTHER_EXPLANATION,
    },
}


def _election(folder: Path) -> Election:
    def content(kind: str) -> tuple[bytes, str]:
        (path,) = (folder / "input").glob(f"{kind}_*")
        return path.read_bytes(), path.name

    definition = read_definition(*content("Verkiezingsdefinitie"))
    lists = read_candidate_lists(*content("Kandidatenlijsten"), definition)
    stations = read_polling_stations(*content("Stembureaus"), definition)
    return Election(
        definition, lists.contest, lists.lists, stations.municipality, stations.eligible, stations.units
    )


def _count(station: Any) -> Count:
    values = {
        field: station[group][key] for group, fields in _GROUPS.items() for key, field in fields.items()
    }
    for each in station["lists"]:
        values[total_field(each["number"])] = each["total"]
        for position, votes in enumerate(each["candidates"], start=1):
            values[candidate_field(each["number"], position)] = votes
    return Count.of(values)


@cache
def rendered(kind: str) -> Rendered:
    entries = json.loads((FOLDER / kind / "entries.json").read_text("utf-8"))
    counts = {station["number"]: _count(station) for station in entries["stations"]}
    election = _election(FOLDER / kind)
    return render(n11(tally(election, CountingMethod.STATION, lambda unit: counts[unit.number]), FACTS))


def published_rows(kind: str) -> list[list[str]]:
    (path,) = (FOLDER / kind / "expected").glob("*.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


@ELECTIONS
def test_every_candidate_and_list_has_the_published_number(kind: str) -> None:
    lines = lines_of(rendered(kind).publication)
    rows = published_rows(kind)
    candidates = [row for row in rows if len(row) > 4 and row[2].isdigit()]
    lists = [row for row in rows if len(row) > 4 and row[0].isdigit()]
    assert (len(lists), len(candidates)) == {"ps": (16, 416), "ab": (9, 164)}[kind]
    printed = [line for line in lines if line.split(" ")[0].isdigit()]
    assert printed == [" ".join(f"{row[2]} {row[3]} {row[4]}".split()) for row in candidates]
    totals = [line for line in lines if line.startswith("Totaal (stemcijfer)")]
    assert totals == [f"Totaal (stemcijfer) {row[4]}" for row in lists]


@ELECTIONS
def test_the_municipal_numbers_are_the_published_ones(kind: str) -> None:
    lines = lines_of(rendered(kind).publication)
    total = {row[1].strip(): row[4] for row in published_rows(kind) if len(row) > 4 and not row[0]}
    meer, minder = "meer stembiljetten dan toegelaten kiezers", "minder stembiljetten dan toegelaten kiezers"
    stated = "Het aantal stembiljetten dat {} is geteld dan het aantal toegelaten kiezers is: {}"
    for line in (
        f"Het aantal kiesgerechtigden in de gemeente bedraagt {total['opgeroepenen']}.",
        f"- aantal geldige stemmen op kandidaten {total['geldige stembiljetten']}",
        f"- aantal blanco stemmen {total['blanco stembiljetten']}",
        f"- aantal ongeldige stemmen {total['ongeldige stembiljetten']}",
        stated.format("meer", total[meer]),
        stated.format("minder", total[minder]),
        f"In de gemeente mochten {total['geldig volmachtbewijs']} kiezers bij volmacht stemmen.",
        f"In de gemeente mochten {total['geldige kiezerspas']} kiezers met een kiezerspas stemmen.",
    ):
        assert lines.count(line) == 1, line


@ELECTIONS
def test_the_files_are_pdf_a_with_a_footer_on_every_page(kind: str) -> None:
    both = rendered(kind)
    for pdf in (both.publication, both.signature_sheet):
        assert pdf_a.validate_pdf_bytes(pdf, profile="2u").is_compliant
    pages = [*pages_of(both.publication), *pages_of(both.signature_sheet)]
    for number, text in enumerate(pages, start=1):
        assert text.endswith(f"pagina {number} / {both.pages}")
