"""All documents of an election: those of the law, and ours beside them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from osv_tui.documents import names
from osv_tui.documents.accountability import accountability
from osv_tui.documents.accountability_stated import accountability_stated
from osv_tui.documents.changes import changes
from osv_tui.documents.control_sheet import control_sheet, control_sheet_stated
from osv_tui.documents.eras import result_documents
from osv_tui.documents.model import DocumentFacts
from osv_tui.documents.model_set import Named
from osv_tui.election.accountability import Release


def release_documents(release: Release, facts: DocumentFacts) -> Iterator[Named]:
    """Every document of a release, final or as a draft."""
    election, replaced = release.tally.election, release.replaced
    yield from result_documents(release.tally, facts, replaced)
    yield Named(
        names.accountability_name(election),
        accountability(release, facts),
        partial(accountability_stated, release),
    )
    yield Named(
        names.control_sheet_name(election),
        control_sheet(release.tally, facts, replaced),
        partial(control_sheet_stated, release.tally),
    )
    if replaced:
        yield Named(names.changes_name(election, replaced.version), changes(release, facts))
