"""Reading one file: choose it, compare its code with the paper, type the two missing groups."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from osv_tui import intake
from osv_tui.election.model import ReportingUnit
from osv_tui.eml.digest import groups
from osv_tui.eml.refusal import EmlRefused
from osv_tui.intake import FileUnreadable, Offer
from osv_tui.store.elections import Document, DocumentKind
from osv_tui.ui.frame import StationScreen
from osv_tui.ui.paths import PathRefused, path_of
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
OSV drukt soms een andere code af dan die van het bestand zelf. Dan ziet u ze allebei; één ervan moet kloppen.

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
        yield Static(Text(self._what), classes="strong")
        yield Static("")
        yield Labelled("Bestand of map", TextField(str(self.station_app.import_folder), id="path"))
        yield OptionList(id="files")
        with Vertical(id="fingerprint"):
            yield Static(id="groups")
            yield Static(id="groups_of_osv", classes="gap")
            yield Static("")
            yield Labelled("", TextField(id="first"))
            yield Labelled("", TextField(id="second"))

    @property
    def _what(self) -> str:
        """What is read, in a line."""
        return f"Lees de {DOCUMENTS[self._kind]}  {self._election_name}"

    def offered(self, path: Path) -> Offer:
        """The file at ``path``, if it is what is read here."""
        return intake.offer(self.file, path, self._kind, self._election)

    def accepted(self, offered: Offer, typed: tuple[str, str]) -> None:
        """Store the file if the typed groups are right."""
        intake.accept(self.file, self.actor, offered, self._election, typed)

    def on_mount(self) -> None:
        self.query_one("#fingerprint").display = False
        self._list(self.station_app.import_folder)
        self.query_one("#path", TextField).focus()

    def _list(self, folder: Path) -> None:
        files = self.query_one("#files", OptionList)
        files.clear_options()
        files.add_option(Option(Text("..  (map hierboven)"), id=str(folder.parent)))
        try:
            found = _folders_and_files(folder)
        except OSError:
            self.complain("Deze map kan niet worden gelezen.")
            return
        for name, path in found[:_MOST_FILES]:
            files.add_option(Option(Text(name), id=str(path)))
        more = len(found) > _MOST_FILES
        self.say(f"De eerste {_MOST_FILES} van {len(found)} getoond; typ anders de naam." if more else "")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        path = self.query_one("#path", TextField)
        path.value = str(event.option_id)
        self._open(path.value)

    def line_entered(self, field: TextField) -> None:
        if field.id == "path":
            self._open(field.value)
        elif field.id == "first":
            self.set_focus(self.query_one("#second", TextField))
        else:
            self._accept()

    def _open(self, typed: str) -> None:
        self._offer = None
        try:
            path = path_of(typed)
            if path.is_dir():
                self.station_app.import_folder = path
                self._list(path)
                return
            self._offer = self.attempt(lambda: self.offered(path))
        except (PathRefused, FileUnreadable, EmlRefused) as refused:
            self.complain(str(refused))
        else:
            self.station_app.import_folder = path.parent
        self._show_fingerprint(self._offer)

    def _show_fingerprint(self, offered: Offer | None) -> None:
        self.query_one("#files").display = offered is None
        self.query_one("#fingerprint").display = offered is not None
        if offered is None:
            return
        codes = _codes(offered.document)
        for code, place in zip_longest(codes, ("#groups", "#groups_of_osv")):
            part = self.query_one(place, Static)
            part.display = code is not None
            part.update(_code_text(code, offered.hidden) if code else "")
        for position, name in zip(offered.hidden, ("first", "second"), strict=True):
            field = self.query_one(f"#{name}", TextField)
            field.value = ""
            label = field.parent.query_one(Static) if field.parent else None
            if label is not None:
                label.update(f"Groep {position + 1} op het papier")
        self.set_focus(self.query_one("#first", TextField))
        which = "Op het papier staat één van deze codes. " if len(codes) > 1 else ""
        self.say(f"{which}Vergelijk alle groepen met het papier en typ de twee die ontbreken.")

    def _accept(self) -> None:
        offered = self._offer
        if offered is None:
            return
        first, second = self.query_one("#first", TextField), self.query_one("#second", TextField)
        typed = (first.value, second.value)
        if not self.succeeds(lambda: self.accepted(offered, typed)):
            first.value = second.value = ""
            self.set_focus(first)
            return
        which = _matched(offered, typed)
        self.dismiss(f"Gelezen en opgeslagen: {offered.document.file_name}. {which} klopt met het papier.")


class LowerCountScreen(ReadingScreen):
    """Reads what the committee of one unit says of its own count, beside which the entries are laid."""

    HELP = f"""
Dit bestand is van wie dit stembureau telde. Het telt niet mee: de getallen komen altijd van het papier, door
twee personen ingevoerd. U ziet daarna in het dossier waar het bestand iets anders zegt dan de twee invoeren.
Zo'n verschil moet u beoordelen voordat de verkiezing definitief kan worden.
{ReadingScreen.HELP}"""

    def __init__(self, election: int, unit_key: int, unit: ReportingUnit) -> None:
        super().__init__(DocumentKind.LOWER_COUNT, election, "")
        self._of = election
        self._unit_key = unit_key
        self._unit = unit

    @property
    def _what(self) -> str:
        return self.words(f"Lees de telling van stembureau {self._unit.number} {self._unit.name}")

    def offered(self, path: Path) -> Offer:
        return intake.offer_witness(self.file, path, self._of, self._unit)

    def accepted(self, offered: Offer, typed: tuple[str, str]) -> None:
        intake.accept_witness(self.file, self.actor, offered, self._unit_key, typed)


def _folders_and_files(folder: Path) -> list[tuple[str, Path]]:
    """What can be chosen in ``folder``, by the name to show: first its folders, then its XML files.

    Raises:
        OSError: the folder may not be read or entered.
    """
    names = [path for path in folder.iterdir() if path.name.isprintable() and not path.name.startswith(".")]
    names.sort(key=lambda path: path.name.casefold())
    folders = [(f"{path.name}/", path) for path in names if path.is_dir()]
    return folders + [(path.name, path) for path in names if path.suffix == ".xml" and path.is_file()]


@dataclass(frozen=True)
class Code:
    """A SHA-256 that the paper beside the file may show; ``name`` says in Dutch which."""

    name: str
    groups: tuple[str, ...]


def _codes(document: Document) -> tuple[Code, ...]:
    """The code of the bytes, and that of the canonical form, as OSV prints it, if it is another (eml §7)."""
    codes = (Code("Code van het bestand", groups(document.sha256)),)
    if document.canonical_sha256 in (None, document.sha256):
        return codes
    assert document.canonical_sha256 is not None
    return (*codes, Code("Code zoals OSV die afdrukt", groups(document.canonical_sha256)))


def _matched(offered: Offer, typed: tuple[str, str]) -> str:
    """The name of the code that was on the paper."""
    wanted = tuple(text.strip().upper() for text in typed)
    return next(
        code.name
        for code in _codes(offered.document)
        if tuple(code.groups[position] for position in offered.hidden) == wanted
    )


def _code_text(code: Code, hidden: tuple[int, int]) -> Text:
    """A code in four rows of four groups, without the two that must be typed."""
    shown = [
        f"{position + 1:>3}: {'____' if position in hidden else group}"
        for position, group in enumerate(code.groups)
    ]
    rows = ("   ".join(shown[start : start + 4]) for start in range(0, len(shown), 4))
    return Text("\n".join((f"{code.name} (SHA-256):", *rows)))
