"""A form while it is judged, and the sums that every level has: candidates to lists, lists to valid votes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from osv_tui.election import form as f
from osv_tui.election.count import RECOUNT_OF, candidate_sum, list_totals
from osv_tui.election.finding import Check, Finding
from osv_tui.election.form import Answer, FieldId, Form, Section, SectionKind


@dataclass(frozen=True)
class Paper:
    """A form with what has been read for it so far."""

    form: Form
    values: Mapping[FieldId, int]

    def read(self, *fields: FieldId) -> tuple[int, ...] | None:
        """The numbers at ``fields``; ``None`` when one of them is not read."""
        numbers = tuple(self.values[field] for field in fields if field in self.values)
        return numbers if len(numbers) == len(fields) else None

    @property
    def admitted(self) -> FieldId | None:
        """The field of the admitted voters that count, D or its recount; ``None`` while that is unknown."""
        if f.RECOUNTED not in self.form.by_id or self.values.get(f.EQUAL) == Answer.YES.value:
            return f.ADMITTED
        recounted = self.values.get(f.RECOUNTED)
        if recounted is None:
            return None
        return RECOUNT_OF[f.ADMITTED] if recounted == Answer.YES.value else f.ADMITTED

    @property
    def compared(self) -> tuple[FieldId, int, int] | None:
        """Which D counts, its number, and H."""
        field = self.admitted
        numbers = field and self.read(field, f.FOUND)
        return (field, numbers[0], numbers[1]) if field and numbers else None

    @property
    def is_upper(self) -> bool:
        """Whether it is the form of a unit above a polling station: it asks kiesgerechtigden and no H."""
        return f.ELIGIBLE in self.form.by_id

    def letter(self, field: FieldId) -> str:
        return self.form.by_id[field].letter

    def present(self, *fields: FieldId) -> tuple[FieldId, ...]:
        return tuple(field for field in fields if field in self.form.by_id)

    @property
    def lists(self) -> Iterator[Section]:
        return (section for section in self.form.sections if section.kind is SectionKind.LIST)


def broken_sum(
    check: Check, fields: tuple[FieldId, ...], text: str, subject: str, expected: int, found: int
) -> Finding:
    """A finding on ``fields`` of which the parts add up to ``expected``; ``text`` lacks its full stop."""
    apart = abs(expected - found)
    return Finding(check, fields, f"{text}.", f"{text}: een verschil van {apart}.", subject, expected, found)


def list_sums(paper: Paper) -> Iterator[Finding]:
    """F.401 and F.402 of each list, then F.202 or F.204 of all lists together."""
    for section in paper.lists:
        yield from _list_sum(paper, section)
    yield from _valid_votes(paper)


def _list_sum(paper: Paper, section: Section) -> Iterator[Finding]:
    *candidates, total = section.fields
    if any(field.id not in paper.values for field in section.fields):
        return
    expected, found = candidate_sum(section, paper.values), paper.values[total.id]
    if expected != found:
        check = Check.F401 if found == 0 else Check.F402
        number = section.list_number
        text = f"De kandidaten van lijst {number} zijn samen {expected}, maar het totaal is {found}"
        fields = tuple(field.id for field in (*candidates, total))
        yield broken_sum(check, fields, text, str(number), expected, found)


def _valid_votes(paper: Paper) -> Iterator[Finding]:
    fields = (*(field.id for field in list_totals(paper.form)), f.VALID)
    numbers = paper.read(*fields)
    if numbers is None:
        return
    expected, found = sum(numbers[:-1]), numbers[-1]
    if expected != found:
        check = Check.F204 if found == 0 else Check.F202
        where = f"bij {paper.letter(f.VALID)}" if not paper.is_upper else "bij de geldige stemmen"
        text = f"De lijsten zijn samen {expected}, maar {where} staat {found}"
        yield broken_sum(check, fields, text, "", expected, found)


def explanations(paper: Paper) -> Iterator[Finding]:
    """The balance of workflow §4.4, which also says what it is when the paper states both directions.

    All five add up to méér and minder together; those that can only make ballots too few are no more than
    minder, that which can only make them too many is no more than méér. So explanations that compensate each
    other are told as well.
    """
    numbers = paper.read(f.MORE, f.FEWER, *f.EXPLANATIONS)
    if numbers is None:
        return
    more, fewer, not_returned, too_few, too_many, none, other = numbers
    apart, explained = more + fewer, not_returned + too_few + too_many + none + other
    if explained != apart:
        text = f"Méér en minder zijn samen {apart}, maar verklaringen 1-5 samen {explained}."
    elif not_returned + too_few > fewer:
        text = f"Bij minder staat {fewer}, maar verklaring 1 en 2 zijn samen {not_returned + too_few}."
    elif too_many > more:
        text = f"Bij méér staat {more}, maar bij verklaring 3 staat {too_many}."
    else:
        return
    yield Finding(Check.W351, (f.MORE, f.FEWER, *f.EXPLANATIONS), text, text, "", apart, explained)
