"""What Python reads besides the program when it starts: other folders, ``.pth`` files, customisations."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from osv_tui.guard.record import Distribution, differences

_CODE = (".py", ".pyc", ".so", ".pyd", ".pth")
_CUSTOMISATIONS = ("sitecustomize", "usercustomize")


def site_folders(own: Path) -> tuple[Path, ...]:
    """Where this Python keeps distributions: ``own``, where this program stands, and what it names itself."""
    named = (Path(sysconfig.get_path(name)) for name in ("purelib", "platlib"))
    folders = {folder.resolve(): folder for folder in (*named, own) if folder.is_dir()}
    return tuple(folders.values())


def strange_folders(sites: tuple[Path, ...], trusted: frozenset[Path]) -> Iterator[str]:
    """Code in folders that Python searches, but that are neither its own nor a site folder."""
    known = {site.resolve() for site in sites} | _standard_folders()
    for folder in dict.fromkeys(Path(entry or Path.cwd()).resolve() for entry in sys.path):
        if folder in known:
            continue
        if folder.is_file():
            yield f"Python zoekt ook in {folder}."
        elif folder.is_dir():
            found = sorted(code.name for code in _importable(folder) if code not in trusted)
            if found:
                yield f"Python zoekt ook in de map {folder}. Daar staat programmacode: {found[0]}."


def _standard_folders() -> set[Path]:
    """Where Python itself stands; on Windows part of it is in ``DLLs``."""
    libraries = [Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")]
    compiled = [library / "lib-dynload" for library in libraries]
    return {folder.resolve() for folder in (*libraries, *compiled, Path(sys.base_prefix, "DLLs"))}


def start_files(sites: tuple[Path, ...], trusted: frozenset[Path]) -> Iterator[str]:
    """Files in the site folders that Python runs at every start, other than the ``trusted`` ones."""
    for site in sites:
        for path in sorted(site.resolve().iterdir()):
            if _starts(path.name) and path not in trusted:
                yield f"{path} wordt bij elke start uitgevoerd en hoort niet bij het programma."


def trusted_files(of: tuple[Distribution, ...]) -> frozenset[Path]:
    """The files of these distributions that may be found at a start and are as their RECORD says.

    Only those are looked at: to hash all others would cost half a second.
    """
    trusted = set()
    for distribution in of:
        try:
            lines = distribution.listed(_may_be_found)
        except (OSError, ValueError):
            continue
        good = (line for line in lines if line.digest and not any(differences((line,), distribution.info)))
        trusted |= {line.path.parent.resolve() / line.path.name for line in good}
    return frozenset(trusted)


def _may_be_found(name: str) -> bool:
    """By its name in RECORD: outside the site folder, as commands are, or run at every start."""
    return name.startswith("../") or _starts(name)


def _starts(name: str) -> bool:
    return name.lower().endswith(".pth") or name.rpartition("/")[2].partition(".")[0] in _CUSTOMISATIONS


def _importable(folder: Path) -> Iterator[Path]:
    for entry in os.scandir(folder):
        path = Path(entry.path)
        if entry.is_dir():
            if any((path / f"__init__{suffix}").exists() for suffix in _CODE):
                yield path
        elif path.suffix in _CODE:
            yield path
