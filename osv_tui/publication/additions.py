"""What is added to a package on the machine of the website: scans of papers, and what else comes later.

The station is not there any more, and what it made is never altered. What is added gets a list of its own,
``SHA256SUMS.publicatie``, which also has the list of the station, so that it vouches for both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from osv_tui.disk import read_from_disk, reason, sync_folder, write_new
from osv_tui.publication.manifest import (
    SHA256SUMS,
    SIGNATURE,
    ManifestError,
    ProblemKind,
    check_manifests,
    files_below,
    sha256_of,
)
from osv_tui.publication.sorts import Section

ADDITIONS = "SHA256SUMS.publicatie"
LONGEST_NAME = 100
_FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}", re.ASCII)
_NOT_KEPT = re.compile(r"[^A-Za-z0-9_.-]+", re.ASCII)
_OF_THE_STATION = tuple(section.value for section in Section if section is not Section.STATIONS)
_ENDINGS = (".pdf", ".png", ".jpg", ".jpeg", ".csv", ".txt", ".odt", ".ods")
_LOST = {"ß": "ss", "Æ": "AE", "æ": "ae", "Ø": "O", "ø": "o", "Œ": "OE", "œ": "oe", "Ł": "L", "ł": "l"}


class AdditionRefused(Exception):
    """Nothing was added; the message says which file is in the way and what to do, in Dutch."""


@dataclass(frozen=True)
class Added:
    """A file that was added: from where, and its path in the package."""

    source: Path
    path: str


@dataclass(frozen=True)
class Additions:
    """What was added, and for the page: the SHA-256 of the new list and the number of its lines."""

    files: tuple[Added, ...]
    root: str
    lines: int


def add(package: Path, files: Sequence[Path], folder: str = Section.STATIONS.value) -> Additions:
    """Copy ``files`` into ``folder`` of a package and list them; what is there already is never replaced.

    A name loses its accents and what does not travel everywhere. The same file under the same name may be
    given again. Either all files are added or none.

    Raises:
        AdditionRefused: the package is not as its lists say, a file is empty, absent or of a sort that is not
            published here, two have one name, ``folder`` is of the station, or the disk refuses.
    """
    try:
        _require_whole(package)
        _require_folder(folder)
        planned = _planned(package, files, folder)
        _copy(package, planned)
        content = _write_list(package)
    except (OSError, ManifestError) as error:
        why = reason(error) if isinstance(error, OSError) else str(error)
        raise AdditionRefused(f"Het toevoegen is niet gelukt: {why}.") from error
    return Additions(planned, sha256(content).hexdigest(), content.count(b"\n"))


def ascii_name(name: str) -> str:
    """The name under which a file is published: accents taken off, other signs an underscore."""
    plain = unicodedata.normalize("NFKD", "".join(_LOST.get(letter, letter) for letter in name))
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _NOT_KEPT.sub("_", kept).strip("_.-")


def _require_whole(package: Path) -> None:
    """What the station made is untouched: a stranger to its lists is no fault, as it may be an addition."""
    if not (package / SHA256SUMS).is_file():
        raise AdditionRefused(
            f"{package} is geen map van een verkiezing: er is geen {SHA256SUMS}. Kies de map met index.html "
            f"en {SHA256SUMS}."
        )
    faults = [each for each in check_manifests(package) if each.kind is not ProblemKind.EXTRA]
    if faults:
        raise AdditionRefused(
            f"{faults[0].text} Er wordt niets toegevoegd aan een map die niet klopt. Zet de map opnieuw over "
            "van de stick."
        )


def _require_folder(folder: str) -> None:
    if not _FOLDER.fullmatch(folder):
        raise AdditionRefused(
            f"De naam «{folder}» kan niet. Een map heeft alleen letters, cijfers, _ en -, en geen submap."
        )
    if folder in _OF_THE_STATION:
        raise AdditionRefused(
            f"De map {folder} is van het station en blijft zoals zij is. Gebruik {Section.STATIONS.value}, "
            "of een andere naam."
        )


def _planned(package: Path, files: Sequence[Path], folder: str) -> tuple[Added, ...]:
    planned: dict[str, Path] = {}
    for source in files:
        name = _checked_name(source)
        path = f"{folder}/{name}"
        if path.lower() in (known.lower() for known in planned):
            raise AdditionRefused(f"Twee bestanden zouden {path} heten. Geef een ervan een andere naam.")
        there = package / path
        if there.exists() and there.read_bytes() != source.read_bytes():
            raise AdditionRefused(
                f"Er staat al een ander bestand {path}. Geef het nieuwe een andere naam, zodat te zien "
                "blijft wat er stond."
            )
        planned[path] = source
    return tuple(Added(source, path) for path, source in planned.items())


def _checked_name(source: Path) -> str:
    if not source.is_file():
        raise AdditionRefused(f"Het bestand {source} is er niet, of het is een map. Kijk de naam na.")
    if source.stat().st_size == 0:
        raise AdditionRefused(f"Het bestand {source.name} is leeg. Maak de scan opnieuw.")
    name = ascii_name(source.name)
    if not name.lower().endswith(_ENDINGS):
        raise AdditionRefused(
            f"Het bestand {source.name} is van een soort die hier niet hoort. Het mag zijn: "
            f"{', '.join(_ENDINGS)}."
        )
    if len(name) > LONGEST_NAME:
        raise AdditionRefused(f"De naam {source.name} is te lang: hoogstens {LONGEST_NAME} tekens.")
    return name


def _copy(package: Path, planned: Sequence[Added]) -> None:
    """Copy all, each read back from the disk; what was new goes again when one does not succeed."""
    made: list[Path] = []
    try:
        for each in planned:
            target = package / each.path
            target.parent.mkdir(exist_ok=True)
            content = each.source.read_bytes()
            if not target.exists():
                made.append(target)
                write_new(target, content)
            if read_from_disk(target) != content:
                raise AdditionRefused(f"{each.path} is niet goed geschreven. Probeer het opnieuw.")
        for folder in {path.parent for path in made}:
            sync_folder(folder)
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise


def _write_list(package: Path) -> bytes:
    """Write the second list, whole or not at all; what an earlier try left is not listed."""
    unfinished = package / f".bezig_{ADDITIONS}"
    unfinished.unlink(missing_ok=True)
    listed = {line.partition("  ")[2] for line in (package / SHA256SUMS).read_text("ascii").splitlines()}
    own = [name for name in (SHA256SUMS, SIGNATURE) if (package / name).is_file()]
    added = [name for name in files_below(package) if name not in listed and name not in (*own, ADDITIONS)]
    names = sorted([*own, *added])
    content = "".join(f"{sha256_of(package / name)}  {name}\n" for name in names).encode("ascii")
    write_new(unfinished, content)
    unfinished.replace(package / ADDITIONS)
    sync_folder(package)
    return content
