"""The paper of a level below, read back from its PDF: what the file says and nothing else."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache
from io import BytesIO

import pytest
from pypdf import PdfReader

from osv_tui.documents.model import DocumentFacts
from osv_tui.documents.model_ii import model_ii
from osv_tui.documents.n11 import n11
from osv_tui.documents.o3 import KieskringFacts, o3
from osv_tui.documents.render import render
from osv_tui.documents.session import Session
from osv_tui.election import form as f
from osv_tui.election.count import Count
from osv_tui.election.form import count_form
from osv_tui.election.model import CountingMethod, Election, Subcategory
from osv_tui.election.tally import Tally, tally
from osv_tui.publication.pdf_reading import read_pdf
from osv_tui.rehearsal.paper_file import PaperRefused
from osv_tui.rehearsal.paper_reading import read_upper_paper
from osv_tui.rehearsal.province import SMALL, Area, CountedHere, invented_area
from tests.publication.mutations import digits_in, rewritten, with_code

FACTS = DocumentFacts(datetime(2031, 3, 20, 1, 2), "abcd" * 15 + "0a1b", practice=False)  # noqa: DTZ001


@cache
def area() -> Area:
    return invented_area(Subcategory.PS2, SMALL, 2031)


def counted(here: CountedHere) -> Tally:
    counts = {paper.unit: paper.count for paper in here.papers}
    return tally(here.election, here.method, lambda unit: counts[unit.number])


@cache
def municipal(place: int) -> tuple[bytes, Tally]:
    here = area().municipalities[place]
    made = n11 if here.method is CountingMethod.STATION else model_ii
    return render(made(counted(here), FACTS)).publication, counted(here)


def expected(below: Tally, above: Election) -> Count:
    eligible = below.election.eligible or below.total(f.ELIGIBLE)
    fields = count_form(above, CountingMethod.STATION).by_id
    return Count.of((field, eligible if field == f.ELIGIBLE else below.total(field)) for field in fields)


def above(place: int) -> Election:
    number = int(area().municipalities[place].election.committee.code)
    return next(of for of in area().districts if number in {unit.number for unit in of.units})


@cache
def of_kieskring(place: int) -> tuple[bytes, Tally]:
    of = area().districts[place]
    papers = {
        int(here.election.committee.code): expected(counted(here), of) for here in area().municipalities
    }
    added = tally(of, CountingMethod.STATION, lambda unit: papers[unit.number])
    session = Session(date(2031, 3, 21), time(10), of.committee.name)
    facts = KieskringFacts(added, place + 1, of.committee.name, added.total(f.ELIGIBLE), session)
    return render(o3(facts, FACTS)).publication, added


@pytest.mark.parametrize("place", range(4))
def test_a_municipality_is_read_as_it_was_counted(place: int) -> None:
    pdf, below = municipal(place)
    paper = read_upper_paper(pdf, "x.pdf", above(place))
    assert paper.unit == int(below.election.committee.code)
    assert paper.count == expected(below, above(place))


def test_both_ways_of_counting_were_read() -> None:
    methods = [here.method for here in area().municipalities]
    assert set(methods) == set(CountingMethod)
    more, fewer = (sum(municipal(place)[1].total(field) for place in range(4)) for field in (f.MORE, f.FEWER))
    assert more > 0
    assert fewer > 0


@pytest.mark.parametrize("place", range(2))
def test_a_kieskring_is_read_as_it_was_counted(place: int) -> None:
    pdf, below = of_kieskring(place)
    paper = read_upper_paper(pdf, "x.pdf", area().central)
    assert paper.unit == place + 1
    assert paper.count == expected(below, area().central)


@pytest.mark.parametrize("which", ["N 11", "Model II", "O 3"])
def test_a_changed_figure_is_read_or_refused(which: str) -> None:
    """Control arms: a code or page number changes nothing, nor does another program that writes the file."""
    place = 0 if which == "N 11" else 3
    pdf, of = (municipal(place)[0], above(place)) if which != "O 3" else (of_kieskring(0)[0], area().central)
    right, said = read_upper_paper(pdf, "x.pdf", of), read_pdf(pdf).elements
    assert read_upper_paper(rewritten(pdf), "x.pdf", of) == right
    figures = []
    for other in with_another_digit(pdf, 25):
        changed = [
            text for text, before in zip(read_pdf(other).elements, said, strict=True) if text != before
        ]
        outcome = _outcome(other, of, right.count)
        if changed and changed[0].isdecimal():
            figures.append(outcome)
        elif not changed:
            assert outcome == "same"
    assert len(figures) >= 5
    assert "same" not in figures


def with_another_digit(pdf: bytes, number: int) -> Iterator[bytes]:
    """The PDF with one digit on a page of a list changed, ``number`` times."""
    reader, dice = PdfReader(BytesIO(pdf)), random.Random(7)
    lists = {at for at, page in enumerate(reader.pages) if "Lijstnummer" in page.extract_text()}
    digits = [each for each in digits_in(reader) if each[0] in lists]
    for page, at, others in dice.sample(digits, number):
        yield with_code(pdf, page, at, dice.choice(others))


def _outcome(pdf: bytes, of: Election, right: Count) -> str:
    try:
        return "same" if read_upper_paper(pdf, "x.pdf", of).count == right else "other"
    except PaperRefused:
        return "refused"


@pytest.mark.parametrize("which", ["N 11", "Model II"])
def test_every_figure_is_read_at_its_own_place(which: str) -> None:
    """Each field has a number that nothing else has."""
    place = 0 if which == "N 11" else 3
    here, of = area().municipalities[place], above(place)
    fields = count_form(of, CountingMethod.STATION).by_id
    odd = Count.of((field, 700_000 + number) for number, field in enumerate(fields))
    first, *others = here.papers
    papers = (replace(first, count=odd), *(replace(each, count=Count()) for each in others))
    below = counted(
        replace(here, election=replace(here.election, eligible=odd.number(f.ELIGIBLE)), papers=papers)
    )
    made = n11 if which == "N 11" else model_ii
    assert read_upper_paper(render(made(below, FACTS)).publication, "x.pdf", of).count == odd


def test_papers_that_do_not_belong_here() -> None:
    pdf, _ = municipal(0)
    for of, told in (
        (above(1), "niet het papier van een gemeente van PS2031_Oefenland, maar van «Nijwâld»"),
        (area().central, "niet het papier van een kieskring"),
        (replace(above(0), lists=above(0).lists[:-1]), "lijst 5 hoort niet bij deze verkiezing"),
        (replace(above(0), lists=(*above(0).lists, replace(above(0).lists[0], number=9))), "lijst 9 staat"),
    ):
        with pytest.raises(PaperRefused, match=told):
            read_upper_paper(pdf, "x.pdf", of)
    fewer = replace(above(0).lists[0], candidates=above(0).lists[0].candidates[:-1])
    with pytest.raises(PaperRefused, match="op lijst 1 staan meer kandidaten"):
        read_upper_paper(pdf, "x.pdf", replace(above(0), lists=(fewer, *above(0).lists[1:])))
    with pytest.raises(PaperRefused, match=r"x\.pdf is geen leesbare PDF"):
        read_upper_paper(b"%PDF-1.7", "x.pdf", above(0))
    with pytest.raises(ValueError, match="polling stations"):
        read_upper_paper(pdf, "x.pdf", area().municipalities[0].election)
