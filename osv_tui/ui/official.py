"""What the first screens of administrators and supervisors share: the sitting, and its heads for paper."""

from __future__ import annotations

from osv_tui.store import sittings
from osv_tui.ui.dialogs import Choose
from osv_tui.ui.frame import StationScreen


class OfficialScreen(StationScreen[None]):
    """Tells in its title whether the sitting is open; a head that is due for paper comes before all else."""

    _sitting_is_open: bool | None = None

    @property
    def title_text(self) -> str:
        if self._sitting_is_open is None:
            return self.TITLE_TEXT
        return f"{self.TITLE_TEXT}, zitting {'open' if self._sitting_is_open else 'niet open'}"

    def on_screen_resume(self) -> None:
        self.look_at_sitting()

    def look_at_sitting(self) -> None:
        """Show what the sitting is now, and ask for the head of the log if it is to be written on paper."""
        if self.station_app.actor is None or self.app.screen is not self:
            return
        found = self.attempt(lambda: (sittings.is_open(self.file), sittings.due(self.file)))
        if found is None:
            return
        is_open, due = found
        if is_open is not self._sitting_is_open:
            self._sitting_is_open = is_open
            self.show_title()
        if due is not None:
            from osv_tui.ui.screens.head import HeadScreen

            self.app.push_screen(HeadScreen(due), self.said)

    def said(self, text: str | None) -> None:
        """Show what a screen on top of this one had to tell when it closed."""
        if text:
            self.say(text)

    def action_sitting(self) -> None:
        is_open = self.attempt(lambda: sittings.is_open(self.file))
        if is_open:
            options = ("nee, laat open", "ja, sluit de zitting")
            text = (
                "Daarna kan niemand meer invoeren, tot de zitting met tweeën opnieuw wordt geopend.\n"
                "De sleutel van de zitting gaat weg: schrijf eerst de bestanden voor de website.\n"
                "U krijgt de code van het logboek, om op papier te schrijven."
            )
            self.app.push_screen(Choose("Zitting sluiten?", text, options), self._close)
        elif is_open is not None:
            from osv_tui.ui.screens.sitting import SittingScreen

            self.app.push_screen(SittingScreen(), self.said)

    def _close(self, choice: int | None) -> None:
        if choice == 1 and self.succeeds(lambda: sittings.close_sitting(self.file, self.actor)):
            self.look_at_sitting()
