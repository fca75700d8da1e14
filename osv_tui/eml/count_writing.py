"""Writing a municipality's count, EML_NL 510b, in the bytes of OSV 2019 (eml §3.4, §3.6 and §12.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from osv_tui.election import form as f
from osv_tui.election.form import FieldId, candidate_field, total_field
from osv_tui.election.model import CandidateList, Committee, Election, Level, ReportingUnit
from osv_tui.election.tally import Tally, UnitCount
from osv_tui.eml.canonical import comment, element, text
from osv_tui.eml.contests import contest_of_count
from osv_tui.eml.reasons import Rejected, Uncounted, uncounted_fields
from osv_tui.eml.writing import (
    contest_identifier,
    creation,
    document,
    election_identifier,
    managing_authority,
)

Codes = tuple[tuple[Uncounted, FieldId], ...]

_FIGURE_OF = {Rejected.INVALID: f.INVALID, Rejected.BLANK: f.BLANK}


def write_count(tally: Tally, created: datetime, program: str) -> bytes:
    """The 510b of a municipality: its totals and the count of each polling station, in canonical XML.

    ``created`` is written as it is, in milliseconds and without zone: give local time. ``program`` names the
    maker in a comment. Because raw bytes and canonical form are equal, so are the two fingerprints of it.

    Raises:
        ValueError: the committee is no municipal one, the municipality is in no kieskring where one is
            asked for, or ``program`` cannot stand in a comment.
    """
    election = tally.election
    if election.committee.level is not Level.GSB:
        raise ValueError("a 510b is the count of a municipality")
    return count_document("510b", election, election.committee, _contest(tally), created, program)


def count_document(
    kind: str, election: Election, maker: Committee, contest: Iterable[str], created: datetime, program: str
) -> bytes:
    """The whole file around what stands in its ``Contest``; ``kind`` is 510b, 510c or 510d.

    Raises:
        ValueError: ``program`` cannot stand in a comment.
    """
    around = document(
        kind,
        comment(f"Created by: {program}"),
        element("TransactionId", "1"),
        managing_authority(maker.code, maker.name),
        creation(created),
        element(
            "Count",
            element("EventIdentifier"),
            element(
                "Election",
                election_identifier(election.identifier),
                element("Contests", element("Contest")),
            ),
        ),
        schema="510-count-v5-0.xsd",
    )
    # Up to 60 MB of units, which each element around them would copy.
    before, end, behind = around.rpartition(b"</Contest>")
    return b"".join((before, *(part.encode("utf-8") for part in contest), end, behind))


def _contest(tally: Tally) -> Iterator[str]:
    yield contest_identifier(contest_of_count(tally.election))
    codes = uncounted_fields(tally.election.identifier.category)
    yield element("TotalVotes", vote_group(tally.election, tally.election.eligible, tally.total, codes))
    yield from (_unit(tally.election, unit, codes) for unit in tally.units)


def _unit(election: Election, counted: UnitCount, codes: Codes) -> str:
    unit = counted.unit
    return element(
        "ReportingUnitVotes",
        element(
            "ReportingUnitIdentifier",
            text(_unit_name(unit)),
            Id=f"{election.committee.code}::SB{unit.number}",
        ),
        vote_group(election, unit.eligible, counted.figure, codes),
    )


def _unit_name(unit: ReportingUnit) -> str:
    """The word comes before every name, also one that begins with it already, as OSV has it (eml §2.2)."""
    postal_code = f" (postcode: {unit.postal_code})" if unit.postal_code else ""
    return f"Stembureau {unit.name}{postal_code}"


def vote_group(
    election: Election,
    eligible: int,
    figure: Callable[[FieldId], int],
    codes: Codes,
    selections: str | None = None,
) -> str:
    """The figures of a unit, or the totals: all lists and candidates, then what is not about a candidate.

    ``eligible`` is the EML figure ``Cast``; ``codes`` are those the level writes, with the field behind each;
    ``selections`` are lists and candidates where these do not simply go by number.
    """
    return "".join(
        (
            _selections(election, figure) if selections is None else selections,
            element("Cast", text(eligible)),
            element("TotalCounted", text(figure(f.VALID))),
            *(
                element("RejectedVotes", text(figure(field)), ReasonCode=code.value)
                for code, field in _FIGURE_OF.items()
            ),
            *(element("UncountedVotes", text(figure(field)), ReasonCode=code.value) for code, field in codes),
        )
    )


def _selections(election: Election, figure: Callable[[FieldId], int]) -> str:
    selections: list[str] = []
    for votes_of in election.lists:
        selections.append(list_selection(votes_of, figure(total_field(votes_of.number))))
        for candidate in votes_of.candidates:
            votes = figure(candidate_field(votes_of.number, candidate.number))
            selections.append(candidate_selection(votes, Id=str(candidate.number)))
    return "".join(selections)


def list_selection(of: CandidateList, votes: int) -> str:
    """The votes on a list."""
    name = element("RegisteredName", text(of.name))
    return _selection(element("AffiliationIdentifier", name, Id=str(of.number)), votes)


def candidate_selection(votes: int, **known_by: str) -> str:
    """The votes on a candidate, who is known by ``Id``, ``ShortCode`` or both."""
    return _selection(element("Candidate", element("CandidateIdentifier", **known_by)), votes)


def _selection(subject: str, votes: int) -> str:
    return element("Selection", subject, element("ValidVotes", text(votes)))
