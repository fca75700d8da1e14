"""What a document says, apart from how it is drawn: a small tree of blocks.

The tree carries the meaning a renderer needs for any form of output: the level of a heading, which row of a
table is its head, which columns hold numbers, and what is left open to be written by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeAlias


@dataclass(frozen=True)
class DocumentFacts:
    """What a document must be told besides the tally.

    ``created`` is the creation time of the count file, never the clock of the drawing; ``eml_sha256`` is the
    SHA-256 of that file in 64 hexadecimal digits, ``None`` as long as there is none; ``practice`` marks a
    rehearsal, ``draft`` what is made before the election is declared final.

    Raises:
        ValueError: ``eml_sha256`` is not 64 hexadecimal digits, or a draft has one.
    """

    created: datetime
    eml_sha256: str | None
    practice: bool = False
    draft: bool = False

    def __post_init__(self) -> None:
        code = self.eml_sha256
        if code is not None and (len(code) != 64 or not set(code.lower()) <= set("0123456789abcdef")):
            raise ValueError("eml_sha256 takes 64 hexadecimal digits")
        if self.draft and code is not None:
            raise ValueError("a draft has no count file")


@dataclass(frozen=True)
class Run:
    """A piece of text in one weight."""

    text: str
    strong: bool = False


Runs: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True)
class Annex:
    """What belongs to the document as a part of its own: it starts a page, and headings of level 2 follow.

    ``running`` stands small on top of its other pages, in the place of that of the document.
    """

    title: str
    running: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading below the title: level 2 is a rubric of the model, level 3 a part of a rubric."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text; ``guidance`` explains the form and is not part of what is stated.

    ``large`` is for a page that is compared by eye.
    """

    runs: Runs
    guidance: bool = False
    large: bool = False


@dataclass(frozen=True)
class Bullets:
    """An unordered list."""

    items: tuple[Runs, ...]


@dataclass(frozen=True)
class KeyValue:
    """A label with what is filled in behind it."""

    label: str
    value: str


@dataclass(frozen=True)
class KeyValues:
    """Labels with the values filled in behind them; ``bookmark`` is what the outline of a file calls them."""

    rows: tuple[KeyValue, ...]
    bookmark: str = ""


@dataclass(frozen=True)
class Column:
    """A column: its share of the width of the page (the shares of a table add up to 1) and what it holds.

    The cells of a ``header`` column say what their row is about. With ``digits`` its cells are empty boxes
    for so many digits, to write a number in by hand.
    """

    heading: str
    share: float
    numeric: bool = False
    header: bool = False
    digits: int = 0


@dataclass(frozen=True)
class Table:
    """Rows of cells; the head is the headings of the columns, and there is none when all are empty.

    ``total`` is the closing row, as long as the other rows, or empty. ``continued`` stands above the head on
    each next page.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    total: tuple[str, ...] = ()
    continued: str = ""

    @property
    def has_head(self) -> bool:
        return any(column.heading for column in self.columns)

    @cached_property
    def has_boxes(self) -> bool:
        return any(column.digits for column in self.columns)


@dataclass(frozen=True)
class Digits:
    """Boxes to write a number in by hand, one digit in each; ``count`` is the most digits it takes."""

    count: int


Number: TypeAlias = int | Digits
"""A number that is printed, or room for one that is written."""


@dataclass(frozen=True)
class Figure:
    """A row of a sum: what is counted, and how often; ``letter`` is what the form calls it."""

    label: str
    number: Number
    letter: str = ""


@dataclass(frozen=True)
class Sum:
    """Figures with their sum below a line; without ``total`` they are not added up."""

    terms: tuple[Figure, ...]
    total: Figure | None = None


@dataclass(frozen=True)
class Checkbox:
    """A box with its text; ``checked`` says whether the program ticks it.

    ``number`` stands behind the text, when the text asks for one.
    """

    checked: bool
    runs: Runs
    number: Number | None = None


@dataclass(frozen=True)
class PenField:
    """A label with a line to write on, and what is printed behind the line; ``share`` is of the row."""

    label: str
    share: float = 1.0
    after: str = ""


@dataclass(frozen=True)
class PenForm:
    """Rows of fields that belong together, filled in by hand; ``row_height`` is in points."""

    rows: tuple[tuple[PenField, ...], ...]
    row_height: float = 17.5


@dataclass(frozen=True)
class PenBoxes:
    """One box per digit, filled in by hand: the sizes of the groups and what stands between them."""

    label: str
    groups: tuple[int, ...]
    separator: str
    hint: str
    after: str = ""


@dataclass(frozen=True)
class PenTable:
    """Empty rows, filled in by hand; ``row_height`` is in points.

    ``first`` is the number printed before the first row; the others count on. Without it nothing is printed.
    """

    columns: tuple[Column, ...]
    rows: int
    first: int | None = None
    row_height: float = 24.0


@dataclass(frozen=True)
class PenCode:
    """A code in large type, to be compared by eye and copied by hand: ``per_line`` groups on a numbered line.

    Under each character is a box to write it in, unless it is not ``copied``.
    """

    groups: tuple[str, ...]
    per_line: int
    copied: bool = True


@dataclass(frozen=True)
class PageBreak:
    """What follows starts on a new page."""


Block: TypeAlias = (
    Annex
    | Heading
    | Paragraph
    | Bullets
    | KeyValues
    | Table
    | Sum
    | Checkbox
    | PenForm
    | PenBoxes
    | PenTable
    | PenCode
    | PageBreak
)


@dataclass(frozen=True)
class Document:
    """A statutory document, or a paper for the staff of the station.

    ``signature`` is the rubric that is signed: it goes on a sheet of its own, which is not published, and is
    empty for a document that nobody signs. ``hashed`` says whether the footer has the hash of the count file,
    ``numbered`` whether it has page numbers (models §1.2). ``running`` stands small on top of every page but
    the first: forms lie about in loose sheets.
    """

    title: str
    model_name: str
    facts: DocumentFacts
    body: tuple[Block, ...]
    signature: tuple[Block, ...] = ()
    hashed: bool = True
    numbered: bool = True
    running: str = ""
    language: str = "nl-NL"


def runs(*parts: str | int | Run) -> Runs:
    """Text from strings; a number is printed strong and without separators."""
    return tuple(
        part if isinstance(part, Run) else Run(str(part), strong=isinstance(part, int)) for part in parts
    )


def strong(text: str) -> Run:
    """A run of text in bold."""
    return Run(text, strong=True)


def paragraph(*parts: str | int | Run) -> Paragraph:
    """Running text of these runs."""
    return Paragraph(runs(*parts))


def guidance(text: str) -> Paragraph:
    """A text that explains the form."""
    return Paragraph((Run(text),), guidance=True)
