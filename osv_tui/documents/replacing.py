"""The sentence of a document that takes the place of an earlier one (workflow §5.1, R7)."""

from __future__ import annotations

from osv_tui.documents.model import Block, paragraph, strong
from osv_tui.documents.wording import moment
from osv_tui.election.accountability import Replaced


def replaces(replaced: Replaced | None) -> tuple[Block, ...]:
    """The sentence that a document takes the place of an earlier one; nothing for a first release."""
    if replaced is None:
        return ()
    return (
        paragraph(
            strong(f"Dit document vervangt versie {replaced.version} van {moment(replaced.at)}."),
            " Die versie is vervallen. Wat er is veranderd en waarom, staat in het document «Wijzigingen ten "
            f"opzichte van versie {replaced.version}».",
        ),
    )
