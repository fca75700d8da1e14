"""Elections as rows of the file: written when their files are read, and read back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from osv_tui.election.form import Form, kieskringen_of_fields
from osv_tui.election.levels import level_of
from osv_tui.election.model import (
    Candidate,
    CandidateList,
    CandidateLists,
    Category,
    Committee,
    Contest,
    Definition,
    Domain,
    Election,
    ElectionIdentifier,
    Gender,
    Region,
    ReportingUnit,
    Subcategory,
)
from osv_tui.store import audit
from osv_tui.store.problems import Refused

if TYPE_CHECKING:
    from sqlite_utils import Database

Row = tuple[str, tuple[int | str | None, ...]]
"""A table and one row of it."""


def definition_rows(key: int, definition: Definition) -> Iterator[Row]:
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


def list_rows(key: int, lists: CandidateLists) -> Iterator[Row]:
    yield "contest", (key, lists.contest.id, lists.contest.name)
    for each in lists.lists:
        publish, kieskringen = int(each.publish_gender), " ".join(map(str, each.kieskringen))
        named = (each.name, publish, each.publication_language, kieskringen)
        yield "candidate_list", (key, each.number, each.kieskring, *named)
        for candidate in each.candidates:
            yield (
                "candidate",
                (
                    *(key, each.number, each.kieskring, candidate.number, candidate.last_name),
                    *(candidate.initials, candidate.prefix, candidate.first_name),
                    *(candidate.gender.value if candidate.gender else None, candidate.locality),
                    candidate.short_code,
                ),
            )


def committee_rows(db: Database, key: int, election: Election) -> Iterator[Row]:
    yield "committee", (key, election.committee.code, election.committee.name, election.eligible)
    for unit_key, unit in enumerate(election.units, audit.next_key(db, "unit")):
        yield "unit", (unit_key, key, unit.number, unit.name, unit.postal_code, unit.eligible)


def form_rows(key: int, election: Election, form: Form) -> Iterator[Row]:
    held = kieskringen_of_fields(election)
    for position, field in enumerate(form.fields):
        where = " ".join(map(str, held.get(field.id, ())))
        yield "form_field", (key, field.id, position, field.minimum, field.maximum, field.gate, where)
        for answer in sorted(field.opens):
            yield "gate_opening", (key, field.id, answer)


def read_definition(db: Database, key: int) -> Definition:
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


def read_election(db: Database, key: int) -> Election:
    contest = db.execute("SELECT contest_id, name FROM contest WHERE election = ?", (key,)).fetchone()
    committee = db.execute("SELECT code, name, eligible FROM committee WHERE election = ?", (key,)).fetchone()
    if contest is None or committee is None:
        raise Refused("Van deze verkiezing zijn nog niet alle bestanden ingelezen.")
    code, name, eligible = committee
    units = db.execute(
        "SELECT number, name, postal_code, eligible FROM unit WHERE election = ? ORDER BY number", (key,)
    )
    return Election(
        read_definition(db, key),
        Contest(*contest),
        read_lists(db, key),
        Committee(level_of(code), code, name),
        eligible,
        tuple(ReportingUnit(*unit) for unit in units),
    )


def read_lists(db: Database, key: int) -> tuple[CandidateList, ...]:
    candidates: dict[tuple[int, int], list[Candidate]] = {}
    for number, kieskring, position, last_name, initials, prefix, first_name, gender, *more in db.execute(
        "SELECT list, kieskring, number, last_name, initials, prefix, first_name, gender, locality,"
        " short_code FROM candidate WHERE election = ? ORDER BY list, kieskring, number",
        (key,),
    ):
        candidates.setdefault((number, kieskring), []).append(
            Candidate(
                *(position, last_name, initials, prefix, first_name),
                *(Gender(gender) if gender else None, *more),
            )
        )
    lists = db.execute(
        "SELECT number, kieskring, name, publish_gender, publication_language, kieskringen"
        " FROM candidate_list WHERE election = ? ORDER BY number, kieskring",
        (key,),
    )
    return tuple(
        CandidateList(
            *(number, name, tuple(candidates[number, kieskring]), bool(publish), language),
            tuple(map(int, kieskringen.split())),
        )
        for number, kieskring, name, publish, language, kieskringen in lists
    )
