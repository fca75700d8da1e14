"""Screens that hide everything for as long as they are needed; nothing below them is lost."""

from __future__ import annotations

from osv_tui.ui.frame import StationScreen


class Cover(StationScreen[None]):
    """The app puts it on top of all others, and takes it away."""

    @property
    def is_needed(self) -> bool:
        """Whether there still is a reason to hide the screens below."""
        raise NotImplementedError

    def renew(self) -> None:
        """Show what is so now; the reason may be another than it was."""

    def on_screen_resume(self) -> None:
        """Look again: the reason may have gone while something else was on top."""
        self.station_app.cover()
