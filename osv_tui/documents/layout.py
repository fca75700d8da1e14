"""Where everything of a document stands: blocks become pages with texts, lines and boxes.

Points (1/72 inch) from the top left corner of an A4 page; sizes and margins of models §1.1. Of a font it
knows only how wide a text is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, assert_never

from osv_tui.documents.model import (
    Block,
    Bullets,
    Checkbox,
    Column,
    Document,
    Heading,
    KeyValues,
    PageBreak,
    Paragraph,
    PenBoxes,
    PenCode,
    PenField,
    PenForm,
    PenTable,
    Run,
    Runs,
    Sum,
    Table,
    runs,
)
from osv_tui.documents.typesetting import Face, Measure, Piece, Style, wrap
from osv_tui.documents.wording import moment

PAGE_WIDTH = 595.28
PAGE_HEIGHT = 841.89
LEFT = 72.0
RIGHT = PAGE_WIDTH - 72.0
WIDTH = RIGHT - LEFT
TOP = 64.8
BOTTOM = PAGE_HEIGHT - 86.4

BODY = Style(Face.REGULAR, 9)
STRONG = Style(Face.BOLD, 9)
GUIDANCE = Style(Face.ITALIC, 9)
SMALL = Style(Face.REGULAR, 8)
MODEL_NAME = Style(Face.BOLD, 11)
TITLE = Style(Face.BOLD, 16)
RUBRIC = Style(Face.BOLD, 11)
CODE = Style(Face.BOLD, 28)

PRACTICE = "OEFENING"

ROW = BODY.leading
"""Height of a line of a table: 50 candidates, the most a list has in most elections, fit on one page."""

BASELINE = 9.4
"""From the top of such a line to the feet of its letters."""

GUTTER = 4.0
"""Space between the text of a column and the next column."""

_CODE_LINE = 55.0
"""Height of a line of a code with the boxes below it."""


@dataclass(frozen=True)
class Text:
    """A text whose baseline starts at (x, y)."""

    x: float
    y: float
    style: Style
    text: str


@dataclass(frozen=True)
class Line:
    """A straight rule between two points."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float = 0.5


@dataclass(frozen=True)
class Box:
    """A rectangle with its upper left corner at (x, y), drawn as an outline or filled."""

    x: float
    y: float
    width: float
    height: float
    filled: bool = False


Mark: TypeAlias = Text | Line | Box


@dataclass
class Page:
    """Everything that stands on one page."""

    marks: list[Mark] = field(default_factory=list)


@dataclass(frozen=True)
class Pages:
    """The pages of a whole document: what is published, and the sheet that is signed."""

    published: tuple[Page, ...]
    sheet: tuple[Page, ...]

    @property
    def count(self) -> int:
        return len(self.published) + len(self.sheet)


def lay_out(document: Document, measure: Measure) -> Pages:
    """The pages of ``document``, each with its footer.

    With a signature the published part ends on an even page, with an empty page if need be, so that what is
    signed is a sheet of its own in duplex print (models §1.9).

    Args:
        measure: the width in points of a text in a style.
    """
    published = _Flow(measure)
    published.title(document)
    published.blocks(document.body)
    published.trim()
    sheet: list[Page] = []
    if document.signature:
        if len(published.pages) % 2:
            published.pages.append(Page())
        signed = _Flow(measure)
        signed.blocks(document.signature)
        sheet = signed.pages
    pages = Pages(tuple(published.pages), tuple(sheet))
    for number, page in enumerate((*pages.published, *pages.sheet), start=1):
        page.marks.extend(_footer(document, number, pages.count, measure))
    return pages


def _footer(document: Document, number: int, count: int, measure: Measure) -> Iterator[Mark]:
    """The footer of models §1.2: date and hash of the count file, and which page of how many."""
    y = PAGE_HEIGHT - 62
    yield Line(LEFT, y, RIGHT, y)
    date = f"Datum: {moment(document.created)}"
    if document.eml_sha256:
        yield Text(LEFT, y + 12, SMALL, f"{date}     -     SHA-256-Hashcode:")
        yield Text(LEFT, y + 23, SMALL, grouped(document.eml_sha256))
    else:
        yield Text(LEFT, y + 12, SMALL, date)
    if document.practice:
        yield Text(LEFT, y + 34, STRONG, f"{PRACTICE}: dit is geen echte uitslag")
    if document.numbered:
        page = f"pagina {number} / {count}"
        yield Text(RIGHT - measure(page, SMALL), y + 12, SMALL, page)


def grouped(hexadecimal: str) -> str:
    """A hash as it is printed: upper case, in groups of four."""
    digits = hexadecimal.upper()
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


_Cell: TypeAlias = list[list[Piece]]
"""The lines of one cell."""

_Row: TypeAlias = list[_Cell]


class _Flow:
    """Fills pages from top to bottom; ``y`` is where the next block starts."""

    def __init__(self, measure: Measure) -> None:
        self.measure = measure
        self.pages = [Page()]
        self.y = TOP

    def blocks(self, blocks: Sequence[Block]) -> None:
        for index, block in enumerate(blocks):
            if isinstance(block, Heading):
                self._fit(self._heading_height(block) + self._beginning(blocks[index + 1 :]))
            self._block(block)

    def trim(self) -> None:
        """Drop the empty page that a page break at the very end leaves behind."""
        if len(self.pages) > 1 and not self.pages[-1].marks:
            self.pages.pop()

    def title(self, document: Document) -> None:
        self._text(runs(document.model_name), MODEL_NAME, MODEL_NAME)
        self.y += 6
        self._text(runs(document.title), TITLE, TITLE)
        self.y += 10

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                self._heading(block)
            case Paragraph():
                self._text(block.runs, GUIDANCE if block.guidance else BODY, STRONG)
                self.y += 6
            case Bullets():
                self._bullets(block)
            case KeyValues():
                self._key_values(block)
            case Table():
                self._table(block)
            case Sum():
                self._sum(block)
            case Checkbox():
                self._checkbox(block)
            case PenForm():
                self._pen_form(block)
            case PenBoxes():
                self._pen_boxes(block)
            case PenTable():
                self._pen_table(block)
            case PenCode():
                self._pen_code(block)
            case PageBreak():
                self._page_break()
            case _:
                assert_never(block)

    def _page_break(self) -> None:
        if self.pages[-1].marks:
            self.pages.append(Page())
            self.y = TOP

    def _fit(self, height: float) -> None:
        """Start a new page when ``height`` does not fit on this one."""
        if self.y + height > BOTTOM:
            self._page_break()

    def _beginning(self, blocks: Sequence[Block]) -> float:
        """What must stand on the same page as the heading before it, so that no heading ends a page."""
        if not blocks or isinstance(blocks[0], PageBreak):
            return 0.0
        first = blocks[0]
        if isinstance(first, Heading):
            return self._heading_height(first) + self._beginning(blocks[1:])
        if isinstance(first, PenTable):
            return first.row_height + 2 * ROW
        if isinstance(first, PenForm):
            return first.row_height * len(first.rows)
        if isinstance(first, PenCode):
            return _CODE_LINE
        if isinstance(first, Paragraph):
            ends = len(blocks) > 1 and isinstance(blocks[1], Heading)  # what it introduces is the paragraph
            return 3 * BODY.leading + (0.0 if ends else self._beginning(blocks[1:]))
        return 3 * ROW

    def _mark(self, *marks: Mark) -> None:
        self.pages[-1].marks.extend(marks)

    def _line(self, pieces: Iterable[Piece], x: float, baseline: float) -> None:
        self._mark(*(Text(x + piece.x, baseline, piece.style, piece.text) for piece in pieces))

    def _text(self, text: Runs, style: Style, bold: Style, x: float = LEFT, width: float = WIDTH) -> None:
        for pieces in wrap(text, style, bold, width, self.measure):
            self._fit(style.leading)
            self._line(pieces, x, self.y + style.size)
            self.y += style.leading

    def _heading_height(self, heading: Heading) -> float:
        style, before, after = _heading_look(heading)
        lines = len(wrap(runs(heading.text), style, style, WIDTH, self.measure))
        return before + lines * style.leading + after

    def _heading(self, heading: Heading) -> None:
        style, before, after = _heading_look(heading)
        if heading.level == 2:
            self._mark(Line(LEFT, self.y + 8, RIGHT, self.y + 8))
        self.y += before
        for pieces in wrap(runs(heading.text), style, style, WIDTH, self.measure):
            self._line(pieces, LEFT, self.y + style.size)
            if heading.level > 2:
                end = pieces[-1].x + self.measure(pieces[-1].text, style)
                self._mark(Line(LEFT, self.y + style.size + 1.5, LEFT + end, self.y + style.size + 1.5))
            self.y += style.leading
        self.y += after

    def _bullets(self, bullets: Bullets) -> None:
        for item in bullets.items:
            self._fit(BODY.leading)
            self._mark(Box(LEFT + 4, self.y + 4, 4, 4, filled=True))
            self._text(item, BODY, STRONG, LEFT + 18, WIDTH - 18)
            self.y += 3
        self.y += 3

    def _checkbox(self, checkbox: Checkbox) -> None:
        self._fit(2 * BODY.leading)
        self._mark(Box(LEFT + 1, self.y + 0.5, 10, 10))
        if checkbox.checked:
            self._mark(Box(LEFT + 3, self.y + 2.5, 6, 6, filled=True))
        self._text(checkbox.runs, BODY, STRONG, LEFT + 22, WIDTH - 22)
        self.y += 6

    def _key_values(self, block: KeyValues) -> None:
        values = LEFT + 160
        for row in block.rows:
            lines = wrap((Run(row.value),), STRONG, STRONG, RIGHT - values, self.measure)
            self._fit(ROW)
            self._mark(Text(LEFT, self.y + BASELINE, BODY, row.label))
            for pieces in lines or [[]]:
                self._fit(ROW)
                self._line(pieces, values, self.y + BASELINE)
                self.y += ROW
        self.y += 6

    def _table(self, table: Table) -> None:
        grid = _grid(table.columns)
        self._fit(3 * ROW)
        if table.caption:
            self._text(runs(table.caption), STRONG, STRONG)
            self.y += 2
        self._head(table, grid)
        bodies = [self._cells(row, grid, BODY) for row in table.rows]
        for index, cells in enumerate(bodies):
            closing = ROW if table.total and index == len(bodies) - 1 else 0.0
            if self.y + _height(cells) + closing > BOTTOM:
                self._page_break()
                self._head(table, grid)
            self._row(cells, grid)
        if table.total:
            self._mark(Line(LEFT, self.y, grid[-1].end, self.y))
            self._row(self._total(table, grid), grid)
        self.y += 8

    def _head(self, table: Table, grid: tuple[_Span, ...]) -> None:
        if not table.has_head:
            return
        self._row(self._cells(tuple(span.column.heading for span in grid), grid, STRONG), grid, ruled=False)
        self._mark(Line(LEFT, self.y, grid[-1].end, self.y, width=0.8))

    def _total(self, table: Table, grid: tuple[_Span, ...]) -> _Row:
        """The closing row: its label stands against the numbers, on the right."""
        cells = self._cells(table.total, grid, STRONG)
        *labels, _ = range(len(grid))
        for index in labels:
            cells[index] = [self._right(line, grid[index]) for line in cells[index]]
        return cells

    def _cells(self, row: Sequence[str], grid: tuple[_Span, ...], style: Style) -> _Row:
        return [self._cell(text, span, style) for text, span in zip(row, grid, strict=True)]

    def _cell(self, text: str, span: _Span, style: Style) -> _Cell:
        if self.measure(text, style) <= span.width:
            lines = [[Piece(0.0, style, text)]] if text else []
        else:
            lines = wrap(runs(text), style, style, span.width, self.measure)
        return [self._right(line, span) for line in lines] if span.column.numeric else lines

    def _right(self, line: list[Piece], span: _Span) -> list[Piece]:
        last = line[-1]
        shift = span.width - last.x - self.measure(last.text, last.style)
        return [Piece(piece.x + shift, piece.style, piece.text) for piece in line]

    def _row(self, cells: _Row, grid: tuple[_Span, ...], ruled: bool = True) -> None:
        for number in range(_line_count(cells)):
            self._fit(ROW)
            for lines, span in zip(cells, grid, strict=True):
                if number < len(lines):
                    self._line(lines[number], span.start, self.y + BASELINE)
            self.y += ROW
        if ruled:
            self._mark(Line(LEFT, self.y, grid[-1].end, self.y, width=0.2))

    def _sum(self, block: Sum) -> None:
        start, number = LEFT + 340, LEFT + 430
        for figure in (*block.terms, block.total):
            final = figure is block.total
            style = STRONG if final else BODY
            if final:
                rule = self.y + 2
                self._mark(Line(start, rule, number, rule), Text(number + 8, rule + 3, BODY, "+"))
                self.y += 4
            lines = wrap(runs(figure.label), style, style, 330, self.measure)
            self._fit(ROW * len(lines))
            for pieces in lines:
                self._line(pieces, LEFT, self.y + BASELINE)
                self.y += ROW
            digits = str(figure.number)
            self._mark(Text(number - self.measure(digits, style), self.y - ROW + BASELINE, style, digits))
        self.y += 8

    def _pen_form(self, form: PenForm) -> None:
        self._fit(form.row_height * len(form.rows))
        for row in form.rows:
            x = LEFT
            for pen_field in row:
                end = x + pen_field.share * WIDTH
                self._pen_field(pen_field, x, end, self.y + form.row_height - 5)
                x = end
            self.y += form.row_height
        self.y += 4

    def _pen_field(self, pen_field: PenField, x: float, end: float, baseline: float) -> None:
        start = x + self.measure(pen_field.label, BODY) + 4
        stop = end - 8 - (self.measure(pen_field.after, BODY) + 2 if pen_field.after else 0)
        self._mark(Text(x, baseline, BODY, pen_field.label), Line(start, baseline + 2, stop, baseline + 2))
        if pen_field.after:
            self._mark(Text(stop + 4, baseline, BODY, pen_field.after))

    def _pen_boxes(self, block: PenBoxes) -> None:
        self._fit(30)
        side, x, baseline = 15.0, LEFT + 160, self.y + 11
        self._mark(Text(LEFT, baseline, BODY, block.label))
        for index, size in enumerate(block.groups):
            if index:
                self._mark(Text(x + 3, baseline, BODY, block.separator))
                x += 10
            for _ in range(size):
                self._mark(Box(x, self.y, side, side))
                x += side
        self._mark(Text(x + 8, baseline, BODY, " ".join(filter(None, (block.after, f"({block.hint})")))))
        self.y += 24

    def _pen_table(self, table: PenTable) -> None:
        self._fit(2 * ROW + table.row_height)
        grid = _grid(table.columns)
        if any(headings := [column.heading for column in table.columns]):
            self._row(self._cells(headings, grid, STRONG), grid, ruled=False)
            self.y += 2
        numbers = 0.0 if table.first is None else 24.0
        for index in range(table.rows):
            self._fit(table.row_height)
            for span in grid:
                start = max(span.start, LEFT + numbers)
                self._mark(Box(start, self.y, span.end - start, table.row_height))
            if table.first is not None:
                self._mark(Text(LEFT, self.y + table.row_height - 8, BODY, f"{table.first + index}."))
            self.y += table.row_height
        self.y += 10

    def _pen_code(self, code: PenCode) -> None:
        side, numbers = 18.0, 24.0
        slot = (WIDTH - numbers) / code.per_line
        for start in range(0, len(code.groups), code.per_line):
            self._fit(_CODE_LINE)
            self._mark(Text(LEFT, self.y + CODE.size, BODY, f"{start // code.per_line + 1}."))
            for place, group in enumerate(code.groups[start : start + code.per_line]):
                x = LEFT + numbers + place * slot
                self._mark(Text(x, self.y + CODE.size, CODE, group))
                boxes = (x + index * side for index in range(len(group)))
                self._mark(*(Box(left, self.y + CODE.size + 4, side, side) for left in boxes))
            self.y += _CODE_LINE
        self.y += 4


@dataclass(frozen=True)
class _Span:
    """A column with its place on the page."""

    column: Column
    start: float
    end: float

    @property
    def width(self) -> float:
        gutter = 0.0 if self.column.numeric else GUTTER
        return self.end - self.start - gutter


def _grid(columns: Sequence[Column]) -> tuple[_Span, ...]:
    spans: list[_Span] = []
    start = LEFT
    for column in columns:
        end = start + column.share * WIDTH
        spans.append(_Span(column, start, end))
        start = end
    return tuple(spans)


def _line_count(cells: _Row) -> int:
    return max(1, *(len(lines) for lines in cells))


def _height(cells: _Row) -> float:
    return ROW * _line_count(cells)


def _heading_look(heading: Heading) -> tuple[Style, float, float]:
    """Style, and the space before and after it."""
    return (RUBRIC, 14.0, 5.0) if heading.level == 2 else (BODY, 4.0, 4.0)
