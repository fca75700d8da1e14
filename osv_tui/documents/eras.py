"""Which statutory models hold for an election: those of the latest set that had begun on its day."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from osv_tui.documents.model import DocumentFacts
from osv_tui.documents.model_set import Models, ModelSet, Named
from osv_tui.documents.models_2019 import MODELS_2019
from osv_tui.election.accountability import Replaced
from osv_tui.election.model import CountingMethod, Election
from osv_tui.election.tally import Tally

SETS: tuple[ModelSet, ...] = (MODELS_2019,)


def models(election: Election, method: CountingMethod) -> Models:
    """The models of an election by its day and its way of counting."""
    begun = [each for each in SETS if each.since <= election.identifier.date]
    return max(begun, key=lambda each: each.since).of(method)


def models_of(tally: Tally) -> Models:
    """The models of an election that was counted."""
    return models(tally.election, tally.method)


def result_documents(tally: Tally, facts: DocumentFacts, replaced: Replaced | None = None) -> Iterator[Named]:
    """The statutory documents with the result of an election; ``replaced`` is the release they replace."""
    for model in models_of(tally).results:
        document = model.document(tally, facts, replaced)
        yield Named(model.file_name(tally.election), document, partial(model.stated, tally))


def station_forms(election: Election, method: CountingMethod, facts: DocumentFacts) -> Iterator[Named]:
    """The empty forms of every polling station, one station after the other."""
    for unit in election.units:
        for form in models(election, method).forms:
            yield Named(form.file_name(election, unit), form.document(election, unit, facts))
