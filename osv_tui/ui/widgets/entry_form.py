"""The entry form: one paper of one reporting unit, typed heads-down on the keypad.

One focusable widget draws a whole page and handles every entry key in its own ``on_key``. Fields that are
widgets of their own, or keys that are bindings, let a quick typist's digits land in the wrong field
(facts tui §2.2); nothing of the entry keys may ever move to ``BINDINGS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from rich.segment import Segment
from textual.events import Focus, Key, Paste, Resize
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from osv_tui.election.checks import Check, Finding
from osv_tui.election.form import Field, FieldId, Form, SectionKind
from osv_tui.ui.widgets import keys, painting
from osv_tui.ui.widgets.draft import DEFAULT_LIMITS, Limits, Page
from osv_tui.ui.widgets.keying import Keying, Reply, Request, SaveFailed, SaveRequest, Status
from osv_tui.ui.widgets.layout import FIRST_ROW, MINIMUM_HEIGHT, MINIMUM_WIDTH, Grid, Place
from osv_tui.ui.widgets.painting import BOLD, PLAIN, UNIT_PROMPT, Box, ClosingLine, KeyHint

__all__ = ["EntryForm", "Limits", "SaveFailed", "SaveRequest"]


@dataclass(frozen=True)
class _View:
    """What is drawn; comparing two of them tells what to draw anew."""

    frame: tuple[object, ...]
    caret: Place | None
    typed: str | None
    sums: Status
    status: Status
    hints: tuple[KeyHint, ...]


class EntryForm(Widget, can_focus=True):
    """All pages of one form and a last page to hand it in.

    Args:
        form: what the paper asks.
        heading: what is entered, for the first line.
        unit_number: the number the typist must type to hand the entry in.
        values: what this typist stored before. For a field behind a locked question it holds the answer.
        locked: fields that are not typed in this turn; drawn without value unless ``values`` has one.
        position: where the caret starts, as ``SaveRequest.next_field`` said; else at the first field.
        save: stores a request and returns after the commit, or raises ``SaveFailed`` having stored nothing.
        note: a line under the heading.
        limits: what the checks compare with.
    """

    DEFAULT_CSS = """
    EntryForm {
        width: 1fr;
        height: 1fr;
        background: $background;
        color: $foreground;
    }
    """

    class Submitted(Message):
        """The typist typed the unit number on the last page and nothing is missing."""

    class Left(Message):
        """The typist stops for now; everything typed is stored."""

    class HelpAsked(Message):
        """The typist pressed F1."""

    def __init__(
        self,
        form: Form,
        heading: str,
        unit_number: int,
        *,
        values: Mapping[FieldId, int],
        locked: frozenset[FieldId] = frozenset(),
        position: FieldId | None = None,
        save: Callable[[SaveRequest], None],
        note: str = "",
        limits: Limits = DEFAULT_LIMITS,
        words: Callable[[str], str] = str,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._form = form
        self._heading = heading
        self._note = note
        self._prompt = words(UNIT_PROMPT)
        self._keying = Keying(
            *(form, unit_number),
            values=values,
            locked=locked,
            position=position,
            save=save,
            grid=self._grid,
            limits=limits,
            words=words,
        )
        self._view = self._look()

    @property
    def values(self) -> Mapping[FieldId, int]:
        """What is stored now, read-only; a number that is still being typed is not in it."""
        return self._keying.values

    @property
    def current_field(self) -> FieldId | None:
        """Where the caret is; ``None`` on the last page."""
        return self._keying.field

    @property
    def current_page(self) -> int:
        """The number of the page on the screen, counted from 0; the last page comes after all sections."""
        return self._keying.page_number

    @property
    def status(self) -> str:
        """What the status line says."""
        return self._keying.status.text

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the checks find on the page that is shown; on the last page, on all of the form."""
        keying = self._keying
        if keying.page is not None:
            return keying.alarm.findings
        return () if keying.closing.gaps else keying.closing.findings

    @property
    def sum_line(self) -> str:
        """The running sum of the page and what the checks find there, as much of it as fits.

        On a list the running sum itself shows that the list does not add up.
        """
        page, running, findings = self._keying.page, self._keying.running, self._keying.alarm.findings
        said: list[str] = []
        if page is not None and running is not None:
            if page.section.kind is SectionKind.LIST:
                findings = tuple(f for f in findings if f.check not in (Check.F401, Check.F402))
                said.append(running.text("Totaal"))
            elif not findings:
                said.append(running.text(page.section.fields[-1].letter))
        return painting.as_many((*said, *(f"! {finding.text}" for finding in findings)), self._drawn_width)

    @property
    def keys_of_the_moment(self) -> str:
        """The keys that do something now, for the last line."""
        return painting.hint_text(self._hints())

    def complain(self, text: str) -> None:
        """Say why the screen could not do what was asked, and take keys again."""
        self._answer(self._keying.complain(text))

    # Keys.

    def on_key(self, event: Key) -> None:
        # Textual would also call the handlers of the base classes, hence both.
        event.stop()
        event.prevent_default()
        digit, command = keys.digit(event), keys.command(event)
        if digit is not None:
            self._answer(self._keying.type(digit))
        elif command is not None:
            self._answer(self._keying.obey(command))

    def on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        self._answer(self._keying.paste(event.text))

    def on_focus(self, event: Focus) -> None:
        self._place_cursor()

    def on_resize(self, event: Resize) -> None:
        self._view = self._look()
        self.refresh()
        if self.has_focus:
            self._place_cursor()

    def _answer(self, reply: Reply) -> None:
        if reply.bell:
            self.app.bell()
        self._repaint()
        if reply.request is Request.SUBMIT:
            self.post_message(self.Submitted())
        elif reply.request is Request.LEAVE:
            self.post_message(self.Left())
        elif reply.request is Request.HELP:
            self.post_message(self.HelpAsked())

    # What is to be drawn, and what of it changed.

    @property
    def _drawn_width(self) -> int:
        return max(self.size.width, MINIMUM_WIDTH)

    @property
    def _drawn_height(self) -> int:
        return max(self.size.height, MINIMUM_HEIGHT)

    def _grid(self, page: Page) -> Grid:
        return Grid.fitting(len(page.shown), self._drawn_width, self._drawn_height)

    def _look(self) -> _View:
        keying, page = self._keying, self._keying.page
        caret: Place | None = None
        frame: tuple[object, ...] = (keying.closing, keying.typed)
        if page is not None and keying.field is not None:
            caret = self._grid(page).place(page.stops[page.stop_of[keying.field]])
            frame = (page, caret.part, keying.alarm)
        return _View(frame, caret, keying.typed, *self._said(), self._hints())

    def _said(self) -> tuple[Status, Status]:
        """The sum line and the status line; the sums give way to an urgent status of more than one line."""
        status = self._keying.status
        if status.urgent:
            first, *more = painting.wrapped(status.text, self._drawn_width, 2)
            if more:
                return Status(first, urgent=True), Status(more[0], urgent=True)
        return Status(self.sum_line, urgent=bool(self._keying.alarm.findings)), status

    def _repaint(self) -> None:
        """Draw what the last key changed, and nothing else."""
        before, self._view = self._view, self._look()
        if before.frame != self._view.frame:
            self.refresh()
        elif regions := tuple(self._changed(before, self._view)):
            self.refresh(*regions)
        self._place_cursor()

    def _changed(self, before: _View, after: _View) -> Iterator[Region]:
        page = self._keying.page
        if page is not None and (before.caret, before.typed) != (after.caret, after.typed):
            yield from (self._region(page, place) for place in {before.caret, after.caret} if place)
        lines = (
            (3, before.sums != after.sums),
            (2, before.status != after.status),
            (1, before.hints != after.hints),
        )
        for from_below, differs in lines:
            if differs:
                yield Region(0, self._drawn_height - from_below, self._drawn_width, 1)

    def _region(self, page: Page, place: Place) -> Region:
        grid = self._grid(page)
        return Region(grid.x(place.column), FIRST_ROW + place.row, grid.column_width, 1)

    def _place_cursor(self) -> None:
        """Let the terminal's own cursor stand at the caret, for screen readers and magnifiers."""
        self.app.cursor_position = self.content_region.offset + self._caret_offset()

    def _caret_offset(self) -> Offset:
        page, caret = self._keying.page, self._view.caret
        if self._keying.jumping:
            return Offset(len(self.status), self._drawn_height - 2)
        if page is None or caret is None:
            last = FIRST_ROW + len(self._closing_lines()) - 1
            return Offset(1 + len(self._prompt) + len(self._keying.typed or ""), last)
        region = self._region(page, caret)
        return Offset(region.right - 1, region.y)

    def _hints(self) -> tuple[KeyHint, ...]:
        page = self._keying.page
        away = (("Esc", "stop"), ("F1", "hulp"))
        if self._keying.jumping:
            return (("Cijfers", "nummer"), ("Enter", "ga erheen"), ("Esc", "terug"))
        if page is None:
            enter = "naar het eerste lege veld" if self._keying.closing.gaps else "lever in"
            return (("Enter", enter), ("-", "terug"), ("/", "naar lijst"), *away)
        forward = (("Enter", "volgende"), ("-", "terug"))
        if page.section.kind is SectionKind.LIST:
            on_list = (("+", "lijst"), ("*", "totaal"), ("/", "nr"), (".", "nullen"))
            return (*forward, *on_list, *away)
        return (*forward, ("+", "volgend blad"), ("*", "laatste"), ("/", "lijst"), *away)

    # Drawing.

    def render_line(self, y: int) -> Strip:
        width = self._drawn_width
        strip = Strip(self._segments(y, width)).adjust_cell_length(width)
        return strip.apply_style(self.rich_style)

    def _segments(self, y: int, width: int) -> list[Segment]:
        view, from_below = self._view, self._drawn_height - y
        if y == 0:
            return self._heading_segments(width)
        if y == 1:
            return painting.line(self._title(), self._part(), width, BOLD)
        if y == 2:
            return painting.line(self._note, "", width) if self._note else painting.rule(width)
        if from_below == 4:
            return painting.rule(width)
        if from_below == 3:
            return painting.line(view.sums.text, "", width, BOLD if view.sums.urgent else PLAIN)
        if from_below == 2:
            return painting.line(view.status.text, "", width, BOLD if view.status.urgent else PLAIN)
        if from_below == 1:
            return painting.hint_segments(view.hints)
        return self._row(y - FIRST_ROW, width)

    def _heading_segments(self, width: int) -> list[Segment]:
        if self.size and (self.size.width < MINIMUM_WIDTH or self.size.height < MINIMUM_HEIGHT):
            return [Segment(" Dit venster is te klein. Maak het 80 bij 24 of groter.", painting.CARET)]
        return painting.line(
            self._heading, f"Blad {self.current_page + 1} van {len(self._form.sections) + 1}", width
        )

    def _title(self) -> str:
        page = self._keying.page
        return "Controleren en inleveren" if page is None else page.section.title

    def _part(self) -> str:
        page, caret = self._keying.page, self._view.caret
        parts = 1 if page is None else self._grid(page).parts
        return f"deel {caret.part + 1} van {parts}" if caret and parts > 1 else ""

    def _row(self, row: int, width: int) -> list[Segment]:
        page, caret = self._keying.page, self._view.caret
        if page is None or caret is None:
            return self._closing_row(row, width)
        grid = self._grid(page)
        segments: list[Segment] = []
        for column in range(grid.columns):
            index = grid.index(Place(caret.part, row, column))
            if index is not None:
                drawn = sum(segment.cell_length for segment in segments)
                segments.append(Segment(" " * (grid.x(column) - drawn)))
                field = page.shown[index]
                segments += painting.field_segments(field, self._box(page, field), grid.column_width)
        return segments

    def _box(self, page: Page, field: Field) -> Box:
        locked, value = field.id not in page.stop_of, self.values.get(field.id)
        caret = field.id == self._keying.field
        figure = (painting.LOCKED if locked else painting.EMPTY) if value is None else str(value)
        typing = caret and self._keying.typed is not None
        if typing:
            figure = self._keying.typed or painting.EMPTY
        return Box(figure, caret, typing, locked, field.id in self._keying.alarm.marked)

    def _closing_lines(self) -> tuple[ClosingLine, ...]:
        rows = Grid.fitting(0, self._drawn_width, self._drawn_height).rows
        return painting.closing_lines(self._keying.closing, rows, self._prompt)

    def _closing_row(self, row: int, width: int) -> list[Segment]:
        lines = self._closing_lines()
        if row >= len(lines):
            return []
        segments = lines[row].segments(width)
        if row == len(lines) - 1 and not self._keying.closing.gaps:
            segments += painting.unit_box(self._keying.typed or "")
        return segments
