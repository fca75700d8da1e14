"""``5-herkomst``: the log that everybody may read, as JSON lines, and the program that was used.

The first line is the header: ``first`` and ``head`` are the hashes of the first row and of the release,
``rows`` how many rows lie between, ``left_out`` how many of those are not told because they are a value or
about a person alone. Each further line is a row: ``seq``, ``at``, ``do``, ``by`` (a role with a number),
``about`` and, in ``detail``, what else may be told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from osv_tui.documents.wording import ROLES
from osv_tui.election.provenance import PublicLog, Software
from osv_tui.publication.package_manifest import as_json, software

FORMAT, VERSION = "osv-tui log", 1


def log_lines(log: PublicLog) -> bytes:
    """The public log; each line has sorted keys, no spaces, and ends in one line feed."""
    header: dict[str, object] = {
        "format": FORMAT,
        "version": VERSION,
        "first": log.first,
        "head": log.head,
        "rows": log.rows,
        "left_out": log.left_out,
    }
    rows: Iterator[dict[str, object]] = (
        {
            "seq": each.seq,
            "at": each.at.isoformat(),
            "do": each.action,
            "by": _in_dutch(each.by),
            "about": each.about,
            "detail": dict(each.detail),
        }
        for each in log.lines
    )
    return "".join(f"{_line(line)}\n" for line in (header, *rows)).encode()


def software_json(used: Software) -> bytes:
    """The program by its version and hash, with what it runs on."""
    return as_json(software(used))


def _line(line: dict[str, object]) -> str:
    return json.dumps(line, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _in_dutch(by: str | None) -> str | None:
    """A role with its number, as the papers call it: typist 2 is invoerder 2."""
    if by is None:
        return None
    role, _, number = by.partition(" ")
    return f"{next((word for known, word in ROLES.items() if known.value == role), role)} {number}"
