"""A half-filled form in memory: its values, which fields are open, its sums, and what the checks find.

Everything a key asks is kept up to date when a field is left, so that no key walks over the whole form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, groupby
from types import MappingProxyType

from osv_tui.election import checks, filling
from osv_tui.election.checks import Finding
from osv_tui.election.count import list_totals
from osv_tui.election.filling import Change
from osv_tui.election.form import Field, FieldId, FieldKind, Form, Section, SectionKind
from osv_tui.election.thresholds import DEFAULTS, Thresholds


@dataclass(frozen=True, eq=False)
class Page:
    """A section as it stands on the screen now: the open fields, and which of them the caret stops at."""

    section: Section
    shown: tuple[Field, ...]
    stops: tuple[int, ...]

    @cached_property
    def stop_of(self) -> Mapping[FieldId, int]:
        return {self.shown[place].id: stop for stop, place in enumerate(self.stops)}

    @cached_property
    def candidates(self) -> Mapping[int, FieldId]:
        """The candidates of the page by their printed number."""
        return {int(field.letter): field.id for field in self.shown if field.kind is FieldKind.CANDIDATE}

    def field(self, stop: int) -> Field:
        return self.shown[self.stops[stop]]


@dataclass(frozen=True)
class Running:
    """What has been typed so far on a page that adds up: ``total`` is ``None`` while it is not read."""

    sum: int
    total: int | None

    def text(self, total_name: str) -> str:
        """The sum beside the total, with their difference once the total is known."""
        if self.total is None:
            return f"Som {self.sum}   {total_name} nog leeg"
        return f"Som {self.sum}   {total_name} {self.total}   verschil {abs(self.sum - self.total)}"


@dataclass(frozen=True)
class Alarm:
    """What the checks find on one page, and the fields to look at again.

    Candidates are never marked: a wrong list sum points at all of them, which says nothing.
    """

    findings: tuple[Finding, ...] = ()
    marked: frozenset[FieldId] = frozenset()


@dataclass(frozen=True)
class Gap:
    """What is still to be read on one page: how many fields, and the first of them."""

    section: Section
    count: int
    first: Field


@dataclass(frozen=True)
class Closing:
    """What the last page has to say; ``judged`` is whether the typist's own numbers cover every check."""

    gaps: tuple[Gap, ...]
    findings: tuple[Finding, ...]
    judged: bool


@dataclass(frozen=True)
class Applied:
    """What changes did: how to take them back, and what the checks found by them."""

    undo: tuple[Change, ...]
    found: tuple[Finding, ...]


@dataclass(frozen=True)
class Limits:
    """What the checks compare with; ``eligible`` is how many voters are called up to the unit, if any."""

    eligible: int = 0
    thresholds: Thresholds = DEFAULTS


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True)
class _Watch:
    """A part of the form that is judged together, by what stands in ``fields`` alone."""

    form: Form
    fields: tuple[FieldId, ...]

    def findings(self, values: Mapping[FieldId, int], limits: Limits) -> tuple[Finding, ...]:
        own = {field: values[field] for field in self.fields if field in values}
        return checks.findings(self.form, own, limits.eligible, limits.thresholds)


class Draft:
    """The values of one entry while it is typed.

    ``locked`` fields belong to the form but not to this typist: never a stop, never changed, never missing.
    """

    def __init__(
        self,
        form: Form,
        values: Mapping[FieldId, int],
        locked: frozenset[FieldId],
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        self._form = form
        self._limits = limits
        self._values = dict(values)
        self._locked = locked
        self._pages: dict[int, Page] = {}
        self._alarms: dict[int, Alarm] = {}
        self._page_of = {
            field.id: page for page, section in enumerate(form.sections) for field in section.fields
        }
        self._sums = [sum(self._values.get(field.id, 0) for field in _parts(s)) for s in form.sections]
        self._locked_pages = frozenset(self._page_of[field] for field in locked)
        self._hidden_pages = frozenset(self._page_of[field] for field in locked if field not in values)
        self._watches = _watches(form)
        self._watches_of: dict[FieldId, tuple[int, ...]] = {}
        for number, watch in enumerate(self._watches):
            for field in watch.fields:
                self._watches_of[field] = (*self._watches_of.get(field, ()), number)
        self._found = [watch.findings(self._values, limits) for watch in self._watches]

    @property
    def values(self) -> Mapping[FieldId, int]:
        return MappingProxyType(self._values)

    @property
    def pages(self) -> int:
        return len(self._form.sections)

    def page_of(self, field: FieldId) -> int:
        """The number of the page of ``field``, counted from 0."""
        return self._page_of[field]

    def page_of_list(self, list_number: int) -> int | None:
        sections = enumerate(self._form.sections)
        return next((page for page, section in sections if section.list_number == list_number), None)

    def is_stop(self, field: FieldId) -> bool:
        """Whether this typist can put a number at ``field`` now."""
        return field in self._page_of and field in self.page(self._page_of[field]).stop_of

    def page(self, number: int) -> Page:
        """The page of section ``number``, counted from 0."""
        if number not in self._pages:
            section = self._form.sections[number]
            shown = tuple(field for field in section.fields if self._form.is_open(field, self._values))
            stops = tuple(place for place, field in enumerate(shown) if field.id not in self._locked)
            self._pages[number] = Page(section, shown, stops)
        return self._pages[number]

    def changes(self, field: FieldId, value: int | None) -> tuple[Change, ...]:
        """The changes when ``value`` is put at ``field`` (``filling.fill``)."""
        return filling.fill(self._form, self._values, field, value)

    def zeros(self, number: int) -> tuple[Change, ...] | None:
        """Zeros for the empty candidates (``filling.zeros``); ``None`` also on a page with locked fields."""
        if number in self._locked_pages:
            return None
        return filling.zeros(self._form.sections[number], self._values)

    def apply(self, changes: Iterable[Change]) -> Applied:
        """Put ``changes`` in the form and judge again only the parts they are in."""
        undo: list[Change] = []
        touched: set[int] = set()
        for change in changes:
            undo.append(Change(change.field, self._values.get(change.field)))
            self._put(change)
            touched.update(self._watches_of.get(change.field, ()))
        return Applied(tuple(reversed(undo)), self._judge(touched))

    def running(self, number: int) -> Running | None:
        """The running sum of a page that adds up; ``None`` where the typist may not see all its parts."""
        section = self._form.sections[number]
        if section.fields[-1].kind is not FieldKind.TOTAL or number in self._hidden_pages:
            return None
        return Running(self._sums[number], self._values.get(section.fields[-1].id))

    def alarm(self, number: int) -> Alarm:
        """What the checks find on page ``number``."""
        if number not in self._alarms:
            section = self._form.sections[number]
            touching = {watch for field in section.fields for watch in self._watches_of.get(field.id, ())}
            self._alarms[number] = self._alarm(section, touching)
        return self._alarms[number]

    def closing(self) -> Closing:
        """What is still to be read and what the checks find, in the order of the paper."""
        missing = (field for field in self._form.missing(self._values) if field.id not in self._locked)
        by_page = groupby(missing, key=lambda field: self._page_of[field.id])
        pages = ((self._form.sections[page], tuple(fields)) for page, fields in by_page)
        gaps = tuple(Gap(section, len(fields), fields[0]) for section, fields in pages)
        return Closing(gaps, tuple(chain.from_iterable(self._found)), judged=not self._hidden_pages)

    def _put(self, change: Change) -> None:
        field = self._form.by_id[change.field]
        if field.kind is FieldKind.QUESTION:
            self._pages.clear()
        elif field.kind is not FieldKind.TOTAL:
            self._sums[self._page_of[field.id]] += (change.value or 0) - self._values.get(field.id, 0)
        if change.value is None:
            self._values.pop(field.id, None)
        else:
            self._values[field.id] = change.value

    def _judge(self, touched: Iterable[int]) -> tuple[Finding, ...]:
        new: list[Finding] = []
        for number in sorted(touched):
            before, now = self._found[number], self._watches[number].findings(self._values, self._limits)
            if now != before:
                self._found[number] = now
                self._alarms.clear()
                new.extend(finding for finding in now if finding not in before)
        return tuple(new)

    def _alarm(self, section: Section, touching: Iterable[int]) -> Alarm:
        own = {field.id: field for field in section.fields}
        found = tuple(
            finding
            for number in sorted(touching)
            for finding in self._found[number]
            if any(field in own for field in finding.fields)
        )
        marked = frozenset(
            field
            for finding in found
            for field in finding.fields
            if field in own and own[field].kind is not FieldKind.CANDIDATE
        )
        return Alarm(found, marked)


def _parts(section: Section) -> tuple[Field, ...]:
    additive = (FieldKind.NUMBER, FieldKind.CANDIDATE)
    return tuple(field for field in section.fields if field.kind in additive)


def _watches(form: Form) -> tuple[_Watch, ...]:
    """One for the rubrics together with the list totals, which are compared with E, and one for each list."""
    lists = tuple(section for section in form.sections if section.kind is SectionKind.LIST)
    rubrics = tuple(section for section in form.sections if section.kind is not SectionKind.LIST)
    totals = tuple(field.id for field in list_totals(form))
    fixed = tuple(field.id for section in rubrics for field in section.fields)
    return (
        _Watch(Form((*rubrics, *lists)), (*fixed, *totals)),
        *(_Watch(Form((section,)), tuple(field.id for field in section.fields)) for section in lists),
    )
