"""A report of a check as text for people, and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from osv_tui.documents.layout import grouped
from osv_tui.verifying.report import Report

_MOST = 20
"""How many faults of one kind are shown to people."""


def as_text(report: Report) -> str:
    """Lines in Dutch: what is wrong, what is well, what was not looked at, and what it comes to."""
    return "".join(f"{line}\n" for line in _lines(report))


def as_json(report: Report) -> str:
    """One object, with its keys in order: the same findings as the text, all of them."""
    facts = {
        "exit_code": report.exit_code,
        "root": report.root,
        "files": report.files,
        "faults": [
            {"code": each.fault.value, "kind": each.fault.name.lower(), "file": each.file, "text": each.text}
            for each in report.found
        ],
        "checked": list(report.checked),
        "notes": list(report.notes),
    }
    return json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _lines(report: Report) -> Iterator[str]:
    for text in report.checked:
        yield f"GOED    {text}"
    for text in report.notes:
        yield f"LET OP  {text}"
    for kind in sorted({each.fault for each in report.found}, key=lambda fault: fault.value):
        same = [each for each in report.found if each.fault is kind]
        for each in same[:_MOST]:
            yield f"FOUT    {f'{each.file}: ' if each.file else ''}{each.text}"
        if len(same) > _MOST:
            yield f"FOUT    ... en nog {len(same) - _MOST} van deze soort."
    if report.root:
        groups = grouped(report.root)
        yield f"Code van SHA256SUMS: {groups}\nAantal bestanden in de lijst: {report.files}"
    yield _conclusion(report)


def _conclusion(report: Report) -> str:
    if report.found:
        faults = "1 fout" if len(report.found) == 1 else f"{len(report.found)} fouten"
        return (
            f"Er klopt iets niet ({faults}, code {report.exit_code}). Het papier gaat voor:"
            " meld dit bij de gemeente en bij het centraal stembureau."
        )
    if report.notes:
        return "Geen fouten gevonden in wat is nagekeken. Lees bij LET OP wat niet is nagekeken."
    return "Alles klopt."
