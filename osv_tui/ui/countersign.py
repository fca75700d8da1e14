"""What takes two officials: one is signed in, the other confirms with an own name and password."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from osv_tui.store.passwords import normal
from osv_tui.store.problems import SessionEnded, StoreProblem
from osv_tui.store.signing_in import Credentials
from osv_tui.ui.frame import StationScreen
from osv_tui.ui.once import Dialog
from osv_tui.ui.widgets.fields import Labelled, TextField

Result = TypeVar("Result")


@dataclass(frozen=True)
class Confirmation:
    """What is confirmed, as a whole sentence; ``name`` is the person to be typed again, if any."""

    sentence: str
    name: str = ""


@dataclass(frozen=True)
class Refusal:
    """Why the last try was refused, and the user name that was typed in it."""

    why: str
    user_name: str


def confirm_by_two(
    screen: StationScreen[Any],
    what: Confirmation,
    act: Callable[[Credentials], Result],
    done: Callable[[Result], None],
    given_up: Callable[[], object] = lambda: None,
) -> None:
    """Ask a second official to confirm ``what``, do ``act`` with that, and give its result to ``done``.

    A refusal is told where the second official sits, who can try again; Escape leads to ``given_up``.
    """

    def ask(refused: Refusal | None) -> None:
        screen.app.push_screen(Countersign(what, refused), answered)

    def answered(second: Credentials | None) -> None:
        if second is None:
            given_up()
            return
        try:
            result = act(second)
        except SessionEnded as ended:
            screen.station_app.session_ended(str(ended))
        except StoreProblem as problem:
            ask(Refusal(str(problem), second.user_name))
        else:
            done(result)

    ask(None)


class Countersign(Dialog[Credentials | None]):
    """Asks the second official to confirm; gives ``None`` when it is left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "terug", key_display="Esc"),
        Binding("tab", "app.focus_next", show=False),
        Binding("shift+tab", "app.focus_previous", show=False),
    ]

    def __init__(self, what: Confirmation, refused: Refusal | None = None) -> None:
        super().__init__()
        self._what = what
        self._refused = refused

    def compose(self) -> ComposeResult:
        again = self._refused is not None
        user_name = self._refused.user_name if self._refused else ""
        with Vertical(classes="dialog"):
            yield Static(Text("Bevestigen door een tweede persoon", style="bold"))
            yield Static(Text(self._what.sentence), classes="gap")
            yield Static(Text(_request(self._what)), classes="gap")
            yield Static("")
            if self._what.name:
                yield Labelled(
                    "Naam van deze persoon", TextField(self._what.name if again else "", id="name")
                )
            yield Labelled("Uw gebruikersnaam", TextField(user_name, id="user"))
            yield Labelled("Uw wachtwoord", TextField(id="password", password=True))
            yield Static(id="why", classes="strong")
            yield Static(Text("Enter verder   Esc terug"))

    def on_mount(self) -> None:
        if self._refused is not None:
            self.set_focus(self.query_one("#password", TextField))
            self._complain(self._refused.why)

    def line_entered(self, field: TextField) -> None:
        fields = list(self.query(TextField))
        if self._what.name and field.id != "user" and not self._name_is_right():
            self.set_focus(fields[0])
            self._complain("Dit is niet de naam die hierboven staat. Typ de naam opnieuw.")
        elif field is not fields[-1]:
            self._complain("")
            self.focus_next()
        else:
            typed = {each.id: each.value for each in fields}
            self.dismiss(Credentials(typed["user"], typed["password"]))

    def _name_is_right(self) -> bool:
        return _spelled(self.query_one("#name", TextField).value) == _spelled(self._what.name)

    def _complain(self, text: str) -> None:
        self.query_one("#why", Static).update(Text(f"! {text}\n" if text else ""))
        if text:
            self.app.bell()

    def action_cancel(self) -> None:
        self.dismiss(None)


def _request(what: Confirmation) -> str:
    who = "Geef het toetsenbord aan een andere toezichthouder of beheerder."
    return f"{who} Die gaat na wie deze persoon is en bevestigt het." if what.name else who


def _spelled(name: str) -> str:
    """A name, however its capitals and spaces were typed."""
    return " ".join(normal(name).casefold().split())
