"""The keys a typist presses to type a paper into the entry form.

What is assumed of the form, with the caret in the first field of the first page:

- digits replace what stands in the field; Enter (``\\n``) stores them and goes to the next open field of the
  page, and after the last one to the next page; closed fields are skipped;
- on a list ``*`` goes to its total; ``/`` stores what is typed and asks for a candidate number, which Enter
  jumps to; ``.`` stores what is typed, puts 0 at the candidates still empty if the total equals the sum of
  the others, and goes to the next page;
- after the last list comes the last page, where the number of the unit and Enter hand the entry in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import Enum, auto

from osv_tui.election.count import Count, candidate_sum
from osv_tui.election.form import Field, FieldId, FieldKind, Form, Section, SectionKind

ENTER = "\n"
TO_TOTAL = "*"
JUMP = "/"
FILL_ZEROS = "."


class TypingStyle(Enum):
    """``PLAIN`` types every field in order; ``SPARSE`` types of a list only the total and who has votes."""

    PLAIN = auto()
    SPARSE = auto()


def keystrokes(
    form: Form, count: Count, *, unit_number: int, style: TypingStyle = TypingStyle.PLAIN
) -> Iterator[str]:
    """The keys, one by one, that type ``count`` as a whole entry and hand it in.

    A list that does not add up is typed in full in either style: its zeros cannot be filled.

    Raises:
        ValueError: ``count`` is not complete.
    """
    _must_be_complete(form, count)
    for section in form.sections:
        if style is TypingStyle.SPARSE and _adds_up(section, count):
            yield from _sparse_list(section, count)
        else:
            for field in section.fields:
                if form.is_open(field, count.values):
                    yield from _number(count.number(field.id))
    yield from _number(unit_number)


def rekey_keystrokes(
    form: Form, count: Count, fields: Collection[FieldId], *, unit_number: int
) -> Iterator[str]:
    """The keys that type only ``fields`` of ``count`` again, and hand the entry in.

    The caret visits these fields in the order of the paper, and with a question every open field behind it;
    a field that ``count`` closes is not visited.

    Raises:
        ValueError: ``count`` is not complete.
    """
    _must_be_complete(form, count)
    for field in _visited(form, count, fields):
        yield from _number(count.number(field.id))
    yield from _number(unit_number)


def _must_be_complete(form: Form, count: Count) -> None:
    missing = form.missing(count.values)
    if missing:
        raise ValueError(f"{missing[0].id} has no number to type")


def _visited(form: Form, count: Count, fields: Collection[FieldId]) -> Iterator[Field]:
    visited = set(fields)
    for field in form.open_fields(count.values):
        if field.id in visited or field.gate in visited:
            visited.add(field.id)
            yield field


def _adds_up(section: Section, count: Count) -> bool:
    if section.kind is not SectionKind.LIST:
        return False
    return candidate_sum(section, count.values) == count.number(section.fields[-1].id)


def _sparse_list(section: Section, count: Count) -> Iterator[str]:
    yield TO_TOTAL
    yield from str(count.number(section.fields[-1].id))
    for field in section.fields:
        if field.kind is FieldKind.CANDIDATE and count.number(field.id) > 0:
            yield JUMP
            yield from _number(int(field.letter))
            yield from str(count.number(field.id))
    yield FILL_ZEROS


def _number(number: int) -> Iterator[str]:
    yield from str(number)
    yield ENTER
