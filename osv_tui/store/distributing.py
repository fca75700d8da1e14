"""The seats of a released election of a central committee, with the lots and the deceased that hold."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from osv_tui.election.apportionment.distribution import Distribution, distribute
from osv_tui.election.apportionment.lots import Lot, LotKind, LotQuestion, Option, WrongLot
from osv_tui.election.apportionment.quota import Quotient
from osv_tui.election.apportionment.votes import ElectionVotes, ImpossibleElection
from osv_tui.election.level_votes import Place, election_votes
from osv_tui.election.model import Level
from osv_tui.election.tally import Tally
from osv_tui.election.workflow import Role
from osv_tui.store.actor import Actor, require
from osv_tui.store.chain import canonical
from osv_tui.store.database import StationFile
from osv_tui.store.final_counts import final_counts
from osv_tui.store.founding import station_facts
from osv_tui.store.problems import Refused

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True)
class DrawnLot:
    """A lot that holds: the question that it answers, and what two persons typed that was drawn."""

    key: int
    ordinal: int
    question: LotQuestion
    drawn: Option
    at: datetime

    @property
    def lot(self) -> Lot:
        of = self.question
        return Lot(of.kind, of.options, self.drawn, of.list_number)


@dataclass(frozen=True)
class Deceased:
    """A candidate who was told by two persons to be deceased, and gets no seat (Kieswet P 19a)."""

    key: int
    place: Place
    at: datetime


@dataclass(frozen=True)
class Seats:
    """How the seats of an election are distributed, as far as its lots go.

    ``release`` is the row of the release, ``version`` its version; ``is_open`` tells whether lots and
    deceased candidates can still be typed: until it is exported.
    """

    release: int
    version: int
    tally: Tally
    votes: ElectionVotes
    distribution: Distribution
    lots: tuple[DrawnLot, ...]
    deceased: tuple[Deceased, ...]
    is_open: bool


_WRONG_LOT = "De lotingen passen niet bij deze uitslag. Heropen de verkiezing en waarschuw de beheerder."


def distribution(file: StationFile, actor: Actor, election: int) -> Distribution:
    """How a released election of a central committee is distributed; ``lot_needed`` says if a lot is missing.

    Raises:
        Refused: as ``seats``.
    """
    return seats(file, actor, election).distribution


def seats(file: StationFile, actor: Actor, election: int) -> Seats:
    """The same with all that it follows from, for the supervisor.

    Raises:
        Refused: the committee distributes no seats, the election is not released, its definition allows no
            distribution, or a stored lot is not the one that is asked for.
    """
    if station_facts(file).level is not Level.CSB:
        raise Refused("De zetels worden verdeeld door het centraal stembureau.")
    with file.reading() as db:
        require(db, actor, Role.SUPERVISOR)
    found = of_tally(file, election, final_counts(file, election).tally)
    if found is None or not found.release:
        raise Refused("De zetels kunnen worden verdeeld als deze verkiezing definitief is.")
    return found


def of_tally(file: StationFile, election: int, tally: Tally) -> Seats | None:
    """How the seats are distributed over ``tally``, which is that of the election as it is now in the file.

    Before the release no lot and no death holds, ``release`` is 0 and ``version`` the one that is to come.
    ``None`` where nothing is distributed: below a central committee, or while a unit is missing.

    Raises:
        Refused: as ``seats``.
    """
    if tally.election.committee.level is not Level.CSB or not tally.is_whole:
        return None
    with file.reading() as db:
        release, version = _release(db, election)
        lots, dead = drawn_lots(db, release), _deceased(db, release)
        is_open = db.execute("SELECT 1 FROM distributing WHERE id = ?", (release,)).fetchone() is not None
    try:
        votes = election_votes(tally, frozenset(each.place for each in dead))
        found = distribute(votes, (each.lot for each in lots))
    except ImpossibleElection as impossible:
        raise Refused(f"Deze zetels kunnen niet worden verdeeld: {impossible}.") from impossible
    except WrongLot as wrong:
        raise Refused(f"{_WRONG_LOT} ({wrong})") from wrong
    return Seats(release, version, tally, votes, found, lots, dead, is_open)


def _release(db: Database, election: int) -> tuple[int, int]:
    """The row and the version of the release that is in force; without one, 0 and the version to come."""
    row = db.execute("SELECT id, version FROM released_now WHERE election = ?", (election,)).fetchone()
    if row is not None:
        return int(row[0]), int(row[1])
    before = db.execute("SELECT count(*) FROM final_election WHERE election = ?", (election,)).fetchone()
    return 0, int(before[0]) + 1


def drawn_lots(db: Database, release: int) -> tuple[DrawnLot, ...]:
    """The lots of a release that hold, in the order in which they were asked for."""
    rows = db.execute(
        "SELECT id, ordinal, question, drawn, at FROM lot_now WHERE release = ? ORDER BY ordinal", (release,)
    )
    return tuple(_drawn_lot(*row) for row in rows)


def _drawn_lot(key: int, ordinal: int, text: str, drawn: str, at: str) -> DrawnLot:
    question = question_of(text)
    option = next(each for each in question.options if str(each) == drawn)
    return DrawnLot(key, ordinal, question, option, datetime.fromisoformat(at))


def _deceased(db: Database, release: int) -> tuple[Deceased, ...]:
    rows = db.execute("SELECT id, place, at FROM deceased_now WHERE release = ? ORDER BY id", (release,))
    return tuple(Deceased(key, Place.of(code), datetime.fromisoformat(at)) for key, code, at in rows)


def require_unchanged(db: Database, at_hand: Seats) -> None:
    """Within a transaction: lots and deceased candidates are still what ``at_hand`` was made from.

    Raises:
        Refused: somebody changed them meanwhile.
    """
    if (at_hand.lots, at_hand.deceased) != (drawn_lots(db, at_hand.release), _deceased(db, at_hand.release)):
        raise Refused("De lotingen zijn intussen veranderd. Kijk opnieuw op het scherm met de zetels.")


# A question as the file keeps it --------------------------------------------------------------------------


def question_text(question: LotQuestion) -> str:
    """The one spelling of a question: canonical JSON; a quotient is its two numbers."""
    value: int | list[int] | None
    if isinstance(question.value, Quotient):
        value = [question.value.numerator, question.value.denominator]
    else:
        value = question.value
    return canonical(
        {
            "kind": question.kind.value,
            "article": question.article,
            "options": list(question.options),
            "seats": question.seats,
            "value": value,
            "list": question.list_number,
        }
    )


def question_of(text: str) -> LotQuestion:
    """The question that ``question_text`` wrote."""
    told = json.loads(text)
    value = told["value"]
    return LotQuestion(
        LotKind(told["kind"]),
        told["article"],
        tuple(told["options"]),
        told["seats"],
        Quotient(*value) if isinstance(value, list) else value,
        told["list"],
    )
