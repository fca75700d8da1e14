"""Attacks on what a supervisor states: let stand, hand over, judge, account for, errors on paper."""

from __future__ import annotations

from tests.store.attack import Attack, untold


def stand(entry: str, session: str = "s_sam", verb: str = "INSERT") -> str:
    return f"{verb} INTO let_stand VALUES (:{entry}, :{session}, 'zo staat het er', 'nu')"


def hand_over(entry: str, session: str = "s_sam", verb: str = "INSERT") -> str:
    return f"{verb} INTO hand_over VALUES (:{entry}, :{session}, 'naar huis', 'nu')"


def dispose(entry: str, session: str = "s_sam", key: str = "NULL", verb: str = "INSERT") -> str:
    told = "'W.201', '', 'blad 2', 'zo staat het er', ''"
    return f"{verb} INTO disposition VALUES ({key}, :{entry}, {told}, :{session}, 'nu')"


def account(
    entry: str, session: str = "s_sam", key: str = "NULL", verb: str = "INSERT", recounted: int = 0
) -> str:
    told = f"'vlek', 'klopt zo', {recounted}, 0, '', ''"
    return f"{verb} INTO count_account VALUES ({key}, :{entry}, {told}, :{session}, 'nu')"


def error(
    unit: str,
    session: str = "s_sam",
    key: str = "NULL",
    verb: str = "INSERT",
    field: str = "blank",
    old: int = 4,
) -> str:
    told = f"'blad 1', '{field}', {old}, 2, 'vlek', 'klopt zo'"
    return f"{verb} INTO alleged_error VALUES ({key}, :{unit}, {told}, :{session}, 'nu')"


def withdraw(key: int, session: str = "s_sam", verb: str = "INSERT") -> str:
    return f"{verb} INTO withdrawn_error VALUES ({key}, :{session}, 'dubbel', 'nu')"


def _kept(table: str, rule: str, change: str, what: str) -> tuple[Attack, ...]:
    return (
        Attack(f"change {what}", f"{rule}_unchanged", f"UPDATE {table} SET {change}"),
        Attack(f"renumber {what}", f"{rule}_unchanged", f"UPDATE OR REPLACE {table} SET rowid = 99"),
        Attack(f"remove {what}", f"{rule}_kept", f"DELETE FROM {table}"),
    )


_SAM_TYPED = "UPDATE entry SET person = :sam WHERE id = "

STAND = (
    Attack("typist lets an entry stand", "let_stand_allowed", stand("wrong_1", "s_cas")),
    Attack("administrator lets an entry stand", "let_stand_allowed", stand("wrong_1", "s_ada")),
    Attack(
        "supervisor lets stand what he typed",
        "let_stand_allowed",
        stand("wrong_1"),
        given=f"{_SAM_TYPED} :wrong_1",
    ),
    Attack("let stand what is right", "let_stand_allowed", stand("first_done")),
    Attack(
        "let stand one of two",
        "let_stand_allowed",
        stand("different_2"),
        given="UPDATE entry SET wrong = 1 WHERE id = :different_2",
    ),
    Attack(
        "let stand what was sent back",
        "let_stand_allowed",
        stand("wrong_1"),
        given="INSERT INTO decision_field VALUES (90, :wrong_1, 'blank', 'leesfout')",
    ),
    Attack("let stand what lapsed", "let_stand_allowed", stand("lapsed")),
    Attack(
        "replace why it was let stand",
        "let_stand_allowed",
        stand("wrong_1", verb="REPLACE"),
        given=stand("wrong_1"),
    ),
    Attack(
        "upsert why it was let stand",
        "let_stand_allowed",
        stand("wrong_1") + " ON CONFLICT (entry) DO UPDATE SET reason = 'anders'",
        given=stand("wrong_1"),
        backed=True,
    ),
    Attack(
        "let stand without a reason",
        "CHECK constraint failed: trim(reason)",
        "INSERT INTO let_stand VALUES (:wrong_1, :s_sam, ' ', 'nu')",
    ),
    *_kept("let_stand", "let_stand", "reason = 'anders'", "why it was let stand"),
    untold("let_stand_logged", stand("wrong_1")),
)

HAND_OVER = (
    Attack("typist hands over", "hand_over_allowed", hand_over("returned_1", "s_bo")),
    Attack("administrator hands over", "hand_over_allowed", hand_over("returned_1", "s_ada")),
    Attack(
        "supervisor hands over what he typed",
        "hand_over_allowed",
        hand_over("returned_1"),
        given=f"{_SAM_TYPED} :returned_1",
    ),
    Attack("hand over what was not sent back", "hand_over_allowed", hand_over("returned_2")),
    Attack("hand over what was keyed again", "hand_over_allowed", hand_over("rekey_old")),
    Attack(
        "replace why it was handed over",
        "hand_over_allowed",
        hand_over("returned_1", verb="REPLACE"),
        given=hand_over("returned_1"),
    ),
    Attack(
        "hand over without a reason",
        "CHECK constraint failed: trim(reason)",
        "INSERT INTO hand_over VALUES (:returned_1, :s_sam, '', 'nu')",
    ),
    *_kept("hand_over", "hand_over", "reason = 'anders'", "why it was handed over"),
    untold("hand_over_logged", hand_over("returned_1")),
)

DISPOSITION = (
    Attack("typist judges", "disposition_allowed", dispose("judge_1", "s_bo")),
    Attack("administrator judges", "disposition_allowed", dispose("judge_1", "s_ada")),
    Attack("supervisor judges what he typed", "disposition_allowed", dispose("own_equal_1")),
    Attack("judge an only entry", "disposition_allowed", dispose("wrong_1")),
    Attack("judge entries that differ", "disposition_allowed", dispose("different_1")),
    Attack("judge the second of two", "disposition_allowed", dispose("judge_2")),
    Attack("judge what was replaced", "disposition_allowed", dispose("reopened_1")),
    Attack("judge what was released", "disposition_allowed", dispose("declared_1")),
    Attack("replace a judgement", "disposition_allowed", dispose("judge_1", key="1", verb="REPLACE")),
    Attack(
        "upsert a judgement",
        "disposition_allowed",
        dispose("judge_1", key="1") + " ON CONFLICT (id) DO UPDATE SET found = 'anders'",
        backed=True,
    ),
    Attack(
        "judge without having found anything",
        "CHECK constraint failed: trim(found)",
        "INSERT INTO disposition VALUES (NULL, :judge_1, 'W.201', '', 'blad 2', ' ', '', :s_sam, 'nu')",
    ),
    *_kept("disposition", "disposition", "found = 'anders'", "a judgement"),
    untold("disposition_logged", dispose("judge_1")),
)

COUNT_ACCOUNT = (
    Attack("typist accounts", "count_account_allowed", account("judge_1", "s_bo")),
    Attack("administrator accounts", "count_account_allowed", account("judge_1", "s_ada")),
    Attack("supervisor accounts for what he typed", "count_account_allowed", account("own_equal_1")),
    Attack("account for an only entry", "count_account_allowed", account("wrong_1")),
    Attack("account for entries that differ", "count_account_allowed", account("different_1")),
    Attack("account for the second of two", "count_account_allowed", account("judge_2")),
    Attack("account for what was replaced", "count_account_allowed", account("reopened_1")),
    Attack("account for what was released", "count_account_allowed", account("declared_1")),
    Attack("replace an account", "count_account_allowed", account("judge_1", key="1", verb="REPLACE")),
    Attack(
        "a recount by nobody",
        "CHECK constraint failed: passes_recounted",
        account("judge_1", recounted=1),
    ),
    *_kept("count_account", "count_account", "cause = 'anders'", "what accounts for a difference"),
    untold("count_account_logged", account("judge_1")),
)

ERRORS = (
    Attack("typist records an error", "alleged_error_allowed", error("u_final", "s_bo")),
    Attack("administrator records an error", "alleged_error_allowed", error("u_final", "s_ada")),
    Attack("supervisor records an error where he typed", "alleged_error_allowed", error("u_own_equal")),
    Attack("error at no field", "alleged_error_allowed", error("u_final", field="list.9.9")),
    Attack("error at a unit that was released", "alleged_error_allowed", error("u_declared")),
    Attack("replace an error", "alleged_error_allowed", error("u_final", key="2", verb="REPLACE")),
    Attack("an error that changes nothing", "CHECK constraint failed: new_value", error("u_final", old=2)),
    *_kept("alleged_error", "alleged_error", "account = 'anders'", "an error"),
    untold("alleged_error_logged", error("u_final")),
    Attack("typist withdraws an error", "error_withdrawal_allowed", withdraw(2, "s_bo")),
    Attack("withdraw an error that is not there", "error_withdrawal_allowed", withdraw(99)),
    Attack("withdraw an error again", "error_withdrawal_allowed", withdraw(1, verb="REPLACE")),
    Attack(
        "withdraw an error of what was released",
        "error_withdrawal_allowed",
        withdraw(2),
        given="INSERT INTO final_election VALUES (90, :election, 1, :s_sam, :ada, 'nu')",
    ),
    Attack(
        "supervisor withdraws an error where he typed",
        "error_withdrawal_allowed",
        withdraw(2),
        given=f"{_SAM_TYPED} :final_1",
    ),
    *_kept("withdrawn_error", "error_withdrawal", "reason = 'anders'", "a withdrawal"),
    untold("error_withdrawal_logged", withdraw(2)),
)

ON_STATEMENTS = (*STAND, *HAND_OVER, *DISPOSITION, *COUNT_ACCOUNT, *ERRORS)
