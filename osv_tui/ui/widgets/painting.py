"""The look of the entry form: lines as segments.

A state is shown by text or by reverse, bold and dim, never by colour alone (facts tui §4.3).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from osv_tui.election.checks import Finding, Severity
from osv_tui.election.form import Field, FieldKind
from osv_tui.ui.widgets.draft import Closing, Gap
from osv_tui.ui.widgets.layout import (
    BOX_WIDTH,
    LETTER_WIDTH,
    NUMBER_WIDTH,
    at_most,
    both_ends,
    clean,
    cut,
    leader,
)

PLAIN = Style()
BOLD = Style(bold=True)
DIM = Style(dim=True)
REVERSE = Style(reverse=True)
CARET = Style(reverse=True, bold=True)

EMPTY = "·"
LOCKED = "="
MARK = "! "

KeyHint = tuple[str, str]
"""A key and the word for what it does."""

UNIT_PROMPT = "Typ het nummer van het stembureau om in te leveren: "


@dataclass(frozen=True)
class Box:
    """What stands in the box of a field: ``typing`` means that it is not stored yet."""

    figure: str
    caret: bool = False
    typing: bool = False
    locked: bool = False
    marked: bool = False


def field_segments(field: Field, box: Box, width: int) -> list[Segment]:
    """One field on ``width`` cells: letter, label, leader, mark and number."""
    strong = BOLD if box.caret or field.kind is FieldKind.TOTAL else PLAIN
    room = width - LETTER_WIDTH - 1
    label = cut(field.label, room - len(MARK) - BOX_WIDTH - 1)
    return [
        *_spaced(f"{cut(field.letter, LETTER_WIDTH):>{LETTER_WIDTH}} ", strong),
        *_spaced(label, DIM if box.locked else strong),
        *_figure(field, box, label, room),
    ]


def _figure(field: Field, box: Box, label: str, room: int) -> list[Segment]:
    """Leader, mark and number; the leader runs on to the number, but not into the box with the caret."""
    mark = MARK if box.marked else ""
    if box.caret:
        figure = f"{box.figure:>{NUMBER_WIDTH}}{'_' if box.typing else ' '}"
        lead = leader(label, room - len(mark) - BOX_WIDTH)
        return [*_spaced(lead, DIM), *_spaced(mark, BOLD), *_spaced(figure, CARET)]
    number_style = BOLD if field.kind is FieldKind.TOTAL else PLAIN
    style = DIM if box.locked or box.figure == EMPTY else number_style
    lead = leader(label, room - len(mark) - len(box.figure) - 1)
    return [*_spaced(lead, DIM), *_spaced(mark, BOLD), Segment(box.figure, style), Segment(" ")]


def _spaced(text: str, style: Style) -> list[Segment]:
    """``text`` with the blanks before it apart: programs that draw the SVG pictures may drop them."""
    start = len(text) - len(text.lstrip(" "))
    return [Segment(part, style) for part in (text[:start], text[start:]) if part]


def line(left: str, right: str, width: int, style: Style = PLAIN) -> list[Segment]:
    """Text at both ends of a line, one cell from the edge."""
    start, end = both_ends(left, right, width - 2)
    return [Segment(" "), *_spaced(start, style), Segment(f"{end} ")]


def wrapped(text: str, width: int, rows: int) -> list[str]:
    """Cleaned ``text`` broken between words into one to ``rows`` lines that ``line`` draws whole."""
    return wrap(clean(text), width - 4, max_lines=rows, placeholder=" ...") or [""]


def as_many(texts: Sequence[str], width: int) -> str:
    """The texts after each other on a line; of those that do not fit, how many F1 has in store."""
    for shown in range(len(texts), 0, -1):
        more = len(texts) - shown
        hint = f"  (+{more}: F1)" if more else ""
        line = "   ".join(texts[:shown]) + hint
        if cell_len(line) <= width - 4:
            return line
    return f"{cut(texts[0], width - 4 - len(hint))}{hint}" if texts else ""


def rule(width: int) -> list[Segment]:
    """A line across the screen."""
    return [Segment(" "), Segment("─" * (width - 2), DIM)]


def hint_segments(hints: Sequence[KeyHint]) -> list[Segment]:
    """The key line: each key bold, its word plain."""
    segments = [Segment(" ")]
    for key, word in hints:
        segments += [Segment(key, BOLD), *_spaced(f" {word}", PLAIN), Segment("  ")]
    return segments


def hint_text(hints: Sequence[KeyHint]) -> str:
    """Keys with what they do, as plain text."""
    return "  ".join(f"{key} {word}" for key, word in hints)


def unit_box(digits: str) -> list[Segment]:
    """The box behind the prompt for the unit."""
    return [Segment(f"{digits:<{BOX_WIDTH}}", CARET)]


@dataclass(frozen=True)
class ClosingLine:
    """A line of the last page; ``right`` stands at its end."""

    left: str = ""
    right: str = ""
    strong: bool = False

    def segments(self, width: int) -> list[Segment]:
        right = cut(self.right, width // 2)
        style = BOLD if self.strong else PLAIN
        if not right:
            return [Segment(" "), *_spaced(cut(self.left, width - 2), style)]
        room = width - 2 - cell_len(right)
        left = cut(self.left, room - 4)
        return [Segment(" "), *_spaced(left, style), *_spaced(leader(left, room), DIM), Segment(right)]


def closing_lines(closing: Closing, rows: int, prompt: str = UNIT_PROMPT) -> tuple[ClosingLine, ...]:
    """The last page on at most ``rows`` lines; when nothing is missing the last one is the ``prompt``."""
    return tuple(_incomplete(closing.gaps, rows) if closing.gaps else _complete(closing, rows, prompt))


def _incomplete(gaps: Sequence[Gap], rows: int) -> Iterator[ClosingLine]:
    missing = sum(gap.count for gap in gaps)
    yield ClosingLine(
        "Er is nog 1 veld niet gelezen." if missing == 1 else f"Er zijn nog {missing} velden niet gelezen.",
        strong=True,
    )
    yield ClosingLine()
    listed = at_most(gaps, rows - 4)
    for gap in listed:
        yield ClosingLine(f"  {gap.section.title}", f"{_fields(gap.count)}, eerste: {_name(gap.first)}")
    if len(listed) < len(gaps):
        yield ClosingLine(f"  en nog {len(gaps) - len(listed)} bladen")
    yield ClosingLine()
    yield ClosingLine("Enter gaat naar het eerste lege veld.", strong=True)


def _complete(closing: Closing, rows: int, prompt: str) -> Iterator[ClosingLine]:
    yield ClosingLine("Alle velden zijn gelezen.", strong=True)
    yield ClosingLine()
    if closing.findings:
        yield from _found(closing.findings, rows - 4)
    elif closing.judged:
        yield ClosingLine("Alle optellingen kloppen.")
    yield ClosingLine()
    yield ClosingLine(prompt, strong=True)


_SAID = {Severity.ERROR: "klopt niet", Severity.WARNING: "valt op"}


def _found(findings: Sequence[Finding], rows: int) -> Iterator[ClosingLine]:
    severities = {finding.check.severity for finding in findings}
    said = " of ".join(words for severity, words in _SAID.items() if severity in severities)
    yield ClosingLine(f"Dit {said}. Vergelijk het met het papier (F1 geeft uitleg):")
    yield ClosingLine()
    listed = at_most(findings, rows - 4)
    for finding in listed:
        yield ClosingLine(f"! {finding.text}")
    if len(listed) < len(findings):
        yield ClosingLine(f"  en nog {len(findings) - len(listed)} andere")
    yield ClosingLine()
    yield ClosingLine("Staat het zo op het papier? Laat het dan staan en lever in.")


def _fields(count: int) -> str:
    return "1 veld" if count == 1 else f"{count} velden"


def _name(field: Field) -> str:
    return clean(f"{field.letter} {field.label}").strip()
