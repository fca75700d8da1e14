"""Attacks on what the files of lower levels say of their counts."""

from __future__ import annotations

from tests.store.attack import Attack, untold

_ABOVE = "UPDATE station SET committee = 'HSB1'"
_READ = (
    f"{_ABOVE}; INSERT INTO witness VALUES (9, :u_final, 'x.eml.xml', 'aa', NULL, x'00', :s_sam, 'nu');"
    " INSERT INTO witness_value VALUES (9, 'blank', 2)"
)


def read(unit: str, session: str = "s_sam", key: str = "NULL", verb: str = "INSERT") -> str:
    return f"{verb} INTO witness VALUES ({key}, :{unit}, 'x.eml.xml', 'bb', NULL, x'01', :{session}, 'nu')"


ON_WITNESSES = (
    Attack("typist reads a lower count", "witness_allowed", read("u_empty", "s_bo"), given=_ABOVE),
    Attack("administrator reads a lower count", "witness_allowed", read("u_empty", "s_ada"), given=_ABOVE),
    Attack("a file of a polling station", "witness_allowed", read("u_empty")),
    Attack("read a lower count after the release", "witness_allowed", read("u_declared"), given=_ABOVE),
    Attack("replace a lower count", "witness_allowed", read("u_empty", key="9", verb="REPLACE"), given=_READ),
    Attack("change a lower count", "witness_unchanged", "UPDATE witness SET content = x'02'", given=_READ),
    Attack("renumber a lower count", "witness_unchanged", "UPDATE witness SET rowid = 99", given=_READ),
    Attack("remove a lower count", "witness_kept", "DELETE FROM witness", given=_READ),
    Attack(
        "replace a number of a lower count",
        "witness_value_once",
        "REPLACE INTO witness_value VALUES (9, 'blank', 3)",
        given=_READ,
    ),
    Attack(
        "change a number of a lower count",
        "witness_value_unchanged",
        "UPDATE witness_value SET value = 3",
        given=_READ,
    ),
    Attack(
        "remove a number of a lower count", "witness_value_kept", "DELETE FROM witness_value", given=_READ
    ),
    Attack(
        "a negative number in a lower count",
        "CHECK constraint failed: value",
        "INSERT INTO witness_value VALUES (9, 'invalid', -1)",
        given=_READ,
    ),
    untold("witness_logged", read("u_empty"), _ABOVE),
    untold("witness_value_logged", "INSERT INTO witness_value VALUES (9, 'invalid', 1)", _READ),
)
