"""What the keys do to an entry: no screen and no app, so every rule of typing can be tried in microseconds.

A key is a digit or a ``Command``; nothing here waits, so keys take effect in the order in which they come.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum, auto

from osv_tui.election.filling import Change
from osv_tui.election.form import MAXIMUM, FieldId, Form, SectionKind
from osv_tui.ui.widgets.draft import DEFAULT_LIMITS, Alarm, Applied, Closing, Draft, Limits, Page, Running
from osv_tui.ui.widgets.keys import Command
from osv_tui.ui.widgets.layout import NUMBER_WIDTH, Grid, cut


@dataclass(frozen=True)
class SaveRequest:
    """Numbers to store at once; ``next_field`` is where the caret goes, to continue there on coming back."""

    changes: tuple[Change, ...]
    next_field: FieldId


class SaveFailed(Exception):
    """Nothing of a request was stored; the message says why, in Dutch, for the typist.

    ``for_good`` tells that trying again is of no use, so that the typist may leave what was typed.
    """

    def __init__(self, text: str, *, for_good: bool = False) -> None:
        super().__init__(text)
        self.for_good = for_good


class Request(Enum):
    """What only the screen around the form can do."""

    SUBMIT = auto()
    LEAVE = auto()
    HELP = auto()


@dataclass(frozen=True)
class Status:
    """What the status line says; ``urgent`` is shown bold."""

    text: str = ""
    urgent: bool = False


@dataclass(frozen=True)
class Reply:
    """What a key asks of the world outside the form."""

    bell: bool = False
    request: Request | None = None


_NUMBER_ON_PAPER = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(\.[0-9]{3}){1,2}")
_SAVED = "opgeslagen"
_JUMP_DIGITS = 4


class Keying:
    """One typist at one paper: where the caret is, what is typed but not stored, and what was said last.

    ``grid`` tells how the fields of a page are spread over columns now; only Left and Right ask for it.
    The other arguments are those of ``EntryForm``.
    """

    def __init__(
        self,
        form: Form,
        unit_number: int,
        *,
        values: Mapping[FieldId, int],
        locked: frozenset[FieldId],
        position: FieldId | None,
        save: Callable[[SaveRequest], None],
        grid: Callable[[Page], Grid],
        limits: Limits = DEFAULT_LIMITS,
        words: Callable[[str], str] = str,
    ) -> None:
        self._form = form
        self._words = words
        self._unit_number = unit_number
        self._save = save
        self._grid = grid
        self._draft = Draft(form, values, locked, limits)
        self._field = position if position and self._draft.is_stop(position) else self._first_from(0)
        self._typed: str | None = None if self._field else ""
        self._jump: str | None = None
        self._status = Status()
        self._reply = Reply()
        self._handed_over = False
        self._hopeless = False
        self._closing = self._draft.closing()
        self._everywhere: dict[Command, Callable[[], None]] = {
            Command.BACK: self._go_back,
            Command.PREVIOUS_PAGE: self._go_to_previous_page,
            Command.JUMP: self._start_jump,
            Command.BACKSPACE: self._erase_digit,
            Command.DELETE: self._clear,
            Command.LEAVE: self._leave_form,
            Command.HELP: lambda: self._ask(Request.HELP),
            Command.INTERRUPT: lambda: self._say("Stoppen: Escape"),
            Command.NUM_LOCK_OFF: lambda: self._refuse("Staat NumLock uit? Druk op NumLock en typ opnieuw."),
        }
        self._on_fields: dict[Command, Callable[[], None]] = {
            Command.ENTER: lambda: self._leave(self._next),
            Command.NEXT: lambda: self._leave(self._next),
            Command.NEXT_PAGE: lambda: self._leave(lambda: self._first_from(self.page_number + 1)),
            Command.FIRST: lambda: self._leave(lambda: self._stop(0)),
            Command.LAST: lambda: self._leave(lambda: self._stop(-1)),
            Command.LEFT: lambda: self._leave(lambda: self._beside(-1)),
            Command.RIGHT: lambda: self._leave(lambda: self._beside(1)),
            Command.ZEROS: self._fill_with_zeros,
        }

    # What is there to see.

    @property
    def values(self) -> Mapping[FieldId, int]:
        return self._draft.values

    @property
    def field(self) -> FieldId | None:
        """Where the caret is; ``None`` on the last page."""
        return self._field

    @property
    def page_number(self) -> int:
        """The page with the caret, counted from 0; the last page comes after all sections."""
        return self._draft.pages if self._field is None else self._draft.page_of(self._field)

    @property
    def page(self) -> Page | None:
        """The page with the caret; ``None`` on the last page."""
        return None if self._field is None else self._draft.page(self.page_number)

    @property
    def alarm(self) -> Alarm:
        return Alarm() if self._field is None else self._draft.alarm(self.page_number)

    @property
    def running(self) -> Running | None:
        return None if self._field is None else self._draft.running(self.page_number)

    @property
    def closing(self) -> Closing:
        """What the last page says, as it stood when the caret came there."""
        return self._closing

    @property
    def typed(self) -> str | None:
        """The digits that are typed but not stored; ``None`` while the field is as it was on arrival."""
        return self._typed

    @property
    def jumping(self) -> bool:
        return self._jump is not None

    @property
    def status(self) -> Status:
        return self._status if self._jump is None else Status(f"Naar nummer: {self._jump}_", urgent=True)

    # Keys.

    def type(self, digit: str) -> Reply:
        return self._handle(lambda: self._type(digit))

    def obey(self, command: Command) -> Reply:
        return self._handle(lambda: self._obey(command))

    def paste(self, text: str) -> Reply:
        return self._handle(lambda: self._paste(text.strip()))

    def complain(self, text: str) -> Reply:
        """Say why a request could not be met, and take keys again."""
        self._handed_over = False
        return self._handle(lambda: self._refuse(text))

    def _handle(self, act: Callable[[], None]) -> Reply:
        self._reply = Reply()
        if not self._handed_over:
            self._status = Status()
            act()
        return self._reply

    def _obey(self, command: Command) -> None:
        if self._jump is not None and self._obeyed_in_jump(command):
            return
        if command is Command.ENTER and self._field is None:
            self._hand_in()
        elif command in self._everywhere:
            self._everywhere[command]()
        elif self._field is not None:
            self._on_fields[command]()

    # Typing in a field.

    def _type(self, digit: str) -> None:
        if self._jump is not None:
            self._jump = (self._jump + digit)[:_JUMP_DIGITS]
        elif self._field is None and self._closing.gaps:
            self._refuse("Er ontbreekt nog iets. Enter gaat naar het eerste lege veld.")
        else:
            self._put(f"{self._typed or ''}{digit}")

    def _put(self, digits: str) -> None:
        """Let ``digits`` stand in the field, unless they are more than it takes."""
        number = int(digits)
        field = None if self._field is None else self._form.by_id[self._field]
        lowest, highest = (field.minimum, field.maximum) if field else (0, MAXIMUM)
        if lowest <= number <= highest:
            self._typed = str(number)
        elif highest == MAXIMUM:
            self._refuse(f"Een getal heeft hooguit {NUMBER_WIDTH} cijfers.")
        else:
            self._refuse(f"Hier past alleen {'0, ' if lowest == 0 else ''}1 of 2.")

    def _erase_digit(self) -> None:
        stands = self._stored_figure() if self._typed is None else self._typed
        self._typed = stands[:-1]

    def _clear(self) -> None:
        self._typed = ""

    def _paste(self, text: str) -> None:
        if self._field is None or self._jump is not None:
            self._refuse("Plakken kan alleen in een veld.")
        elif _NUMBER_ON_PAPER.fullmatch(text):
            self._put(text.replace(".", ""))
        else:
            self._refuse(f"«{cut(text, 20)}» is geen getal. Plak één getal, zoals 1234 of 1.234.")

    def _stored_figure(self) -> str:
        value = None if self._field is None else self._draft.values.get(self._field)
        return "" if value is None else str(value)

    # Leaving a field.

    def _leave(self, destination: Callable[[], FieldId | None], nowhere: str = "") -> None:
        """Store the field and go; ``destination`` is asked after the change, which can fold fields open."""
        changes = self._typed_changes()
        applied = self._draft.apply(changes)
        target = destination()
        if target == self._field:
            self._draft.apply(applied.undo)
            if nowhere:
                self._refuse(nowhere)
        elif not changes or self._stored(changes, applied, target):
            self._arrive(target, applied)

    def _typed_changes(self) -> tuple[Change, ...]:
        if self._field is None or self._typed is None:
            return ()
        return self._draft.changes(self._field, int(self._typed) if self._typed else None)

    def _stored(self, changes: tuple[Change, ...], applied: Applied, target: FieldId | None) -> bool:
        """Store ``changes``; if that fails take them back, so that the digits still stand as typed."""
        try:
            self._save(SaveRequest(changes, target or self._here))
        except SaveFailed as failure:
            self._draft.apply(applied.undo)
            self._refuse(f"NIET {_SAVED}: {failure}")
            self._hopeless = failure.for_good
            return False
        return True

    def _arrive(self, target: FieldId | None, applied: Applied) -> None:
        saved = bool(applied.undo or self._typed) and self._field is not None
        emptied = self._emptied_behind(applied)
        self._field = target
        self._typed = None if target else ""
        self._say(_SAVED if saved else "")
        if target is None:
            self._closing = self._draft.closing()
        if emptied:
            self._refuse(
                f"{_SAVED}; {'1 veld' if emptied == 1 else f'{emptied} velden'} erachter leeggemaakt"
            )
        if applied.found:
            self._warn(applied)

    def _emptied_behind(self, applied: Applied) -> int:
        """How many numbers went away with an answer that closed the fields behind it."""
        return sum(
            change.value is not None and change.field != self._field and change.field not in self.values
            for change in applied.undo
        )

    def _alert_emptied(self, count: int) -> None:
        self._ring()
        fields = "1 veld" if count == 1 else f"{count} velden"
        self._status = Status(f"{_SAVED}; {fields} erachter leeggemaakt", urgent=True)

    def _warn(self, applied: Applied) -> None:
        """Ring for what the checks found, and name one thing that the new page does not show."""
        self._ring()
        shown = () if self._field is None else self._draft.alarm(self.page_number).findings
        elsewhere = [finding for finding in applied.found if finding not in shown]
        if elsewhere:
            self._status = Status(f"{_SAVED} ! {elsewhere[0].text}", urgent=True)

    def _fill_with_zeros(self) -> None:
        page = self.page_number
        typed = self._typed_changes()
        first = self._draft.apply(typed)
        zeros = self._draft.zeros(page)
        if zeros is None:
            reason = self._why_no_zeros(page)
            self._draft.apply(first.undo)
            self._refuse(reason)
            return
        then = self._draft.apply(zeros)
        # A candidate that was just cleared gets its zero in the same request: the last change counts.
        changes = tuple({change.field: change for change in (*typed, *zeros)}.values())
        applied = Applied((*then.undo, *first.undo), (*first.found, *then.found))
        target = self._first_from(page + 1)
        if not changes or self._stored(changes, applied, target):
            self._arrive(target, applied)

    def _why_no_zeros(self, page: int) -> str:
        if self._form.sections[page].kind is not SectionKind.LIST:
            return "Nullen invullen kan alleen op een lijst."
        running = self._draft.running(page)
        if running is None or (running.total == running.sum):
            return "Op dit blad staan velden vast. Typ de andere velden zelf."
        if running.total is None:
            return "Typ eerst het totaal van de lijst (* gaat erheen)."
        return f"Geen nullen ingevuld. {running.text('Totaal')}."

    # Where the caret can go.

    def _first_from(self, page: int) -> FieldId | None:
        """The first stop of ``page`` or the first page after it that has one; ``None`` is the last page."""
        pages = (self._draft.page(number) for number in range(page, self._draft.pages))
        return next((found.field(0).id for found in pages if found.stops), None)

    def _pages_before(self, page: int) -> Iterator[Page]:
        pages = (self._draft.page(number) for number in range(page - 1, -1, -1))
        return (found for found in pages if found.stops)

    def _stop(self, number: int) -> FieldId:
        return self._draft.page(self.page_number).field(number).id

    def _next(self) -> FieldId | None:
        page = self._draft.page(self.page_number)
        stop = page.stop_of[self._here] + 1
        return page.field(stop).id if stop < len(page.stops) else self._first_from(self.page_number + 1)

    def _back(self) -> FieldId | None:
        if self._field is not None:
            page = self._draft.page(self.page_number)
            stop = page.stop_of[self._field]
            if stop > 0:
                return page.field(stop - 1).id
        return next((page.field(-1).id for page in self._pages_before(self.page_number)), self._field)

    def _beside(self, step: int) -> FieldId:
        """The stop one column away, or the one nearest to it where that field is locked."""
        page = self._draft.page(self.page_number)
        here = page.stops[page.stop_of[self._here]]
        index = self._grid(page).beside(here, step)
        if index is None:
            return self._here
        return page.shown[min(page.stops, key=lambda place: abs(place - index))].id

    @property
    def _here(self) -> FieldId:
        assert self._field is not None, "asked only on a page of fields"
        return self._field

    def _go_back(self) -> None:
        self._leave(self._back, "Dit is het eerste veld.")

    def _go_to_previous_page(self) -> None:
        def first_of_previous() -> FieldId | None:
            pages = self._pages_before(self.page_number)
            return next((page.field(0).id for page in pages), self._field)

        self._leave(first_of_previous, "Dit is het eerste blad.")

    # Jumping to a number.

    def _start_jump(self) -> None:
        self._jump = ""

    def _obeyed_in_jump(self, command: Command) -> bool:
        """Enter goes, Backspace corrects, Escape goes back to typing; any other key ends the jump."""
        digits, self._jump = self._jump or "", None
        if command is Command.BACKSPACE:
            self._jump = digits[:-1]
        elif command is Command.ENTER and digits:
            self._jump_to(int(digits))
        return command in (Command.BACKSPACE, Command.ENTER, Command.LEAVE)

    def _jump_to(self, number: int) -> None:
        page = None if self._field is None else self._draft.page(self.page_number)
        if page is not None and page.candidates:
            self._jump_to_candidate(page, number)
        else:
            self._jump_to_list(number)

    def _jump_to_candidate(self, page: Page, number: int) -> None:
        candidate = page.candidates.get(number)
        if candidate is None:
            self._refuse(f"Op lijst {page.section.list_number} staat geen kandidaat {number}.")
        elif candidate not in page.stop_of:
            self._refuse(f"Kandidaat {number} staat vast en hoeft u niet te typen.")
        else:
            self._leave(lambda: candidate)

    def _jump_to_list(self, number: int) -> None:
        page = self._draft.page_of_list(number)
        if page is None:
            self._refuse(f"Er is geen lijst {number}.")
        elif not self._draft.page(page).stops:
            self._refuse(f"Lijst {number} staat vast en hoeft u niet te typen.")
        else:
            self._leave(lambda: self._first_from(page))

    # Handing in and leaving.

    def _hand_in(self) -> None:
        closing, typed = self._closing, self._typed
        if closing.gaps:
            self._leave(lambda: closing.gaps[0].first.id)
        elif not typed:
            self._refuse(self._words("Typ eerst het nummer van het stembureau."))
        elif int(typed) != self._unit_number:
            self._typed = ""
            this = self._words(f"Dit scherm is van stembureau {self._unit_number}")
            self._refuse(f"{this}, u typte {typed}. Kijk op het papier.")
        else:
            self._handed_over = True
            self._ask(Request.SUBMIT)

    def _leave_form(self) -> None:
        changes = self._typed_changes()
        applied = self._draft.apply(changes)
        if changes and not self._stored(changes, applied, self._field) and not self._hopeless:
            return
        if not changes:
            self._keep_position()
        self._typed = None if self._field else ""
        if emptied := self._emptied_behind(applied):
            # Not before the typist has seen it; the next Escape leaves.
            self._alert_emptied(emptied)
            return
        self._handed_over = True
        self._ask(Request.LEAVE)

    def _keep_position(self) -> None:
        position = self._field or self._back()
        # Losing a position is no reason to hold the typist here.
        if position is not None:
            with suppress(SaveFailed):
                self._save(SaveRequest((), position))

    # Telling.

    def _say(self, text: str) -> None:
        self._status = Status(text)

    def _refuse(self, text: str) -> None:
        self._ring()
        self._status = Status(text, urgent=True)

    def _ring(self) -> None:
        self._reply = replace(self._reply, bell=True)

    def _ask(self, request: Request) -> None:
        self._reply = replace(self._reply, request=request)
