"""What a package tells of itself: ``manifest.json`` made again, and the files that say the same as it.

Of the log, the program and the key only the manifest tells here; they are taken from it, and everything else
in it must follow from the count and from the files as they are.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from osv_tui import __version__
from osv_tui.election.accountability import Release, Replaced
from osv_tui.election.provenance import Anchor, Provenance, PublicLog, Software
from osv_tui.election.publishing import Publishing, default_deadline
from osv_tui.publication.facts import PackageFacts, Published
from osv_tui.publication.log_lines import software_json
from osv_tui.publication.own_files import published
from osv_tui.publication.package_manifest import package_manifest
from osv_tui.publication.sorts import CHECKER_NAME, LOG_NAME, SOFTWARE_NAME, NotPublished
from osv_tui.publication.sshsig import allowed_signers
from osv_tui.verifying.report import Fault, Found

MANIFEST, SIGNERS = "manifest.json", "allowed_signers"
_DAMAGE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True)
class Listed:
    """A package as its manifest lists it: the files of the lists, without those that were added later.

    ``names`` are the paths in ``SHA256SUMS``; ``codes`` the SHA-256 that each document states, by its name.
    """

    folder: Path
    names: tuple[str, ...]
    release: Release
    mark: str
    codes: Mapping[str, str]


def key_of(folder: Path) -> bytes | None:
    """The key that the manifest names; ``None`` when it says that the package has no signature.

    Raises:
        ValueError: there is no manifest that says either.
    """
    try:
        key = json.loads((folder / MANIFEST).read_bytes())["key"]
        return None if key is None else base64.b64decode(key, validate=True)[-32:]
    except (*_DAMAGE, OSError) as error:
        raise ValueError("no key") from error


def listing_faults(listed: Listed) -> Iterator[Found]:
    """Where ``manifest.json``, and what repeats it, says something else than follows from the count."""
    try:
        own = tuple(_published(listed))
    except NotPublished as stranger:
        yield Found(Fault.STRANGER, "", str(stranger))
        return
    try:
        said: Mapping[str, Any] = json.loads((listed.folder / MANIFEST).read_bytes())
        facts = _facts(said, listed, own)
        repeated = dict(_repeated(facts))
    except _DAMAGE:
        yield Found(Fault.UNEQUAL, MANIFEST, "Dit is geen manifest van dit pakket.")
        return
    for name, content in {MANIFEST: package_manifest(facts), **repeated}.items():
        path = listed.folder / name
        if not path.is_file():
            yield Found(Fault.MISSING, name, "Dit bestand hoort in het pakket, maar is er niet.")
        elif path.read_bytes() != content:
            yield Found(Fault.UNEQUAL, name, "Dit zegt iets anders dan uit de telling en de bestanden volgt.")
    yield from _log(listed.folder, facts.provenance.log)


def _published(listed: Listed) -> Iterator[Published]:
    """The files that a manifest lists, by their bytes."""
    for name in listed.names:
        path = listed.folder / name
        if ("/" in name or name == CHECKER_NAME) and path.is_file():
            yield published(name, path.read_bytes(), listed.mark, listed.codes.get(path.name, ""))


def _facts(said: Mapping[str, Any], listed: Listed, own: tuple[Published, ...]) -> PackageFacts:
    """What the manifest must be made of; raises one of ``_DAMAGE`` when it lacks what only it tells."""
    chain, used, at = said["chain"], said["software"], datetime.fromisoformat(said["created"])
    if at.replace(tzinfo=None) != listed.release.at.replace(tzinfo=None):
        raise ValueError("another moment")
    anchors = tuple(
        Anchor(each["seq"], each["hash"], each["moment"], each["final"]) for each in chain["anchors"]
    )
    log = PublicLog(chain["first"], chain["head"]["hash"], chain["entries"], 0, (), tuple(anchors))
    names = ("name", "version", "release_hash", "python", "sqlite")
    software = Software(*(str(used[name]) for name in names))
    release = replace(listed.release, at=at, replaced=_replaced(said, listed.release.replaced))
    planned = Publishing(default_deadline(release.tally.election.identifier.date))
    key = key_of(listed.folder)
    practice = bool(listed.mark)
    return PackageFacts(release, Provenance(log, software, ()), planned, own, key, practice)


def _replaced(said: Mapping[str, Any], replaced: Replaced | None) -> Replaced | None:
    return replace(replaced, package=said["previous"]["root"]) if replaced else None


def _repeated(facts: PackageFacts) -> Iterator[tuple[str, bytes]]:
    """The files that say what the manifest says."""
    yield f"5-herkomst/{SOFTWARE_NAME}", software_json(facts.provenance.software)
    if facts.key:
        yield SIGNERS, allowed_signers(facts.key)
    if facts.provenance.software.version == __version__:
        yield CHECKER_NAME, files("osv_tui.publication").joinpath(CHECKER_NAME).read_bytes()


def _log(folder: Path, log: PublicLog) -> Iterator[Found]:
    """The published log begins and ends as the manifest says."""
    name = f"5-herkomst/{LOG_NAME}"
    try:
        head, *rows = map(_object, (folder / name).read_text("utf-8").splitlines())
        ends = head["first"], head["head"], head["rows"]
        numbers = [row["seq"] for row in rows]
    except FileNotFoundError:
        yield Found(Fault.MISSING, name, "Dit bestand hoort in het pakket, maar is er niet.")
        return
    except _DAMAGE:
        yield Found(Fault.UNEQUAL, name, "Dit is geen logboek zoals een pakket het heeft.")
        return
    if ends != (log.first, log.head, log.rows) or numbers != sorted(set(numbers)):
        yield Found(Fault.UNEQUAL, name, "Het logboek begint of eindigt anders dan het manifest zegt.")


_object: Callable[[str], Mapping[str, Any]] = json.loads
