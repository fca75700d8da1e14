"""The functions that the rules of the file call: the hash of a log row, the fingerprint of a secret.

A program that does not offer them to SQLite cannot write a log row, and so cannot change anything.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from json.encoder import encode_basestring

from blake3 import blake3

Column = int | str | None


def link(previous: str, *row: Column) -> str:
    """The hash of a log row behind the row with hash ``previous``: BLAKE3, 64 hexadecimal digits.

    ``row`` holds the columns of the log from ``seq`` to ``detail``. What is hashed is the previous hash and
    the row as a JSON array without spaces.
    """
    return blake3(f"{previous}[{','.join(map(_as_json, row))}]".encode()).hexdigest()


def _as_json(column: Column) -> str:
    """What ``json.dumps`` makes of it, in a third of the time: a check does this a million times."""
    if isinstance(column, str):
        return encode_basestring(column)
    return "null" if column is None else str(column)


def fingerprint(secret: str) -> str:
    """What the log tells of a secret (a salted password hash, the secret of the station): not the secret."""
    return blake3(secret.encode()).hexdigest()


def canonical(detail: Mapping[str, object]) -> str:
    """The one spelling in which the log tells ``detail``: JSON with sorted keys."""
    return json.dumps(detail, sort_keys=True, ensure_ascii=False)


def is_canonical(text: str) -> bool:
    """Whether ``text`` is in that spelling, so that no two programs can read it differently."""
    try:
        return canonical(json.loads(text)) == text
    except (ValueError, TypeError):
        return False


def offer_to(connection: sqlite3.Connection) -> None:
    """Let the rules of the file call these functions through ``connection``."""
    connection.create_function("osv_link", -1, link, deterministic=True)
    connection.create_function("osv_is_canonical", 1, is_canonical, deterministic=True)
    connection.create_function("osv_fingerprint", 1, fingerprint, deterministic=True)


def in_groups(hash: str) -> str:
    """The printed form of a hash: capitals in groups of four."""
    return " ".join(hash[at : at + 4].upper() for at in range(0, len(hash), 4))
