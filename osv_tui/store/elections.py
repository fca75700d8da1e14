"""The elections of a station: the files that define them, as they were read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING

from osv_tui.election.form import Form, count_form
from osv_tui.election.model import (
    Candidate,
    CandidateList,
    CandidateLists,
    Category,
    Committee,
    Contest,
    CountingMethod,
    Definition,
    Domain,
    Election,
    ElectionIdentifier,
    Gender,
    Level,
    PollingStations,
    Region,
    ReportingUnit,
    Subcategory,
)
from osv_tui.election.workflow import OFFICIALS, Role
from osv_tui.store import audit
from osv_tui.store.actor import Actor, require
from osv_tui.store.database import StationFile
from osv_tui.store.founding import station_facts
from osv_tui.store.problems import Refused

if TYPE_CHECKING:
    from sqlite_utils import Database


COUNTED = frozenset({Category.PS, Category.AB})
"""The kinds of election whose paper forms this program has."""


class DocumentKind(Enum):
    """The three files that define an election, in the order in which they are read."""

    DEFINITION = "110a"
    CANDIDATE_LISTS = "230b"
    POLLING_STATIONS = "110b"


@dataclass(frozen=True)
class Document:
    """A file as it was read, with its SHA-256 (and that of its canonical form, if it names one)."""

    kind: DocumentKind
    file_name: str
    content: bytes
    sha256: str
    canonical_sha256: str | None


@dataclass(frozen=True)
class ElectionLine:
    """An election as lists show it; ``key`` is its row in the file."""

    key: int
    id: str
    name: str
    date: date
    documents: frozenset[DocumentKind]
    has_entries: bool
    final_at: datetime | None

    @property
    def next_document(self) -> DocumentKind | None:
        return next((kind for kind in DocumentKind if kind not in self.documents), None)

    @property
    def complete(self) -> bool:
        return self.next_document is None


def election_lines(file: StationFile) -> tuple[ElectionLine, ...]:
    """All elections of the station, in the order in which they were read."""
    rows = file.rows(
        "SELECT e.id, e.election_id, e.name, e.election_date,"
        " (SELECT group_concat(d.kind) FROM document d WHERE d.election = e.id),"
        " EXISTS (SELECT 1 FROM entry x JOIN unit u ON u.id = x.unit WHERE u.election = e.id),"
        " (SELECT f.at FROM released_now f WHERE f.election = e.id)"
        " FROM election e ORDER BY e.id"
    )
    return tuple(
        ElectionLine(
            key,
            election_id,
            name,
            date.fromisoformat(on),
            frozenset(DocumentKind(kind) for kind in (kinds or "").split(",") if kind),
            bool(begun),
            datetime.fromisoformat(final_at) if final_at else None,
        )
        for key, election_id, name, on, kinds, begun, final_at in rows
    )


def add_definition(file: StationFile, actor: Actor, definition: Definition, document: Document) -> int:
    """Store a new election; returns its key.

    Raises:
        Refused: it is already there, is of another day than the other elections, or of a kind that this
            station does not count.
    """
    identifier = definition.identifier
    if identifier.category not in COUNTED:
        raise Refused(
            "Dit station telt provinciale staten en waterschappen. Dit bestand is van een andere verkiezing."
        )
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.ADMINISTRATOR)
        for other_id, other_date in db.execute("SELECT election_id, election_date FROM election"):
            if other_id == identifier.id:
                raise Refused(f"De verkiezing {identifier.id} is al ingelezen.")
            if other_date != identifier.date.isoformat():
                raise Refused(
                    f"Deze verkiezing is op {identifier.date:%d-%m-%Y}, maar de andere in dit station zijn op"
                    f" {date.fromisoformat(other_date):%d-%m-%Y}. Maak voor een andere dag een nieuw station."
                )
        key = audit.next_key(db, "election")
        _store(db, now, actor, key, document, _definition_rows(key, definition))
    return key


def add_candidate_lists(
    file: StationFile, actor: Actor, key: int, lists: CandidateLists, document: Document
) -> None:
    """Store the candidate lists of election ``key``.

    Raises:
        Refused: they have been read already.
    """
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.ADMINISTRATOR)
        _require_unread(db, key, document.kind)
        _store(db, now, actor, key, document, _list_rows(key, lists))


def add_polling_stations(
    file: StationFile, actor: Actor, key: int, stations: PollingStations, document: Document
) -> None:
    """Store the polling stations of election ``key``, and with them its form.

    Raises:
        Refused: the file is of another municipality than the station, or has been read already.
    """
    facts = station_facts(file)
    municipality = stations.municipality
    if municipality.code != facts.municipality_code:
        raise Refused(
            f"Deze stembureaus zijn van gemeente {municipality.code} {municipality.name},"
            f" maar dit station is van gemeente {facts.municipality_code}. Kies het bestand van uw gemeente."
        )
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.ADMINISTRATOR)
        _require_unread(db, key, document.kind)
        form = count_form(_with_stations(db, key, stations), facts.counting_method)
        rows = (*_station_rows(db, key, stations), *_form_rows(key, form))
        _store(db, now, actor, key, document, rows)


def remove_election(file: StationFile, actor: Actor, key: int) -> None:
    """Take an election out again, with all its files, as long as nothing has been entered for it."""
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.ADMINISTRATOR)
        audit.write(db, now, actor, "election removed", f"election {key}")
        for table in (
            *("document", "gate_opening", "form_field", "unit", "municipality"),
            *("candidate", "candidate_list", "contest", "region"),
        ):
            db.execute(f"DELETE FROM {table} WHERE election = ?", (key,))
        db.execute("DELETE FROM election WHERE id = ?", (key,))


def load_definition(file: StationFile, key: int) -> Definition:
    """What the definition of election ``key`` says."""
    with file.reading() as db:
        return _read_definition(db, key)


def load_election(file: StationFile, key: int) -> Election:
    """The election as it was read from its three files.

    Raises:
        Refused: not all three files have been read.
    """
    with file.reading() as db:
        return _read_election(db, key)


def complete_since(file: StationFile, actor: Actor, key: int) -> datetime:
    """When the last of the three files of an election was read.

    Raises:
        Refused: not all three files have been read, or the actor is no official.
    """
    with file.reading() as db:
        require(db, actor, *OFFICIALS)
        _read_election(db, key)
        (at,) = db.execute("SELECT max(read_at) FROM document WHERE election = ?", (key,)).fetchone()
    return datetime.fromisoformat(at)


def load_form(file: StationFile, key: int) -> Form:
    """The form of election ``key``, by the way this station counts."""
    return count_form(load_election(file, key), station_facts(file).counting_method)


def read_form(db: Database, key: int) -> Form:
    """The same, within a transaction."""
    (method,) = db.execute("SELECT counting_method FROM station").fetchone()
    return count_form(_read_election(db, key), CountingMethod(method))


Row = tuple[str, tuple[int | str | None, ...]]
"""A table and one row of it."""


def _definition_rows(key: int, definition: Definition) -> Iterator[Row]:
    identifier = definition.identifier
    yield (
        "election",
        (
            *(key, identifier.id, identifier.name, identifier.category.value, identifier.subcategory.value),
            *(identifier.domain.id, identifier.domain.name, identifier.date.isoformat()),
            *(definition.nomination_date.isoformat(), definition.seats, definition.preference_threshold),
        ),
    )
    for position, region in enumerate(definition.regions):
        superior = region.superior or (None, None)
        named = (region.category, region.number, region.name)
        yield "region", (key, position, *named, *superior, " ".join(region.committees))


def _list_rows(key: int, lists: CandidateLists) -> Iterator[Row]:
    yield "contest", (key, lists.contest.id, lists.contest.name)
    for each in lists.lists:
        publish = int(each.publish_gender)
        yield "candidate_list", (key, each.number, each.name, publish, each.publication_language)
        for candidate in each.candidates:
            yield (
                "candidate",
                (
                    *(key, each.number, candidate.number, candidate.last_name, candidate.initials),
                    *(candidate.prefix, candidate.first_name),
                    *(candidate.gender.value if candidate.gender else None, candidate.locality),
                ),
            )


def _station_rows(db: Database, key: int, stations: PollingStations) -> Iterator[Row]:
    municipality = stations.municipality
    yield "municipality", (key, municipality.code, municipality.name, stations.eligible)
    for unit_key, unit in enumerate(stations.units, audit.next_key(db, "unit")):
        yield "unit", (unit_key, key, unit.number, unit.name, unit.postal_code, unit.eligible)


def _form_rows(key: int, form: Form) -> Iterator[Row]:
    for position, field in enumerate(form.fields):
        yield "form_field", (key, field.id, position, field.minimum, field.maximum, field.gate)
        for answer in sorted(field.opens):
            yield "gate_opening", (key, field.id, answer)


def _require_unread(db: Database, key: int, kind: DocumentKind) -> None:
    query = "SELECT 1 FROM document WHERE election = ? AND kind = ?"
    if db.execute(query, (key, kind.value)).fetchone():
        raise Refused("Dit bestand is al ingelezen. Moet het anders, haal dan eerst de verkiezing weg.")


def _store(db: Database, now: str, actor: Actor, key: int, document: Document, rows: Iterable[Row]) -> None:
    """A file that was read, and what it says; the log tells every row."""
    by_table: dict[str, list[tuple[int | str | None, ...]]] = {}
    for table, row in rows:
        by_table.setdefault(table, []).append(row)
    audit.write(
        *(db, now, actor, f"file read {document.kind.value}", f"election {key}"),
        file_name=document.file_name,
        sha256=document.sha256,
        canonical_sha256=document.canonical_sha256,
        rows=by_table,
    )
    for table, found in by_table.items():
        places = ", ".join("?" * len(found[0]))
        for row in found:
            db.execute(f"INSERT INTO {table} VALUES ({places})", row)
    db.execute(
        "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            *(key, document.kind.value, document.file_name, document.sha256),
            *(document.canonical_sha256, document.content, now),
        ),
    )


def _read_definition(db: Database, key: int) -> Definition:
    row = db.execute(
        "SELECT election_id, name, category, subcategory, domain_id, domain_name, election_date,"
        " nomination_date, seats, preference_threshold FROM election WHERE id = ?",
        (key,),
    ).fetchone()
    election_id, name, category, subcategory, domain_id, domain, on, nomination, seats, threshold = row
    identifier = ElectionIdentifier(
        *(election_id, name, Category(category), Subcategory(subcategory)),
        *(Domain(domain_id, domain), date.fromisoformat(on)),
    )
    regions = db.execute(
        "SELECT category, number, name, superior_category, superior_number, committees"
        " FROM region WHERE election = ? ORDER BY position",
        (key,),
    )
    tree = tuple(
        Region(kind, number, region, (above, above_number) if above else None, tuple(committees.split()))
        for kind, number, region, above, above_number, committees in regions
    )
    return Definition(identifier, date.fromisoformat(nomination), seats, threshold, tree)


def _with_stations(db: Database, key: int, stations: PollingStations) -> Election:
    """The election that is whole once ``stations`` are stored.

    Raises:
        Refused: its candidate lists have not been read.
    """
    contest = db.execute("SELECT contest_id, name FROM contest WHERE election = ?", (key,)).fetchone()
    if contest is None:
        raise Refused("Lees eerst de kandidatenlijsten van deze verkiezing.")
    return Election(
        _read_definition(db, key),
        Contest(*contest),
        _read_lists(db, key),
        stations.municipality,
        stations.eligible,
        stations.units,
    )


def _read_election(db: Database, key: int) -> Election:
    contest = db.execute("SELECT contest_id, name FROM contest WHERE election = ?", (key,)).fetchone()
    municipality = db.execute(
        "SELECT code, name, eligible FROM municipality WHERE election = ?", (key,)
    ).fetchone()
    if contest is None or municipality is None:
        raise Refused("Van deze verkiezing zijn nog niet alle drie de bestanden ingelezen.")
    code, name, eligible = municipality
    units = db.execute(
        "SELECT number, name, postal_code, eligible FROM unit WHERE election = ? ORDER BY number", (key,)
    )
    return Election(
        _read_definition(db, key),
        Contest(*contest),
        _read_lists(db, key),
        Committee(Level.GSB, code, name),
        eligible,
        tuple(ReportingUnit(*unit) for unit in units),
    )


def _read_lists(db: Database, key: int) -> tuple[CandidateList, ...]:
    candidates: dict[int, list[Candidate]] = {}
    for number, position, last_name, initials, prefix, first_name, gender, locality in db.execute(
        "SELECT list, number, last_name, initials, prefix, first_name, gender, locality"
        " FROM candidate WHERE election = ? ORDER BY list, number",
        (key,),
    ):
        candidates.setdefault(number, []).append(
            Candidate(
                *(position, last_name, initials, prefix, first_name),
                *(Gender(gender) if gender else None, locality),
            )
        )
    lists = db.execute(
        "SELECT number, name, publish_gender, publication_language"
        " FROM candidate_list WHERE election = ? ORDER BY number",
        (key,),
    )
    return tuple(
        CandidateList(number, name, tuple(candidates[number]), bool(publish), language)
        for number, name, publish, language in lists
    )
