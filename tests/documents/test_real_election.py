"""N 11 of a real municipality on 20 March 2019, read back and compared with what was published then."""

from __future__ import annotations

import csv
from functools import cache

import pytest

from osv_tui.documents.n11 import n11
from osv_tui.documents.render import Rendered, render
from tests.documents.conformance import faults
from tests.documents.example import FACTS
from tests.documents.reading_back import lines_of, pages_of
from tests.real_election import REAL, real_tally
from tests.shared import needs_shared

pytestmark = needs_shared
ELECTIONS = pytest.mark.parametrize("kind", ["ps", "ab"])


@cache
def rendered(kind: str) -> Rendered:
    return render(n11(real_tally(kind), FACTS))


def published_rows(kind: str) -> list[list[str]]:
    (path,) = (REAL / kind / "expected").glob("*.csv")
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
        assert faults(pdf) == []
    pages = [*pages_of(both.publication), *pages_of(both.signature_sheet)]
    for number, text in enumerate(pages, start=1):
        assert text.endswith(f"pagina {number} / {both.pages}")
