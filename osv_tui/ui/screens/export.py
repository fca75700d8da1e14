"""The release of an election by two officials, its files, and its reopening."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable, Static
from textual.worker import Worker, WorkerState

from osv_tui.election.model import Level
from osv_tui.election.publishing import time_left
from osv_tui.store import founding, releasing, session_key, settings
from osv_tui.store.actor import Actor
from osv_tui.store.database import StationFile
from osv_tui.store.problems import SessionEnded, StoreProblem
from osv_tui.store.releasing import WrittenPackage
from osv_tui.store.signing_in import Credentials
from osv_tui.ui import reopening
from osv_tui.ui.countersign import Confirmation, Countersign, Refusal, confirm_by_two
from osv_tui.ui.dialogs import AskText, Choose, Tell
from osv_tui.ui.exported import moment_to_check, where
from osv_tui.ui.frame import StationScreen
from osv_tui.ui.gatekeeper import Gatekeeper, Standing, with_file
from osv_tui.ui.papers import control_sheet, drafts, print_paper, publishing_list
from osv_tui.ui.paths import PathRefused, path_of
from osv_tui.ui.plain import fault_code
from osv_tui.ui.screens.control import ControlScreen
from osv_tui.ui.screens.gate import GateScreen, by_kind, how_many
from osv_tui.ui.statement import ask_reason
from osv_tui.ui.widgets.layout import cut
from osv_tui.ui.widgets.progress import ProgressLine
from osv_tui.ui.wording import short_name

if TYPE_CHECKING:
    from osv_tui.publication.package import Package

_SECONDS_BETWEEN_LOOKS = 2.0
_BUSY = "Er wordt nog gewerkt. Wacht tot dat klaar is."
_LOOKING = "Er wordt nagekeken wat er nog open staat ..."
_NO_KEY = "Er is geen sleutel van een open zitting: wat u nu schrijft, krijgt geen handtekening."
_SEATS = "\nMet Z ziet u hoe de zetels zijn verdeeld, en typt u de lotingen."
_CHECKED_FIRST = "Het telbestand wordt eerst nagekeken. In een grote gemeente duurt dat even ..."


class _SecondOfRelease(Countersign):
    """Is hidden while this computer is connected: then nothing can be released."""

    NEEDS_OFFLINE = True


class _AskFolder(AskText):
    """Is hidden while this computer is connected: then nothing can be exported."""

    NEEDS_OFFLINE = True


class ExportScreen(StationScreen[str]):
    """The elections, how far each is, and the steps that end the evening."""

    TITLE_TEXT = "Definitief maken en exporteren"
    HELP = """
Een verkiezing kan definitief worden als er niets meer open staat: alle stembureaus definitief, alles
beoordeeld en verantwoord, de controletelling klopt en het telbestand is heel. Twee personen bevestigen het.

Enter  laat zien wat er nog open staat; van daar gaat u naar elk punt
C      controletelling: drie gelote lijsten, met de hand opgeteld
N      maak de narekenstaat, een blad om lijsten met de hand op te tellen
P      maak een proefdruk: alle documenten als CONCEPT, om na te lezen
D      maak de verkiezing definitief; daarna verandert er niets meer
E      schrijf de bestanden in een map of op een stick, lees ze terug en reken de codes na
L      maak de lijst voor wie publiceert: wat komt waar, en uiterlijk wanneer
H      heropen een definitieve verkiezing; wat volgt is een nieuwe versie
Z      zetels, alleen bij code CSB: de verdeling stap voor stap, en de lotingen

In de map komt «publicatie» (voor de website) en «ondertekenen» (dat blad wordt nooit gepubliceerd). De
sleutel van de zitting ondertekent de bestanden; schrijf ze dus voordat u de zitting sluit. Naar een volgend
bureau gaat de uitslag op papier.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "nothing", "open", key_display="Enter"),
        Binding("c", "control", "controle", key_display="C"),
        Binding("n", "sheet", show=False),
        Binding("p", "drafts", show=False),
        Binding("z", "seats", show=False),
        Binding("d", "finalise", "definitief", key_display="D"),
        Binding("e", "export", "export", key_display="E"),
        Binding("l", "publishing_list", show=False),
        Binding("h", "reopen", "heropen", key_display="H"),
        Binding("escape", "back", "terug", key_display="Esc"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.gatekeeper = Gatekeeper(self, self._found)
        self._shown: tuple[Standing, ...] = ()
        self._is_busy = False
        self._deadline: tuple[datetime, bool] | None = None
        self._places: dict[tuple[int, int], int] = {}

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being done beside the keys."""
        return not self._is_busy and not self.gatekeeper.is_looking

    def body(self) -> ComposeResult:
        yield DataTable[Text](cursor_type="row", cell_padding=0)
        yield Static(id="deadline", classes="gap")
        yield Static(id="open")
        yield ProgressLine()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        for label, width in (("Verkiezing", 32), ("Definitief", 13), ("Stand", 33)):
            table.add_column(label, width=width)
        table.styles.height = "auto"
        table.focus()
        self._show_open()
        self.gatekeeper.look()
        self.set_interval(_SECONDS_BETWEEN_LOOKS, self._show)  # a connection comes and goes by itself

    # What stands in the way.

    def _found(self) -> None:
        if self.is_attached:
            self._show()
            for screen in self.app.screen_stack:
                if isinstance(screen, GateScreen) and screen.is_mounted:
                    screen.renew()

    def _show(self) -> None:
        self._shown = self.gatekeeper.standings
        table = self.query_one(DataTable)
        row = table.cursor_row
        table.clear()
        for each in self._shown:
            table.add_row(
                Text(cut(short_name(each.line), 31)),
                Text(f"{each.final_units} van {len(each.units)}"),
                Text(self._stand(each)),
            )
        table.move_cursor(row=max(0, min(row, len(self._shown) - 1)))
        self._show_open()

    def _stand(self, standing: Standing) -> str:
        if standing.line.final_at:
            return f"DEFINITIEF versie {standing.version}, {standing.line.final_at:%d-%m %H:%M}"
        if self.gatekeeper.is_open(standing):
            return "kan definitief worden"
        blockers = self.gatekeeper.blockers(standing)
        return f"nog open: {len(blockers)}" if blockers else "wordt nagekeken"

    def _chosen(self) -> Standing | None:
        row = self.query_one(DataTable).cursor_row
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def on_data_table_row_highlighted(self) -> None:
        self._show_open()

    def _show_deadline(self) -> None:
        """How long there is to publish, and whether what is written now gets a signature."""
        if self._deadline is None and self._shown:
            day = self._shown[0].line.date
            self._deadline = self.attempt(
                lambda: (settings.publishing(self.file, day).deadline, session_key.is_here(self.file))
            )
        if self._deadline is not None:
            deadline, can_sign = self._deadline
            told = time_left(self.file.clock(), deadline)
            self.query_one("#deadline", Static).update(Text(told if can_sign else f"{told}\n{_NO_KEY}"))

    def _show_open(self) -> None:
        self._show_deadline()
        chosen = self._chosen()
        text = self._what_is_open(chosen) if chosen else Text(_LOOKING)
        self.query_one("#open", Static).update(text)

    def _what_is_open(self, chosen: Standing) -> Text:
        if chosen.line.final_at:
            if self._is_busy:
                return Text("De bestanden worden geschreven.")
            return Text(
                f"{self._written(chosen)}\n"
                "Blijkt later dat er iets niet klopt? Met H heropent u deze verkiezing."
                f"{_SEATS if self._distributes else ''}"
            )
        if self.gatekeeper.is_open(chosen):
            return Text(
                "Er staat niets meer open. Druk op D om deze verkiezing definitief te maken.\n"
                "Met P maakt u eerst een proefdruk om na te lezen."
            )
        blockers = self.gatekeeper.blockers(chosen)
        if not blockers:
            return Text(_LOOKING)
        text = Text(f"{short_name(chosen.line)}: {how_many(blockers)}\n", style="bold")
        for count, units in by_kind(blockers):
            text.append(f"{cut(f'{count} ({units})' if units else count, 78)}\n", style="not bold")
        return text.append("\nEnter laat zien wat, en brengt u erheen.", style="not bold")

    def _written(self, chosen: Standing) -> str:
        """What of a final election is on a disk or a stick; looked up once, until something is written."""
        key, version = chosen.line.key, chosen.version
        if (key, version) not in self._places:
            packages = self.attempt(lambda: releasing.packages(self.file, key)) or ()
            self._places[key, version] = len({each.folder for each in packages if each.version == version})
        places = self._places[key, version]
        if not places:
            return f"Versie {version} is definitief. Druk op E om de bestanden te schrijven."
        where = "1 plek" if places == 1 else f"{places} plekken"
        return f"Versie {version} is geschreven, op {where}. Met L maakt u de lijst voor de website."

    def on_data_table_row_selected(self) -> None:
        chosen = self._chosen()
        if chosen is None or self._is_busy:
            self.complain(_BUSY)
        elif chosen.line.final_at:
            self.say("Deze verkiezing is definitief. Er staat niets meer open.")
        else:
            self.app.push_screen(GateScreen(self.gatekeeper, chosen.line.key), self._back)

    def _back(self, text: str | None) -> None:
        self.say(text or "")
        self.gatekeeper.look()

    def action_control(self) -> None:
        chosen = self._free_choice()
        if chosen is not None:
            self.app.push_screen(ControlScreen(chosen.line), self._back)

    def action_sheet(self) -> None:
        chosen = self._free_choice()
        if chosen is not None:
            print_paper(self, control_sheet(chosen.line.key))

    def action_publishing_list(self) -> None:
        if self._free_choice() is not None:
            print_paper(self, publishing_list())

    def action_drafts(self) -> None:
        chosen = self._free_choice()
        if chosen is not None:
            print_paper(self, drafts(chosen.line.key))

    @property
    def _distributes(self) -> bool:
        return founding.station_facts(self.file).level is Level.CSB

    def action_seats(self) -> None:
        chosen = self._free_choice()
        if chosen is None or not self._distributes:
            return
        if chosen.line.final_at is None:
            self.complain("De zetels worden verdeeld als deze verkiezing definitief is.")
        else:
            from osv_tui.ui.screens.seats import SeatsScreen

            self.app.push_screen(SeatsScreen(chosen.line), self._back)

    # What takes long, beside the keys.

    def _free_choice(self) -> Standing | None:
        """The chosen election, if nothing is being done that must be ready first."""
        if self._is_busy:
            self.complain(_BUSY)
            return None
        return self._chosen()

    def _work(self, what: str, doing: Coroutine[Any, Any, None]) -> None:
        """``what`` begins the sentence that tells that it did not succeed."""
        self._is_busy = True
        self._show_open()
        self.run_worker(doing, name=what, exit_on_error=False)

    def _ready(self) -> None:
        self._is_busy = False
        self._places.clear()
        self.query_one(ProgressLine).clear()
        self._show_open()

    def _stopped(self, problem: str) -> None:
        self._ready()
        self.complain(problem)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.ERROR:
            code = fault_code(event.worker.error)
            self._stopped(f"{event.worker.name} is niet gelukt. Geef deze code aan de beheerder: {code}.")

    def action_back(self) -> None:
        if self._is_busy:
            self.complain(_BUSY)
        else:
            self.dismiss()

    # Release.

    def action_finalise(self) -> None:
        chosen = self._free_choice()
        if chosen is None:
            return
        blockers = self.gatekeeper.blockers(chosen)
        if chosen.line.final_at:
            self.complain("Deze verkiezing is al definitief. Met E schrijft u de bestanden.")
        elif blockers:
            self.complain(f"Dit kan nog niet: {how_many(blockers)} Enter laat zien wat.")
        elif not self.gatekeeper.is_open(chosen):
            self.complain(_LOOKING)
        else:
            self._ask_release(chosen)

    def _ask_release(self, chosen: Standing) -> None:
        options = ("nee, nog niet", "ja, maak definitief")
        text = (
            f"{self.words(_released(chosen))} Daarna kan er niets meer worden gewijzigd.\n\n"
            f"{moment_to_check(self.file.clock(), chosen.line.date)}"
        )
        self.app.push_screen(
            Choose("Definitief maken?", text, options),
            lambda choice: self._confirm_release(chosen) if choice == 1 else None,
        )

    def _confirm_release(self, chosen: Standing, refused: Refusal | None = None) -> None:
        what = Confirmation(f"{self.words(_released(chosen))} Daarna kan er niets meer worden gewijzigd.")
        self.app.push_screen(_SecondOfRelease(what, refused), partial(self._confirmed, chosen))

    def _confirmed(self, chosen: Standing, second: Credentials | None) -> None:
        if second is None:
            self.gatekeeper.look()  # what was refused may be in the way of the next try as well
        else:
            self.say(_CHECKED_FIRST)
            self._work("Het definitief maken", self._release(self.actor, second, chosen))

    async def _release(self, actor: Actor, second: Credentials, chosen: Standing) -> None:
        election = chosen.line.key
        try:
            await with_file(self, lambda file: releasing.release(file, actor, second, election))
        except SessionEnded as ended:
            self.tell_problem(ended)
        except StoreProblem as problem:
            self._ready()
            self._confirm_release(chosen, Refusal(str(problem), second.user_name))
        else:
            self._ready()
            self.gatekeeper.look()
            next_step = "Met Z ziet u de zetels." if self._distributes else "Met E schrijft u de bestanden."
            self.say(f"De verkiezing is definitief. {next_step}")

    # The files.

    def action_export(self) -> None:
        chosen = self._free_choice()
        if chosen is None:
            return
        if chosen.line.final_at is None:
            self.complain("De export is gesloten tot deze verkiezing definitief is.")
            return
        folder = str(self.station_app.export_folder.absolute())
        ask = _AskFolder("Exporteren", "In welke map?", folder)
        self.app.push_screen(ask, partial(self._start, chosen.line.key))

    def _start(self, election: int, folder: str | None) -> None:
        if folder is None:
            return
        try:
            self.station_app.export_folder = path_of(folder)
        except PathRefused as refused:
            self.complain(str(refused))
        else:
            self._work("Het schrijven", self._write(self.actor, election, self.station_app.export_folder))

    async def _write(self, actor: Actor, election: int, out: Path) -> None:
        from osv_tui.exporting import export
        from osv_tui.publication.package import ExportFailed

        def writing(file: StationFile) -> Package:
            return export(file, actor, election, out, self._progress_from_thread)

        try:
            package = await with_file(self, writing)
        except StoreProblem as problem:
            self._ready()
            self.tell_problem(problem)
        except ExportFailed as failed:
            self._stopped(str(failed))
        else:
            self._ready()
            self.app.push_screen(Tell("De bestanden zijn geschreven", where(package)))

    def _progress_from_thread(self, what: str, done: int, total: int) -> None:
        self.app.call_from_thread(self._progress, what, done, total)

    def _progress(self, what: str, done: int, total: int) -> None:
        self.query_one(ProgressLine).show(what, done, total)

    # Reopening.

    def action_reopen(self) -> None:
        chosen = self._free_choice()
        if chosen is None:
            return
        if chosen.line.final_at is None:
            self.complain("Deze verkiezing is niet definitief. Er valt niets te heropenen.")
            return
        text = (
            f"Versie {chosen.version} vervalt dan, ook wat er al van is geschreven of gepubliceerd.\n"
            "Waarom? De reden komt op de nieuwe stukken."
        )
        title = f"{cut(chosen.line.name, 45)} heropenen"
        ask_reason(self, title, text, partial(self._reopen, chosen))

    def _reopen(self, chosen: Standing, reason: str) -> None:
        what = Confirmation(
            f"{chosen.line.name} wordt heropend. Versie {chosen.version} vervalt.\nReden: {cut(reason, 200)}"
        )
        election = chosen.line.key
        confirm_by_two(
            *(self, what),
            lambda second: releasing.reopen_election(self.file, self.actor, second, election, reason),
            lambda packages: self._reopened(chosen.version, reason, packages),
        )

    def _reopened(self, version: int, reason: str, packages: tuple[WrittenPackage, ...]) -> None:
        self._work("Het merken van de mappen", self._mark(version, reason, packages))

    async def _mark(self, version: int, reason: str, packages: tuple[WrittenPackage, ...]) -> None:
        at = self.file.clock()
        done = await asyncio.to_thread(reopening.mark, packages, version, at, reason)
        self._ready()
        self.gatekeeper.look()
        self.say(f"De verkiezing is heropend. De volgende uitslag wordt versie {version + 1}.")
        self._tell_all("De verkiezing is heropend", tuple(map(self.words, reopening.pages(done))))

    def _tell_all(self, title: str, texts: tuple[str, ...]) -> None:
        """One text after the other, each of them to be read."""
        if texts:
            self.app.push_screen(Tell(title, texts[0]), lambda _: self._tell_all(title, texts[1:]))


def _released(chosen: Standing) -> str:
    units = "1 stembureau" if len(chosen.units) == 1 else f"{len(chosen.units)} stembureaus"
    return f"{chosen.line.name} wordt definitief: {units}, versie {chosen.version}."
