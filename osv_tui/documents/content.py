"""The marks of a page as a content stream, each text between the marks of what it is (ISO 32000-1, 14.6)."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

from osv_tui.documents.layout import PAGE_HEIGHT, PAGE_WIDTH, Box, Line, Page, Text
from osv_tui.documents.structure import DECORATION, StructureTree
from osv_tui.documents.typesetting import Face, Measure, Style

Encode: TypeAlias = Callable[[str, Style], str]
"""The codes of a text in the font of a style, as hexadecimal digits."""

Select: TypeAlias = Callable[[Style], str]
"""The operator that chooses a font and a size."""

_WATERMARK = Style(Face.BOLD, 110)
_BESIDE = 130.0
"""Between the baselines of two words across the page."""


def page_content(page: Page, tree: StructureTree, encode: Encode, select: Select) -> str:
    """The stream of a page. The tree hears where each of its elements stands."""
    tree.begin_page()
    shapes = [mark for mark in page.marks if not isinstance(mark, Text)]
    texts = [mark for mark in page.marks if isinstance(mark, Text)]
    return "\n".join([*_shapes(shapes, tree), "BT", *_texts(texts, tree, encode, select), "ET"])


def watermark(words: tuple[str, ...], measure: Measure, encode: Encode, select: Select) -> str:
    """Words from corner to corner, in grey and below everything else."""
    angle = math.atan2(PAGE_HEIGHT, PAGE_WIDTH)
    cos, sin = math.cos(angle), math.sin(angle)
    lines = []
    for place, word in enumerate(words):
        half, below = measure(word, _WATERMARK) / 2, 35 + (place - (len(words) - 1) / 2) * _BESIDE
        x = PAGE_WIDTH / 2 - half * cos + below * sin
        y = PAGE_HEIGHT / 2 - half * sin - below * cos
        matrix = f"{cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {x:.2f} {y:.2f} Tm"
        text = f"<{encode(word, _WATERMARK)}> Tj"
        lines.append(f"/Artifact BMC q 0.88 g BT {select(_WATERMARK)} {matrix} {text} ET Q EMC")
    return "\n".join(lines)


def _shapes(marks: list[Line | Box], tree: StructureTree) -> list[str]:
    drawn: list[str] = []
    element: int | None = None
    for mark in marks:
        of = mark.element if isinstance(mark, Box) else DECORATION
        if of != element:
            drawn += _turn(element, of, tree)
            element = of
        drawn.append(_line(mark) if isinstance(mark, Line) else _box(mark))
    return drawn if element is None else [*drawn, _END]


def _line(mark: Line) -> str:
    start = f"{mark.x0:.2f} {PAGE_HEIGHT - mark.y0:.2f} m"
    return f"{mark.width:g} w {start} {mark.x1:.2f} {PAGE_HEIGHT - mark.y1:.2f} l S"


def _box(mark: Box) -> str:
    bottom = PAGE_HEIGHT - mark.y - mark.height
    area = f"{mark.x:.2f} {bottom:.2f} {mark.width:.2f} {mark.height:.2f} re"
    return f"{area} f" if mark.filled else f"0.5 w {area} S"


def _texts(marks: list[Text], tree: StructureTree, encode: Encode, select: Select) -> list[str]:
    drawn: list[str] = []
    element: int | None = None
    style: Style | None = None
    for x, y, of_style, text, of in marks:
        if of != element:
            drawn += _turn(element, of, tree)
            element = of
        if of_style is not style:
            style = of_style
            drawn.append(select(style))
        drawn.append(f"1 0 0 1 {x:.2f} {PAGE_HEIGHT - y:.2f} Tm <{encode(text, style)}> Tj")
    return drawn if element is None else [*drawn, _END]


_END = "EMC"


def _turn(before: int | None, after: int, tree: StructureTree) -> tuple[str, ...]:
    """From what belongs to one element to what belongs to the next."""
    begin = "/Artifact BMC" if after == DECORATION else tree.begin(after)
    return (begin,) if before is None else (_END, begin)
