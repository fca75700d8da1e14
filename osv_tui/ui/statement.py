"""What an official states in a few lines of text, which a refusal never loses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from osv_tui.election.letters import unprintable
from osv_tui.store.problems import Refused, SessionEnded, StoreProblem
from osv_tui.store.typed import NO_REASON, required
from osv_tui.ui.dialogs import AskText
from osv_tui.ui.frame import StationScreen
from osv_tui.ui.once import Dialog
from osv_tui.ui.widgets.fields import TextField

_DIGITS = 9

Typed = tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One line to type: of any length, or ``short``; a ``number`` takes digits only.

    An ``optional`` line is often left empty. ``meaning`` tells what a short line says so far; it stands
    beside it.
    """

    label: str
    short: bool = False
    number: bool = False
    optional: bool = False
    meaning: Callable[[str], str] | None = None


@dataclass(frozen=True)
class Statement:
    """What is asked; no line is ever filled in by the program."""

    title: str
    text: str
    lines: tuple[Line, ...]


def ask_statement(
    screen: StationScreen[Any],
    what: Statement,
    act: Callable[[Typed], object],
    done: Callable[[Typed], object],
    refused_and_left: Callable[[], object] = lambda: None,
    typed: Typed = (),
) -> None:
    """Ask ``what``, do ``act`` with the lines, and then ``done``.

    After a refusal the lines come back as they were typed, with the reason. ``typed`` is what stood in the
    lines if they were asked before.
    """

    def ask(typed: Typed, why: str) -> None:
        screen.app.push_screen(AskStatement(what, typed, why), lambda lines: answered(lines, why))

    def answered(lines: Typed | None, why: str) -> None:
        if lines is None:
            if why:
                refused_and_left()
            return
        try:
            act(lines)
        except SessionEnded as ended:
            screen.station_app.session_ended(str(ended))
        except StoreProblem as problem:
            ask(lines, str(problem))
        else:
            done(lines)

    ask(typed, "")


def ask_reason(screen: StationScreen[Any], title: str, text: str, then: Callable[[str], object]) -> None:
    """Ask for a reason in one line and go on with it; one that cannot be kept comes back as it was typed."""

    def ask(typed: str, why: str) -> None:
        screen.app.push_screen(AskText(title, text, typed, why=why), answered)

    def answered(reason: str | None) -> None:
        if reason is None:
            return
        try:
            kept = required(reason, NO_REASON)
        except Refused as refused:
            ask(reason, str(refused))
        else:
            then(kept)

    ask("", "")


class AskStatement(Dialog[Typed | None]):
    """Asks for the lines of a statement; gives ``None`` when it is left, for which Escape is asked twice."""

    DEFAULT_CSS = """
    AskStatement .short { height: 1; }
    AskStatement .short > Static { width: 33; }
    AskStatement .short > TextField { width: 1fr; }
    AskStatement .short > .number { width: 12; }
    AskStatement .short > .meant { width: 11; }
    AskStatement .short > .meaning { width: 1fr; padding-left: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "terug", key_display="Esc")]

    def __init__(self, what: Statement, typed: Typed = (), why: str = "") -> None:
        super().__init__()
        self._what = what
        self._typed = typed or ("",) * len(what.lines)
        self._why = why
        self._is_leaving = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Text(self._what.title, style="bold"))
            if self._what.text:
                yield Static(Text(self._what.text))
            yield Static("")
            for line, typed in zip(self._what.lines, self._typed, strict=True):
                yield from _line(line, typed)
            yield Static(id="why", classes="strong")
            yield Static(Text("Enter verder   Esc terug"), classes="gap")

    def on_mount(self) -> None:
        if self._why:
            self.set_focus(self._probably_wrong())
            self._complain(self._why)
        for place, field in enumerate(self._fields):
            field.cursor_position = len(field.value)
            self._show_meaning(place)

    def _probably_wrong(self) -> TextField:
        """Where to begin after a refusal.

        At the first line that cannot be printed; else at the first that was left empty and seldom is.
        """
        lines = zip(self._what.lines, self._fields, strict=True)
        strange = (field for field in self._fields if unprintable(field.value))
        empty = (field for line, field in lines if not (line.optional or field.value.strip()))
        return next(chain(strange, empty), self._fields[0])

    @property
    def _fields(self) -> list[TextField]:
        return list(self.query(TextField))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._is_leaving = False
        assert isinstance(event.input, TextField)
        self._show_meaning(self._fields.index(event.input))

    def _show_meaning(self, place: int) -> None:
        meaning = self._what.lines[place].meaning
        if meaning is not None:
            shown = self._fields[place].parent
            assert isinstance(shown, Widget)
            shown.query_one(".meaning", Static).update(Text(meaning(self._fields[place].value), no_wrap=True))

    def line_entered(self, field: TextField) -> None:
        fields = self._fields
        if field is fields[-1]:
            self.dismiss(tuple(each.value for each in fields))
        else:
            self.set_focus(fields[fields.index(field) + 1])

    def _complain(self, text: str) -> None:
        self.query_one("#why", Static).update(Text(f"! {text}"))
        self.app.bell()

    def action_cancel(self) -> None:
        if self._is_leaving or not any(field.value.strip() for field in self._fields):
            self.dismiss(None)
            return
        self._is_leaving = True
        self._complain("Wat u hebt getypt gaat dan verloren. Druk nog een keer op Esc om te stoppen.")


def _line(line: Line, typed: str) -> ComposeResult:
    if not line.short:
        yield Static(Text(line.label))
        yield TextField(typed)
        return
    field = TextField(typed)
    if line.number:
        field.restrict = rf"[0-9]{{0,{_DIGITS}}}"
        field.add_class("number")
    meaning = (Static(classes="meaning"),) if line.meaning else ()
    if meaning:
        field.add_class("meant")
    yield Horizontal(Static(Text(line.label)), field, *meaning, classes="short")
