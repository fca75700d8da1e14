"""Lots and deceased candidates: typed by two persons, neither of whom sees what the other types.

The program never draws. What is drawn in the room is stored when a supervisor and a second official each
typed the same; two that differ are told to the log, and nothing is stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from osv_tui.election.apportionment.lots import LotQuestion, Option
from osv_tui.election.level_votes import Place, candidate_at
from osv_tui.election.workflow import Role
from osv_tui.store import audit
from osv_tui.store.actor import Actor, require
from osv_tui.store.database import StationFile
from osv_tui.store.distributing import (
    Deceased,
    DrawnLot,
    Seats,
    drawn_lots,
    question_text,
    require_unchanged,
    seats,
)
from osv_tui.store.problems import Refused
from osv_tui.store.signing_in import Credentials, witness
from osv_tui.store.typed import NO_REASON, required

if TYPE_CHECKING:
    from sqlite_utils import Database


class TypedDifferently(Refused):
    """The two did not type the same; neither is told what the other one typed."""

    def __init__(self) -> None:
        super().__init__("De twee invoeren zijn niet gelijk. Kijk op het papier en begin opnieuw.")


@dataclass(frozen=True)
class DrawnTwice:
    """Who was drawn, as the supervisor typed it and as the second official did."""

    first: Option
    second: Option


@dataclass(frozen=True)
class PlaceTwice:
    """A deceased candidate, as the supervisor typed it and as the second official did."""

    first: Place
    second: Place


def add_lot(
    file: StationFile,
    actor: Actor,
    second: Credentials,
    election: int,
    question: LotQuestion,
    typed: DrawnTwice,
) -> None:
    """Store what was drawn for ``question``, the one that was on the screen.

    Raises:
        TypedDifferently: the log tells what each of them typed.
        Refused: it is not what is asked for now, it is none of the options, the release is exported already,
            or nobody else confirmed.
    """
    now_asked = seats(file, actor, election)
    if now_asked.distribution.lot_needed != question:
        raise Refused("Deze loting is intussen niet meer nodig. Kijk opnieuw op het scherm met de zetels.")
    confirmed_by = witness(file, actor, second, Role.SUPERVISOR)
    now, text = file.now(), question_text(question)
    if str(typed.first) != str(typed.second):
        with file.transaction() as db:
            _tell_difference(db, actor, election, now, confirmed_by, now_asked, text, typed)
        raise TypedDifferently
    drawn, ordinal = str(typed.first), len(now_asked.lots) + 1
    with file.transaction() as db:
        require(db, actor, Role.SUPERVISOR)
        require_unchanged(db, now_asked)
        key = audit.next_key(db, "lot")
        audit.write(
            *(db, now, actor, "lot drawn", f"election {election}"),
            lot=key,
            release=now_asked.release,
            ordinal=ordinal,
            question=text,
            drawn=drawn,
            again=str(typed.second),
            confirmed_by=confirmed_by,
        )
        typed_row = (now_asked.release, ordinal, text, drawn, str(typed.second))
        row = (key, *typed_row, actor.session, confirmed_by, now)
        db.execute("INSERT INTO lot VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def withdraw_lot(
    file: StationFile, actor: Actor, second: Credentials, election: int, lot: DrawnLot, reason: str
) -> None:
    """Withdraw a lot that was typed wrong, and all that came after it, which follow from it.

    Raises:
        Refused: there is no reason that can be printed, the lot does not hold any more, the release is
            exported already, or nobody else confirmed.
    """
    why = required(reason, NO_REASON)
    confirmed_by = witness(file, actor, second, Role.SUPERVISOR)
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.SUPERVISOR)
        for each in _lapsing(db, lot):
            audit.write(
                *(db, now, actor, "lot withdrawn", f"election {election}"),
                lot=each.key,
                confirmed_by=confirmed_by,
                reason=why,
            )
            db.execute(
                "INSERT INTO withdrawn_lot VALUES (?, ?, ?, ?, ?)",
                (each.key, actor.session, confirmed_by, why, now),
            )


def add_deceased(
    file: StationFile, actor: Actor, second: Credentials, election: int, typed: PlaceTwice
) -> None:
    """Store that a candidate is deceased, before any lot.

    Raises:
        TypedDifferently: the log tells what each of them typed.
        Refused: nobody is at that place, it is known already, a lot holds, the release is exported already,
            or nobody else confirmed.
    """
    at_hand = seats(file, actor, election)
    _require_candidates(at_hand, typed)
    confirmed_by = witness(file, actor, second, Role.SUPERVISOR)
    now, place, again = file.now(), typed.first.code, typed.second.code
    if place != again:
        with file.transaction() as db:
            _tell_difference(db, actor, election, now, confirmed_by, at_hand, None, DrawnTwice(place, again))
        raise TypedDifferently
    with file.transaction() as db:
        require(db, actor, Role.SUPERVISOR)
        key = audit.next_key(db, "deceased")
        audit.write(
            *(db, now, actor, "deceased told", f"election {election}"),
            deceased=key,
            release=at_hand.release,
            place=place,
            again=again,
            confirmed_by=confirmed_by,
        )
        row = (key, at_hand.release, place, again, actor.session, confirmed_by, now)
        db.execute("INSERT INTO deceased VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def withdraw_deceased(
    file: StationFile, actor: Actor, second: Credentials, election: int, told: Deceased, reason: str
) -> None:
    """Take back that a candidate is deceased.

    Raises:
        Refused: there is no reason that can be printed, it was taken back already, a lot holds, the release
            is exported already, or nobody else confirmed.
    """
    why = required(reason, NO_REASON)
    confirmed_by = witness(file, actor, second, Role.SUPERVISOR)
    now = file.now()
    with file.transaction() as db:
        require(db, actor, Role.SUPERVISOR)
        audit.write(
            *(db, now, actor, "deceased withdrawn", f"election {election}"),
            deceased=told.key,
            confirmed_by=confirmed_by,
            reason=why,
        )
        db.execute(
            "INSERT INTO withdrawn_deceased VALUES (?, ?, ?, ?, ?)",
            (told.key, actor.session, confirmed_by, why, now),
        )


def _require_candidates(at_hand: Seats, typed: PlaceTwice) -> None:
    for place in (typed.first, typed.second):
        try:
            candidate_at(at_hand.tally.election, place)
        except ValueError:
            text = f"Op lijst {place.list_number} staat niemand met nummer {place.candidate_number}."
            raise Refused(text) from None


def _lapsing(db: Database, lot: DrawnLot) -> list[DrawnLot]:
    """What no longer holds without ``lot``, the last first."""
    of_release = db.execute("SELECT release FROM lot WHERE id = ?", (lot.key,)).fetchone()
    held = drawn_lots(db, of_release[0]) if of_release else ()
    if lot not in held:
        raise Refused("Deze loting is al ingetrokken of vervallen.")
    return [each for each in reversed(held) if each.ordinal >= lot.ordinal]


def _tell_difference(
    db: Database,
    actor: Actor,
    election: int,
    now: str,
    confirmed_by: int,
    at_hand: Seats,
    question: str | None,
    typed: DrawnTwice,
) -> None:
    """What was typed is kept in the log, also when nothing comes of it; of a death without a question."""
    require(db, actor, Role.SUPERVISOR)
    audit.write(
        *(db, now, actor, "typed differently", f"election {election}"),
        release=at_hand.release,
        ordinal=None if question is None else len(at_hand.lots) + 1,
        question=question,
        first=str(typed.first),
        second=str(typed.second),
        confirmed_by=confirmed_by,
    )
