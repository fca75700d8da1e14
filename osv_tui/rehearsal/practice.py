"""A practice station, ready to work in: a made-up municipality, accounts, and papers to type from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from osv_tui import intake
from osv_tui.election.form import Form, SectionKind, count_form
from osv_tui.election.model import CountingMethod, Election, ReportingUnit
from osv_tui.election.workflow import Role
from osv_tui.eml.digest import groups
from osv_tui.rehearsal.cases import Case, practice_cases
from osv_tui.rehearsal.papers import Paper
from osv_tui.store import check, database, founding, people, signing_in, sittings
from osv_tui.store.actor import Actor
from osv_tui.store.database import StationFile
from osv_tui.store.elections import DocumentKind, election_lines
from osv_tui.store.founding import Founder, StationFacts
from osv_tui.store.people import NewPerson
from osv_tui.store.signing_in import Credentials
from osv_tui.store.sittings import Occasion

PRACTICE_PASSWORD = "oefenen met tellen"
ADMINISTRATOR = NewPerson("Bea Beheer", "9001", "beheer", Role.ADMINISTRATOR)
SUPERVISOR = NewPerson("Tess Toezicht", "9004", "toezicht", Role.SUPERVISOR)
TYPISTS = (
    NewPerson("Ina Invoer", "9002", "invoer1", Role.TYPIST),
    NewPerson("Otto Invoer", "9003", "invoer2", Role.TYPIST),
)


class PracticeExists(Exception):
    """There is already a practice station in the folder."""


@dataclass(frozen=True)
class Practice:
    """``papers`` is the folder with a text file for each polling station of each election."""

    station: Path
    papers: Path


def make_practice(folder: Path, seed: int, *, central: bool) -> Practice:
    """Make a practice station below ``folder``.

    Raises:
        PracticeExists: there is one already.
    """
    station = folder / "oefening.osv"
    if folder.exists() and any(folder.iterdir()):
        raise PracticeExists(
            f"In de map {folder} staat al iets. Open het oefenstation met «osv-tui open {station}»,"
            " of kies met --out een andere map."
        )
    folder.mkdir(parents=True, exist_ok=True)
    method = CountingMethod.CENTRAL if central else CountingMethod.STATION
    cases = practice_cases(folder / "bestanden", seed, method)
    papers = folder / "papieren"
    for case in cases:
        _write_papers(case, method, papers / case.election.id)
    file = database.create(station)
    try:
        code = cases[0].election.committee.code
        founders = tuple(Founder(person, PRACTICE_PASSWORD) for person in (ADMINISTRATOR, SUPERVISOR))
        founding.found(file, StationFacts(code, method, practice=True), (founders[0], founders[1]))
        administrator = signing_in.sign_in(file, ADMINISTRATOR.user_name, PRACTICE_PASSWORD, "oefening")
        second = Credentials(SUPERVISOR.user_name, PRACTICE_PASSWORD)
        for person in TYPISTS:
            signing_in.sign_out(file, enrol(file, administrator, person, second))
        for case in cases:
            take_in(file, administrator, case)
        sittings.open_sitting(file, administrator, second)
        sittings.note_head(file, administrator, Occasion.OPENING, check.head(file))
        signing_in.sign_out(file, administrator)
    finally:
        file.close()
    return Practice(station, papers)


def practice_text(made: Practice) -> str:
    """What an operator must know to begin."""
    accounts = "\n".join(
        f"  {person.user_name:<10} {role}"
        for person, role in zip(
            (ADMINISTRATOR, *TYPISTS, SUPERVISOR),
            ("beheerder", "invoerder", "invoerder", "toezichthouder"),
            strict=True,
        )
    )
    return (
        f"Oefenstation: {made.station}\n"
        f"Papieren om van te typen: {made.papers}\n"
        f"Accounts, alle met het wachtwoord «{PRACTICE_PASSWORD}»:\n{accounts}\n"
        "Typ een stembureau als invoer1, daarna hetzelfde als invoer2, en kijk als toezicht."
    )


def enrol(file: StationFile, administrator: Actor, person: NewPerson, second: Credentials) -> Actor:
    """Register a person, whose password is ``PRACTICE_PASSWORD``, and sign in."""
    one_time = people.register(file, administrator, person, second)
    actor = signing_in.sign_in(file, person.user_name, one_time, f"oefening {person.user_name}")
    return signing_in.change_password(file, actor, one_time, PRACTICE_PASSWORD, PRACTICE_PASSWORD)


def take_in(file: StationFile, administrator: Actor, case: Case) -> int:
    """Read the files of ``case`` in order, each code typed right; returns the key of the election."""
    key: int | None = None
    for path in case.files:
        kind = DocumentKind.DEFINITION if key is None else _next_document(file, key)
        offered = intake.offer(file, path, kind, key)
        first, second = (groups(offered.document.sha256)[position] for position in offered.hidden)
        key = intake.accept(file, administrator, offered, key, (first, second))
    assert key is not None
    return key


def _next_document(file: StationFile, key: int) -> DocumentKind:
    (line,) = (each for each in election_lines(file) if each.key == key)
    assert line.next_document is not None
    return line.next_document


def _write_papers(case: Case, method: CountingMethod, folder: Path) -> None:
    folder.mkdir(parents=True)
    form = count_form(case.election, method)
    units = {unit.number: unit for unit in case.election.units}
    for paper in case.papers:
        text = _paper_text(case.election, form, units[paper.unit], paper)
        (folder / f"stembureau_{paper.unit:03}.txt").write_text(text, "utf-8")


def _paper_text(election: Election, form: Form, unit: ReportingUnit, paper: Paper) -> str:
    lines = [f"*** OEFENING ***  {election.name}", f"Stembureau {unit.number}  {unit.name}"]
    for section in form.sections:
        lines += ["", section.title]
        for field in section.fields:
            if form.is_open(field, paper.count.values):
                number = paper.count.number(field.id)
                letter = f"{field.letter:>3} " if section.kind is SectionKind.LIST else f"{field.letter:<4}"
                lines.append(f"  {letter} {field.label:<56} {number:>8}")
    return "\n".join(lines) + "\n"
