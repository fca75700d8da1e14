"""The form of one polling station, for its typist."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from osv_tui.election.check_pages import page
from osv_tui.election.form import Form
from osv_tui.election.thresholds import Thresholds
from osv_tui.store import entries
from osv_tui.store.entries import OpenEntry
from osv_tui.store.problems import EntryLapsed, SessionEnded, StoreProblem
from osv_tui.ui.frame import StationScreen
from osv_tui.ui.screens.help import HelpScreen
from osv_tui.ui.widgets.entry_form import EntryForm, Limits, SaveFailed, SaveRequest

_ABOUT_MARKS = "Over wat er nu met ! is gemarkeerd. Met PgDn leest u verder."


class EntryScreen(StationScreen[str]):
    """Gives back the sentence to show on the screen before it.

    ``thresholds`` are those of the station; with the entry itself they are all that the checks know.
    """

    TITLE_TEXT = "Invoeren"
    NEEDS_OFFLINE = True
    HELP = """
Typ de getallen precies zoals ze op het papier staan. Elk veld wordt opgeslagen zodra u het verlaat.

Enter      volgende veld          -       terug
+          volgend blad of lijst  PgUp    vorig blad
*          naar het totaal        /       naar een kandidaat: nummer en Enter
. of ,     de rest van de lijst nul, als het totaal klopt met wat u typte
Backspace  een cijfer wissen      Delete  het veld leeg maken

Leeg betekent: nog niet gelezen. Staat er niets of een streep op het papier, typ dan 0.
Staat er een ! bij een veld, kijk dan of u goed las; F1 zegt wat er opvalt. Staat het zo op het papier,
laat het dan staan en ga door.

Escape onderbreekt. Wat u typte blijft bewaard en u gaat later verder bij hetzelfde veld.
"""

    def __init__(self, election_name: str, form: Form, opened: OpenEntry, thresholds: Thresholds) -> None:
        super().__init__()
        self._election_name = election_name
        self._form = form
        self._opened = opened
        self._thresholds = thresholds

    def compose(self) -> ComposeResult:
        opened = self._opened
        mark = "*** OEFENING *** " if self.station_app.practice else ""
        yield EntryForm(
            self._form,
            f"{mark}{self.words('Stembureau')} {opened.unit.number}  {opened.unit.name}",
            opened.unit.number,
            values=opened.count.values,
            locked=opened.locked,
            position=opened.position,
            save=self._save,
            note=f"{self._election_name}{'   OPNIEUW INVOEREN' if opened.rekey else ''}",
            limits=Limits(opened.unit.eligible, self._thresholds),
            words=self.words,
        )

    def on_mount(self) -> None:
        form = self.query_one(EntryForm)
        form.focus()
        self.station_app.release_keys(form)

    def show_title(self) -> None:
        """The form draws its own title."""

    def complain(self, text: str) -> None:
        self.query_one(EntryForm).complain(text)

    def _save(self, request: SaveRequest) -> None:
        try:
            entries.save(self.file, self.actor, self._opened.id, request.changes, request.next_field)
        except SessionEnded as ended:
            self.call_later(self.station_app.session_ended, str(ended))
            raise SaveFailed(str(ended)) from ended
        except StoreProblem as problem:
            raise SaveFailed(str(problem), for_good=isinstance(problem, EntryLapsed)) from problem

    @on(EntryForm.Submitted)
    def _hand_in(self) -> None:
        try:
            entries.submit(self.file, self.actor, self._opened.id)
        except SessionEnded as ended:
            self.station_app.session_ended(str(ended))
        except StoreProblem as problem:
            self.query_one(EntryForm).complain(str(problem))
        else:
            self.dismiss(
                f"Stembureau {self._opened.unit.number} is ingeleverd. Leg het papier bij «ingevoerd»."
            )

    @on(EntryForm.Left)
    def _interrupt(self) -> None:
        number = self._opened.unit.number
        try:
            given_back = entries.withdraw_empty(self.file, self.actor, self._opened.id)
        except SessionEnded as ended:
            self.station_app.session_ended(str(ended))
            return
        except EntryLapsed:
            self.dismiss(f"De invoer van stembureau {number} is vervallen verklaard door de toezichthouder.")
            return
        except StoreProblem as problem:
            self.query_one(EntryForm).complain(str(problem))
            return
        text = f"Stembureau {number} is onderbroken; wat u typte is bewaard."
        self.dismiss(f"Er is niets ingevoerd; stembureau {number} is weer vrij." if given_back else text)

    @on(EntryForm.HelpAsked)
    def _help(self) -> None:
        self.action_help()

    def action_help(self) -> None:
        """The pages of the checks that are shown now, and then how this screen works."""
        found = dict.fromkeys(finding.check for finding in self.query_one(EntryForm).findings)
        kind = self.station_app.unit_kind
        pages = [page(check, self._thresholds, kind).text for check in found]
        about = (_ABOUT_MARKS, *pages) if pages else ()
        self.app.push_screen(
            HelpScreen(self.TITLE_TEXT, "\n\n".join((*about, self.words(self.HELP.strip()))))
        )
