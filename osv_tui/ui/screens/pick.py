"""A typist chooses the election and types the number of the polling station."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from osv_tui.store import elections, entries, settings, sittings
from osv_tui.store.problems import Refused
from osv_tui.ui.frame import StationScreen
from osv_tui.ui.screens.entry import EntryScreen
from osv_tui.ui.widgets.fields import Labelled, TextField
from osv_tui.ui.widgets.layout import at_most, cut, padded
from osv_tui.ui.wording import short_name

_FIXED_LINES = 11
"""All but the elections and the units that wait: titles, blank lines, the question, messages and keys."""
_LEAST_WAITING = 3


class NumberField(TextField):
    """Takes a polling station's number; + and - choose the election.

    Enter is handled here and not by a binding: a binding would come after digits that are typed quickly
    behind it (facts tui §2.2). Those digits belong to the form that is being opened.
    """

    def __init__(self) -> None:
        super().__init__(id="number")
        self.restrict = r"[0-9]{0,9}"
        self.opening = False

    async def _on_key(self, event: events.Key) -> None:
        screen = self.screen
        assert isinstance(screen, PickScreen)
        if self.opening:
            screen.station_app.keep_key(event)
        elif event.character in ("+", "-") or event.key in ("up", "down"):
            screen.choose_next(1 if event.character == "+" or event.key == "down" else -1)
        elif event.key == "enter":
            number, self.value = self.value, ""
            screen.open_unit(number)
        else:
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()


class PickScreen(StationScreen[None]):
    """Where a typist begins each unit, and comes back to after it."""

    TITLE_TEXT = "Stembureau kiezen"
    NEEDS_OFFLINE = True
    HELP = """
Kies met + of - de verkiezing die op het papier staat. Typ het nummer van het stembureau en druk op Enter.
Dan opent het formulier.

Onder «Wacht op u» staan stembureaus die u hebt onderbroken of die u opnieuw moet invoeren. Typ ook daarvan
het nummer.

Typ altijd wat op het papier staat, ook als dat niet lijkt te kloppen.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "nothing", "openen", key_display="Enter"),
        Binding("f2", "nothing", "andere verkiezing", key_display="+/-"),
        Binding("escape", "back", "log uit", key_display="Esc"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._chosen = 0
        self._elections: tuple[elections.ElectionLine, ...] = ()
        self._work: tuple[entries.OwnWork, ...] = ()

    def body(self) -> ComposeResult:
        yield Static(id="elections")
        yield Labelled(self.words("Nummer stembureau"), NumberField())
        yield Static(id="waiting")

    def on_mount(self) -> None:
        self.refresh_lists()
        self.query_one(NumberField).focus()

    def refresh_lists(self) -> None:
        found = self.attempt(
            lambda: (elections.election_lines(self.file), entries.own_work(self.file, self.actor))
        )
        if found is None:
            return
        lines, self._work = found
        self._elections = tuple(line for line in lines if line.complete)
        self._chosen = max(0, min(self._chosen, len(self._elections) - 1))
        if not self._elections:
            self.complain("Er is nog geen verkiezing klaar om in te voeren. Vraag de beheerder.")
        self._show_elections()
        self._show_waiting()

    def on_resize(self) -> None:
        self._show_elections()
        self._show_waiting()

    def _show_waiting(self) -> None:
        """What waits for this typist, on the lines that the elections and the question leave free."""
        used = _FIXED_LINES + min(len(self._elections), self._room_for_elections)
        listed = at_most(self._work, self.size.height - used)
        names = {line.key: short_name(line) for line in self._elections}
        text = Text("Wacht op u:\n" if self._work else "", style="bold")
        for each in listed:
            what = "opnieuw invoeren" if each.returned else "verder invoeren"
            unit, election = f"{each.unit_number:>4} {each.unit_name}", cut(names.get(each.election, ""), 22)
            text.append(f"  {padded(unit, 32)}  {what:<18}{election}\n", style="not bold")
        if len(listed) < len(self._work):
            text.append(f"  en nog {len(self._work) - len(listed)}", style="not bold")
        self.query_one("#waiting", Static).update(text)

    def choose_next(self, step: int) -> None:
        if self._elections:
            self._chosen = (self._chosen + step) % len(self._elections)
            self._show_elections()

    def _show_elections(self) -> None:
        """The elections, or those around the chosen one if there are too many for the screen."""
        count, room = len(self._elections), self._room_for_elections
        first = max(0, min(self._chosen - room // 2, count - room))
        cut_off = f" ({self._chosen + 1} van {count})" if count > room else ""
        text = Text(f"Verkiezing op het papier{cut_off}:\n", style="bold")
        for index, line in enumerate(self._elections[first : first + room], first):
            chosen = index == self._chosen
            text.append(
                f"{'>' if chosen else ' '} {cut(line.name, 76)}\n",
                style="not bold reverse" if chosen else "not bold",
            )
        self.query_one("#elections", Static).update(text)

    @property
    def _room_for_elections(self) -> int:
        return max(1, self.size.height - _FIXED_LINES - _LEAST_WAITING)

    def open_unit(self, number: str) -> None:
        if not number or not self._elections:
            self.complain("Typ het nummer van het stembureau dat op het papier staat.")
            return
        entry = self.attempt(lambda: self._form_of(self._elections[self._chosen], int(number)))
        if entry is not None:
            self.say("")
            field = self.query_one(NumberField)
            field.opening = True
            self.station_app.hold_keys()
            # Behind the keys that are waiting for the field, so that they are kept too.
            field.call_later(self.app.push_screen, entry, self._back_from_form)

    def _form_of(self, election: elections.ElectionLine, number: int) -> EntryScreen:
        form = elections.load_form(self.file, election.key, number)
        try:
            claimed = entries.claim(self.file, self.actor, election.key, number)
        except Refused as refused:
            if sittings.is_open(self.file):
                raise
            raise Refused("De zitting is nog niet geopend. Vraag de toezichthouder.") from refused
        return EntryScreen(election.name, form, claimed, settings.thresholds(self.file))

    def _back_from_form(self, text: str | None) -> None:
        self.refresh_lists()
        if text:
            self.say(text)
        field = self.query_one(NumberField)
        field.opening = False
        field.focus()

    def action_back(self) -> None:
        self.station_app.sign_out()
