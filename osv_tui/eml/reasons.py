"""The reason codes of a count: where a figure stands in a 510 and in the CSV (eml §5 and §10.3)."""

from __future__ import annotations

from enum import Enum

from osv_tui.election import form as f
from osv_tui.election.form import FieldId
from osv_tui.election.model import Category, UnitKind


class Rejected(Enum):
    """``RejectedVotes/@ReasonCode``, in the order OSV writes them."""

    INVALID = "ongeldig"
    BLANK = "blanco"


class Uncounted(Enum):
    """``UncountedVotes/@ReasonCode``, in the order OSV writes them."""

    POLL_CARDS = "geldige stempassen"
    PROXIES = "geldige volmachtbewijzen"
    VOTER_PASSES = "geldige kiezerspassen"
    ADMITTED = "toegelaten kiezers"
    MORE = "meer getelde stembiljetten"
    FEWER = "minder getelde stembiljetten"
    NOT_RETURNED = "meegenomen stembiljetten"
    TOO_FEW_ISSUED = "te weinig uitgereikte stembiljetten"
    TOO_MANY_ISSUED = "te veel uitgereikte stembiljetten"
    NO_POSTAL_BALLOT = "geen briefstembiljetten"
    TOO_MANY_POSTAL_BALLOTS = "te veel briefstembiljetten"
    LOST = "kwijtgeraakte stembiljetten"
    NO_EXPLANATION = "geen verklaring"
    OTHER_EXPLANATION = "andere verklaring"


_FIELDS = {
    Uncounted.POLL_CARDS: f.POLL_CARDS,
    Uncounted.PROXIES: f.PROXIES,
    Uncounted.VOTER_PASSES: f.VOTER_PASSES,
    Uncounted.ADMITTED: f.ADMITTED,
    Uncounted.MORE: f.MORE,
    Uncounted.FEWER: f.FEWER,
    Uncounted.NOT_RETURNED: f.NOT_RETURNED,
    Uncounted.TOO_FEW_ISSUED: f.TOO_FEW_ISSUED,
    Uncounted.TOO_MANY_ISSUED: f.TOO_MANY_ISSUED,
    Uncounted.NO_EXPLANATION: f.NO_EXPLANATION,
    Uncounted.OTHER_EXPLANATION: f.OTHER_EXPLANATION,
}


def upper_fields(units: UnitKind) -> tuple[tuple[Uncounted, FieldId], ...]:
    """The codes a committee above a municipality writes: what its form has (eml §5, columns H and C).

    OSV 2019 wrote all codes in the totals of a 510d with several kieskringen, with 0 for what was never
    counted there. We do not: nobody counted 0 admitted voters.
    """
    dropped = {f.POLL_CARDS, f.ADMITTED, *((f.VOTER_PASSES,) if units is UnitKind.KIESKRING else ())}
    return tuple((code, field) for code, field in _FIELDS.items() if field not in dropped)


def uncounted_fields(category: Category) -> tuple[tuple[Uncounted, FieldId], ...]:
    """The codes a municipality writes, with the field of the form behind each.

    Postal ballots do not occur in these elections, and a council election has no voter passes.
    """
    return tuple(
        (code, field)
        for code, field in _FIELDS.items()
        if category is not Category.GR or field != f.VOTER_PASSES
    )
