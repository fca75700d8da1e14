"""``manifest.json``: what a package is and holds, for machines (trust §5.2).

UTF-8, sorted keys, one value on a line, integers and texts only; equal facts give equal bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from osv_tui.documents.layout import grouped
from osv_tui.election import form as f
from osv_tui.election.accountability import Release
from osv_tui.election.form import candidate_field, count_form, total_field
from osv_tui.election.provenance import PublicLog, Software, public_key_text
from osv_tui.election.tally import Tally
from osv_tui.eml.short_codes import voted
from osv_tui.publication.facts import PackageFacts, Published
from osv_tui.publication.sorts import media_type

FORMAT, VERSION = "osv-tui package", 1
_TOTALS = {
    "poll_cards": f.POLL_CARDS,
    "proxies": f.PROXIES,
    "voter_passes": f.VOTER_PASSES,
    "admitted": f.ADMITTED,
    "valid": f.VALID,
    "blank": f.BLANK,
    "invalid": f.INVALID,
    "more": f.MORE,
    "fewer": f.FEWER,
}


def package_manifest(facts: PackageFacts) -> bytes:
    """The manifest of a package; ``facts.files`` are the files that it lists."""
    release, log = facts.release, facts.provenance.log
    election, replaced = release.tally.election, release.replaced
    identifier, committee = election.identifier, election.committee
    return as_json(
        {
            "format": FORMAT,
            "version": VERSION,
            "created": release.at.isoformat(),
            "practice": "ja" if facts.practice else "nee",
            "election": {
                "id": identifier.id,
                "name": identifier.name,
                "category": identifier.category.value,
                "subcategory": identifier.subcategory.value,
                "date": identifier.date.isoformat(),
            },
            "authority": {"code": committee.code, "name": committee.name, "level": committee.level.value},
            "release": release.version,
            "files": [_file(file) for file in facts.files],
            "eml_pdf_pairs": _pairs(facts.files),
            "totals": _totals(release.tally),
            "stations": len(release.tally.units),
            "differences": sum(account.has_count_difference for account in release.accounts),
            "chain": _chain(log),
            "software": software(facts.provenance.software),
            "key": public_key_text(facts.key) if facts.key else None,
            "previous": {"version": replaced.version, "root": replaced.package} if replaced else None,
            "retention_until": facts.kept_until.isoformat(),
        }
    )


def as_json(value: Mapping[str, object]) -> bytes:
    """The one spelling that this program gives a JSON document of several lines."""
    return (json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()


def software(used: Software) -> dict[str, str]:
    """The program as ``software.json`` and the manifest tell it."""
    return {
        "name": used.name,
        "version": used.version,
        "release_hash": used.release_hash,
        "python": used.python,
        "sqlite": used.sqlite,
    }


def _file(file: Published) -> dict[str, object]:
    return {
        "path": file.path,
        "role": file.sort.role,
        "title": file.sort.title,
        "media_type": media_type(file.path),
        "bytes": file.size,
        "sha256": file.sha256,
        "blake3": file.blake3,
    }


def _pairs(files: tuple[Published, ...]) -> list[dict[str, str]]:
    """Each PDF with the EML file whose hash it states."""
    of_sum = {file.sha256: file.path for file in files if file.path.endswith(".eml.xml")}
    stating = (file for file in files if file.states in of_sum)
    return [{"pdf": pdf.path, "eml": of_sum[pdf.states], "sha256": pdf.states} for pdf in stating]


def _totals(tally: Tally) -> dict[str, object]:
    known = count_form(tally.election, tally.method).by_id
    figures = {name: tally.total(field) for name, field in _TOTALS.items() if field in known}
    eligible = tally.election.eligible or tally.total(f.ELIGIBLE)
    return {
        "eligible": eligible,
        **figures,
        "lists": [_list(tally, each.number) for each in tally.election.numbered_lists],
    }


def _list(tally: Tally, number: int) -> dict[str, object]:
    (of,) = (each for each in tally.election.numbered_lists if each.number == number)
    if tally.election.lists_differ:
        people = [(each.label, each.total) for each in voted(tally, number)]
        candidates = [{"number": int(who) if who.isdecimal() else who, "votes": n} for who, n in people]
    else:
        candidates = [
            {"number": each.number, "votes": tally.total(candidate_field(number, each.number))}
            for each in of.candidates
        ]
    return {
        "number": number,
        "name": of.display_name,
        "votes": tally.total(total_field(number)),
        "candidates": candidates,
    }


def _chain(log: PublicLog) -> dict[str, object]:
    return {
        "first": log.first,
        "head": {"seq": log.rows, "hash": log.head},
        "entries": log.rows,
        "anchors": [
            {"seq": each.seq, "hash": each.hash, "moment": each.moment, "final": each.final_units}
            for each in log.anchors
        ],
    }


def replaces(release: Release) -> str:
    """The sentence that says what a package replaces; empty when it is the first."""
    replaced = release.replaced
    if replaced is None:
        return ""
    code = f" Controlecode van die versie: {grouped(replaced.package)}." if replaced.package else ""
    return f"Dit pakket vervangt versie {replaced.version}.{code}"
