"""Forms to type in, a save that remembers, and a slow but simple typist to compare with."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from osv_tui.election.filling import Change
from osv_tui.election.form import Field, FieldId, FieldKind, Form, SectionKind, count_form
from osv_tui.election.model import (
    Candidate,
    CandidateList,
    Category,
    Committee,
    Contest,
    CountingMethod,
    Definition,
    Domain,
    Election,
    ElectionIdentifier,
    Level,
    Subcategory,
)
from osv_tui.ui.widgets.entry_form import SaveFailed, SaveRequest

ELECTION = ElectionIdentifier(
    *("PS2031_Voorbeeld", "Provinciale Staten Voorbeeld 2031", Category.PS, Subcategory.PS1),
    *(Domain(None, "Voorbeeld"), date(2031, 3, 19)),
)
NAMES = ("Bakker", "Jansen-Hendriks", "de Vries", "Žižek-Łódź", "van der Meer-Hofstede-Oosterhuis", "Yılmaz")

VOTERS = "800\n40\n5\n845\n"
BALLOTS = "830\n5\n10\n845\n"
EQUAL_YES = "1\n"


def paper(candidates: int = 5, lists: int = 2, method: CountingMethod = CountingMethod.CENTRAL) -> Form:
    """The form of a made-up election with so many lists of so many candidates."""
    parties = tuple(
        CandidateList(number, f"Partij {number}", tuple(_candidates(candidates)))
        for number in range(1, lists + 1)
    )
    committee = Committee(Level.GSB, "9999", "Voorbeelddam")
    definition = Definition(ELECTION, date(2031, 2, 3), 41, 25, ())
    return count_form(Election(definition, Contest("1", "Hoofdstad"), parties, committee, 3000, ()), method)


def _candidates(count: int) -> Iterator[Candidate]:
    for number in range(1, count + 1):
        yield Candidate(number, NAMES[number % len(NAMES)], "A.B.")


def lists_only(candidates: int, lists: int) -> Form:
    sections = paper(candidates, lists).sections
    return Form(tuple(section for section in sections if section.kind is SectionKind.LIST))


@dataclass
class Store:
    """What was saved, in order; ``broken`` makes it refuse, ``delay`` is the time of a commit (s)."""

    requests: list[SaveRequest] = field(default_factory=list)
    broken: bool = False
    delay: float = 0.0

    def __call__(self, request: SaveRequest) -> None:
        if self.delay:
            time.sleep(self.delay)
        if self.broken:
            raise SaveFailed("de schijf is vol.")
        self.requests.append(request)

    @property
    def changes(self) -> list[Change]:
        return [change for request in self.requests for change in request.changes]

    @property
    def values(self) -> dict[FieldId, int]:
        """What a program that only saw the requests would have."""
        values: dict[FieldId, int] = {}
        for change in self.changes:
            if change.value is None:
                values.pop(change.field, None)
            else:
                values[change.field] = change.value
        return values


class SimpleTypist:
    """The same keys by the plainest means: everything worked out anew from the whole form at every key.

    Knows ``0``-``9``, Enter as a line end, ``+ - * . /``, ``b`` for Backspace and ``d`` for Delete.
    """

    def __init__(self, form: Form) -> None:
        self.form = form
        self.values: dict[FieldId, int] = {}
        self.field: FieldId | None = form.fields[0].id
        self.typed: str | None = None
        self.jump: str | None = None

    def press(self, key: str) -> None:
        if self.jump is not None:
            self._press_in_jump(key)
        elif key.isdigit():
            self._digit(key)
        elif key == "/":
            self.jump = ""
        elif key in "bd":
            stands = self.typed if self.typed is not None else str(self.values.get(self._at(), ""))
            self.typed = stands[:-1] if key == "b" else ""
        elif self.field is None:
            self._press_at_the_end(key)
        else:
            self._move(key)

    def _digit(self, key: str) -> None:
        if self.field is None and self._missing():
            return
        number = int((self.typed or "") + key)
        box = None if self.field is None else self.form.by_id[self.field]
        if number <= 999_999_999 if box is None else box.minimum <= number <= box.maximum:
            self.typed = str(number)

    def _press_in_jump(self, key: str) -> None:
        assert self.jump is not None
        if key.isdigit():
            self.jump = (self.jump + key)[:4]
            return
        digits, self.jump = self.jump, None
        if key == "b":
            self.jump = digits[:-1]
        elif key != "\n":
            self.press(key)
        elif digits:
            self._jump_to(int(digits))

    def _jump_to(self, number: int) -> None:
        section = None if self.field is None else self.form.section_of[self.field]
        if section is None or section.kind is not SectionKind.LIST:
            targets = [s.fields[0].id for s in self.form.sections if s.list_number == number]
        else:
            targets = [f.id for f in section.fields if f.letter == str(number)]
        if targets and targets[0] != self.field:
            self._store()
            self._arrive(targets[0])

    def _press_at_the_end(self, key: str) -> None:
        missing = self._missing()
        if key == "-":
            self._arrive(self.form.open_fields(self.values)[-1].id)
        elif key == "\n" and missing:
            self._arrive(missing[0].id)
        elif key == "\n" and self.typed:
            self.typed = ""

    def _move(self, key: str) -> None:
        before, old = dict(self.values), self.field
        self._store()
        section = self.form.section_of[self._at()]
        order = [f.id for f in self.form.open_fields(self.values)]
        page = [f for f in order if self.form.section_of[f] is section]
        here = order.index(self._at())
        after = order.index(page[-1]) + 1
        if key == "." and not self._zeros(page):
            self.values = before
            return
        place = {"\n": here + 1, "-": max(0, here - 1), "+": after, ".": after, "*": after - 1}[key]
        target = order[place] if place < len(order) else None
        if target == old:
            self.values = before
        else:
            self._arrive(target)

    def _zeros(self, page: list[FieldId]) -> bool:
        section = self.form.section_of[page[0]]
        candidates = [f.id for f in section.fields if f.kind is FieldKind.CANDIDATE]
        total = self.values.get(page[-1])
        if not candidates or total != sum(self.values.get(f, 0) for f in candidates):
            return False
        self.values = {**dict.fromkeys(candidates, 0), **self.values}
        return True

    def _store(self) -> None:
        if self.field is None or self.typed is None:
            return
        self.values.pop(self.field, None)
        if self.typed:
            self.values[self.field] = int(self.typed)
        while closed := [f for f in self.values if not self.form.is_open(self.form.by_id[f], self.values)]:
            for name in closed:
                del self.values[name]

    def _arrive(self, target: FieldId | None) -> None:
        self.field, self.typed = target, None if target else ""

    def _missing(self) -> tuple[Field, ...]:
        return self.form.missing(self.values)

    def _at(self) -> FieldId:
        return self.field or FieldId("")


def relabelled(form: Form, name: FieldId, label: str) -> Form:
    """``form`` with another text at one field, to try what a hostile file could bring."""
    sections = tuple(
        replace(s, fields=tuple(replace(f, label=label) if f.id == name else f for f in s.fields))
        for s in form.sections
    )
    return Form(sections)


def wrong(found: Mapping[FieldId, int], expected: Mapping[FieldId, int]) -> int:
    """How many fields do not have the number they should have."""
    return sum(found.get(name) != expected.get(name) for name in {*found, *expected})
