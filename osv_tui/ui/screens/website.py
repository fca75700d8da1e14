"""What is set up about the website: before when, where, and where one reports what is wrong."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from osv_tui.election.letters import complaint
from osv_tui.election.publishing import read_deadline, typed_deadline
from osv_tui.store import settings
from osv_tui.store.settings import Setting
from osv_tui.ui.frame import StationScreen
from osv_tui.ui.widgets.fields import Labelled, TextField

_LINES = (
    (Setting.DEADLINE, "Uiterlijk op de website"),
    (Setting.PAGE, "Plek op de website"),
    (Setting.CONTACT, "Een fout melden bij"),
    (Setting.SITTING, "Zitting centr. stembureau"),
)


class WebsiteScreen(StationScreen[str]):
    """Gives back the sentence to show on the screen before it."""

    TITLE_TEXT = "Website"
    HELP = """
Wat u hier typt, komt op de pagina's die worden gepubliceerd en op de lijst voor wie publiceert.

Uiterlijk op de website: een dag en een tijd, zoals 22-03-2019 10:00. Het exportscherm telt daarnaar af.
Plek op de website: het adres waar de map komt, zoals /verkiezingen/provinciale-staten-2019.
Een fout melden bij: het eind van een zin, zoals het team Verkiezingen, verkiezingen@gemeente.nl.
Zitting centr. stembureau: wanneer en waar, zoals maandag 25 maart 2019, 10:00 uur, provinciehuis.

Leeg mag, behalve de eerste regel. Wat u instelt staat in het verslag. Enter op de laatste regel bewaart het.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "nothing", "verder, bewaren", key_display="Enter"),
        Binding("escape", "back", "terug", key_display="Esc"),
    ]

    def __init__(self, polling_day: date) -> None:
        super().__init__()
        self._polling_day = polling_day
        self._stored: tuple[str, ...] = ("", "", "", "")

    def body(self) -> ComposeResult:
        yield Static(Text("Dit komt op de pagina's voor de website. F1 legt het uit."), classes="strong")
        yield Static("")
        for which, label in _LINES:
            yield Labelled(label, TextField(id=which.value))

    def on_mount(self) -> None:
        found = self.attempt(lambda: settings.publishing(self.file, self._polling_day))
        if found:
            self._stored = typed_deadline(found.deadline), found.page, found.contact, found.sitting
        for line, value in zip(self._fields, self._stored, strict=True):
            line.value = value
        self.set_focus(self._fields[0])

    @property
    def _fields(self) -> tuple[TextField, ...]:
        return tuple(self.query_one(f"#{which.value}", TextField) for which, _ in _LINES)

    def line_entered(self, field: TextField) -> None:
        fields = self._fields
        if read_deadline(fields[0].value) is None:
            self._again(fields[0], "Typ een dag en een tijd: 22-03-2019 10:00.")
            return
        for each in fields:
            why = complaint(each.value)
            if why:
                self._again(each, f"{why[0].upper()}{why[1:]}.")
                return
        place = fields.index(field)
        if place + 1 < len(fields):
            self.set_focus(fields[place + 1])
        else:
            self._store(tuple(each.value.strip() for each in fields))

    def _again(self, line: TextField, why: str) -> None:
        self.set_focus(line)
        self.complain(why)

    def _store(self, wanted: tuple[str, ...]) -> None:
        changed = [
            (which, value)
            for (which, _), stored, value in zip(_LINES, self._stored, wanted, strict=True)
            if value != stored
        ]
        if all(self.succeeds(partial(self._set_up, *each)) for each in changed):
            self.dismiss("Bewaard." if changed else "")

    def _set_up(self, which: Setting, value: str) -> None:
        if which is Setting.DEADLINE:
            deadline = read_deadline(value)
            assert deadline is not None
            value = deadline.isoformat(timespec="minutes")
        settings.set_up(self.file, self.actor, which, value)
