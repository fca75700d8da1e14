"""Reading one file: choose it, compare its code with the paper, type the two missing groups."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from osv_tui import intake
from osv_tui.eml.refusal import EmlRefused
from osv_tui.intake import FileUnreadable, Offer
from osv_tui.store.elections import DocumentKind
from osv_tui.ui.frame import StationScreen
from osv_tui.ui.widgets.fields import Labelled, TextField
from osv_tui.ui.wording import DOCUMENTS

_MOST_FILES = 200


class ReadingScreen(StationScreen[str]):
    """Gives back a sentence when the file has been stored."""

    TITLE_TEXT = "Bestand lezen"
    HELP = """
Typ waar het bestand staat en druk op Enter, of kies het in de lijst eronder (Tab, pijlen, Enter).

Dan ziet u de code van het bestand in zestien groepen van vier tekens. Vergelijk alle groepen met de code op
het papier dat bij het bestand hoort. Twee groepen worden niet getoond: typ die over van het papier.

Kloppen de groepen niet, dan is dit niet het juiste bestand of is het veranderd. Gebruik het dan niet.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "nothing", "verder", key_display="Enter"),
        Binding("tab", "app.focus_next", "lijst of veld", key_display="Tab"),
        Binding("shift+tab", "app.focus_previous", show=False),
        Binding("escape", "back", "terug zonder lezen", key_display="Esc"),
    ]

    def __init__(self, kind: DocumentKind, election: int | None, election_name: str) -> None:
        super().__init__()
        self._kind = kind
        self._election = election
        self._election_name = election_name
        self._offer: Offer | None = None

    def body(self) -> ComposeResult:
        what = DOCUMENTS[self._kind]
        yield Static(Text(f"Lees de {what}  {self._election_name}"), classes="strong")
        yield Static("")
        yield Labelled("Bestand of map", TextField(str(self.station_app.import_folder), id="path"))
        yield OptionList(id="files")
        with Vertical(id="fingerprint"):
            yield Static(id="groups")
            yield Static("")
            yield Labelled("", TextField(id="first"))
            yield Labelled("", TextField(id="second"))

    def on_mount(self) -> None:
        self.query_one("#fingerprint").display = False
        self._list(self.station_app.import_folder)
        self.query_one("#path", TextField).focus()

    def _list(self, folder: Path) -> None:
        files = self.query_one("#files", OptionList)
        files.clear_options()
        try:
            found = sorted(folder.iterdir(), key=lambda path: (path.is_file(), path.name.casefold()))
        except OSError:
            self.complain("Deze map kan niet worden gelezen.")
            return
        visible = (path for path in found if not path.name.startswith("."))
        shown = [path for path in visible if path.is_dir() or path.suffix == ".xml"][:_MOST_FILES]
        files.add_option(Option(Text("..  (map hierboven)"), id=str(folder.parent)))
        for path in shown:
            name = path.name if path.name.isprintable() else "?"
            files.add_option(Option(Text(f"{name}/" if path.is_dir() else name), id=str(path)))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        path = self.query_one("#path", TextField)
        path.value = str(event.option_id)
        self._open(Path(path.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "path":
            self._open(Path(event.value).expanduser())
        elif event.input.id == "first":
            self.query_one("#second", TextField).focus()
        else:
            self._accept()

    def _open(self, path: Path) -> None:
        if path.is_dir():
            self.station_app.import_folder = path
            self._list(path)
            return
        try:
            self._offer = intake.offer(self.file, path, self._kind, self._election)
        except (FileUnreadable, EmlRefused) as refused:
            self._show_fingerprint(None)
            self.complain(str(refused))
            return
        self.station_app.import_folder = path.parent
        self._show_fingerprint(self._offer)

    def _show_fingerprint(self, offered: Offer | None) -> None:
        self.query_one("#files").display = offered is None
        self.query_one("#fingerprint").display = offered is not None
        if offered is None:
            return
        self.query_one("#groups", Static).update(_groups_text(offered))
        for position, name in zip(offered.hidden, ("first", "second"), strict=True):
            field = self.query_one(f"#{name}", TextField)
            field.value = ""
            label = field.parent.query_one(Static) if field.parent else None
            if label is not None:
                label.update(f"Groep {position + 1} op het papier")
        self.query_one("#first", TextField).focus()
        self.say("Vergelijk alle groepen met het papier en typ de twee die ontbreken.")

    def _accept(self) -> None:
        offered = self._offer
        if offered is None:
            return
        first, second = self.query_one("#first", TextField), self.query_one("#second", TextField)
        typed = (first.value, second.value)
        key = self.attempt(lambda: intake.accept(self.file, self.actor, offered, self._election, typed))
        if key is None:
            first.value = second.value = ""
            first.focus()
            return
        self.dismiss(f"Gelezen en opgeslagen: {offered.document.file_name}.")


def _groups_text(offered: Offer) -> Text:
    shown = offered.shown_groups()
    lines = ["Code (SHA-256) van dit bestand:", ""]
    for start in range(0, 16, 4):
        row = (f"{start + i + 1:>3}: {shown[start + i] or '____'}" for i in range(4))
        lines.append("   ".join(row))
    return Text("\n".join(lines))
