"""Persons and their accounts."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import DataTable, Static

from osv_tui.election.workflow import Role
from osv_tui.store import people
from osv_tui.store.people import AccountLine, NewPerson
from osv_tui.store.problems import Refused
from osv_tui.ui.countersign import Confirmation, confirm_by_two
from osv_tui.ui.dialogs import Choose, Tell
from osv_tui.ui.frame import StationScreen
from osv_tui.ui.once import Dialog
from osv_tui.ui.widgets.fields import Labelled, TextField
from osv_tui.ui.wording import ROLES, when

_ROLE_NUMBERS = {"1": Role.TYPIST, "2": Role.SUPERVISOR, "3": Role.ADMINISTRATOR}


class PeopleScreen(StationScreen[None]):
    """Who is registered, with the one account of each."""

    DEFAULT_CSS = "PeopleScreen #detail { height: 3; }"
    TITLE_TEXT = "Personen"
    HELP = """
Iedereen die met dit station werkt staat hier met naam en personeelsnummer, en heeft een eigen account. Wie
geen personeelsnummer heeft, staat er met de geboortedatum. Onder de lijst staat wie de gekozen persoon heeft
geregistreerd en wie dat heeft bevestigd.
Een account hoort bij één persoon en heeft één rol:
  invoerder       voert stembureaus in
  toezichthouder  vergelijkt, beslist bij verschillen en maakt de uitslag definitief; voert nooit in
  beheerder       richt het station in; voert nooit in

Een account wordt nooit hernoemd of verwijderd. Iemand die niet meer meewerkt, zet u uit.

N  nieuwe persoon; u krijgt een eenmalig wachtwoord om te geven
U  account uitzetten, of weer aanzetten
W  nieuw eenmalig wachtwoord

Bij N en W bevestigt een tweede: een andere toezichthouder of beheerder, met een eigen wachtwoord.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "nieuwe persoon", key_display="N"),
        Binding("u", "switch", "uit/aanzetten", key_display="U"),
        Binding("w", "reset", "nieuw wachtwoord", key_display="W"),
        Binding("escape", "back", "terug", key_display="Esc"),
    ]

    def body(self) -> ComposeResult:
        yield DataTable[str](cursor_type="row", cell_padding=0)
        yield Static(id="detail")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        columns = (("Naam", 24), ("Nummer", 11), ("Gebruikersnaam", 16), ("Rol", 15), ("Stand", 10))
        for label, width in columns:
            table.add_column(label, width=width)
        self.refresh_lines()
        table.focus()

    def refresh_lines(self) -> None:
        found = self.attempt(lambda: people.accounts(self.file, self.actor)) or ()
        self._lines = sorted(found, key=lambda line: line.name.casefold())
        table = self.query_one(DataTable)
        row = table.cursor_row
        table.clear()
        for line in self._lines:
            stand = "uitgezet" if not line.active else "ingelogd" if line.signed_in else ""
            table.add_row(
                *(Text(line.name[:23]), Text(line.staff_number[:10]), Text(line.user_name[:15])),
                *(ROLES[line.role], stand),
            )
        table.move_cursor(row=max(0, min(row, len(self._lines) - 1)))
        self._show_detail()

    def on_data_table_row_highlighted(self) -> None:
        self._show_detail()

    def _show_detail(self) -> None:
        """Who vouched for the chosen person, and whether others gave a new password."""
        line = self._chosen()
        text = _history(line, self.file.clock()) if line is not None else ""
        self.query_one("#detail", Static).update(Text(text))

    def _chosen(self) -> AccountLine | None:
        row = self.query_one(DataTable).cursor_row
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def action_new(self) -> None:
        self._ask_person()

    def _ask_person(self, refused: NewPerson | None = None, why: str = "") -> None:
        self.app.push_screen(NewPersonDialog(refused, why), self._confirm)

    def _confirm(self, person: NewPerson | None) -> None:
        """Let a second official confirm the person, unless it is plain already that this cannot be."""
        if person is None:
            return
        try:
            self._require_new(person)
        except Refused as refused:
            self._ask_person(person, str(refused))
            return
        who = f"{person.name} ({person.staff_number})"
        what = Confirmation(f"{who} wordt geregistreerd als {ROLES[person.role]}.", person.name)
        confirm_by_two(
            *(self, what, lambda second: people.register(self.file, self.actor, person, second)),
            done=lambda one_time: self._hand_over(person.user_name, one_time),
            given_up=lambda: self._ask_person(person),
        )

    def _require_new(self, person: NewPerson) -> None:
        people.check_person(person)
        for line in self._lines:
            known = NewPerson(line.name, line.staff_number, line.user_name, line.role)
            if people.same_person(person, known):
                raise Refused(
                    f"{line.name} ({line.staff_number}, gebruikersnaam {line.user_name}) is al geregistreerd."
                )

    def _hand_over(self, user_name: str, one_time: str) -> None:
        self.refresh_lines()
        self.app.push_screen(
            Tell(
                "Eenmalig wachtwoord",
                f"Gebruikersnaam: {user_name}\nWachtwoord:     {one_time}\n\n"
                "Schrijf dit op en geef het alleen aan deze persoon. Het wordt maar één keer getoond en moet"
                " bij de eerste keer inloggen worden vervangen.",
            )
        )

    def action_switch(self) -> None:
        line = self._chosen()
        if line is None:
            return
        what = "uitzetten" if line.active else "weer aanzetten"
        text = f"{line.name}, {ROLES[line.role]}, gebruikersnaam {line.user_name}."
        ask = Choose(f"Account {what}?", text, ("nee", f"ja, {what}"))

        def switch(choice: int | None) -> None:
            if choice == 1 and self.succeeds(
                lambda: people.set_active(self.file, self.actor, line.account, not line.active)
            ):
                self.refresh_lines()

        self.app.push_screen(ask, switch)

    def action_reset(self) -> None:
        line = self._chosen()
        if line is None:
            return
        what = Confirmation(
            f"{line.name} ({line.staff_number}) krijgt een nieuw eenmalig wachtwoord.", line.name
        )
        confirm_by_two(
            *(self, what, lambda second: people.reset_password(self.file, self.actor, line.account, second)),
            done=lambda one_time: self._hand_over(line.user_name, one_time),
        )


class NewPersonDialog(Dialog[NewPerson | None]):
    """Asks for a person; one who was refused comes back to be corrected, with the reason.

    Gives ``None`` when it is left.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "terug", key_display="Esc"),
        Binding("tab", "app.focus_next", show=False),
        Binding("shift+tab", "app.focus_previous", show=False),
    ]

    def __init__(self, refused: NewPerson | None = None, why: str = "") -> None:
        super().__init__()
        self._refused = refused
        self._why = why

    def compose(self) -> ComposeResult:
        name, staff, user, role = _as_typed(self._refused)
        with Vertical(classes="dialog"):
            yield Static(Text("Nieuwe persoon", style="bold"))
            yield Static("")
            yield Labelled("Naam", TextField(name, id="name"))
            yield Labelled("Nummer of geboortedatum", TextField(staff, id="staff"))
            yield Labelled("Gebruikersnaam", TextField(user, id="user"))
            yield Labelled("Rol", TextField(role, id="role"))
            yield Static(Text("Rol: 1 invoerder   2 toezichthouder   3 beheerder"))
            yield Static(Text("Geen personeelsnummer? Typ de geboortedatum, zoals 31-12-1980."))
            if self._why:
                yield Static(Text(f"! {self._why}", style="bold"), classes="gap")
            yield Static(Text("Enter verder   Esc terug"), classes="gap")

    def on_mount(self) -> None:
        self.query_one("#role", TextField).restrict = "[123]?"
        if self._why:
            self.app.bell()

    def line_entered(self, field: TextField) -> None:
        typed = {each.id: each.value for each in self.query(TextField)}
        empty = next((name for name, value in typed.items() if not value.strip()), None)
        if field.id != "role":
            self.focus_next()
        elif empty:
            self.app.bell()
            self.set_focus(self.query_one(f"#{empty}", TextField))
        else:
            role = _ROLE_NUMBERS[typed["role"]]
            self.dismiss(NewPerson(typed["name"], typed["staff"], typed["user"], role))

    def action_cancel(self) -> None:
        self.dismiss(None)


def _history(line: AccountLine, now: datetime) -> str:
    at = when(line.registered_at, now)
    if line.registered_by:
        text = f"Geregistreerd door {line.registered_by} {at}, bevestigd door {line.confirmed_by}."
    else:
        text = f"Een van de twee die dit station maakten, {at}."
    if line.password_reset_at is not None:
        text += f"\nWachtwoord teruggezet {when(line.password_reset_at, now)}."
    return text


def _as_typed(person: NewPerson | None) -> tuple[str, str, str, str]:
    """What the four lines of the dialog hold at the start."""
    if person is None:
        return "", "", "", ""
    role = next(digit for digit, role in _ROLE_NUMBERS.items() if role is person.role)
    return person.name, person.staff_number, person.user_name, role
