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
from osv_tui.documents.lot_missing import lot_missing
from osv_tui.documents.model import DocumentFacts
from osv_tui.documents.model_set import Codes, Named
from osv_tui.documents.upper_accountability import upper_accountability, upper_accountability_stated
from osv_tui.election.accountability import Release
from osv_tui.election.model import UnitKind


def release_documents(
    release: Release, facts: DocumentFacts, result_code: str | None = None
) -> Iterator[Named]:
    """Every document of a release, final or as a draft.

    ``facts`` has the code of the count file; ``result_code`` is that of the 520 of a central committee. As
    long as a lot is to be drawn there is a page that says so in the place of what tells who is elected.
    """
    election, replaced = release.tally.election, release.replaced
    yield from result_documents(release, facts, Codes(facts.eml_sha256, result_code))
    if release.distribution and release.distribution.lot_needed:
        page = lot_missing(release, release.distribution.lot_needed, facts)
        yield Named(names.lot_missing_name(election), page)
    of_stations = election.unit_kind is UnitKind.STATION
    account = accountability if of_stations else upper_accountability
    account_stated = accountability_stated if of_stations else upper_accountability_stated
    yield Named(
        names.accountability_name(election), account(release, facts), partial(account_stated, release)
    )
    yield Named(
        names.control_sheet_name(election),
        control_sheet(release.tally, facts, replaced),
        partial(control_sheet_stated, release.tally),
    )
    if replaced:
        yield Named(names.changes_name(election, replaced.version), changes(release, facts))
