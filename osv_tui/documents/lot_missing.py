"""What stands among the drafts in the place of P 22 as long as a lot is still to be drawn."""

from __future__ import annotations

from osv_tui.documents import blocks
from osv_tui.documents.eras import models_of
from osv_tui.documents.model import Bullets, Document, DocumentFacts, Heading, paragraph, runs, strong
from osv_tui.election.accountability import Release
from osv_tui.election.apportionment.lots import LotQuestion
from osv_tui.election.lot_names import list_name, option_name
from osv_tui.election.model import Election


def lot_missing(release: Release, question: LotQuestion, facts: DocumentFacts) -> Document:
    """One page with the lot that is asked for: between whom, under which article, and what follows."""
    election, model = release.tally.election, models_of(release.tally).name
    return Document(
        title=f"Nog geen {model}: er moet worden geloot",
        model_name=f"In plaats van {model}",
        facts=facts,
        body=(
            blocks.election_phrase(election.identifier),
            paragraph(
                "De zetels kunnen nog niet allemaal worden verdeeld. De wet laat hier het lot beslissen "
                f"(artikel {question.article} van de Kieswet). Er wordt geloot als de uitslag definitief is."
            ),
            Heading(2, "Tussen wie?"),
            Bullets(tuple(runs(_option(election, question, option)) for option in question.options)),
            Heading(2, "Wat volgt er?"),
            paragraph("Wie wordt getrokken, ", strong(f"{question.kind.consequence.value}.")),
            paragraph(
                "Met deze loting zijn misschien nog niet alle lotingen gedaan: elke kan een volgende geven."
            ),
        ),
    )


def _option(election: Election, question: LotQuestion, option: int | str) -> str:
    name = option_name(election, question, option)
    if question.list_number is None or isinstance(option, int):
        return name
    return f"{list_name(election, question.list_number)}, {name}"
