"""Every document: short and crowded, final, as a draft, and to practise with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from osv_tui.documents.audit_report import audit_report
from osv_tui.documents.check_list import check_list
from osv_tui.documents.eras import station_forms
from osv_tui.documents.hash_sheet import CountFile, hash_sheet
from osv_tui.documents.head_slip import head_slip
from osv_tui.documents.lot_missing import lot_missing
from osv_tui.documents.model import Document, DocumentFacts
from osv_tui.documents.o3 import o3, o3_annex
from osv_tui.documents.p22_1 import p22_1
from osv_tui.documents.p22_2 import p22_2, p22_annex
from osv_tui.documents.person_list import person_list
from osv_tui.documents.released import release_documents
from osv_tui.documents.session import Remarks
from osv_tui.election.accountability import Release
from osv_tui.election.model import CountingMethod, Subcategory
from osv_tui.election.tally import tally
from osv_tui.election.thresholds import DEFAULTS
from tests.documents.accountability_example import corrected_release, release_of
from tests.documents.example import FACTS, crowded, example_count, example_election
from tests.documents.staff_example import AUDIT, HEAD_SLIP, PERSON_LIST, STATION
from tests.documents.upper_example import kieskring, province_of, province_votes, result
from tests.documents.upper_release_example import LEVELS, second_upper_release, tied

_KINDS: dict[str, DocumentFacts] = {
    "final": FACTS,
    "draft": replace(FACTS, eml_sha256=None, draft=True),
    "practice": replace(FACTS, practice=True),
}
_FORMS = 2


def every_document() -> Iterator[tuple[str, Document]]:
    """Each with a name for it."""
    for method in CountingMethod:
        for size, release in (("short", corrected_release(method)), ("crowded", _crowded(method))):
            for kind, facts in _KINDS.items() if size == "short" else (("final", FACTS),):
                for each in release_documents(release, facts):
                    yield f"{method.name} {size} {kind} {each.name.partition('_')[0]}", each.document
            election = release.tally.election
            told = CountFile("510b", "Telling.eml.xml", election.committee)
            yield f"{method.name} {size} osv4-1", hash_sheet(election, FACTS, told)
            forms = station_forms(election, method, replace(FACTS, eml_sha256=None))
            for each, _ in zip(forms, range(_FORMS), strict=False):
                yield f"{method.name} {size} {each.name.partition('_')[0]}", each.document
    for kind, facts in _KINDS.items():
        for name, document in _upper(facts):
            yield f"{name} {kind}", document
    for paper in (
        *(person_list(PERSON_LIST), head_slip(HEAD_SLIP)),
        *(audit_report(AUDIT), check_list(STATION, DEFAULTS)),
    ):
        yield paper.title, paper


def _upper(facts: DocumentFacts) -> Iterator[tuple[str, Document]]:
    """Those of a kieskring, of a province with several of them, and of a water board."""
    remarks = Remarks("De zaal was te klein.\nHet bord hing scheef.")
    board = result(Subcategory.AB1, 9, {1: (900, 80, 3, 700), 2: (10, 490), 3: (1, 2), 4: (60, 300)})
    province = province_of(province_votes(), ())
    release = tied()
    assert release.distribution is not None
    assert release.distribution.lot_needed is not None
    yield "Loting", lot_missing(release, release.distribution.lot_needed, facts)
    for each in release_documents(second_upper_release(*LEVELS["HSB"]), facts):
        if each.name.startswith(("Verantwoording", "Narekenstaat", "Wijzigingen")):
            yield f"HSB {each.name.partition('_')[0]}", each.document
    yield "O3", o3(kieskring(), facts)
    yield "osv4-4", o3_annex(kieskring(), remarks, facts)
    yield "P22-1", p22_1(province, facts)
    yield "P22-2", p22_2(board, facts)
    yield "osv5-3", p22_annex(province.identifier, "P 22-1", remarks, facts)


def _crowded(method: CountingMethod) -> Release:
    election = crowded(example_election())
    return release_of(tally(election, method, lambda unit: example_count(election, method, unit, True)))
