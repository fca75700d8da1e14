"""What a file says, without where it stands: to compare a file with the document it was drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from osv_tui.documents.layout import Box, Part, Text
from osv_tui.documents.structure import DECORATION

TICK = "☒"
"""Stands for the tick in a box, which is drawn and not written."""


@dataclass(frozen=True)
class Said:
    """The texts of a file.

    ``elements`` are those of the structure tree in reading order: a heading, a paragraph, a cell, each whole
    also where it was broken over lines or pages, and ``TICK`` where a box is ticked. ``beside`` are, page by
    page, the texts that nobody reads aloud: the watermark, heads that are repeated, the footer. ``bookmarks``
    are those of the outline, and ``metadata`` is what the file says of itself.
    """

    elements: tuple[str, ...]
    beside: tuple[tuple[str, ...], ...]
    bookmarks: tuple[str, ...]
    metadata: str


def said(part: Part, watermark: Sequence[str], metadata: str) -> Said:
    """What the pages of ``part`` say, each with the watermark."""
    elements: dict[int, str] = {}
    beside = []
    for page in part.pages:
        aside = list(watermark)
        for mark in page.marks:
            match mark:
                case Text(text=text, element=element) if element == DECORATION:
                    aside.append(text)
                case Text(text=text, element=element):
                    elements[element] = elements.get(element, "") + text
                case Box(filled=True, element=element) if element != DECORATION:
                    elements[element] = TICK
        beside.append(tuple(aside))
    whole = tuple(elements[element] for element in sorted(elements))
    bookmarks = tuple(bookmark.text for page in part.pages for bookmark in page.bookmarks)
    return Said(whole, tuple(beside), bookmarks, metadata)
