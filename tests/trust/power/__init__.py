"""A power cut, simulated under the real code of the store (trust §2.6, goals G2 to G4).

``layer`` records what SQLite asks of the disk, ``disk`` is a model of what of it is there after a cut, and
``cuts`` opens the images that come out with the station's own SQLite. ``faults`` lets the disk refuse.

Two versions of SQLite take part. Recording needs a file layer of our own, which the ``sqlite3`` module of
Python cannot have, so the store runs on apsw there, and that brings a SQLite of its own (3.54.1 with apsw
3.54.1.0). What comes out is opened with the SQLite the station runs on (3.40.1 with Debian 12). ``versions``
names both; every figure carries it.
"""

import sqlite3

import apsw


def versions() -> str:
    """The SQLite that wrote under the simulator, and the one that opened what was left."""
    return f"written by SQLite {apsw.sqlitelibversion()} (apsw), opened by SQLite {sqlite3.sqlite_version}"
