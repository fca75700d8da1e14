"""The sums that must hold within one filled form.

Each check has the code of Abacus (workflow §2.7) in its form of 2019: E is compared with the list totals
themselves, because the paper of 2019 has no E.1 to E.n. A check is judged only when all it needs is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from osv_tui.election import form as f
from osv_tui.election.count import candidate_sum, list_totals
from osv_tui.election.form import Field, FieldId, Form, Section, SectionKind


class Check(Enum):
    """The code of a check; F.204 takes the place of F.202 and F.203 when E is 0 and the lists have votes."""

    F201 = "F.201"
    F202 = "F.202"
    F203 = "F.203"
    F204 = "F.204"
    F401 = "F.401"
    F402 = "F.402"


@dataclass(frozen=True)
class Finding:
    """A sum that does not hold: ``expected`` is what the parts add up to, ``found`` what stands there."""

    check: Check
    fields: tuple[FieldId, ...]
    text: str
    expected: int
    found: int


def findings(form: Form, values: Mapping[FieldId, int]) -> tuple[Finding, ...]:
    """All sums of the form that do not hold, in the order of the paper."""
    found = [
        _sum(
            values,
            Check.F201,
            _present(form, f.POLL_CARDS, f.PROXIES, f.VOTER_PASSES),
            f.ADMITTED,
            "A+B+C",
            "D",
        ),
        _sum(values, Check.F203, (f.VALID, f.BLANK, f.INVALID), f.FOUND, "E+F+G", "H"),
        _recount(form, values),
        *(_list_sum(section, values) for section in form.sections if section.kind is SectionKind.LIST),
        _valid_votes(form, values),
    ]
    present = tuple(finding for finding in found if finding is not None)
    if any(finding.check is Check.F204 for finding in present):
        return tuple(finding for finding in present if finding.check is not Check.F203)
    return present


def holds(form: Form, values: Mapping[FieldId, int], field: Field) -> bool | None:
    """Whether the sums that ``field`` takes part in hold; ``None`` when it takes part in none."""
    if field.id not in _summed(form):
        return None
    return all(field.id not in finding.fields for finding in findings(form, values))


def _present(form: Form, *fields: FieldId) -> tuple[FieldId, ...]:
    return tuple(field for field in fields if field in form.by_id)


def _sum(
    values: Mapping[FieldId, int],
    check: Check,
    parts: tuple[FieldId, ...],
    whole: FieldId,
    parts_name: str,
    whole_name: str,
) -> Finding | None:
    if any(field not in values for field in (*parts, whole)):
        return None
    expected, found = sum(values[part] for part in parts), values[whole]
    if expected == found:
        return None
    text = f"{parts_name} is samen {expected}, maar bij {whole_name} staat {found}."
    return Finding(check, (*parts, whole), text, expected, found)


def _recount(form: Form, values: Mapping[FieldId, int]) -> Finding | None:
    if f.ADMITTED_2 not in form.by_id:
        return None
    parts = _present(form, f.POLL_CARDS_2, f.PROXIES_2, f.VOTER_PASSES_2)
    return _sum(values, Check.F201, parts, f.ADMITTED_2, "A.2+B.2+C.2", "D.2")


def _list_sum(section: Section, values: Mapping[FieldId, int]) -> Finding | None:
    *candidates, total = section.fields
    if any(field.id not in values for field in section.fields):
        return None
    expected, found = candidate_sum(section, values), values[total.id]
    if expected == found:
        return None
    check = Check.F401 if found == 0 else Check.F402
    text = f"De kandidaten van lijst {section.list_number} zijn samen {expected}, maar het totaal is {found}."
    return Finding(check, tuple(field.id for field in (*candidates, total)), text, expected, found)


def _valid_votes(form: Form, values: Mapping[FieldId, int]) -> Finding | None:
    totals = tuple(field.id for field in list_totals(form))
    if any(field not in values for field in (*totals, f.VALID)):
        return None
    expected, found = sum(values[field] for field in totals), values[f.VALID]
    if expected == found:
        return None
    check = Check.F204 if found == 0 else Check.F202
    text = f"De lijsten zijn samen {expected}, maar bij E staat {found}."
    return Finding(check, (*totals, f.VALID), text, expected, found)


def _summed(form: Form) -> frozenset[FieldId]:
    fixed = _present(
        form,
        *(f.POLL_CARDS, f.PROXIES, f.VOTER_PASSES, f.ADMITTED, f.VALID, f.BLANK, f.INVALID, f.FOUND),
        *(f.POLL_CARDS_2, f.PROXIES_2, f.VOTER_PASSES_2, f.ADMITTED_2),
    )
    lists = (field.id for s in form.sections if s.kind is SectionKind.LIST for field in s.fields)
    return frozenset((*fixed, *lists))
