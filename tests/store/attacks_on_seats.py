"""Attacks on lots and deceased candidates, which two persons type at a central committee."""

from __future__ import annotations

from tests.store.attack import Attack, untold
from tests.store.attacks_on_release import kept, not_by_two

_AT_CSB = "UPDATE station SET committee = 'CSB'"
_UNPUBLISHED = "DELETE FROM package"
_OPEN = f"{_AT_CSB}; {_UNPUBLISHED}"
_QUESTION = (
    '{"article": "P 7", "kind": "average", "list": null, "options": [1, 3], "seats": 1, "value": [9, 2]}'
)


def lot(
    of: str = "r_declared",
    ordinal: int = 1,
    drawn: str = "3",
    again: str = "3",
    question: str = _QUESTION,
    key: str = "NULL",
    verb: str = "INSERT",
) -> str:
    typed = f"'{question}', '{drawn}', '{again}'"
    return f"{verb} INTO lot VALUES ({key}, :{of}, {ordinal}, {typed}, :s_sam, :ada, 'nu')"


def withdraw_lot(key: int = 2, reason: str = "misgelezen", verb: str = "INSERT") -> str:
    return f"{verb} INTO withdrawn_lot VALUES ({key}, :s_sam, :ada, '{reason}', 'nu')"


def deceased(
    of: str = "r_declared", place: str = "1.2", again: str = "1.2", key: str = "NULL", verb: str = "INSERT"
) -> str:
    return f"{verb} INTO deceased VALUES ({key}, :{of}, '{place}', '{again}', :s_sam, :ada, 'nu')"


def withdraw_deceased(key: int = 1, reason: str = "leeft", verb: str = "INSERT") -> str:
    return f"{verb} INTO withdrawn_deceased VALUES ({key}, :s_sam, :ada, '{reason}', 'nu')"


_TWO_LOTS = f"{_OPEN}; {lot(key='1')}; {lot(key='2', ordinal=2)}"
_WITHDRAWN = f"{_TWO_LOTS}; {withdraw_lot()}"
_ONE_DEAD = f"{_OPEN}; {deceased(key='1')}"
_ALIVE = f"{_ONE_DEAD}; {withdraw_deceased()}"

LOTS = (
    *not_by_two("type a lot", "lot_by_two", lot(), given=_OPEN),
    Attack("type a lot of which the two differ", "lot_by_two", lot(again="1"), given=_OPEN),
    Attack("draw who takes no part", "lot_possible", lot(drawn="2", again="2"), given=_OPEN),
    Attack("draw nobody", "lot_possible", lot(drawn="", again=""), given=_OPEN),
    Attack("draw one of none", "lot_possible", lot(question='{"options": []}'), given=_OPEN),
    Attack("a question that cannot be read", "malformed JSON", lot(question="[1, 3"), given=_OPEN),
    Attack("leave out a lot", "lot_in_order", lot(ordinal=2), given=_OPEN),
    Attack("type a lot twice", "lot_in_order", lot(ordinal=2), given=_TWO_LOTS),
    Attack(
        "replace a lot", "lot_in_order", lot(ordinal=3, key="2", drawn="1", again="1", verb="REPLACE"),
        given=_TWO_LOTS,
    ),
    Attack(
        "type a lot as if the last one was not withdrawn", "lot_in_order", lot(ordinal=3), given=_WITHDRAWN
    ),
    Attack("type a lot for a version that was opened again", "lot_of_release", lot("r_again"), given=_OPEN),
    Attack("type a lot for nothing", "lot_of_release", lot().replace(":r_declared", "99"), given=_OPEN),
    Attack("type a lot at a municipality", "lot_of_release", lot(), given=_UNPUBLISHED),
    Attack("type a lot after the export", "lot_of_release", lot(), given=_AT_CSB),
    *kept("lot", "lot", "a lot", _TWO_LOTS),
    untold("lot_logged", lot(), _OPEN),
)  # fmt: skip

WITHDRAWN_LOTS = (
    *not_by_two("withdraw a lot", "lot_withdrawn_by_two", withdraw_lot(), given=_TWO_LOTS),
    Attack("withdraw a lot before the last", "lot_withdrawn_last", withdraw_lot(1), given=_TWO_LOTS),
    Attack("withdraw a lot twice", "lot_withdrawn_last", withdraw_lot(verb="REPLACE"), given=_WITHDRAWN),
    Attack("withdraw a lot that is not there", "lot_withdrawn_last", withdraw_lot(9), given=_TWO_LOTS),
    Attack(
        "withdraw a lot of a version that was opened again", "lot_withdrawn_last", withdraw_lot(7),
        given=f"{_OPEN}; {lot('r_again', key='7')}",
    ),
    Attack(
        "withdraw a lot after the export", "lot_withdrawn_last", withdraw_lot(1),
        given=f"{_AT_CSB}; {lot(key='1')}",
    ),
    Attack(
        "withdraw a lot without a reason", "CHECK constraint failed: trim(reason)", withdraw_lot(reason=" "),
        given=_TWO_LOTS,
    ),
    *kept("withdrawn_lot", "lot_withdrawal", "that a lot was withdrawn", _WITHDRAWN),
    untold("lot_withdrawal_logged", withdraw_lot(), _TWO_LOTS),
)  # fmt: skip

DECEASED = (
    *not_by_two("tell a death", "deceased_by_two", deceased(), given=_OPEN),
    Attack("tell a death of which the two differ", "deceased_by_two", deceased(again="1.1"), given=_OPEN),
    Attack("tell the death of nobody", "deceased_on_a_list", deceased(place="1.3", again="1.3"), given=_OPEN),
    Attack("tell a death twice", "deceased_once", deceased(), given=_ONE_DEAD),
    Attack(
        "replace a death", "deceased_once", deceased(place="1.1", again="1.1", key="1", verb="REPLACE"),
        given=_ONE_DEAD,
    ),
    Attack(
        "tell a death after a lot", "deceased_before_lots", deceased(), given=f"{_OPEN}; {lot(key='1')}"
    ),
    Attack(
        "tell a death for a version that was opened again", "deceased_before_lots", deceased("r_again"),
        given=_OPEN,
    ),
    Attack("tell a death at a municipality", "deceased_before_lots", deceased(), given=_UNPUBLISHED),
    Attack("tell a death after the export", "deceased_before_lots", deceased(), given=_AT_CSB),
    *kept("deceased", "deceased", "a death", _ONE_DEAD),
    untold("deceased_logged", deceased(), _OPEN),
)  # fmt: skip

WITHDRAWN_DECEASED = (
    *not_by_two("take back a death", "deceased_withdrawn_by_two", withdraw_deceased(), given=_ONE_DEAD),
    Attack(
        "take back a death twice", "deceased_withdrawal_allowed", withdraw_deceased(verb="REPLACE"),
        given=_ALIVE,
    ),
    Attack(
        "take back a death after a lot", "deceased_withdrawal_allowed", withdraw_deceased(),
        given=f"{_ONE_DEAD}; {lot(key='1')}",
    ),
    Attack(
        "take back a death after the export", "deceased_withdrawal_allowed", withdraw_deceased(),
        given=f"{_AT_CSB}; {deceased(key='1')}",
    ),
    Attack(
        "take back a death of a version that was opened again", "deceased_withdrawal_allowed",
        withdraw_deceased(7), given=f"{_OPEN}; {deceased('r_again', key='7')}",
    ),
    Attack(
        "take back a death without a reason", "CHECK constraint failed: trim(reason)",
        withdraw_deceased(reason=""), given=_ONE_DEAD,
    ),
    *kept("withdrawn_deceased", "deceased_withdrawal", "that a death was taken back", _ALIVE),
    untold("deceased_withdrawal_logged", withdraw_deceased(), _ONE_DEAD),
)  # fmt: skip

ON_SEATS = (*LOTS, *WITHDRAWN_LOTS, *DECEASED, *WITHDRAWN_DECEASED)
