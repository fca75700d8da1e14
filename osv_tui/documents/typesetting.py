"""Breaking text into lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, TypeAlias

from osv_tui.documents.model import Runs


class Face(Enum):
    """A cut of the typeface; the value is its name in the font package."""

    REGULAR = "Regular"
    BOLD = "Bold"
    ITALIC = "Italic"


@dataclass(frozen=True, eq=False)
class Style:
    """A face in a size, in points. Each is made once, and known by that."""

    face: Face
    size: float

    @property
    def leading(self) -> float:
        return self.size * 1.4


Measure: TypeAlias = Callable[[str, Style], float]
"""The width in points of a text in a style."""


class Piece(NamedTuple):
    """Part of a line of text: ``x`` from the start of the line."""

    x: float
    style: Style
    text: str


_Token: TypeAlias = list[tuple[Style, str]]
"""What stands between two spaces; it changes style where a strong part ends inside a word."""


def wrap(text: Runs, style: Style, bold: Style, width: float, measure: Measure) -> list[list[Piece]]:
    """Break running text into lines of at most ``width``; a longer word is broken where it must.

    A line keeps the space at which it was broken, out of sight: who has it read aloud hears two words.
    """
    for run in text:
        measure(run.text, bold if run.strong else style)  # names the whole text if it cannot be printed
    lines: list[list[_Token]] = []
    room, inside_word = 0.0, False
    for token, cut in _tokens(text, style, bold, width, measure):
        needed = sum(measure(part, part_style) for part_style, part in token)
        space = measure(" ", token[0][0])
        if lines and space + needed <= room:
            lines[-1].append(token)
            room -= space + needed
        else:
            if lines and not inside_word:
                lines[-1].append([(lines[-1][-1][-1][0], "")])
            lines.append([token])
            room = width - needed
        inside_word = cut
    return [_pieces(line, measure) for line in lines]


def _tokens(
    text: Runs, style: Style, bold: Style, width: float, measure: Measure
) -> Iterator[tuple[_Token, bool]]:
    """The tokens, each with whether the next one is the rest of a word that was cut."""
    token: _Token = []
    for run in text:
        run_style = bold if run.strong else style
        for index, word in enumerate(run.text.split(" ")):
            if index and token:
                yield token, False
                token = []
            for place, part in enumerate(_parts(word, run_style, width, measure)):
                if place:
                    yield token, True
                    token = []
                token.append((run_style, part))
    if token:
        yield token, False


def _parts(word: str, style: Style, width: float, measure: Measure) -> Iterator[str]:
    """The word whole, or cut in parts that each fill a line when it is wider than one."""
    start = 0
    while word[start:] and measure(word[start:], style) > width:
        end = start + _fitting(word[start:], style, width, measure)
        yield word[start:end]
        start = end
    if word[start:]:
        yield word[start:]


def _fitting(word: str, style: Style, width: float, measure: Measure) -> int:
    """How many characters of ``word`` fill a line, at least one."""
    used = 0.0
    for count, character in enumerate(word):
        used += measure(character, style)
        if used > width:
            return max(1, count)
    return len(word)


def _pieces(line: list[_Token], measure: Measure) -> list[Piece]:
    """The tokens of a line joined to as few pieces as the styles allow."""
    joined: list[tuple[Style, str]] = []
    for index, token in enumerate(line):
        for place, (style, part) in enumerate(token):
            text = f" {part}" if index and place == 0 else part
            if joined and joined[-1][0] == style:
                joined[-1] = (style, joined[-1][1] + text)
            else:
                joined.append((style, text))
    pieces: list[Piece] = []
    x = 0.0
    for style, text in joined:
        pieces.append(Piece(x, style, text))
        x += measure(text, style)
    return pieces
