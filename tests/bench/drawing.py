"""Drawing the numbers of every station, beside other ways to draw the same table.

The real count of 2019 (25 stations, 16 lists, 416 candidates), its stations repeated to as many as are asked
for. Each way draws from what lies ready in memory to the bytes of a file, in a process of its own.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from importlib.resources import files
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from statistics import median
from types import ModuleType
from typing import Any

from osv_tui.documents.annex_2 import annex_2, annex_2_stated
from osv_tui.documents.model import Document, DocumentFacts
from osv_tui.documents.model_ii import model_ii
from osv_tui.documents.model_set import Named
from osv_tui.documents.n11 import n11
from osv_tui.documents.render import render
from osv_tui.documents.wording import candidate_name
from osv_tui.election.form import candidate_field, total_field
from osv_tui.election.model import CountingMethod
from osv_tui.election.tally import Tally, UnitCount
from osv_tui.publication.equality import require_equal_document
from osv_tui.publication.pdf_reading import read_pdf
from tests.bench.cost import Cost, fresh, spent
from tests.bench.report import Figure, Part, ratio
from tests.real_election import real_tally
from tests.shared import SHARED

_MOMENT = datetime(2019, 3, 21, 6, 57, 22)  # noqa: DTZ001
_FACTS = DocumentFacts(_MOMENT, "ab12" * 16)
_FACES = {"": "Regular", "-Bold": "Bold"}
_HEADINGS = ("Nummer", "Naam kandidaat", "Aantal stemmen")


def measure_totals(*, quick: bool) -> Part:
    """The statutory document with the totals."""
    sizes = (2, 4) if quick else (25, 500)
    return Part(
        "Totals as PDF/A-2u and PDF/UA-1, 16 lists, 416 candidates",
        tuple(
            figure
            for name, draw in (("N 11", draw_n11), ("Model II", draw_model_ii))
            for units in sizes
            for figure in _figures(f"{name} of {units} units", fresh(draw, units))
        ),
    )


def measure_annex(*, quick: bool) -> Part:
    """The annex with every candidate at every station."""
    small, middle, large = (1, 2, 3) if quick else (25, 100, 500)
    rounds = 1 if quick else 3
    ways: dict[str, Callable[[int], Drawn]] = {
        "ours": draw_annex,
        "prototype": draw_with_prototype,
        "reportlab, no tags": draw_with_reportlab,
    }
    drawn: dict[str, list[Drawn]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            drawn[name].append(fresh(way, middle))
    typical = {name: _typical(each) for name, each in drawn.items()}
    ours, table = fresh(draw_annex, small), fresh(draw_with_table, small)
    return Part(
        "Every candidate at every station as PDF/A-2u and PDF/UA-1",
        (
            *_figures(f"{small} units: ours", ours),
            *_figures(f"{small} units: FPDF.table(), no tags", table),
            *(
                figure
                for name, each in typical.items()
                for figure in _figures(f"{middle} units: {name}", each)
            ),
            *_figures(f"{large} units: ours", fresh(draw_annex, large)),
            *_figures(f"{large} units: read with pypdf", fresh(read_annex, large)),
            *_figures(f"{large} units: the same, and compared", fresh(compare_annex, large)),
            ratio(f"CPU, {middle} units, ours : prototype", *_cpu(typical, "ours", "prototype"), target=1.5),
            ratio(f"CPU, {middle} units, ours : reportlab", *_cpu(typical, "ours", "reportlab, no tags")),
            ratio(f"CPU, {small} units, ours : FPDF.table()", ours.cost.cpu, table.cost.cpu),
        ),
    )


class Drawn:
    """What drawing cost, and how much was drawn."""

    def __init__(self, cost: Cost, pages: int, rows: int, size: int) -> None:
        self.cost, self.pages, self.rows, self.size = cost, pages, rows, size


def _figures(what: str, drawn: Drawn) -> Iterator[Figure]:
    seconds = drawn.cost.cpu / 1000
    yield Figure(what, drawn.cost.wall, cpu=drawn.cost.cpu, peak=drawn.cost.peak)
    yield Figure("   pages per CPU second", drawn.pages / seconds, "")
    yield Figure("   rows per CPU second", drawn.rows / seconds, "")
    yield Figure("   size of the file", drawn.size / 1e6, "MB")


def _typical(several: list[Drawn]) -> Drawn:
    costs = [each.cost for each in several]
    middle = Cost(*(median(getattr(cost, name) for cost in costs) for name in ("wall", "cpu", "peak")))
    first = several[0]
    return Drawn(middle, first.pages, first.rows, first.size)


def _cpu(typical: dict[str, Drawn], *names: str) -> tuple[float, float]:
    above, below = (typical[name].cost.cpu for name in names)
    return above, below


# Our own documents ---------------------------------------------------------------------------------------


def draw_n11(units: int) -> Drawn:
    return _draw(n11(stations(units), _FACTS), rows=416)


def draw_model_ii(units: int) -> Drawn:
    return _draw(model_ii(stations(units, CountingMethod.CENTRAL), _FACTS), rows=416 + units)


def draw_annex(units: int) -> Drawn:
    return _draw(annex_2(stations(units, CountingMethod.CENTRAL), _FACTS), rows=416 * units)


def read_annex(units: int) -> Drawn:
    pdf = render(annex_2(stations(units, CountingMethod.CENTRAL), _FACTS)).publication
    read, cost = spent(lambda: read_pdf(pdf))
    return Drawn(cost, len(read.beside), 416 * units, len(pdf))


def compare_annex(units: int) -> Drawn:
    """With what the tally states, and with all that the document says."""
    counted = stations(units, CountingMethod.CENTRAL)
    document = annex_2(counted, _FACTS)
    named = Named("bijlage.pdf", document, lambda: annex_2_stated(counted))
    rendered = render(document)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / named.name
        path.write_bytes(rendered.publication)
        _, cost = spent(lambda: require_equal_document(path, named, "ab12" * 16))
    return Drawn(cost, rendered.pages, 416 * units, len(rendered.publication))


def _draw(document: Document, rows: int) -> Drawn:
    rendered, cost = spent(lambda: render(document))
    return Drawn(cost, rendered.pages, rows, len(rendered.publication))


def stations(units: int, method: CountingMethod = CountingMethod.STATION) -> Tally:
    """The real count with its stations repeated to ``units`` of them."""
    real = real_tally("ps")
    counted = tuple(
        UnitCount(replace(each.unit, number=number + 1), each.count)
        for number in range(units)
        for each in (real.units[number % len(real.units)],)
    )
    places = tuple(each.unit for each in counted)
    return replace(real, election=replace(real.election, units=places), method=method, units=counted)


# The same table drawn otherwise --------------------------------------------------------------------------


Votes = tuple[tuple[str, tuple[tuple[str, ...], ...], str], ...]
"""Of each list the name, a row a candidate and the total."""


def _votes(counted: Tally) -> Iterator[tuple[str, Votes]]:
    """The name of each station, with its votes."""
    names = {
        (each.number, candidate.number): candidate_name(candidate, each)
        for each in counted.election.lists
        for candidate in each.candidates
    }
    for unit in counted.units:
        lists = []
        for each in counted.election.lists:
            rows = tuple(
                (
                    *(str(candidate.number), names[each.number, candidate.number]),
                    str(unit.figure(candidate_field(each.number, candidate.number))),
                )
                for candidate in each.candidates
            )
            total = str(unit.figure(total_field(each.number)))
            lists.append((f"Lijst {each.number} {each.name}", rows, total))
        yield f"Stembureau {unit.unit.number}: {unit.unit.name}", tuple(lists)


def draw_with_reportlab(units: int) -> Drawn:
    from io import BytesIO

    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import LongTable, PageBreak, Paragraph, SimpleDocTemplate, TableStyle

    for suffix, face in _FACES.items():
        pdfmetrics.registerFont(TTFont(f"Roboto{suffix}", str(_font(face))))
    styles = getSampleStyleSheet()
    ruled = TableStyle(
        [
            ("FONT", (0, 0), (-1, -1), "Roboto", 8),
            ("FONT", (0, 0), (-1, 0), "Roboto-Bold", 8),
            ("GRID", (0, 0), (-1, -1), 0.5, colors.grey),
            ("ALIGN", (2, 0), (2, -1), "RIGHT"),
        ]
    )
    work = tuple(_votes(stations(units)))

    def draw() -> tuple[bytes, int]:
        story: list[Any] = []
        for station, lists in work:
            story.append(Paragraph(station, styles["Heading1"]))
            for name, rows, total in lists:
                table = [_HEADINGS, *rows, ("", "Totaal (stemcijfer)", total)]
                story += [
                    Paragraph(name.replace("&", "&amp;"), styles["Heading2"]),
                    LongTable(table, (60, 344, 78), repeatRows=1, style=ruled),
                ]
            story.append(PageBreak())
        out = BytesIO()
        made = SimpleDocTemplate(out, pagesize=A4)
        made.build(story)
        return out.getvalue(), made.page

    (content, pages), cost = spent(draw)
    return Drawn(cost, pages, 416 * units, len(content))


def draw_with_table(units: int) -> Drawn:
    from fpdf import FPDF

    work = tuple(_votes(stations(units)))

    def draw() -> tuple[bytes, int]:
        pdf = FPDF(unit="pt", enforce_compliance="PDF/A-2U")
        for suffix, face in _FACES.items():
            pdf.add_font("Roboto", style="B" if suffix else "", fname=str(_font(face)))
        for station, lists in work:
            pdf.add_page()
            pdf.set_font("Roboto", "B", 14)
            pdf.cell(0, 20, station, new_x="LMARGIN", new_y="NEXT")
            for name, rows, total in lists:
                pdf.set_font("Roboto", "B", 11)
                pdf.cell(0, 20, name, new_x="LMARGIN", new_y="NEXT")
                pdf.set_font("Roboto", "", 8)
                with pdf.table(col_widths=(60, 344, 78), text_align=("LEFT", "LEFT", "RIGHT")) as table:
                    for row in (_HEADINGS, *rows, ("", "Totaal (stemcijfer)", total)):
                        table.row(row)
        return bytes(pdf.output()), pdf.pages_count

    (content, pages), cost = spent(draw)
    return Drawn(cost, pages, 416 * units, len(content))


def draw_with_prototype(units: int) -> Drawn:
    """The prototype that the facts on PDF were measured with, with the font of ours."""
    counted = stations(units)
    candidates = [
        [
            {"last": candidate.sort_name, "init": "", "first": candidate.first_name or "", "g": "v"}
            for candidate in each.candidates
        ]
        for each in counted.election.lists
    ]
    placed = [
        {
            "nr": number,
            "name": station,
            "lists": [
                {"nr": place, "name": name, "votes": [int(row[2]) for row in rows], "total": int(total)}
                for place, (name, rows, total) in enumerate(lists, start=1)
            ],
        }
        for number, (station, lists) in enumerate(_votes(counted), start=1)
    ]
    work = {"muni": "Gemeente", "hash": "AB12 " * 16, "cands": candidates, "stations": placed}
    sys.modules["workload"] = given = ModuleType("workload")
    given.workload = lambda *_: work  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory() as folder:
        prototype = _prototype(Path(folder))
        (content, pages, *_), cost = spent(lambda: prototype.build("annex", units))
    return Drawn(cost, pages, 416 * units, len(content))


def _prototype(folder: Path) -> Any:
    spec = spec_from_file_location("tagged_pdf", SHARED / "examples" / "tagged_pdf.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    for suffix, face in _FACES.items():
        (folder / f"Roboto{suffix}.ttf").symlink_to(_font(face))
    module.FONT = str(folder / "Roboto")  # type: ignore[attr-defined]
    return module


def _font(face: str) -> Path:
    return Path(str(files("font_roboto") / "files" / f"Roboto-{face}.ttf"))
