"""What makes it look as if one person sat at two accounts: for the supervisor, never for typists."""

from __future__ import annotations

from textwrap import wrap
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from osv_tui.election.signals import ADVICE
from osv_tui.store import elections, history
from osv_tui.store.history import SignalLine
from osv_tui.ui.frame import StationScreen
from osv_tui.ui.widgets.layout import cut
from osv_tui.ui.wording import short_name, when

_OTHER_LINES = 10
"""All but the signs: title, advice, blank lines, which page this is, messages and keys."""
_MARGINS = 2


class SignalsScreen(StationScreen[None]):
    """The signs page by page, the newest first; what was on the screen is new no longer."""

    TITLE_TEXT = "Tekenen"
    HELP = """
Hier staat wat erop kan wijzen dat één persoon twee accounts gebruikte. Het programma let op vier dingen:
twee invoeren van één stembureau vlak na elkaar op hetzelfde scherm; een tweede invoer die veel sneller ging
dan deze invoerder anders typt; iemand die inlogt op een scherm waar een ander account nog openstaat; en twee
invoerders die samen veel stembureaus invoeren zonder één verschil.

Het is een teken, geen bewijs. Twee invoerders die om de beurt achter één scherm zitten, geven ook tekenen.
Ga na wie er toen zat en vraag het. Klopt het niet, laat dan de invoer vervallen in het overzicht (toets V).

Bij NIEUW hebt u het teken nog niet eerder gezien. Alle tekenen komen in het controleverslag. Invoerders
krijgen ze nooit te zien.

Enter  volgende bladzijde
-      vorige bladzijde
Esc    terug
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,plus,pagedown,down", "next", "volgende bladzijde", key_display="Enter"),
        Binding("minus,pageup,up", "previous", "vorige bladzijde", key_display="-"),
        Binding("escape", "back", "terug", key_display="Esc"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[SignalLine, ...] | None = None
        self._names: dict[str, str] = {}
        self._page = 0

    def body(self) -> ComposeResult:
        yield Static(Text(ADVICE), classes="strong")
        yield Static(id="signs", classes="gap")
        yield Static(id="page", classes="gap")

    def on_mount(self) -> None:
        found = self.attempt(
            lambda: (history.signals(self.file, self.actor), elections.election_lines(self.file))
        )
        if found is not None:
            self._lines, known = found
            self._names = {line.id: short_name(line) for line in known}
            self._show()

    def on_resize(self) -> None:
        self._page = 0
        self._show()

    def _show(self) -> None:
        if self._lines is None:
            return
        pages = self._pages()
        shown = pages[self._page] if pages else ()
        signs = Text("\n\n").join(self._block(line) for line in shown)
        self.query_one("#signs", Static).update(signs if shown else Text("Er zijn geen tekenen gezien."))
        counted = f"{len(self._lines)} {'teken' if len(self._lines) == 1 else 'tekenen'}"
        place = f"{counted}, bladzijde {self._page + 1} van {len(pages)}." if shown else ""
        self.query_one("#page", Static).update(Text(place))
        self.attempt(lambda: history.mark_read(self.file, self.actor, shown))

    def _pages(self) -> list[tuple[SignalLine, ...]]:
        """As many signs on a page as fit in full, and at least one."""
        pages: list[tuple[SignalLine, ...]] = []
        room = 0
        for line in self._lines or ():
            height = len(self._block(line).plain.splitlines()) + 1
            if height > room:
                pages.append(())
                room = self.app.size.height - _OTHER_LINES + 1
            pages[-1] += (line,)
            room -= height
        return pages

    def _block(self, line: SignalLine) -> Text:
        """When and where, who, and what was seen; broken into lines here, for they are counted."""
        sign, width = line.signal, self.app.size.width - _MARGINS
        where = self._names.get(sign.election or "", sign.election)
        head = (
            *(("NIEUW",) if line.new else ()),
            when(sign.at, self.file.clock()),
            *((f"{where}, {self.words('stembureau')} {sign.unit}",) if where else ()),
        )
        text = Text(cut("   ".join(head), width), style="bold")
        for part in (", ".join(line.persons), self.words(sign.seen)):
            text.append("\n" + "\n".join(wrap(part, width)), style="not bold")
        return text

    def action_next(self) -> None:
        if self._page + 1 < len(self._pages()):
            self._page += 1
            self._show()

    def action_previous(self) -> None:
        if self._page:
            self._page -= 1
            self._show()


def notice(count: int) -> str:
    """What the overview says of ``history.count_new_signals``; empty when there are none."""
    if count == 0:
        return ""
    new = "nieuw teken" if count == 1 else "nieuwe tekenen"
    return f"{count} {new}: kijk wie waar zat (toets T in het overzicht)."
