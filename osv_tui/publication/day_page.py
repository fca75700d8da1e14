"""The start page above the packages of one day: which there are, and the codes that also stand on paper.

It is made from what stands in the folder, so that it can be made again on any machine. The page of a package
cannot tell the code of its own list of files; this one can.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from osv_tui.documents.layout import grouped
from osv_tui.documents.wording import day
from osv_tui.publication.html import Head as Column
from osv_tui.publication.html import Html, heading, lines, link, paragraph, size, table, tag, whole_page
from osv_tui.publication.manifest import SHA256SUMS
from osv_tui.publication.style import STYLE

EXPIRED = "VERVALLEN"
START_PAGE = "index.html"
_NAMED = Column("Verkiezing"), Column("Geteld door")


@dataclass(frozen=True)
class DayEntry:
    """A package as the start page shows it; ``zip_size`` is 0 when there is no zip beside it."""

    folder: str
    title: str
    authority: str
    polling_day: date
    version: int
    practice: bool
    root: str
    files: int
    zip_size: int

    @property
    def expired(self) -> bool:
        return self.folder.startswith(f"{EXPIRED}_")


def day_page(folder: Path) -> bytes:
    """The start page of the packages in ``folder``.

    Raises:
        OSError: the disk.
    """
    entries = sorted(_entries(folder), key=lambda each: (each.polling_day, each.title, each.version))
    current = [each for each in entries if not each.expired]
    days = " en ".join(dict.fromkeys(day(each.polling_day) for each in entries))
    title = f"Uitslagen van {days}" if days else "Uitslagen"
    practice = any(each.practice for each in entries)
    if practice:
        title = f"OEFENING: {title}"
    header = tag("header", heading(1, title), paragraph(_INTRO))
    body = tag("main", lines(*_body(current, [each for each in entries if each.expired])))
    return whole_page(title, STYLE, header, body)


_INTRO = (
    "Hier staan de verkiezingen die op deze dag zijn geteld. Kies een verkiezing voor de uitslag, de "
    "papieren en de bestanden."
)


def _entries(folder: Path) -> Iterator[DayEntry]:
    for path in sorted(folder.iterdir()):
        manifest, sums = path / "manifest.json", path / SHA256SUMS
        if manifest.is_file() and sums.is_file():
            told, listed = json.loads(manifest.read_bytes()), sums.read_bytes()
            archive = folder / f"{path.name}.zip"
            yield DayEntry(
                path.name,
                told["election"]["name"],
                told["authority"]["name"],
                date.fromisoformat(told["election"]["date"]),
                told["release"],
                told["practice"] == "ja",
                sha256(listed).hexdigest(),
                listed.count(b"\n"),
                archive.stat().st_size if archive.is_file() else 0,
            )


def _body(current: list[DayEntry], expired: list[DayEntry]) -> Iterator[Html]:
    heads = [*_NAMED, Column("Alles in één bestand")]
    rows = [(_page(each), each.authority, _archive(each)) for each in current]
    yield heading(2, "De verkiezingen")
    yield table("Uitslagen die gelden", heads, rows, id="t-verkiezingen")
    yield heading(2, "De codes op papier")
    yield paragraph(
        "Bij elke verkiezing hoort een lijst met alle bestanden: SHA256SUMS. De code van die lijst is met de "
        "hand op het papier van de verkiezing geschreven, met het aantal regels. Bereken de code zelf en "
        "vergelijk hem met het papier. Wat op papier staat, geldt."
    )
    codes = [(each.title, tag("code", grouped(each.root)), str(each.files)) for each in current]
    of_lists = Column("Verkiezing"), Column("Code van SHA256SUMS"), Column("Aantal regels", True)
    yield table("Codes en aantallen", of_lists, codes, id="t-codes")
    if expired:
        yield heading(2, "Vervallen versies")
        yield paragraph("Deze versies gelden niet meer. Ze blijven staan, zodat iedereen ziet wat er stond.")
        old = [(_page(each), each.authority) for each in expired]
        yield table("Uitslagen die niet meer gelden", _NAMED, old, id="t-vervallen")


def _page(each: DayEntry) -> Html:
    old = " (vervallen)" if each.expired else ""
    return link(f"{each.folder}/index.html", f"{each.title}, versie {each.version}{old}")


def _archive(each: DayEntry) -> str | Html:
    if not each.zip_size:
        return ""
    return link(f"{each.folder}.zip", f"{each.title}, alle bestanden (zip, {size(each.zip_size)})")
