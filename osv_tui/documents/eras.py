"""Which statutory models hold for an election: those of the latest set that had begun on its day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from osv_tui.documents.model import DocumentFacts
from osv_tui.documents.model_set import Codes, Models, ModelSet, Named
from osv_tui.documents.models_2019 import MODELS_2019
from osv_tui.election.accountability import Release
from osv_tui.election.model import CountingMethod, Election
from osv_tui.election.tally import Tally

SETS: tuple[ModelSet, ...] = (MODELS_2019,)


def models(election: Election, method: CountingMethod) -> Models:
    """The models of an election by its day, the committee that counts it and its way of counting."""
    begun = [each for each in SETS if each.since <= election.identifier.date]
    return max(begun, key=lambda each: each.since).of(election, method)


def models_of(tally: Tally) -> Models:
    """The models of an election that was counted."""
    return models(tally.election, tally.method)


def result_documents(release: Release, facts: DocumentFacts, codes: Codes) -> Iterator[Named]:
    """The statutory documents with the result of an election, each with the code of what it belongs to.

    What tells who is elected is left out of a draft as long as a lot is still to be drawn.
    """
    for model in models_of(release.tally).results:
        if release.is_distributed or not model.of_result:
            code = codes.result if model.of_result else codes.count
            document = model.document(release, replace(facts, eml_sha256=code))
            yield Named(model.file_name(release.tally.election), document, partial(model.stated, release))


def station_forms(election: Election, method: CountingMethod, facts: DocumentFacts) -> Iterator[Named]:
    """The empty forms of every polling station, one station after the other; none above a municipality."""
    for unit in election.units:
        for form in models(election, method).forms:
            yield Named(form.file_name(election, unit), form.document(election, unit, facts))
