"""What putting a number in a field does to the rest of a half-filled form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from osv_tui.election.count import candidate_sum
from osv_tui.election.form import FieldId, FieldKind, Form, Section, SectionKind


@dataclass(frozen=True)
class Change:
    """A field that gets a number, or is emptied (``None``)."""

    field: FieldId
    value: int | None


def fill(form: Form, values: Mapping[FieldId, int], field: FieldId, value: int | None) -> tuple[Change, ...]:
    """The changes when ``value`` is put at ``field``: a question that closes empties what stands behind it.

    Raises:
        ValueError: the field is closed, or the number is outside what it takes.
    """
    target = form.by_id[field]
    if not form.is_open(target, values):
        raise ValueError(f"{field} is closed")
    if value is not None and not target.minimum <= value <= target.maximum:
        raise ValueError(f"{field} takes {target.minimum} to {target.maximum}")
    if values.get(field) == value:
        return ()
    after = {key: number for key, number in {**values, field: value}.items() if number is not None}
    emptied: list[Change] = []
    for behind in form.behind(field):
        if behind.id in after and not form.is_open(behind, after):
            del after[behind.id]
            emptied.append(Change(behind.id, None))
    return (Change(field, value), *emptied)


def zeros(section: Section, values: Mapping[FieldId, int]) -> tuple[Change, ...] | None:
    """Zeros for the candidates of a list that are still empty, once its total equals the sum of the others.

    Returns ``None`` when the section is no list, has no total yet, or the total and the sum differ.
    """
    if section.kind is not SectionKind.LIST:
        return None
    total = values.get(section.fields[-1].id)
    if total is None or total != candidate_sum(section, values):
        return None
    return tuple(
        Change(field.id, 0)
        for field in section.fields
        if field.kind is FieldKind.CANDIDATE and field.id not in values
    )
