"""Where everything of a document stands: blocks become pages with texts, lines and boxes.

Points (1/72 inch) from the top left corner of an A4 page; sizes and margins of models §1.1. Of a font it
knows only how wide a text is. What each text is, is told to the structure tree on the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias, assert_never

from osv_tui.documents.model import (
    Annex,
    Block,
    Bullets,
    Checkbox,
    Column,
    Digits,
    Document,
    Figure,
    Heading,
    KeyValues,
    Number,
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
from osv_tui.documents.structure import DECORATION, Role, StructureTree
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
LARGE = Style(Face.REGULAR, 13)
LARGE_STRONG = Style(Face.BOLD, 13)
MODEL_NAME = Style(Face.BOLD, 11)
TITLE = Style(Face.BOLD, 16)
RUBRIC = Style(Face.BOLD, 11)
CODE = Style(Face.BOLD, 28)

PRACTICE = "OEFENING"
DRAFT = "CONCEPT"

ROW = BODY.leading
"""Height of a line of a table: 50 candidates, the most a list has in most elections, fit on one page."""

BASELINE = 9.4
"""From the top of such a line to the feet of its letters."""

GUTTER = 4.0
"""Space between the text of a column and the next column."""

SIDE = 15.0
"""Side of a box for one digit: 5.3 mm, large enough to write in."""

_TABLE = 3 * ROW + SIDE
"""What must at least stand of a table where it starts: a head of two lines, and a row."""

_CODE_LINE = 55.0
"""Height of a line of a code with the boxes below it."""

_LABELS = 330.0
"""Width of what stands before the numbers of a sum."""

_NUMBERS = LEFT + 430.0
"""Where the numbers of a sum end."""

_LETTERS = 24.0
"""Width of the letters before the labels of a form."""

_UNDER = 5.0
"""Below a box for a digit, before the next one."""


class Text(NamedTuple):
    """A text whose baseline starts at (x, y); ``element`` says what it is."""

    x: float
    y: float
    style: Style
    text: str
    element: int = DECORATION


class Line(NamedTuple):
    """A straight rule between two points."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float = 0.5


class Box(NamedTuple):
    """A rectangle with its upper left corner at (x, y), drawn as an outline or filled."""

    x: float
    y: float
    width: float
    height: float
    filled: bool = False
    element: int = DECORATION


class Bookmark(NamedTuple):
    """A heading that starts at ``y``; ``level`` 1 is the title."""

    level: int
    text: str
    y: float


Mark: TypeAlias = Text | Line | Box


@dataclass
class Page:
    """Everything that stands on one page."""

    marks: list[Mark] = field(default_factory=list)
    bookmarks: list[Bookmark] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """What becomes a file of its own: its pages, and the tree of what stands on them."""

    pages: tuple[Page, ...]
    tree: StructureTree


@dataclass(frozen=True)
class Pages:
    """A whole document: what is published, and the sheet that is signed, which can be empty."""

    published: Part
    sheet: Part

    @property
    def count(self) -> int:
        return len(self.published.pages) + len(self.sheet.pages)


def lay_out(document: Document, measure: Measure, *, whole: bool = False) -> Pages:
    """The pages of ``document``, each with its footer.

    With a signature the published part ends on an even page, with an empty page if need be, so that what is
    signed is a sheet of its own in duplex print (models §1.9).

    Args:
        measure: the width in points of a text in a style.
        whole: whether the sheet stays with the published part, as for a form that is printed to be filled in.
    """
    published = _Flow(measure, top_level=1)
    published.title(document)
    published.blocks(document.body)
    published.trim()
    sheet = _Flow(measure, top_level=2)
    if document.signature:
        if len(published.pages) % 2:
            published.pages.append(Page())
        if whole:
            published.begin_sheet()
        flow = published if whole else sheet
        flow.run(document.running)
        flow.blocks(document.signature)
    pages = Pages(published.part(), sheet.part())
    for number, page in enumerate((*pages.published.pages, *pages.sheet.pages), start=1):
        page.marks.extend(_footer(document, number, pages.count, measure))
    return pages


def watermark(document: Document) -> tuple[str, ...]:
    """What stands large across every page, and again in its footer."""
    return (*((PRACTICE,) if document.facts.practice else ()), *((DRAFT,) if document.facts.draft else ()))


def _footer(document: Document, number: int, count: int, measure: Measure) -> Iterator[Mark]:
    """The footer of models §1.2: date and hash of the count file, and which page of how many."""
    y = PAGE_HEIGHT - 62
    yield Line(LEFT, y, RIGHT, y)
    date = f"Datum: {moment(document.facts.created)}"
    if document.hashed and document.facts.eml_sha256:
        yield Text(LEFT, y + 12, SMALL, f"{date}     -     SHA-256-Hashcode:")
        yield Text(LEFT, y + 23, SMALL, grouped(document.facts.eml_sha256))
    else:
        yield Text(LEFT, y + 12, SMALL, f"{date}     -     (Concept)" if document.facts.draft else date)
    if words := watermark(document):
        why = "dit is geen echte uitslag" if document.facts.practice else "de uitslag is nog niet definitief"
        yield Text(LEFT, y + 34, STRONG, f"{', '.join(words)}: {why}")
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
    """Fills pages from top to bottom; ``y`` is where the next block starts.

    ``top_level`` is the level of the first heading, which in a file is always of the first order.
    """

    def __init__(self, measure: Measure, top_level: int) -> None:
        self.measure = measure
        self.pages = [Page()]
        self.tree = StructureTree()
        self.y = TOP
        self._top_level = top_level
        self._running = self._everywhere = ""
        self._unused = 0
        self._grids: dict[tuple[Column, ...], _Grid] = {}

    def part(self) -> Part:
        used = any(page.marks for page in self.pages)
        return Part(tuple(self.pages) if used else (), self.tree)

    def blocks(self, blocks: Sequence[Block]) -> None:
        for index, block in enumerate(blocks):
            if isinstance(block, Heading):
                self._fit(self._heading_height(block) + self._beginning(blocks[index + 1 :]))
            elif isinstance(block, KeyValues):
                self._fit(self._beginning(blocks[index : index + 2]))
            self._block(block)

    def begin_sheet(self) -> None:
        """Go to a new page, also when the last one is empty."""
        self.pages.append(Page())
        self.y = TOP

    def trim(self) -> None:
        """Drop the empty page that a page break at the very end leaves behind."""
        if len(self.pages) > 1 and not self._is_used:
            self.pages.pop()

    def run(self, running: str) -> None:
        """Put ``running`` on top of a page that nothing stands on yet, and of all that follow."""
        self._running = running
        if running:
            self._text(runs(running), SMALL, SMALL, DECORATION)
            self.y += 6
        self._unused = len(self.pages[-1].marks)

    def title(self, document: Document) -> None:
        name = self.tree.add(Role.PARAGRAPH)
        self._text(runs(document.model_name), MODEL_NAME, MODEL_NAME, name)
        self.y += 6
        self._text(runs(document.title), TITLE, TITLE, self._begin_heading(1, document.title))
        self.y += 10
        self._running = self._everywhere = document.running

    def _block(self, block: Block) -> None:
        match block:
            case Annex():
                self._annex(block)
            case Heading():
                self._heading(block)
            case Paragraph():
                self._paragraph(block)
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

    @property
    def _is_used(self) -> bool:
        """Whether anything stands on the last page."""
        return len(self.pages[-1].marks) > self._unused

    def _page_break(self) -> None:
        if self._is_used:
            self.pages.append(Page())
            self.y = TOP
            self.run(self._running)

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
        if isinstance(first, Sum):
            return self._sum_height(first)
        if isinstance(first, KeyValues) and len(blocks) > 1 and isinstance(blocks[1], Table):
            return ROW * len(first.rows) + 6 + max(_TABLE, self._table_beginning(blocks[1]))
        if isinstance(first, Table):
            return self._table_beginning(first)
        if isinstance(first, Paragraph):
            ends = len(blocks) > 1 and isinstance(blocks[1], Heading)  # what it introduces is the paragraph
            return 3 * BODY.leading + (0.0 if ends else self._beginning(blocks[1:]))
        return 3 * ROW

    def _mark(self, *marks: Mark) -> None:
        self.pages[-1].marks.extend(marks)

    def _line(self, pieces: Iterable[Piece], x: float, baseline: float, element: int) -> None:
        marks = self.pages[-1].marks
        marks.extend([Text(x + piece.x, baseline, piece.style, piece.text, element) for piece in pieces])

    def _text(
        self,
        text: Runs,
        style: Style,
        bold: Style,
        element: int,
        x: float = LEFT,
        width: float = WIDTH,
    ) -> None:
        for pieces in wrap(text, style, bold, width, self.measure):
            self._fit(style.leading)
            self._line(pieces, x, self.y + style.size, element)
            self.y += style.leading

    def _begin_heading(self, level: int, text: str) -> int:
        level = max(1, level - self._top_level + 1)
        self.pages[-1].bookmarks.append(Bookmark(level, text, self.y))
        return self.tree.add((Role.H1, Role.H2, Role.H3)[level - 1])

    def _annex(self, annex: Annex) -> None:
        self._running = self._everywhere
        self._page_break()
        self._text(runs(annex.title), TITLE, TITLE, self._begin_heading(1, annex.title))
        self.y += 10
        self._running = annex.running or self._everywhere

    def _paragraph(self, block: Paragraph) -> None:
        style, bold = (LARGE, LARGE_STRONG) if block.large else (BODY, STRONG)
        if block.guidance:
            style = GUIDANCE
        self._text(block.runs, style, bold, self.tree.add(Role.PARAGRAPH))
        self.y += 6

    def _heading_height(self, heading: Heading) -> float:
        style, before, after = _heading_look(heading)
        lines = len(wrap(runs(heading.text), style, style, WIDTH, self.measure))
        return before + lines * style.leading + after

    def _heading(self, heading: Heading) -> None:
        style, before, after = _heading_look(heading)
        if heading.level == 2:
            self._mark(Line(LEFT, self.y + 8, RIGHT, self.y + 8))
        self.y += before
        element = self._begin_heading(heading.level, heading.text)
        for pieces in wrap(runs(heading.text), style, style, WIDTH, self.measure):
            self._line(pieces, LEFT, self.y + style.size, element)
            if heading.level > 2:
                end = pieces[-1].x + self.measure(pieces[-1].text, style)
                self._mark(Line(LEFT, self.y + style.size + 1.5, LEFT + end, self.y + style.size + 1.5))
            self.y += style.leading
        self.y += after

    def _bullets(self, bullets: Bullets) -> None:
        whole = self.tree.add(Role.LIST)
        for item in bullets.items:
            body = self.tree.add(Role.ITEM_BODY, self.tree.add(Role.ITEM, whole))
            self._fit(BODY.leading)
            self._mark(Box(LEFT + 4, self.y + 4, 4, 4, filled=True))
            self._text(item, BODY, STRONG, body, LEFT + 18, WIDTH - 18)
            self.y += 3
        self.y += 3

    def _checkbox(self, checkbox: Checkbox) -> None:
        self._fit(2 * BODY.leading)
        whole = self.tree.add(Role.PARAGRAPH)
        box = self.tree.add(Role.TICKED if checkbox.checked else Role.NOT_TICKED, whole)
        self._mark(Box(LEFT + 1, self.y + 0.5, 10, 10, element=box))
        if checkbox.checked:
            self._mark(Box(LEFT + 3, self.y + 2.5, 6, 6, filled=True, element=box))
        text = self.tree.add(Role.SPAN, whole)
        indent = 22.0
        width = WIDTH - indent if checkbox.number is None else _label_width(checkbox.number, indent)
        self._text(checkbox.runs, BODY, STRONG, text, LEFT + indent, width)
        if checkbox.number is not None:
            counted = isinstance(checkbox.number, int)
            number = self.tree.add(Role.SPAN, whole) if counted else DECORATION
            self._number(checkbox.number, self.y - ROW, STRONG, number)
            self.y += 2
        self.y += 6

    def _key_values(self, block: KeyValues) -> None:
        values = LEFT + 160
        table = self.tree.add(Role.TABLE)
        if block.bookmark:
            self._fit(ROW)
            self.pages[-1].bookmarks.append(Bookmark(3, block.bookmark, self.y))
        for row in block.rows:
            lines = wrap((Run(row.value),), STRONG, STRONG, RIGHT - values, self.measure)
            label, value = self._elements(table, (Role.ROW_HEAD, Role.CELL))
            self._fit(ROW)
            self._mark(Text(LEFT, self.y + BASELINE, BODY, row.label, label))
            for pieces in lines or [[]]:
                self._fit(ROW)
                self._line(pieces, values, self.y + BASELINE, value)
                self.y += ROW
        self.y += 6

    def _elements(self, table: int, roles: Sequence[Role]) -> Sequence[int]:
        """The cells of a new row."""
        return self.tree.add_all(roles, self.tree.add(Role.ROW, table))

    def _table(self, table: Table) -> None:
        grid, whole = self._grid(table.columns), self.tree.add(Role.TABLE)
        self._fit(self._table_beginning(table))
        if table.caption:
            self._text(runs(table.caption), STRONG, STRONG, self.tree.add(Role.CAPTION, whole))
            self.y += 2
        if table.has_head:
            self._head(grid, self._elements(whole, [Role.COLUMN_HEAD] * len(grid)))
        roles, last = _row_roles(table), len(table.rows) - 1
        for index, texts in enumerate(table.rows):
            cells = self._cells(texts, grid, BODY)
            closing = _closing_height(table) if index == last else 0.0
            if self.y + _row_height(table, cells) + closing > BOTTOM:
                self._page_break()
                self._head_again(table, grid)
            self._row_or_boxes(table, cells, grid, self._elements(whole, roles))
        if table.total:
            self._closing(table, grid, self._elements(whole, _total_roles(table)))
        self.y += 8

    def _table_beginning(self, table: Table) -> float:
        """What must stand of a table where it starts: caption, head and first row, if a page holds them."""
        grid, height = self._grid(table.columns), 0.0
        if table.caption:
            lines = wrap(runs(table.caption), STRONG, STRONG, WIDTH, self.measure)
            height += len(lines) * STRONG.leading + 2
        if table.has_head:
            height += ROW * _line_count(self._cells([span.column.heading for span in grid], grid, STRONG))
        if table.rows:
            height += _row_height(table, self._cells(table.rows[0], grid, BODY))
        if len(table.rows) < 2:
            height += _closing_height(table)
        least = _TABLE if table.has_boxes else 3 * ROW
        return max(least, height) if height <= BOTTOM - TOP else least

    def _row_or_boxes(self, table: Table, cells: _Row, grid: _Grid, elements: Sequence[int]) -> None:
        if not table.has_boxes:
            self._row(cells, grid, elements)
            return
        for span in grid:
            self._boxes(span.column.digits, span.start, self.y)
        beside = (SIDE - ROW) / 2
        self.y += beside
        self._row(cells, grid, elements, ruled=False)
        self.y += beside
        self._mark(Line(LEFT, self.y, grid[-1].end, self.y, width=0.2))

    def _closing(self, table: Table, grid: _Grid, elements: Sequence[int]) -> None:
        if not table.has_boxes:
            self._mark(Line(LEFT, self.y, grid[-1].end, self.y))
            self._row(self._total(table, grid), grid, elements)
            return
        self.y += _UNDER
        for span in grid:
            if span.column.digits:
                self._plus(span.start, span.start + span.column.digits * SIDE, self.y - 2)
        self._row_or_boxes(table, self._total(table, grid), grid, elements)

    def _head(self, grid: _Grid, elements: Sequence[int]) -> None:
        headings = tuple(span.column.heading for span in grid)
        self._row(self._cells(headings, grid, STRONG), grid, elements, ruled=False)
        self._mark(Line(LEFT, self.y, grid[-1].end, self.y, width=0.8))

    def _head_again(self, table: Table, grid: _Grid) -> None:
        """On the next page, for the eye only."""
        if table.continued:
            self._text(runs(table.continued), STRONG, STRONG, DECORATION)
            self.y += 2
        if table.has_head:
            self._head(grid, [DECORATION] * len(grid))

    def _total(self, table: Table, grid: _Grid) -> _Row:
        """The closing row: its label stands against the numbers, on the right."""
        cells = self._cells(table.total, grid, STRONG)
        *labels, _ = range(len(grid))
        for index in labels:
            cells[index] = [self._right(line, grid[index]) for line in cells[index]]
        return cells

    def _grid(self, columns: tuple[Column, ...]) -> _Grid:
        if columns not in self._grids:
            self._grids[columns] = _grid(columns)
        return self._grids[columns]

    def _cells(self, row: Sequence[str], grid: _Grid, style: Style) -> _Row:
        return [self._cell(text, span, style) for text, span in zip(row, grid, strict=True)]

    def _cell(self, text: str, span: _Span, style: Style) -> _Cell:
        known = span.cells.get((text, style))
        if known is None:
            known = span.cells[text, style] = self._new_cell(text, span, style)
        return known

    def _new_cell(self, text: str, span: _Span, style: Style) -> _Cell:
        if self.measure(text, style) <= span.width:
            lines = [[Piece(0.0, style, text)]] if text else []
        else:
            lines = wrap(runs(text), style, style, span.width, self.measure)
        return [self._right(line, span) for line in lines] if span.column.numeric else lines

    def _right(self, line: list[Piece], span: _Span) -> list[Piece]:
        last = line[-1]
        shift = span.width - last.x - self.measure(last.text.rstrip(), last.style)
        return [Piece(piece.x + shift, piece.style, piece.text) for piece in line]

    def _row(self, cells: _Row, grid: _Grid, elements: Sequence[int], ruled: bool = True) -> None:
        for number in range(_line_count(cells)):
            self._fit(ROW)
            baseline, marks = self.y + BASELINE, self.pages[-1].marks
            for lines, span, element in zip(cells, grid, elements, strict=True):
                for x, style, text in lines[number] if number < len(lines) else ():
                    marks.append(Text(span.start + x, baseline, style, text, element))
            self.y += ROW
        if ruled:
            self._mark(Line(LEFT, self.y, grid[-1].end, self.y, width=0.2))

    def _sum(self, block: Sum) -> None:
        self._fit(self._sum_height(block))
        table = self.tree.add(Role.TABLE)
        for figure in block.terms:
            self._figure(figure, table, BODY)
        if block.total:
            self._plus(LEFT + 340, _NUMBERS, self.y + 2)
            self.y += 8 if isinstance(block.total.number, Digits) else 4
            self._figure(block.total, table, STRONG)
        self.y += 8

    def _sum_height(self, block: Sum) -> float:
        figures = (*block.terms, *((block.total,) if block.total else ()))
        return 16 + sum(self._figure_height(figure) for figure in figures)

    def _figure_height(self, figure: Figure) -> float:
        lines = ROW * len(self._label(figure, STRONG))
        return max(lines, SIDE) + _UNDER if isinstance(figure.number, Digits) else lines

    def _label(self, figure: Figure, style: Style) -> list[list[Piece]]:
        width = _label_width(figure.number, _LETTERS if figure.letter else 0.0)
        return wrap(runs(figure.label), style, style, width, self.measure)

    def _figure(self, figure: Figure, table: int, style: Style) -> None:
        label, value = self._elements(table, (Role.ROW_HEAD, Role.CELL))
        lines, x = self._label(figure, style), LEFT
        self._fit(ROW * len(lines))
        if figure.letter:
            self._mark(Text(LEFT, self.y + BASELINE, STRONG, f"{figure.letter} ", label))
            x += _LETTERS
        for pieces in lines:
            self._line(pieces, x, self.y + BASELINE, label)
            self.y += ROW
        self._number(figure.number, self.y - ROW, style, value)
        if isinstance(figure.number, Digits):
            self.y += SIDE - ROW + _UNDER

    def _number(self, number: Number, y: float, style: Style, element: int) -> None:
        """At the end of a row that starts at ``y``, or the boxes to write it in."""
        if isinstance(number, Digits):
            self._boxes(number.count, _NUMBERS - number.count * SIDE, y + (ROW - SIDE) / 2)
        else:
            digits = str(number)
            self._mark(Text(_NUMBERS - self.measure(digits, style), y + BASELINE, style, digits, element))

    def _boxes(self, count: int, x: float, y: float) -> None:
        self._mark(*(Box(x + place * SIDE, y, SIDE, SIDE) for place in range(count)))

    def _plus(self, start: float, end: float, y: float) -> None:
        """The line above a sum."""
        self._mark(Line(start, y, end, y), Text(end + 8, y + 3, BODY, "+"))

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
        element = self.tree.add(Role.PARAGRAPH)
        self._mark(Text(x, baseline, BODY, f"{pen_field.label} ", element))
        self._mark(Line(start, baseline + 2, stop, baseline + 2))
        if pen_field.after:
            self._mark(Text(stop + 4, baseline, BODY, pen_field.after, element))

    def _pen_boxes(self, block: PenBoxes) -> None:
        self._fit(30)
        side, x, baseline = 15.0, LEFT + 160, self.y + 11
        element = self.tree.add(Role.PARAGRAPH)
        self._mark(Text(LEFT, baseline, BODY, f"{block.label} ", element))
        for index, size in enumerate(block.groups):
            if index:
                self._mark(Text(x + 3, baseline, BODY, block.separator))
                x += 10
            for _ in range(size):
                self._mark(Box(x, self.y, side, side))
                x += side
        hint = " ".join(filter(None, (block.after, f"({block.hint})")))
        self._mark(Text(x + 8, baseline, BODY, hint, element))
        self.y += 24

    def _pen_table(self, table: PenTable) -> None:
        self._fit(2 * ROW + table.row_height)
        grid = self._grid(table.columns)
        headings = [column.heading for column in table.columns]
        whole = self.tree.add(Role.TABLE) if any(headings) else DECORATION
        if whole != DECORATION:
            head = self._elements(whole, [Role.COLUMN_HEAD] * len(grid))
            self._row(self._cells(headings, grid, STRONG), grid, head, ruled=False)
            self.y += 2
        for index in range(table.rows):
            self._fit(table.row_height)
            number = None if table.first is None else table.first + index
            self._pen_row(table, grid, whole, number)
            self.y += table.row_height
        self.y += 10

    def _pen_row(self, table: PenTable, grid: _Grid, whole: int, number: int | None) -> None:
        margin = 0.0 if number is None else 24.0
        for span in grid:
            start = max(span.start, LEFT + margin)
            self._mark(Box(start, self.y, span.end - start, table.row_height))
        if whole == DECORATION:
            return
        first, *_ = self._elements(whole, [Role.CELL] * len(grid))
        if number is not None:
            self._mark(Text(LEFT, self.y + table.row_height - 8, BODY, f"{number}.", first))

    def _pen_code(self, code: PenCode) -> None:
        side, numbers = 18.0, 24.0
        height = _CODE_LINE if code.copied else 2 * CODE.size - side
        slot = (WIDTH - numbers) / code.per_line
        for start in range(0, len(code.groups), code.per_line):
            self._fit(height)
            element = self.tree.add(Role.PARAGRAPH)
            self._mark(Text(LEFT, self.y + CODE.size, BODY, f"{start // code.per_line + 1}. ", element))
            for place, group in enumerate(code.groups[start : start + code.per_line]):
                x = LEFT + numbers + place * slot
                self._mark(Text(x, self.y + CODE.size, CODE, f"{group} ", element))
                boxes = (x + index * side for index in range(len(group) if code.copied else 0))
                self._mark(*(Box(left, self.y + CODE.size + 4, side, side) for left in boxes))
            self.y += height
        self.y += 4 if code.copied else 8


@dataclass(frozen=True)
class _Span:
    """A column with its place on the page, and its cells: the same names come back at every station."""

    column: Column
    start: float
    end: float
    cells: dict[tuple[str, Style], _Cell] = field(default_factory=dict, compare=False)

    @property
    def width(self) -> float:
        gutter = 0.0 if self.column.numeric else GUTTER
        return self.end - self.start - gutter


_Grid: TypeAlias = tuple[_Span, ...]


def _grid(columns: Sequence[Column]) -> _Grid:
    spans: list[_Span] = []
    start = LEFT
    for column in columns:
        end = start + column.share * WIDTH
        spans.append(_Span(column, start, end))
        start = end
    return tuple(spans)


def _row_roles(table: Table) -> list[Role]:
    """Without a head the first column says what a row is about."""
    marked = any(column.header for column in table.columns)
    return [
        Role.ROW_HEAD if column.header or (place == 0 and not marked and not table.has_head) else Role.CELL
        for place, column in enumerate(table.columns)
    ]


def _total_roles(table: Table) -> list[Role]:
    """The last of the labels says what the row is about."""
    *labels, _ = table.total
    label = max((place for place, text in enumerate(labels) if text), default=-1)
    return [Role.ROW_HEAD if place == label else Role.CELL for place in range(len(table.total))]


def _label_width(number: Number, indent: float) -> float:
    """Width of the label of a number, which ends well before the number."""
    boxes = number.count * SIDE if isinstance(number, Digits) else 0.0
    return min(_LABELS, _NUMBERS - LEFT - indent - boxes - 2 * GUTTER)


def _row_height(table: Table, cells: _Row) -> float:
    lines = ROW * _line_count(cells)
    return lines + SIDE - ROW if table.has_boxes else lines


def _closing_height(table: Table) -> float:
    if not table.total:
        return 0.0
    return _UNDER + SIDE if table.has_boxes else ROW


def _line_count(cells: _Row) -> int:
    return max(map(len, cells)) or 1


def _heading_look(heading: Heading) -> tuple[Style, float, float]:
    """Style, and the space before and after it."""
    return (RUBRIC, 14.0, 5.0) if heading.level == 2 else (BODY, 4.0, 4.0)
