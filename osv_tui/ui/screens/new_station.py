"""Making a new station: the municipality, how it counts, and its administrator."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from osv_tui.election.model import CountingMethod
from osv_tui.election.workflow import Role
from osv_tui.store import database, people
from osv_tui.store.people import NewPerson, StationFacts
from osv_tui.store.problems import StoreProblem
from osv_tui.ui.plain import PlainApp
from osv_tui.ui.widgets.bars import KeyBar, Notice, TitleBar
from osv_tui.ui.widgets.fields import Labelled, TextField

_METHODS = {"1": CountingMethod.STATION, "2": CountingMethod.CENTRAL}


class NewStationApp(PlainApp[bool], inherit_bindings=False):
    """Asks what a station must know from the start; gives ``True`` when the file has been made."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "nothing", "volgende", key_display="Enter"),
        Binding("up", "app.focus_previous", "terug", key_display="pijl omhoog"),
        Binding("escape", "stop", "stoppen zonder iets te maken", key_display="Esc"),
    ]

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def compose(self) -> ComposeResult:
        yield TitleBar()
        with Vertical(id="body"):
            yield Static(Text("Een nieuw station voor de telling van een gemeente."), classes="strong")
            yield Static(Text("Tellen: 1 elk stembureau telt zelf (N 11), 2 centraal tellen (model II)"))
            yield Static("")
            yield Labelled("Gemeentecode (4 cijfers)", TextField(id="code"))
            yield Labelled("Tellen (1 of 2)", TextField(id="method"))
            yield Labelled("Uw naam (beheerder)", TextField(id="name"))
            yield Labelled("Uw personeelsnummer", TextField(id="staff"))
            yield Labelled("Uw gebruikersnaam", TextField(id="user"))
            yield Labelled("Uw wachtwoord", TextField(id="password", password=True))
            yield Labelled("Wachtwoord, nogmaals", TextField(id="again", password=True))
        yield Notice()
        yield KeyBar()

    def on_mount(self) -> None:
        refusal = _refusal(self._path)
        if refusal:
            self.exit(False, 1, Text(refusal))
            return
        self.query_one(TitleBar).show("osv-tui", "Nieuw station", self._path.name)
        self.query_one(Notice).say(f"Wachtwoord: ten minste {people.SHORTEST_PASSWORD} tekens.")
        self.screen.set_focus(self.query_one("#code", TextField))

    def line_entered(self, field: TextField) -> None:
        if field.id != "again":
            self.screen.focus_next()
            return
        typed = {each.id: each.value for each in self.query(TextField)}
        method = _METHODS.get(typed["method"].strip())
        if method is None:
            self._complain("Typ 1 (elk stembureau telt zelf) of 2 (centraal tellen).", "method")
        elif typed["password"] != typed["again"]:
            self._complain("De twee wachtwoorden zijn niet gelijk.", "password")
        else:
            self._make(typed["code"].strip(), method, typed)

    def _make(self, code: str, method: CountingMethod, typed: dict[str | None, str]) -> None:
        administrator = NewPerson(typed["name"], typed["staff"], typed["user"], Role.ADMINISTRATOR)
        facts = StationFacts(code, method, practice=False)
        try:
            people.check_founding(facts, administrator, typed["password"])
            file = database.create(self._path)
            people.found(file, facts, administrator, typed["password"])
            file.close()
        except StoreProblem as problem:
            self._complain(str(problem), "code")
            return
        self.exit(True)

    def _complain(self, text: str, field: str) -> None:
        self.query_one(Notice).say(text, problem=True)
        self.screen.set_focus(self.query_one(f"#{field}", TextField))

    def action_stop(self) -> None:
        self.exit(False)

    def action_nothing(self) -> None:
        """The fields handle the key; the binding only shows it."""


def _refusal(path: Path) -> str | None:
    """Why no station can be made at ``path``; asked before anything is typed."""
    try:
        if path.exists():
            return f"Er staat al een bestand op {path}. Kies een andere naam."
        if not path.absolute().parent.is_dir():
            return f"De map van {path} bestaat niet. Maak die map eerst, of kies een andere."
        if not os.access(path.absolute().parent, os.W_OK | os.X_OK):
            return f"U mag geen bestand maken op {path}. Kies een andere map."
    except OSError:
        return f"Op {path} kan geen bestand worden gemaakt. Kies een andere naam of map."
    return None
