"""Attacks on the release: control tally, two officials, opening again, what was written to publish."""

from __future__ import annotations

from tests.store.attack import Attack, untold


def control_sum(
    election: str = "e_ready",
    session: str = "s_sam",
    version: int = 1,
    number: int = 1,
    key: str = "NULL",
    verb: str = "INSERT",
) -> str:
    return f"{verb} INTO control_sum VALUES ({key}, :{election}, {version}, {number}, 5, :{session}, 'nu')"


def release(
    election: str = "e_ready",
    session: str = "s_sam",
    second: str = "ada",
    version: int = 1,
    key: str = "NULL",
    verb: str = "INSERT",
) -> str:
    return f"{verb} INTO final_election VALUES ({key}, :{election}, {version}, :{session}, :{second}, 'nu')"


def reopen_election(
    of: str = "r_declared", session: str = "s_sam", second: str = "ada", verb: str = "INSERT"
) -> str:
    return f"{verb} INTO reopened_election VALUES (:{of}, :{session}, :{second}, 'telfout', 'nu')"


def reopen_unit(
    first: str = "final_1", session: str = "s_sam", second: str = "ada", verb: str = "INSERT"
) -> str:
    return f"{verb} INTO reopened_unit VALUES (:{first}, :{session}, :{second}, 'papier verbeterd', 'nu')"


def package(of: str = "r_declared", session: str = "s_sam", key: str = "NULL", verb: str = "INSERT") -> str:
    root = "0" * 64
    return f"{verb} INTO package VALUES ({key}, :{of}, '/uit', '{root}', :{session}, 'nu')"


def kept(table: str, rule: str, what: str, given: str = "") -> tuple[Attack, ...]:
    """Changing, renumbering and removing the rows of ``table``."""
    renumber = f"UPDATE OR REPLACE {table} SET rowid = 99"
    return (
        Attack(f"change {what}", f"{rule}_unchanged", f"UPDATE {table} SET at = 'later'", given=given),
        Attack(f"renumber {what}", f"{rule}_unchanged", renumber, given=given),
        Attack(f"remove {what}", f"{rule}_kept", f"DELETE FROM {table}", given=given),
    )


def not_by_two(
    what: str, rule: str, statement: str, by: str = ":s_sam", second: str = ":ada", given: str = ""
) -> tuple[Attack, ...]:
    """``statement`` with a supervisor's session and an official; the other two are who could not."""
    tries = {
        f"{what} alone": statement.replace(second, ":sam"),
        f"{what} with a typist": statement.replace(second, ":bo"),
        f"{what} with somebody who is not there": statement.replace(second, "99"),
        f"{what} with somebody whose account is off": statement.replace(second, ":eve"),
        f"{what} as a typist": statement.replace(by, ":s_bo"),
        f"{what} as an administrator": statement.replace(by, ":s_ada").replace(second, ":sam"),
    }
    return tuple(Attack(name, rule, sql, given=given) for name, sql in tries.items())


CONTROL = (
    Attack("typist adds by hand", "control_sum_allowed", control_sum(session="s_bo")),
    Attack("administrator adds by hand", "control_sum_allowed", control_sum(session="s_ada")),
    Attack("add by hand for what was released", "control_sum_allowed", control_sum("e_declared", version=2)),
    Attack("add by hand for another version", "control_sum_allowed", control_sum(version=2)),
    Attack("add by hand for the version before", "control_sum_allowed", control_sum("e_again", version=1)),
    Attack("add a list by hand that is not there", "control_sum_allowed", control_sum(number=99)),
    Attack("replace a sum by hand", "control_sum_allowed", control_sum(key="1", verb="REPLACE")),
    Attack(
        "upsert a sum by hand",
        "control_sum_allowed",
        control_sum(key="1") + " ON CONFLICT (id) DO UPDATE SET total = 5",
        backed=True,
    ),
    *kept("control_sum", "control_sum", "a sum by hand"),
    untold("control_sum_logged", control_sum()),
)

_PAIR = "(SELECT second_entry FROM final_unit WHERE first_entry = :ready_1)"
_DIFFERENCE = (
    f"UPDATE entry_value SET value = value + 1 WHERE field = 'found' AND entry IN (:ready_1, {_PAIR})"
)

RELEASE = (
    *not_by_two("release", "final_election_by_two", release()),
    Attack(
        "release again without opening it",
        "final_election_once",
        release("e_declared", version=2),
        given="INSERT INTO control_sum SELECT NULL, election, 2, list, total, session, at FROM control_sum"
        " WHERE election = :e_declared",
    ),
    Attack(
        "release a later version",
        "final_election_once",
        release(version=2),
        given="UPDATE control_sum SET version = 2 WHERE election = :e_ready",
    ),
    Attack("release the version before again", "final_election_once", release("e_again"), backed=True),
    Attack(
        "replace a release by another election's",
        "final_election_once",
        release(key=":r_declared", verb="REPLACE"),
    ),
    Attack("release what is not there", "final_election_all_units", release().replace(":e_ready", "99")),
    Attack(
        "release a unit that was opened again",
        "final_election_all_units",
        release(),
        given=reopen_unit("ready_1"),
    ),
    Attack(
        "release a difference without account, by the figures",
        "final_election_accounted",
        release(),
        given=_DIFFERENCE,
    ),
    Attack(
        "release a difference without account, as the paper tells it",
        "final_election_accounted",
        release(),
        given="INSERT INTO entry_value VALUES (:ready_1, 'more', 1, 0)",
    ),
    Attack(
        "release a difference of which another unit has the account",
        "final_election_accounted",
        release(),
        given=f"{_DIFFERENCE}; UPDATE count_account SET entry = :declared_1",
    ),
    Attack(
        "release without a control tally",
        "final_election_tallied",
        release(),
        given="DELETE FROM control_sum WHERE election = :e_ready",
    ),
    Attack(
        "release with too few lists added by hand",
        "final_election_tallied",
        release(),
        given="DELETE FROM control_sum WHERE election = :e_ready AND list = 1",
    ),
    Attack(
        "release with one list added twice",
        "final_election_tallied",
        release(),
        given="UPDATE control_sum SET list = 1 WHERE election = :e_ready",
    ),
    Attack(
        "release a tally that is not that by hand",
        "final_election_tallied",
        release(),
        given="UPDATE control_sum SET total = total + 1 WHERE election = :e_ready AND list = 3",
    ),
    Attack(
        "release with the control tally of the version before",
        "final_election_tallied",
        release("e_again", version=2),
    ),
    Attack(
        "release although the last sum by hand is another",
        "final_election_tallied",
        release(),
        given="INSERT INTO control_sum SELECT NULL, election, 1, list, total + 1, session, at"
        " FROM control_sum WHERE election = :e_ready AND list = 3",
    ),
    *kept("final_election", "final_election", "a release"),
    untold("final_election_logged", release()),
)

AGAIN = (
    *not_by_two("open an election again", "election_reopened_by_two", reopen_election()),
    Attack("open an election twice", "election_reopened_once", reopen_election("r_again", verb="REPLACE")),
    Attack(
        "open an election again that was not released",
        "election_reopened_once",
        reopen_election().replace(":r_declared", "99"),
    ),
    Attack(
        "open an election again without a reason",
        "CHECK constraint failed: trim(reason)",
        "INSERT INTO reopened_election VALUES (:r_declared, :s_sam, :ada, '', 'nu')",
    ),
    *kept("reopened_election", "election_reopening", "that an election was opened again"),
    untold("election_reopening_logged", reopen_election()),
    *not_by_two("open a unit again", "unit_reopened_by_two", reopen_unit()),
    Attack(
        "supervisor opens a unit again where he typed",
        "unit_reopened_by_two",
        reopen_unit(),
        given="UPDATE entry SET person = :sam WHERE id = :final_1",
    ),
    Attack("open a unit again of what was released", "unit_reopened_once", reopen_unit("declared_1")),
    Attack("open a unit again twice", "unit_reopened_once", reopen_unit("reopened_1", verb="REPLACE")),
    Attack("open a unit again that is not final", "unit_reopened_once", reopen_unit("equal_1")),
    Attack("open a unit again by its second entry", "unit_reopened_once", reopen_unit("final_2")),
    Attack(
        "open a unit again without a reason",
        "CHECK constraint failed: trim(reason)",
        "INSERT INTO reopened_unit VALUES (:final_1, :s_sam, :ada, ' ', 'nu')",
    ),
    *kept("reopened_unit", "unit_reopening", "that a unit was opened again"),
    untold("unit_reopening_logged", reopen_unit()),
)

PACKAGE = (
    Attack("typist writes a package", "package_of_release", package(session="s_bo")),
    Attack("administrator writes a package", "package_of_release", package(session="s_ada")),
    Attack("write a package of what was opened again", "package_of_release", package("r_again")),
    Attack("write a package of nothing", "package_of_release", package().replace(":r_declared", "99")),
    Attack("replace a package", "package_of_release", package(key="1", verb="REPLACE")),
    *kept("package", "package", "a package"),
    untold("package_logged", package()),
)

ON_RELEASE = (*CONTROL, *RELEASE, *AGAIN, *PACKAGE)
