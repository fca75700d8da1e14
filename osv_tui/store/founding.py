"""Making a station: its municipality, how that counts, and the two officials who begin it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from osv_tui.election.model import CountingMethod
from osv_tui.election.workflow import OFFICIALS
from osv_tui.store import audit
from osv_tui.store.chain import fingerprint
from osv_tui.store.database import StationFile
from osv_tui.store.passwords import check_password, hash_password
from osv_tui.store.people import NewPerson, check_person, insert_person, same_person
from osv_tui.store.problems import Refused


@dataclass(frozen=True)
class StationFacts:
    """What the station is: of which municipality, and how that counts."""

    municipality_code: str
    counting_method: CountingMethod
    practice: bool


@dataclass(frozen=True)
class Founder:
    """One of the two officials who make a station, with the password that he or she chose."""

    person: NewPerson
    password: str


def check_founding(facts: StationFacts, founders: tuple[Founder, Founder]) -> None:
    """Whether a station can be made of these; to be asked before its file is created.

    Raises:
        Refused: the municipality code is not four digits, a field is empty, a password is too short, or the
            two are not an administrator and a supervisor who are two persons.
    """
    code = facts.municipality_code
    if not (len(code) == 4 and code.isascii() and code.isdigit()):
        raise Refused("Een gemeentecode heeft vier cijfers, bijvoorbeeld 0737.")
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
    code, method, practice = facts.municipality_code, facts.counting_method.value, facts.practice
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
    code, method, practice = file.rows("SELECT municipality_code, counting_method, practice FROM station")[0]
    return StationFacts(code, CountingMethod(method), bool(practice))


def station_secret(file: StationFile) -> str:
    """A random text of this station, the same for as long as the file exists."""
    return str(file.value("SELECT secret FROM station"))


def municipality_name(file: StationFile) -> str:
    """Its name once polling stations have been read, before that its code."""
    name = file.value("SELECT name FROM municipality LIMIT 1")
    return str(name) if name else f"gemeente {station_facts(file).municipality_code}"
