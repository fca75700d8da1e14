"""Taking in a file that defines an election, or tells a lower count: read, check its code, store.

Nothing is stored before the two missing groups of the fingerprint have been typed right (eml §7).
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from pathlib import Path

from osv_tui.disk import reason
from osv_tui.election.levels import kieskring_of
from osv_tui.election.model import (
    CandidateLists,
    Definition,
    Level,
    PollingStations,
    ReportingUnit,
    Subcategory,
)
from osv_tui.eml.digest import Digest, digest, groups
from osv_tui.eml.expected import Expected
from osv_tui.eml.kieskring_lists import KieskringLists, read_kieskring_lists
from osv_tui.eml.parsing import INPUT_LIMIT
from osv_tui.eml.reading import (
    WitnessFile,
    read_candidate_lists,
    read_definition,
    read_polling_stations,
    read_witness,
    require_towns,
)
from osv_tui.eml.refusal import shown_name
from osv_tui.store import elections, founding, witnesses
from osv_tui.store.actor import Actor
from osv_tui.store.database import StationFile
from osv_tui.store.elections import Document, DocumentKind
from osv_tui.store.problems import Refused

Content = Definition | CandidateLists | KieskringLists | PollingStations | WitnessFile


class FileUnreadable(Exception):
    """The file cannot be read from the disk; the text is for the user."""


@dataclass(frozen=True)
class Offer:
    """A file that reads well and fits the station, waiting for its fingerprint to be typed.

    ``hidden`` are the positions, 0 to 15, of the two groups that are not shown.
    """

    document: Document
    content: Content
    hidden: tuple[int, int]

    def shown_groups(self) -> tuple[str | None, ...]:
        """The sixteen groups of the file's SHA-256, with ``None`` for the two that must be typed."""
        return tuple(
            None if position in self.hidden else group
            for position, group in enumerate(groups(self.document.sha256))
        )

    def accepts(self, first: str, second: str) -> bool:
        """Whether the two typed groups are those of the file, or of its canonical form (as OSV prints)."""
        typed = (first.strip().upper(), second.strip().upper())
        return any(
            tuple(groups(sha256)[position] for position in self.hidden) == typed
            for sha256 in (self.document.sha256, self.document.canonical_sha256)
            if sha256 is not None
        )


def offer(file: StationFile, path: Path, kind: DocumentKind, election: int | None) -> Offer:
    """Read ``path`` as the ``kind`` of file that is asked for; ``election`` is the key of its definition.

    Raises:
        FileUnreadable: it cannot be read from the disk, or is too large.
        EmlRefused: it is not a proper file of this kind and this election.
    """
    data = _read(path)
    return _offered(file, data, path, kind, _parse(file, data, path.name, kind, election))


def offer_witness(file: StationFile, path: Path, election: int, unit: ReportingUnit) -> Offer:
    """Read ``path`` as what the committee of ``unit`` says of its own count.

    Raises:
        FileUnreadable: as ``offer``.
        EmlRefused: it is no proper file of that count (see ``read_witness``).
    """
    data = _read(path)
    content = read_witness(data, path.name, elections.load_election(file, election), unit)
    return _offered(file, data, path, DocumentKind.LOWER_COUNT, content)


def _offered(file: StationFile, data: bytes, path: Path, kind: DocumentKind, content: Content) -> Offer:
    found: Digest = digest(data)
    kieskring = content.kieskring if isinstance(content, KieskringLists) else 0
    document = Document(kind, path.name, data, found.raw, found.canonical, kieskring)
    return Offer(document, content, hidden_groups(founding.station_secret(file), found.raw))


def hidden_groups(secret: str, sha256: str) -> tuple[int, int]:
    """The two positions, 0 to 15, that are not shown of the file with this digest.

    They look random and differ between stations, but opening a file again does not choose others: two looks
    would show all groups.
    """
    first = hmac.digest(secret.encode(), sha256.encode(), "sha256")
    a, b = first[0] % 16, first[1] % 15
    return (min(a, (a + 1 + b) % 16), max(a, (a + 1 + b) % 16))


def accept(
    file: StationFile, actor: Actor, offered: Offer, election: int | None, typed: tuple[str, str]
) -> int:
    """Store the file if the typed groups are right; returns the key of its election.

    Raises:
        Refused: the groups are wrong, or the file does not belong in this station.
    """
    _require_right(offered, typed)
    content, document = offered.content, offered.document
    if isinstance(content, Definition):
        return elections.add_definition(file, actor, content, document)
    assert election is not None
    if isinstance(content, KieskringLists) and content.awaited:
        elections.add_lists_of_kieskring(file, actor, election, document, content.files - 1)
    elif isinstance(content, KieskringLists):
        elections.add_candidate_lists(file, actor, election, content.lists, document, content.files - 1)
    elif isinstance(content, CandidateLists):
        elections.add_candidate_lists(file, actor, election, content, document)
    else:
        assert isinstance(content, PollingStations)
        elections.add_polling_stations(file, actor, election, content, document)
    return election


def accept_witness(
    file: StationFile, actor: Actor, offered: Offer, unit: int, typed: tuple[str, str]
) -> None:
    """Store what the file says of ``unit``, a row of the station, if the typed groups are right.

    Raises:
        Refused: the groups are wrong, or nothing can be read there now.
    """
    _require_right(offered, typed)
    assert isinstance(offered.content, WitnessFile)
    witnesses.add_witness(file, actor, unit, offered.content.figures, offered.document)


def _require_right(offered: Offer, typed: tuple[str, str]) -> None:
    if not offered.accepts(*typed):
        raise Refused(
            "De getypte codes horen niet bij dit bestand. Vergelijk alle groepen met het papier;"
            " klopt er een niet, gebruik dit bestand dan niet."
        )


def _parse(
    file: StationFile, data: bytes, name: str, kind: DocumentKind, election: int | None
) -> Definition | CandidateLists | KieskringLists | PollingStations:
    expected = _expected(file)
    if kind is DocumentKind.DEFINITION:
        return read_definition(data, name, expected)
    assert election is not None
    definition = elections.load_definition(file, election)
    if kind is DocumentKind.CANDIDATE_LISTS:
        facts = founding.station_facts(file)
        if facts.level is Level.CSB and definition.identifier.subcategory is Subcategory.PS2:
            before = elections.files_per_kieskring(file, election)
            of_all = read_kieskring_lists((*before, (name, data)), definition)
            require_towns(of_all.lists, name)
            return of_all
        lists = read_candidate_lists(data, name, definition, kieskring_of(definition, facts.committee))
        if facts.level is Level.CSB:
            require_towns(lists, name)
        return lists
    return read_polling_stations(data, name, definition, expected)


def _expected(file: StationFile) -> Expected:
    lines, facts = elections.election_lines(file), founding.station_facts(file)
    return Expected(
        municipality=facts.committee if facts.level is Level.GSB else None,
        day=lines[0].date if lines else None,
        present=frozenset(line.id for line in lines),
        categories=elections.COUNTED,
    )


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise FileUnreadable(f"Er is geen bestand {shown_name(path.name)} op deze plek.")
        with path.open("rb") as file:
            data = file.read(INPUT_LIMIT + 1)
    except OSError as error:
        raise FileUnreadable(f"{shown_name(path.name)} is niet te lezen: {reason(error)}.") from error
    if len(data) > INPUT_LIMIT:
        raise FileUnreadable(f"{shown_name(path.name)} is te groot en wordt niet gelezen.")
    return data
