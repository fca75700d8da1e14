"""The elections of a station: the files that define them, as they were read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from osv_tui.election.form import Form, count_form, unit_form
from osv_tui.election.levels import (
    district_committees,
    kieskring_number,
    units_below,
    upper_committee,
)
from osv_tui.election.model import (
    CandidateLists,
    Category,
    Committee,
    Contest,
    CountingMethod,
    Definition,
    Election,
    Level,
    PollingStations,
)
from osv_tui.election.workflow import OFFICIALS, Role
from osv_tui.store import audit
from osv_tui.store.actor import Actor, require
from osv_tui.store.database import StationFile
from osv_tui.store.election_rows import (
    Row,
    committee_rows,
    definition_rows,
    form_rows,
    list_rows,
    read_definition,
    read_election,
    read_lists,
)
from osv_tui.store.founding import station_facts
from osv_tui.store.problems import Refused

if TYPE_CHECKING:
    from sqlite_utils import Database


COUNTED = frozenset({Category.PS, Category.AB})
"""The kinds of election whose paper forms this program has."""


class DocumentKind(Enum):
    """What a station reads: the three files that define an election, and counts of the level below."""

    DEFINITION = "110a"
    CANDIDATE_LISTS = "230b"
    POLLING_STATIONS = "110b"
    LOWER_COUNT = "510"


def document_kinds(level: Level) -> tuple[DocumentKind, ...]:
    """The files that define an election for a committee, in the order in which they are read.

    A committee above a municipality finds its units in the definition.
    """
    everywhere = (DocumentKind.DEFINITION, DocumentKind.CANDIDATE_LISTS)
    return (*everywhere, DocumentKind.POLLING_STATIONS) if level is Level.GSB else everywhere


@dataclass(frozen=True)
class Document:
    """A file as it was read, with its SHA-256 (and that of its canonical form, if it names one).

    ``kieskring`` is the number of the one kieskring that its candidate lists are for; 0 for any other file.
    """

    kind: DocumentKind
    file_name: str
    content: bytes
    sha256: str
    canonical_sha256: str | None
    kieskring: int = 0


@dataclass(frozen=True)
class ElectionLine:
    """An election as lists show it; ``key`` is its row in the file, ``needed`` the files it must have.

    Candidate lists that come in a file per kieskring are in ``documents`` once all are read; until then
    ``read_of`` and ``awaited`` have the numbers of the kieskringen of which they are, and are not.
    """

    key: int
    id: str
    name: str
    date: date
    needed: tuple[DocumentKind, ...]
    documents: frozenset[DocumentKind]
    read_of: tuple[int, ...]
    awaited: tuple[int, ...]
    has_entries: bool
    final_at: datetime | None

    @property
    def next_document(self) -> DocumentKind | None:
        return next((kind for kind in self.needed if kind not in self.documents), None)

    @property
    def complete(self) -> bool:
        return self.next_document is None


def election_lines(file: StationFile) -> tuple[ElectionLine, ...]:
    """All elections of the station, in the order in which they were read."""
    needed = document_kinds(station_facts(file).level)
    rows = file.rows(
        "SELECT e.id, e.election_id, e.name, e.election_date,"
        " (SELECT group_concat(d.kind) FROM document d WHERE d.election = e.id"
        "  AND (d.kieskring = 0 OR EXISTS (SELECT 1 FROM contest c WHERE c.election = e.id))),"
        " (SELECT group_concat(d.kieskring) FROM document d WHERE d.election = e.id AND d.kieskring > 0),"
        " (SELECT group_concat(r.number) FROM region r WHERE r.election = e.id AND r.category = 'KIESKRING'),"
        " EXISTS (SELECT 1 FROM entry x JOIN unit u ON u.id = x.unit WHERE u.election = e.id),"
        " (SELECT f.at FROM released_now f WHERE f.election = e.id)"
        " FROM election e ORDER BY e.id"
    )
    return tuple(_line(row, needed) for row in rows)


def _line(row: tuple[Any, ...], needed: tuple[DocumentKind, ...]) -> ElectionLine:
    key, election_id, name, on, kinds, parts, kieskringen, begun, final_at = row
    read_of = _numbers(parts)
    return ElectionLine(
        *(key, election_id, name, date.fromisoformat(on), needed),
        documents=frozenset(DocumentKind(kind) for kind in (kinds or "").split(",") if kind),
        read_of=read_of,
        awaited=tuple(each for each in _numbers(kieskringen) if each not in read_of) if read_of else (),
        has_entries=bool(begun),
        final_at=datetime.fromisoformat(final_at) if final_at else None,
    )


def _numbers(joined: str | None) -> tuple[int, ...]:
    return tuple(sorted(int(each) for each in (joined or "").split(",") if each))


def add_definition(file: StationFile, actor: Actor, definition: Definition, document: Document) -> int:
    """Store a new election; returns its key.

    Raises:
        Refused: it is already there, is of another day than the other elections, or of a kind that this
            station does not count; or the committee of the station is not in it, or has its election already.
    """
    identifier = definition.identifier
    if identifier.category not in COUNTED:
        raise Refused(
            "Dit station telt provinciale staten en waterschappen. Dit bestand is van een andere verkiezing."
        )
    facts = station_facts(file)
    if facts.level is not Level.GSB:
        _committee(definition, facts.committee)
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
            if facts.level is not Level.GSB:
                raise Refused(
                    f"Dit station telt al {other_id}. Maak voor een andere verkiezing een nieuw station."
                )
        key = audit.next_key(db, "election")
        _store(db, now, actor, key, document, definition_rows(key, definition))
    return key


def add_candidate_lists(
    file: StationFile,
    actor: Actor,
    key: int,
    lists: CandidateLists,
    document: Document,
    beside: int = 0,
) -> None:
    """Store the candidate lists of election ``key``; above a municipality also its units and its form.

    Of lists that come in a file per kieskring, ``document`` is the last file and ``lists`` are all of them,
    put together with those of the files ``beside`` it, read before.

    Raises:
        Refused: they have been read already, are of another kieskring than the committee counts, or another
            file was read since they were put together.
    """
    facts = station_facts(file)
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.ADMINISTRATOR)
        _require_unread(db, key, document, beside)
        rows = tuple(list_rows(key, lists))
        if facts.level is not Level.GSB:
            election = _upper_election(read_definition(db, key), lists, facts.committee)
            form = count_form(election, facts.counting_method)
            rows = (*rows, *committee_rows(db, key, election), *form_rows(key, election, form))
        _store(db, now, actor, key, document, rows)


def add_lists_of_kieskring(
    file: StationFile, actor: Actor, key: int, document: Document, beside: int
) -> None:
    """Store the file with the candidate lists of one kieskring, as long as those of others must be read.

    Raises:
        Refused: it has been read already, or another file was read since it was laid ``beside`` the earlier.
    """
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.ADMINISTRATOR)
        _require_unread(db, key, document, beside)
        _store(db, now, actor, key, document, ())


def files_per_kieskring(file: StationFile, key: int) -> tuple[tuple[str, bytes], ...]:
    """The names and contents of the files with candidate lists of one kieskring that have been read."""
    return tuple(
        (name, content)
        for name, content in file.rows(
            "SELECT file_name, content FROM document WHERE election = ? AND kieskring > 0 ORDER BY kieskring",
            key,
        )
    )


def add_polling_stations(
    file: StationFile, actor: Actor, key: int, stations: PollingStations, document: Document
) -> None:
    """Store the polling stations of election ``key``, and with them its form.

    Raises:
        Refused: the file is of another municipality than the station, or has been read already.
    """
    facts = station_facts(file)
    municipality = stations.municipality
    if municipality.code != facts.committee:
        raise Refused(
            f"Deze stembureaus zijn van gemeente {municipality.code} {municipality.name},"
            f" maar dit station is van gemeente {facts.committee}. Kies het bestand van uw gemeente."
        )
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.ADMINISTRATOR)
        _require_unread(db, key, document)
        election = _with_stations(db, key, stations)
        form = count_form(election, facts.counting_method)
        rows = (*committee_rows(db, key, election), *form_rows(key, election, form))
        _store(db, now, actor, key, document, rows)


def remove_election(file: StationFile, actor: Actor, key: int) -> None:
    """Take an election out again, with all its files, as long as nothing has been entered for it."""
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.ADMINISTRATOR)
        audit.write(db, now, actor, "election removed", f"election {key}")
        for table in (
            *("document", "gate_opening", "form_field", "unit", "committee"),
            *("candidate", "candidate_list", "contest", "region"),
        ):
            db.execute(f"DELETE FROM {table} WHERE election = ?", (key,))
        db.execute("DELETE FROM election WHERE id = ?", (key,))


def load_definition(file: StationFile, key: int) -> Definition:
    """What the definition of election ``key`` says."""
    with file.reading() as db:
        return read_definition(db, key)


def load_election(file: StationFile, key: int) -> Election:
    """The election as it was read from its files.

    Raises:
        Refused: not all of them have been read.
    """
    with file.reading() as db:
        return read_election(db, key)


def complete_since(file: StationFile, actor: Actor, key: int) -> datetime:
    """When the last of the files of an election was read.

    Raises:
        Refused: not all of them have been read, or the actor is no official.
    """
    with file.reading() as db:
        require(db, actor, *OFFICIALS)
        read_election(db, key)
        (at,) = db.execute("SELECT max(read_at) FROM document WHERE election = ?", (key,)).fetchone()
    return datetime.fromisoformat(at)


def load_form(file: StationFile, key: int, unit_number: int | None = None) -> Form:
    """The form of a unit of election ``key``, by the way this station counts.

    Without a unit it is that of all: where lists differ between kieskringen no paper has all of its fields.
    """
    election, method = load_election(file, key), station_facts(file).counting_method
    return count_form(election, method) if unit_number is None else unit_form(election, method, unit_number)


def forms_of(db: Database, key: int) -> Callable[[int], Form]:
    """The forms of the units of election ``key`` by their numbers, within a transaction."""
    (method,) = db.execute("SELECT counting_method FROM station").fetchone()
    election = read_election(db, key)
    if not election.lists_differ:
        form = count_form(election, CountingMethod(method))
        return lambda _: form
    return lambda number: unit_form(election, CountingMethod(method), number)


def _require_unread(db: Database, key: int, document: Document, beside: int = 0) -> None:
    """That no file of this kind has been read but the ones that this is laid ``beside``."""
    query = "SELECT count(*) FROM document WHERE election = ? AND kind = ?"
    (read,) = db.execute(query, (key, document.kind.value)).fetchone()
    if read != beside and document.kieskring:
        raise Refused("Er is intussen een ander bestand gelezen. Kies dit bestand opnieuw.")
    if read != beside:
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
        kieskring=document.kieskring,
        rows=by_table,
    )
    for table, found in by_table.items():
        places = ", ".join("?" * len(found[0]))
        for row in found:
            db.execute(f"INSERT INTO {table} VALUES ({places})", row)
    db.execute(
        "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(key, document.kind.value, document.kieskring, document.file_name, document.sha256),
            *(document.canonical_sha256, document.content, now),
        ),
    )


def _with_stations(db: Database, key: int, stations: PollingStations) -> Election:
    """The election that is whole once ``stations`` are stored.

    Raises:
        Refused: its candidate lists have not been read.
    """
    contest = db.execute("SELECT contest_id, name FROM contest WHERE election = ?", (key,)).fetchone()
    if contest is None:
        raise Refused("Lees eerst de kandidatenlijsten van deze verkiezing.")
    return Election(
        read_definition(db, key),
        Contest(*contest),
        read_lists(db, key),
        stations.municipality,
        stations.eligible,
        stations.units,
    )


def _upper_election(definition: Definition, lists: CandidateLists, code: str) -> Election:
    """The election that is whole once ``lists`` are stored, of a committee above a municipality.

    Raises:
        Refused: the lists are of another kieskring.
    """
    committee, contest = _committee(definition, code), lists.contest
    everywhere = contest.id in ("alle", "geen") or len(district_committees(definition)) == 1
    own = committee.level is Level.HSB and contest.id == str(kieskring_number(committee))
    if not (everywhere or own):
        raise Refused(
            f"Deze kandidatenlijsten zijn van kieskring {contest.id} {contest.name or ''}."
            " Kies het bestand van uw eigen kieskring, of dat van alle kieskringen."
        )
    units = units_below(definition, committee)
    return Election(definition, contest, lists.lists, committee, 0, units)


def _committee(definition: Definition, code: str) -> Committee:
    try:
        return upper_committee(definition, code)
    except ValueError as error:
        raise Refused(f"Dit station is van {code}: {error}. Kies het bestand van uw verkiezing.") from error
