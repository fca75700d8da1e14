"""What two persons type one after the other, the second without seeing what the first one typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from osv_tui.store.lots import TypedDifferently
from osv_tui.store.problems import SessionEnded, StoreProblem
from osv_tui.store.signing_in import Credentials
from osv_tui.ui.frame import StationScreen
from osv_tui.ui.widgets.fields import Labelled, TextField

Item = TypeVar("Item")

_FIRST = "U typt het eerst. Lees het van het papier."
_SECOND = (
    "Geef het toetsenbord en het papier aan een andere toezichthouder of beheerder.\n"
    "Die typt het opnieuw van het papier, en ziet niet wat er al is getypt."
)


class TwiceScreen(StationScreen[str], Generic[Item]):
    """Asks the supervisor, and then a second official with an own password; gives what was stored."""

    NEEDS_OFFLINE = True
    LABELS: ClassVar[tuple[str, ...]] = ()
    """What is asked, a line each."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "nothing", "verder", key_display="Enter"),
        Binding("escape", "back", "terug, niets vastleggen", key_display="Esc"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._first: Item | None = None
        self.labels = self.LABELS

    # What the screens that are made from this one say and do.

    def question(self) -> Text:
        """What is asked, for both."""
        raise NotImplementedError

    def meant(self, typed: tuple[str, ...]) -> Item:
        """What was typed.

        Raises:
            ValueError: it can mean nothing; the text says why and what to do.
        """
        raise NotImplementedError

    def look_again(self, item: Item, go_on: Callable[[], None]) -> None:
        """Ask the first one whether ``item`` is what was meant."""
        go_on()

    def keep(self, first: Item, second: Item, by: Credentials) -> str:
        """Store it; returns what is told then.

        Raises:
            StoreProblem: it is not stored.
        """
        raise NotImplementedError

    # The screen.

    def body(self) -> ComposeResult:
        yield Static(id="question")
        yield Static(id="who", classes="gap strong")
        yield Static("")
        for number, label in enumerate(self.labels):
            yield Labelled(label, TextField(id=f"typed{number}"))
        yield Labelled("Uw gebruikersnaam", TextField(id="user"))
        yield Labelled("Uw wachtwoord", TextField(id="password", password=True))

    def on_mount(self) -> None:
        self._begin(None)

    def on_resize(self) -> None:
        super().on_resize()
        self.query_one("#question", Static).update(self.question())

    def _begin(self, first: Item | None) -> None:
        """Let the first one type, or the second one once ``first`` is known; all fields are empty."""
        self._first = first
        self.query_one("#question", Static).update(self.question())
        self.query_one("#who", Static).update(Text(_FIRST if first is None else _SECOND))
        for field in self.query(TextField):
            field.value = ""
        for name in ("user", "password"):
            labelled = self.query_one(f"#{name}", TextField).parent
            assert isinstance(labelled, Labelled)
            labelled.display = first is not None
        self.set_focus(self.query_one("#typed0", TextField))

    def line_entered(self, field: TextField) -> None:
        shown = [each for each in self.query(TextField) if each.parent and each.parent.display]
        if field is not shown[-1]:
            self.focus_next()
            return
        try:
            item = self.meant(tuple(each.value for each in shown[: len(self.labels)]))
        except ValueError as wrong:
            self.set_focus(shown[0])
            self.complain(str(wrong))
            return
        self.say("")
        if self._first is None:
            self.look_again(item, lambda: self._begin(item))
        else:
            self._keep(self._first, item)

    def _keep(self, first: Item, second: Item) -> None:
        user, password = (self.query_one(f"#{name}", TextField) for name in ("user", "password"))
        try:
            told = self.keep(first, second, Credentials(user.value, password.value))
        except TypedDifferently as different:
            self._begin(None)
            self.complain(str(different))
        except SessionEnded as ended:
            self.station_app.session_ended(str(ended))
        except StoreProblem as problem:
            password.value = ""
            self.tell_problem(problem)
        else:
            self.dismiss(told)
