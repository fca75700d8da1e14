"""What all screens have in common."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from osv_tui.election.unit_words import said_of
from osv_tui.store.actor import Actor
from osv_tui.store.database import StationFile
from osv_tui.store.problems import Busy, SessionEnded, StoreProblem
from osv_tui.ui.once import OnceScreen
from osv_tui.ui.widgets.bars import KeyBar, Notice, TitleBar

if TYPE_CHECKING:
    from osv_tui.ui.app import OsvApp

Answer = TypeVar("Answer")
Result = TypeVar("Result")


class StationScreen(OnceScreen[Answer]):
    """A screen with a title, a body, one line for messages and one for keys."""

    TITLE_TEXT: ClassVar[str] = ""
    HELP: ClassVar[str] = ""
    NEEDS_OFFLINE: ClassVar[bool] = False
    """Whether the screen is hidden while this computer is connected to anything."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1", "help", "hulp", key_display="F1")]

    def compose(self) -> ComposeResult:
        yield TitleBar()
        with Vertical(id="body"):
            yield from self.body()
        yield Notice()
        yield KeyBar()

    def body(self) -> ComposeResult:
        """What stands between the title and the message line."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.show_title()

    def on_resize(self) -> None:
        self.show_title()

    def show_title(self) -> None:
        actor = self.station_app.actor
        who = actor.name if actor else "niet ingelogd"
        self.query_one(TitleBar).show(self.station_app.station_name, self.words(self.title_text), who)

    @property
    def title_text(self) -> str:
        """What stands in the middle of the title."""
        return self.TITLE_TEXT

    @property
    def station_app(self) -> OsvApp:
        return cast("OsvApp", self.app)

    @property
    def file(self) -> StationFile:
        return self.station_app.file

    @property
    def actor(self) -> Actor:
        """Who is signed in.

        Raises:
            SessionEnded: nobody; keys that were still under way reach a screen that is going away.
        """
        actor = self.station_app.actor
        if actor is None:
            raise SessionEnded("U bent niet meer ingelogd.")
        return actor

    def words(self, text: str) -> str:
        """A sentence of the program in the words of this station's level."""
        return said_of(self.station_app.unit_kind, text)

    def say(self, text: str) -> None:
        self.query_one(Notice).say(self.words(text))

    def complain(self, text: str) -> None:
        self.query_one(Notice).say(self.words(text), problem=True)

    def attempt(self, action: Callable[[], Result]) -> Result | None:
        """Do ``action``; a problem of the store is shown, and ``None`` comes back."""
        try:
            return action()
        except StoreProblem as problem:
            self.tell_problem(problem)
        return None

    def tell_problem(self, problem: StoreProblem) -> None:
        """Show a problem of the store; at the end of the session, on the login screen."""
        if isinstance(problem, SessionEnded):
            self.station_app.session_ended(str(problem))
        elif isinstance(problem, Busy):
            self.complain(f"{problem}{_by_whom(self.file.path)}")
        else:
            self.complain(str(problem))

    def succeeds(self, action: Callable[[], object]) -> bool:
        """Do ``action``; tells whether it was done, and shows the problem if not."""

        def done() -> bool:
            action()
            return True

        return self.attempt(done) is True

    def action_help(self) -> None:
        from osv_tui.ui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.words(self.TITLE_TEXT), self.words(self.HELP)))

    def action_nothing(self) -> None:
        """For a binding that only shows a key; a widget of the screen handles it."""

    def action_back(self) -> None:
        self.dismiss()


def _by_whom(station: Path) -> str:
    """Which program has the file, where the system tells; the end of a message."""
    from osv_tui.guard.holder import who_writes

    who = who_writes(station)
    return f" Het is {who}." if who else ""
