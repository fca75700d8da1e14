"""What a file says, without where it stands: to compare a file with the document it was drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from osv_tui.documents.layout import Part, Text
from osv_tui.documents.structure import DECORATION


@dataclass(frozen=True)
class Said:
    """The texts of a file.

    ``elements`` are those of the structure tree in reading order: a heading, a paragraph, a cell, each whole
    also where it was broken over lines or pages. ``beside`` are, page by page, the texts that nobody reads
    aloud: the watermark, heads that are repeated, the footer.
    """

    elements: tuple[str, ...]
    beside: tuple[tuple[str, ...], ...]


def said(part: Part, watermark: Sequence[str]) -> Said:
    """What the pages of ``part`` say, each with the watermark."""
    elements: dict[int, list[str]] = {}
    beside = []
    for page in part.pages:
        texts = [mark for mark in page.marks if isinstance(mark, Text)]
        for mark in texts:
            if mark.element != DECORATION:
                elements.setdefault(mark.element, []).append(mark.text)
        beside.append((*watermark, *(mark.text for mark in texts if mark.element == DECORATION)))
    return Said(tuple("".join(parts) for _, parts in sorted(elements.items())), tuple(beside))
