"""What happens to the packages of a release that was reopened, and what the supervisor is told of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from osv_tui.store.releasing import WrittenPackage

_ON_A_PAGE = 3


@dataclass(frozen=True)
class Marked:
    """The packages of the reopened ``version``.

    ``marked`` are marked now, under the names they have since; ``left`` must be marked by hand.
    """

    version: int
    marked: tuple[str, ...]
    left: tuple[str, ...]


def mark(packages: Iterable[WrittenPackage], version: int, at: datetime, reason: str) -> Marked:
    """Mark every package that is still where it was written."""
    from osv_tui.publication.day_page import EXPIRED
    from osv_tui.publication.package import ExportFailed, Reopening, mark_expired

    marked: list[str] = []
    left: list[str] = []
    for package in packages:
        folder = Path(package.folder)
        try:
            found = mark_expired(folder, package.version, Reopening(at, reason))
        except ExportFailed:
            found = False
        if found:
            marked.append(str(folder.with_name(f"{EXPIRED}_{folder.name}")))
        else:
            left.append(package.folder)
    return Marked(version, tuple(marked), tuple(left))


def pages(done: Marked) -> Iterator[str]:
    """What to tell, in texts that each fit a dialog; every folder is named."""
    version = done.version
    yield (
        f"De volgende uitslag wordt versie {version + 1}. Versie {version} geldt niet meer.\n\n"
        "Verandert er een stembureau? Kies het in het overzicht, en heropen het daar.\n\n"
        f"Staat versie {version} al op de website? Laat daar nu bij zetten dat die versie is vervallen."
    )
    yield from _listed("Als vervallen gemerkt. De map heet nu:", done.marked)
    yield from _listed(
        "NIET gemerkt: de map staat er niet meer, of er kan niet in worden geschreven. Zoek haar op, ook op"
        " sticks, en zet zelf VERVALLEN voor de naam:",
        done.left,
    )


def _listed(text: str, folders: tuple[str, ...]) -> Iterator[str]:
    for start in range(0, len(folders), _ON_A_PAGE):
        yield "\n\n".join((text, *folders[start : start + _ON_A_PAGE]))
