from __future__ import annotations

from itertools import pairwise

import pytest

from osv_tui.documents.layout import (
    BOTTOM,
    LEFT,
    PAGE_HEIGHT,
    RIGHT,
    SIDE,
    TOP,
    Box,
    Line,
    Page,
    Text,
    grouped,
    lay_out,
)
from osv_tui.documents.model import (
    Annex,
    Block,
    Checkbox,
    Column,
    Digits,
    Document,
    Figure,
    Heading,
    KeyValue,
    KeyValues,
    PageBreak,
    PenCode,
    PenField,
    PenForm,
    Sum,
    Table,
    paragraph,
    runs,
)
from osv_tui.documents.model_ii import model_ii
from osv_tui.documents.typesetting import Style
from osv_tui.election.model import CountingMethod
from tests.documents.example import FACTS, example_tally
from tests.documents.reading_back import in_order


def measure(text: str, style: Style) -> float:
    return len(text) * style.size * 0.5


def pages_of(*body: Block) -> list[Page]:
    document = Document("Titel", "Model X 1", FACTS, body)
    return list(lay_out(document, measure).published.pages)


def text_of(page: Page) -> str:
    texts = [mark.text for mark in page.marks if isinstance(mark, Text)]
    return " ".join(" ".join(texts).split())


def test_a_long_table_repeats_its_head_and_keeps_the_total_with_the_last_row() -> None:
    columns = (Column("Nummer", 0.5), Column("Stemmen", 0.5, numeric=True))
    for rows in range(1, 160):
        cells = tuple((str(number), str(1000 + number)) for number in range(1, rows + 1))
        pages = [text_of(page) for page in pages_of(Table(columns, cells, total=("Totaal", "999")))]
        assert all(text.count("Nummer Stemmen") == 1 for text in pages)
        assert f"{rows} {1000 + rows} Totaal 999" in pages[-1]
        assert in_order([f"{number} {1000 + number}" for number in range(1, rows + 1)], " ".join(pages))


@pytest.mark.parametrize("level", [2, 3])
def test_a_heading_never_ends_a_page(level: int) -> None:
    for lines in range(120):
        filling = [paragraph(f"regel {number}") for number in range(lines)]
        pages = pages_of(*filling, Heading(level, "Kop"), paragraph("tekst"))
        assert sum("Kop tekst" in text_of(page) for page in pages) == 1


@pytest.mark.parametrize(
    "following",
    [PenForm(((PenField("tekst"),),) * 2, row_height=40), PenCode(("tekst", "2222"), per_line=1)],
    ids=["form", "code"],
)
def test_a_heading_stays_with_what_is_written_by_hand(following: Block) -> None:
    for lines in range(80):
        filling = [paragraph(f"regel {number}") for number in range(lines)]
        pages = pages_of(*filling, Heading(2, "Kop"), following)
        assert sum("Kop" in text_of(page) and "tekst" in text_of(page) for page in pages) == 1
        assert_inside(pages)


def test_a_code_has_numbered_lines_and_a_box_under_each_character() -> None:
    (page,) = pages_of(PenCode(("0123", "4567", "89AB", "CDEF"), per_line=2))
    assert "1. 0123 4567 2. 89AB CDEF" in text_of(page)
    boxes = [mark for mark in page.marks if isinstance(mark, Box)]
    assert len(boxes) == 16
    for group in (mark for mark in page.marks if isinstance(mark, Text) and mark.text == "89AB"):
        under = [box for box in boxes if box.x >= group.x - 0.01 and box.y > group.y]
        assert min(box.x for box in under) == group.x


@pytest.mark.parametrize("kind", ["cell", "paragraph", "value", "checkbox"])
def test_a_text_longer_than_a_page_loses_nothing(kind: str) -> None:
    words = [f"woord{number}." for number in range(1500)]
    long = " ".join(words)
    blocks: dict[str, Block] = {
        "cell": Table((Column("Naam", 0.5), Column("Nummer", 0.5)), ((long, "1"),)),
        "paragraph": paragraph(long),
        "value": KeyValues((KeyValue("Lijstnaam", long),)),
        "checkbox": Checkbox(True, runs(long)),
    }
    pages = pages_of(blocks[kind])
    assert len(pages) > 1
    assert in_order(words, " ".join(text_of(page) for page in pages))
    assert_inside(pages)


def test_a_word_wider_than_the_page_is_cut_and_complete() -> None:
    word = "".join(chr(97 + number % 26) for number in range(20_000))
    pages = pages_of(paragraph(word))
    assert word in "".join(text_of(page).replace(" ", "").partition("Datum:")[0] for page in pages)
    assert_inside(pages)


def test_a_text_is_not_broken_where_a_strong_part_meets_its_punctuation() -> None:
    for length in range(60, 110):
        pages = pages_of(paragraph("x" * length, " is ", 12345, "."))
        numbers = [mark for mark in pages[0].marks if isinstance(mark, Text) and "12345" in mark.text]
        points = [mark for mark in pages[0].marks if isinstance(mark, Text) and mark.text == "."]
        assert [mark.y for mark in numbers] == [mark.y for mark in points]


def test_page_breaks_make_no_empty_pages() -> None:
    pages = pages_of(paragraph("een"), PageBreak(), PageBreak(), paragraph("twee"), PageBreak())
    assert len(pages) == 2


def test_numbers_are_aligned_on_the_right() -> None:
    columns = (Column("Naam", 0.5), Column("Stemmen", 0.5, numeric=True))
    (page,) = pages_of(Table(columns, (("a", "7"), ("b", "12345"))))
    numbers = [mark for mark in page.marks if isinstance(mark, Text) and mark.text in ("7", "12345")]
    assert [round(mark.x + measure(mark.text, mark.style), 3) for mark in numbers] == [round(RIGHT, 3)] * 2


def test_a_ticked_box_is_filled_and_an_open_one_is_not() -> None:
    (page,) = pages_of(Checkbox(True, runs("Ja.")), Checkbox(False, runs("Nee.")))
    boxes = [(mark.y, mark.filled) for mark in page.marks if isinstance(mark, Box)]
    words = {mark.text: mark.y for mark in page.marks if isinstance(mark, Text)}
    assert [filled for y, filled in boxes if y < words["Ja."]] == [False, True]
    assert [filled for y, filled in boxes if y > words["Ja."]] == [False]


def test_a_whole_document_stays_inside_its_margins() -> None:
    document = model_ii(example_tally(CountingMethod.CENTRAL), FACTS)
    pages = lay_out(document, measure)
    assert_inside([*pages.published.pages, *pages.sheet.pages])


def boxes_of(page: Page) -> list[Box]:
    return [mark for mark in page.marks if isinstance(mark, Box)]


def test_a_code_that_is_only_compared_has_no_boxes() -> None:
    (page,) = pages_of(PenCode(("0123", "4567"), per_line=2, copied=False))
    assert "1. 0123 4567" in text_of(page)
    assert boxes_of(page) == []


def test_a_number_that_is_written_has_a_box_for_each_digit() -> None:
    rows = Sum((Figure("Een", Digits(3), "A"), Figure("Twee", Digits(3), "B")), Figure("Som", Digits(4), "C"))
    (page,) = pages_of(rows, Checkbox(False, runs("Hoeveel?"), Digits(2)))
    assert "A Een B Twee + C Som Hoeveel?" in text_of(page)
    *digits, _, tens, units = boxes_of(page)
    assert [box.y for box in digits] == sorted(box.y for box in digits)
    assert [sum(box.y == y for box in digits) for y in sorted({box.y for box in digits})] == [3, 3, 4]
    assert {(box.width, box.height) for box in (*digits, tens, units)} == {(SIDE, SIDE)}
    assert len({box.x + SIDE for box in (digits[2], digits[5], digits[9], units)}) == 1


def test_a_label_never_runs_into_the_boxes_beside_it() -> None:
    for count in range(1, 10):
        rows = Sum((Figure("woorden " * 30, Digits(count), "A.2"),), Figure("meer " * 40, Digits(count)))
        (page,) = pages_of(rows, Checkbox(False, runs("en " * 60), Digits(count)))
        left = min(box.x for box in boxes_of(page) if box.width == SIDE)
        texts = [mark for mark in page.marks if isinstance(mark, Text) and mark.y > 150 and mark.element >= 0]
        assert all(mark.x + measure(mark.text.rstrip(), mark.style) < left for mark in texts)
        assert_inside([page])


def test_a_sum_is_not_divided_over_pages() -> None:
    rows = Sum((Figure("Een", Digits(4), "A"), Figure("Twee", 2, "B")), Figure("Som", Digits(4), "C"))
    for lines in range(60):
        pages = pages_of(*(paragraph(f"regel {number}") for number in range(lines)), Heading(2, "Kop"), rows)
        assert sum("Kop A Een B Twee 2 + C Som" in text_of(page) for page in pages) == 1
        assert_inside(pages)


def test_labels_of_a_table_stay_with_its_first_row() -> None:
    columns = (Column("Naam", 0.5), Column("Stemmen", 0.5, digits=4))
    table = Table(columns, (("Jansen", ""), ("de Vries", "")), total=("Totaal", ""))
    labels = KeyValues((KeyValue("Lijstnaam", "Ochtend"), KeyValue("Lijstnummer", "7")))
    together = "Kop Lijstnaam Ochtend Lijstnummer 7 Naam Stemmen Jansen"
    for lines in range(60):
        filling = [paragraph(f"regel {number}") for number in range(lines)]
        pages = pages_of(*filling, Heading(2, "Kop"), labels, table)
        assert sum(together in text_of(page) for page in pages) == 1
        assert any("de Vries + Totaal" in text_of(page) for page in pages)
        assert_inside(pages)


@pytest.mark.parametrize(
    "table",
    [
        Table((Column("Nr", 0.2), Column("Uitleg", 0.8)), (("eerste", "woord " * 400), ("tweede", ""))),
        Table((Column("Nr " * 60, 0.3), Column("Uitleg", 0.7)), (("eerste", ""), ("tweede", ""))),
        Table((Column("", 0.5), Column("", 0.5)), (("eerste", ""), ("tweede", "")), caption="woord " * 90),
        Table((Column("Nr", 0.4), Column("", 0.6)), (("eerste", "woord " * 50),), total=("Totaal", "9")),
    ],
    ids=["tall row", "tall head", "long caption", "total"],
)
def test_caption_and_head_of_a_table_stay_with_its_first_row(table: Table) -> None:
    for lines in range(60):
        filling = [paragraph(f"regel {number}") for number in range(lines)]
        for before in ((), (Heading(2, "Kop"),), (KeyValues((KeyValue("Kop", ""),)),)):
            pages = [text_of(page) for page in pages_of(*filling, *before, table)]
            starts = [text for text in pages if "Kop" in text or "eerste" in text]
            assert len(starts) == 1
            assert table.columns[0].heading.split()[:1] == [] or "Nr" in starts[0]
            assert not table.caption or starts[0].count("woord") == 90
            assert not table.total or "Totaal" in starts[0]


def test_a_table_with_boxes_has_them_at_every_row_and_the_total() -> None:
    columns = (Column("Naam", 0.5), Column("Stemmen", 0.5, digits=4))
    rows = tuple((f"naam {number}", "") for number in range(100))
    pages = pages_of(Table(columns, rows, total=("Totaal", ""), continued="Lijst 7 (vervolg)"))
    assert sum(len(boxes_of(page)) for page in pages) == 4 * 101
    assert ["Lijst 7 (vervolg) Naam Stemmen naam" in text_of(page) for page in pages] == [False, True, True]
    for page in pages:
        corners = sorted({(box.y, box.x) for box in boxes_of(page)})
        assert len(corners) == len(boxes_of(page))
        ys = sorted({y for y, _ in corners})
        assert all(below - above >= SIDE - 0.01 for above, below in pairwise(ys))
    assert_inside(pages)


def test_loose_sheets_say_what_they_belong_to() -> None:
    body = (
        *(paragraph("een"), PageBreak(), PageBreak(), paragraph("twee")),
        *(Annex("Bijlage", "drie"), paragraph("vier"), PageBreak(), paragraph("vijf"), PageBreak()),
    )
    document = Document("Titel", "Model", FACTS, body, (Heading(2, "Teken"),), running="los blad")
    laid_out = lay_out(document, measure)
    pages = [text_of(page).partition(" Datum")[0] for page in laid_out.published.pages]
    assert pages == ["Model Titel een", "los blad twee", "los blad Bijlage vier", "drie vijf"]
    assert text_of(laid_out.sheet.pages[0]).startswith("los blad Teken")


def test_a_hash_is_printed_in_sixteen_groups_of_four_capitals() -> None:
    assert grouped("0123456789abcdef" * 4) == " ".join(["0123", "4567", "89AB", "CDEF"] * 4)


def assert_inside(pages: list[Page]) -> None:
    """Everything stands between the margins; below them stands only the footer."""
    for page in pages:
        for mark in page.marks:
            match mark:
                case Text():
                    left, right = mark.x, mark.x + measure(mark.text.rstrip(), mark.style)
                    upper = lower = mark.y
                case Line():
                    left, right, upper, lower = mark.x0, mark.x1, mark.y0, mark.y1
                case Box():
                    left, right = mark.x, mark.x + mark.width
                    upper, lower = mark.y, mark.y + mark.height
            assert left >= LEFT - 0.01
            assert right <= RIGHT + 0.01, mark
            assert upper >= TOP
            assert lower <= BOTTOM or lower >= PAGE_HEIGHT - 62, mark
