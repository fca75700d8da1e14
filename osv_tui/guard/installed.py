"""The installed files: their hashes, and whether they still are what was installed (trust §3.6).

The hash of the release is made from the files themselves, so that an installed wheel and a source tree of the
same content have the same one. Whether they are as installed is read from RECORD, compiled files included.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from osv_tui.guard.bytecode import caches, poisoned
from osv_tui.guard.record import Distribution, differences, distributions, files, sha256
from osv_tui.guard.startup import site_folders, start_files, strange_folders, trusted_files

PACKAGE = Path(__file__).absolute().parents[1]
MEANING = (
    "Deze controle doet het programma zelf, en een vervangen programma kan daarbij liegen: zij vindt fouten "
    "en slordige veranderingen, maar bewijst niets. "
    "Alleen als u vóór het installeren de code vergelijkt met een ander hulpmiddel, weet u dat het programma "
    "echt is."
)
ADVICE = "Gebruik dit programma niet. Vergelijk de code van het installatiebestand en installeer opnieuw."
DEVELOPMENT = (
    "Dit is een ontwikkelversie: de bestanden zijn niet gecontroleerd. "
    "Gebruik haar niet voor een echte telling."
)

_OWN = "osv-tui"
_INSTALLERS = ("pip", "setuptools", "wheel")
_COMPILED = "__pycache__"


@dataclass(frozen=True)
class FileHash:
    """A file of the program: its path, with slashes and from ``osv_tui/`` on, and its SHA-256 in hex."""

    path: str
    sha256: str


def file_hashes(package: Path = PACKAGE) -> tuple[FileHash, ...]:
    """Every file of the program except compiled ones, by path. Raises OSError when one cannot be read."""
    return tuple(
        FileHash(path.relative_to(package.parent).as_posix(), _content(path).hex())
        for path in sorted(files(package), key=lambda path: path.relative_to(package).as_posix())
        if not _is_compiled(path)
    )


def release_hash(package: Path = PACKAGE) -> str:
    """SHA-256, in hex, of the lines that ``sha256sum`` would give for ``file_hashes``.

    Anyone can make it again, in the folder that holds ``osv_tui``:
    ``find osv_tui -type f ! -name '*.pyc' | LC_ALL=C sort | xargs sha256sum | sha256sum``.
    """
    lines = "".join(f"{file.sha256}  {file.path}\n" for file in file_hashes(package))
    return hashlib.sha256(lines.encode()).hexdigest()


def is_development() -> bool:
    """Whether the program runs from a source tree, and no other one was installed.

    What stands beside its own list of files was installed, whatever else is said of it.
    """
    if _own(PACKAGE.parent):
        return False
    elsewhere = [distribution for entry in sys.path for distribution in _own(Path(entry or "."))]
    return all(distribution.editable for distribution in elsewhere)


def faults(*, with_dependencies: bool = False) -> tuple[str, ...]:
    """What is not as it was installed, as Dutch sentences; empty when all is well, and in development.

    ``with_dependencies``: also every file of everything that osv-tui needs; this takes seconds instead of
    tenths. What the answer can mean stands in MEANING, what to do in ADVICE.
    """
    if is_development():
        return ()
    own = _own(PACKAGE.parent)
    if len(own) != 1:
        return (f"Het programma dat draait, in {PACKAGE}, is niet het programma dat is geïnstalleerd.",)
    sites = site_folders(PACKAGE.parent)
    installed = tuple(distribution for site in sites for distribution in distributions(site))
    needed, missing = _needed(own[0], installed)
    helpers = tuple(distribution for distribution in installed if distribution.name in _INSTALLERS)
    trusted = trusted_files((*needed, *helpers))
    found = [*_of_program(own[0]), *strange_folders(sites, trusted), *start_files(sites, trusted)]
    if with_dependencies:
        found += [f"{name} ontbreekt." for name in missing]
        found += _of_dependencies(needed[1:], installed, sites)
    return tuple(dict.fromkeys(found))


def _own(site: Path) -> list[Distribution]:
    return [distribution for distribution in distributions(site) if distribution.name == _OWN]


def _of_program(own: Distribution) -> Iterator[str]:
    site = own.info.parent
    try:
        lines = own.listed()
    except (OSError, ValueError):
        yield f"De lijst van bestanden, {own.info / 'RECORD'}, kan niet worden gelezen."
        return
    yield from differences(lines, site)
    listed = {line.path for line in lines}
    known = _known(listed)
    for folder in (PACKAGE, own.info):
        yield from _strangers(folder, known, site)
    yield from _miscompiled(listed, site)


def _of_dependencies(
    needed: tuple[Distribution, ...], installed: tuple[Distribution, ...], sites: tuple[Path, ...]
) -> Iterator[str]:
    listed: set[Path] = set()
    for distribution in installed:
        try:
            lines = distribution.listed()
        except (OSError, ValueError):
            yield f"De lijst van bestanden, {distribution.info / 'RECORD'}, kan niet worden gelezen."
            continue
        listed |= {line.path for line in lines}
        if distribution in needed:
            yield from differences(lines, distribution.info.parent)
            yield from _miscompiled({line.path for line in lines}, distribution.info.parent)
    known = _known(listed)
    for site in sites:
        yield from _strangers(site, known, site)


def _known(listed: set[Path]) -> set[str]:
    """What may stand there: what is listed, and for a source what was compiled from it; exact in case."""
    compiled = {str(cache) for path in listed if path.suffix == ".py" for cache in caches(path)}
    return compiled | {str(path) for path in listed if not _is_compiled(path)}


def _strangers(folder: Path, known: set[str], site: Path) -> Iterator[str]:
    for path in files(folder):
        if str(path) not in known:
            yield f"{path.relative_to(site)} hoort niet bij het programma."


def _miscompiled(listed: set[Path], site: Path) -> Iterator[str]:
    for source in sorted(path for path in listed if path.suffix == ".py" and site in path.parents):
        try:
            for cache in poisoned(source):
                yield f"{os.path.relpath(cache, site)} is niet gemaakt uit {source.name}."
        except (OSError, SyntaxError, ValueError):
            continue


def _needed(
    own: Distribution, installed: tuple[Distribution, ...]
) -> tuple[tuple[Distribution, ...], tuple[str, ...]]:
    """``own`` and everything it needs, and the names of what is needed and not there."""
    found, missing, waiting = [own], [], [own]
    while waiting:
        for name, always in waiting.pop().requires():
            there = [distribution for distribution in installed if distribution.name == name]
            if not there and always and name not in missing:
                missing.append(name)
            fresh = [distribution for distribution in there if distribution not in found]
            found += fresh
            waiting += fresh
    return tuple(found), tuple(missing)


def _is_compiled(path: Path) -> bool:
    return path.suffix == ".pyc" or path.parent.name == _COMPILED


def _content(path: Path) -> bytes:
    """The hash of what the file holds; of a link, of where it leads, so that it never passes for the file."""
    if path.is_symlink():
        return hashlib.sha256(b"link " + os.fsencode(path.readlink())).digest()
    return sha256(path)
