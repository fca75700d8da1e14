"""Making a new station: of which committee it is, and the two officials who begin it."""

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
from osv_tui.store import database, founding, passwords
from osv_tui.store.founding import Founder, StationFacts
from osv_tui.store.people import NewPerson
from osv_tui.store.problems import StoreProblem
from osv_tui.ui.plain import PlainApp
from osv_tui.ui.widgets.bars import KeyBar, Notice, TitleBar
from osv_tui.ui.widgets.fields import Labelled, TextField

_METHODS = {"1": CountingMethod.STATION, "2": CountingMethod.CENTRAL}
_STILL_TO_COME = Founder(NewPerson("-", "-", "-", Role.SUPERVISOR), "-" * passwords.SHORTEST_PASSWORD)
"""Stands for the supervisor while only the first page has been typed."""


class Page(Vertical):
    """The lines that one of the two officials types; only his or her own page is on the screen."""

    DEFAULT_CSS = "Page { height: auto; }"

    def __init__(self, role: Role, *lines: Static | Labelled) -> None:
        own = (
            Labelled("Uw naam", TextField(id=f"{role.value}_name")),
            Labelled("Nummer of geboortedatum", TextField(id=f"{role.value}_staff")),
            Labelled("Uw gebruikersnaam", TextField(id=f"{role.value}_user")),
            Labelled("Uw wachtwoord", TextField(id=f"{role.value}_password", password=True)),
            Labelled("Wachtwoord, nogmaals", TextField(id=f"{role.value}_again", password=True)),
        )
        super().__init__(*lines, *own)
        self._role = role

    def line(self, what: str) -> TextField:
        """The line for ``what``: name, staff, user, password or again."""
        return self.query_one(f"#{self._role.value}_{what}", TextField)

    def founder(self) -> Founder:
        """Who typed this page."""
        name, staff, user, password = (
            self.line(what).value for what in ("name", "staff", "user", "password")
        )
        return Founder(NewPerson(name, staff, user, self._role), password)


class NewStationApp(PlainApp[bool], inherit_bindings=False):
    """Asks what a station must know from the start; gives ``True`` when the file has been made."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "nothing", "volgende", key_display="Enter"),
        Binding("up", "app.focus_previous", "vorige", key_display="pijl omhoog"),
        Binding("escape", "previous_page", "terug; op blad 1: stoppen", key_display="Esc"),
    ]

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def compose(self) -> ComposeResult:
        yield TitleBar()
        with Vertical(id="body"):
            yield Page(
                Role.ADMINISTRATOR,
                Static(Text("Een nieuw station. Eerst wie er telt, en de beheerder."), classes="strong"),
                Static(Text("Code: 4 cijfers van de gemeente (0737), HSB met het nummer van de kieskring")),
                Static(Text("(HSB2), of CSB. Alleen een gemeente kiest hoe geteld wordt: 1 elk stembureau")),
                Static(Text("telt zelf (N 11), 2 centraal tellen (model II).")),
                Static(""),
                Labelled("Code van wie telt", TextField(id="code")),
                Labelled("Tellen (1 of 2)", TextField(id="method")),
            )
            yield Page(
                Role.SUPERVISOR,
                Static(Text("Geef het toetsenbord aan de toezichthouder."), classes="strong"),
                Static(Text("Een station wordt gemaakt door twee personen: een beheerder en een")),
                Static(Text("toezichthouder. De toezichthouder typt hier de eigen gegevens.")),
                Static(""),
            )
        yield Notice()
        yield KeyBar()

    def on_mount(self) -> None:
        refusal = _refusal(self._path)
        if refusal:
            self.exit(False, 1, Text(refusal))
            return
        self._show(0)

    def _show(self, number: int) -> None:
        """One page; what was typed on the other stays, out of sight."""
        for place, page in enumerate(self._pages):
            page.display = place == number
        title = f"Nieuw station, blad {number + 1} van 2"
        self.query_one(TitleBar).show("osv-tui", title, self._path.name)
        self.query_one(Notice).say(
            f"Geen personeelsnummer? Typ uw geboortedatum, zoals 31-12-1980.\n"
            f"Wachtwoord: ten minste {passwords.SHORTEST_PASSWORD} tekens, en alleen u kent het."
        )
        self.screen.set_focus(self._pages[number].query(TextField).first())

    @property
    def _pages(self) -> tuple[Page, Page]:
        administrator, supervisor = self.query(Page)
        return administrator, supervisor

    def line_entered(self, field: TextField) -> None:
        page = next(page for page in self._pages if page.display)
        method = self.query_one("#method", TextField)
        if field is not page.line("again"):
            self._next(field)
        elif self._is_municipal and method.value.strip() not in _METHODS:
            self._complain("Typ bij Tellen 1 (elk stembureau telt zelf) of 2 (centraal tellen).", method)
        elif page.line("password").value != page.line("again").value:
            self._complain("De twee wachtwoorden zijn niet gelijk. Typ ze opnieuw.", page.line("password"))
        else:
            try:
                self._take(page)
            except StoreProblem as problem:
                self._complain(str(problem), page.query(TextField).first())

    @property
    def _code(self) -> str:
        return self.query_one("#code", TextField).value.strip().upper()

    @property
    def _is_municipal(self) -> bool:
        """Whether the code can only be that of a municipality; one that is wrong is told later."""
        return not self._code.startswith(("HSB", "CSB"))

    def _next(self, field: TextField) -> None:
        """The line below; how is counted is asked of a municipality only."""
        self.query_one("#method", TextField).disabled = not self._is_municipal
        self.screen.focus_next()

    def _take(self, page: Page) -> None:
        """Go on to the second page, or make the station when that is complete too."""
        administrator, supervisor = self._pages
        typed = self.query_one("#method", TextField).value.strip()
        method = _METHODS[typed] if self._is_municipal else CountingMethod.STATION
        facts = StationFacts(self._code, method, practice=False)
        if page is administrator:
            founding.check_founding(facts, (administrator.founder(), _STILL_TO_COME))
            self._show(1)
        else:
            self._make(facts, (administrator.founder(), supervisor.founder()))

    def _make(self, facts: StationFacts, founders: tuple[Founder, Founder]) -> None:
        founding.check_founding(facts, founders)
        file = database.create(self._path)
        try:
            founding.found(file, facts, founders)
        finally:
            file.close()
        self.exit(True)

    def _complain(self, text: str, field: TextField) -> None:
        self.query_one(Notice).say(text, problem=True)
        self.screen.set_focus(field)

    def action_previous_page(self) -> None:
        if self._pages[0].display:
            self.exit(False)
        else:
            self._show(0)

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
