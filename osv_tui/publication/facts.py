"""What the texts of a package tell besides the count: its files, how it is published, what it replaces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from osv_tui.election.accountability import Release
from osv_tui.election.model import Level
from osv_tui.election.provenance import Provenance
from osv_tui.election.publishing import Publishing, kept_until
from osv_tui.publication.sorts import Section, Sort

_KINDS = {
    Level.GSB: "gemeente",
    Level.HSB: "hoofdstembureau van kieskring",
    Level.CSB: "centraal stembureau van",
}


@dataclass(frozen=True)
class Published:
    """A file of a package: ``path`` within it, its sort, its bytes and its checksums in hexadecimal.

    ``states`` is the SHA-256 of the EML file that a document states, empty for all else.
    """

    path: str
    sort: Sort
    size: int
    sha256: str
    blake3: str
    states: str = ""


@dataclass(frozen=True)
class PackageFacts:
    """All that the texts of a package are made of.

    ``files`` are in the order of the lists; ``key`` are the 32 public bytes of the key of the sitting,
    ``None`` when the package has no signature.
    """

    release: Release
    provenance: Provenance
    publishing: Publishing
    files: tuple[Published, ...]
    key: bytes | None
    practice: bool

    @property
    def authority(self) -> str:
        """Who counted, as one says it: gemeente Voorbeelddam, hoofdstembureau van kieskring Hoofdstad."""
        committee = self.release.tally.election.committee
        return f"{_KINDS[committee.level]} {committee.name}"

    @property
    def of_municipality(self) -> bool:
        return self.release.tally.election.committee.level is Level.GSB

    @property
    def the_authority(self) -> str:
        """The same with its article, within a sentence."""
        return f"{'de' if self.of_municipality else 'het'} {self.authority}"

    @property
    def kept_until(self) -> date:
        return kept_until(self.release.tally.election.identifier.date)

    def section(self, section: Section) -> tuple[Published, ...]:
        """The files of a folder."""
        return tuple(file for file in self.files if file.sort.section is section)
