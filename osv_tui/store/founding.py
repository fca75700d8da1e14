"""Making a station: its committee, how that counts, and the two officials who begin it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from osv_tui.election.levels import level_of
from osv_tui.election.model import CountingMethod, Level, Subcategory, UnitKind
from osv_tui.election.workflow import OFFICIALS
from osv_tui.store import audit
from osv_tui.store.chain import fingerprint
from osv_tui.store.database import StationFile
from osv_tui.store.passwords import check_password, hash_password
from osv_tui.store.people import NewPerson, check_person, insert_person, same_person
from osv_tui.store.problems import Refused


@dataclass(frozen=True)
class StationFacts:
    """What the station is: of which committee, by its code, and how that counts.

    Above a municipality nothing is counted from ballots and ``counting_method`` has no meaning.
    """

    committee: str
    counting_method: CountingMethod
    practice: bool

    @property
    def level(self) -> Level:
        return level_of(self.committee)


@dataclass(frozen=True)
class Founder:
    """One of the two officials who make a station, with the password that he or she chose."""

    person: NewPerson
    password: str


def check_founding(facts: StationFacts, founders: tuple[Founder, Founder]) -> None:
    """Whether a station can be made of these; to be asked before its file is created.

    Raises:
        Refused: the code is of no committee, a field is empty, a password is too short, or the two are not
            an administrator and a supervisor who are two persons.
    """
    try:
        level_of(facts.committee)
    except ValueError as error:
        raise Refused(
            "Typ de vier cijfers van de gemeente, zoals 0737; of HSB met het nummer van de kieskring,"
            " zoals HSB2; of CSB."
        ) from error
    for founder in founders:
        check_person(founder.person)
        check_password(founder.password, founder.person.user_name)
    one, other = (founder.person for founder in founders)
    if (one.role, other.role) != OFFICIALS:
        raise Refused("Een station wordt gemaakt door een beheerder en een toezichthouder.")
    if same_person(one, other):
        raise Refused("De beheerder en de toezichthouder moeten twee verschillende personen zijn.")


def found(file: StationFile, facts: StationFacts, founders: tuple[Founder, Founder]) -> None:
    """Make the station of a new file, with its administrator and its first supervisor.

    Raises:
        Refused: as ``check_founding``.
    """
    check_founding(facts, founders)
    hashes = [hash_password(founder.password) for founder in founders]
    secret = secrets.token_hex(32)
    now = file.now()
    code, method, practice = facts.committee, facts.counting_method.value, facts.practice
    with file.transaction() as db:
        audit.write(
            *(db, now, None, "station made", code),
            method=method,
            practice=int(practice),
            secret=fingerprint(secret),
        )
        db.execute("INSERT INTO station VALUES (1, ?, ?, ?, ?, ?)", (code, method, practice, secret, now))
        for founder, hashed in zip(founders, hashes, strict=True):
            insert_person(db, now, founder.person, hashed)


def station_facts(file: StationFile) -> StationFacts:
    """What the station is."""
    code, method, practice = file.rows("SELECT committee, counting_method, practice FROM station")[0]
    return StationFacts(code, CountingMethod(method), bool(practice))


def station_secret(file: StationFile) -> str:
    """A random text of this station, the same for as long as the file exists."""
    return str(file.value("SELECT secret FROM station"))


def unit_kind(file: StationFile) -> UnitKind:
    """What this station adds up; until a definition was read, what it is most likely to be."""
    found = file.value("SELECT subcategory FROM election LIMIT 1")
    return UnitKind.counted_by(station_facts(file).level, Subcategory(found) if found else None)


def committee_name(file: StationFile) -> str:
    """Its name once its units are known, before that its code; above a municipality with what it is."""
    name, facts = file.value("SELECT name FROM committee LIMIT 1"), station_facts(file)
    if facts.level is Level.GSB:
        return str(name) if name else f"gemeente {facts.committee}"
    return f"{facts.committee} {name or ''}".rstrip()
