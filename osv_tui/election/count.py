"""One filled form, its sums, and where two of them differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from osv_tui.election import form as f
from osv_tui.election.form import Field, FieldId, FieldKind, Form, Section, SectionKind


@dataclass(frozen=True)
class Count:
    """The numbers that stand on the paper of one reporting unit, as far as they have been read."""

    pairs: tuple[tuple[FieldId, int], ...] = ()

    @classmethod
    def of(cls, values: Mapping[FieldId, int] | Iterable[tuple[FieldId, int]]) -> Count:
        pairs = values.items() if isinstance(values, Mapping) else values
        return cls(tuple(sorted(pairs)))

    @cached_property
    def values(self) -> Mapping[FieldId, int]:
        return MappingProxyType(dict(self.pairs))

    def get(self, field: FieldId) -> int | None:
        """The number at ``field``; ``None`` when it is not read, or closed."""
        return self.values.get(field)

    def number(self, field: FieldId) -> int:
        """The number at ``field``, with 0 for a field that is closed."""
        return self.values.get(field, 0)

    @property
    def admitted(self) -> int:
        """Admitted voters that count: the recount D.2 replaces D where it is filled (models §2.2)."""
        return self.replaced(f.ADMITTED)

    def replaced(self, field: FieldId) -> int:
        """A to D as they count: the recounted figure where there is one, else the station's own."""
        recount = RECOUNT_OF[field]
        value = self.values.get(recount)
        return self.number(field) if value is None else value


RECOUNT_OF = {
    f.POLL_CARDS: f.POLL_CARDS_2,
    f.PROXIES: f.PROXIES_2,
    f.VOTER_PASSES: f.VOTER_PASSES_2,
    f.ADMITTED: f.ADMITTED_2,
}


@dataclass(frozen=True)
class Difference:
    """A field that two entries of one unit read differently; ``None`` means closed in that entry."""

    field: Field
    first: int | None
    second: int | None


def differences(form: Form, first: Count, second: Count) -> tuple[Difference, ...]:
    """Where two complete entries differ, in the order of the paper.

    Fields behind a question that is itself answered differently are left out: they follow the question.
    """
    found: list[Difference] = []
    disputed: set[FieldId] = set()
    for field in form.fields:
        if field.gate in disputed:
            disputed.add(field.id)
        elif first.get(field.id) != second.get(field.id):
            disputed.add(field.id)
            found.append(Difference(field, first.get(field.id), second.get(field.id)))
    return tuple(found)


def candidate_sum(section: Section, values: Mapping[FieldId, int]) -> int:
    """Sum of what has been read so far of the candidates of a list."""
    return sum(values.get(field.id, 0) for field in section.fields if field.kind is FieldKind.CANDIDATE)


def list_totals(form: Form) -> tuple[Field, ...]:
    """The field for the total of each list, in the order of the form."""
    return tuple(s.fields[-1] for s in form.sections if s.kind is SectionKind.LIST)
