"""The models of the Kiesregeling of 2019, level by level (models §2 to §6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from osv_tui.documents import names
from osv_tui.documents.annex_2 import annex_2, annex_2_sheet, annex_2_stated
from osv_tui.documents.model import Document, DocumentFacts
from osv_tui.documents.model_ii import annex_1, model_ii, model_ii_stated
from osv_tui.documents.model_set import Models, ModelSet, ResultModel, StationForm
from osv_tui.documents.n11 import n11, n11_stated
from osv_tui.documents.o3 import o3, o3_annex, o3_stated
from osv_tui.documents.p22_1 import p22_1, p22_1_stated
from osv_tui.documents.p22_2 import p22_2, p22_2_stated, p22_annex
from osv_tui.documents.session import Remarks
from osv_tui.documents.stated import Stated
from osv_tui.documents.station_pv import model_i, n10_1
from osv_tui.documents.upper_facts import kieskring_facts, province_facts, result_facts
from osv_tui.election.accountability import Release, Replaced
from osv_tui.election.model import Election
from osv_tui.election.tally import Tally


def _of_tally(
    file_name: Callable[[Election], str],
    document: Callable[[Tally, DocumentFacts, Replaced | None], Document],
    stated: Callable[[Tally], Iterator[Stated]],
) -> ResultModel:
    """A model that needs nothing of the release but its tally and what it replaces."""
    return ResultModel(
        file_name,
        lambda release, facts: document(release.tally, facts, release.replaced),
        lambda release: stated(release.tally),
    )


def _nothing(_: Tally | Release) -> Iterator[Stated]:
    return iter(())


def _p22_annex(model: str) -> ResultModel:
    return ResultModel(
        names.p22_annex_name,
        lambda release, facts: p22_annex(release.tally.election.identifier, model, Remarks(), facts),
        _nothing,
        of_result=True,
    )


MODELS_2019 = ModelSet(
    since=date.min,
    station=Models(
        name="Model N 11",
        part="onderdeel 3",
        body="burgemeester",
        results=(_of_tally(names.n11_name, n11, n11_stated),),
        forms=(StationForm(names.n10_1_name, n10_1),),
    ),
    central=Models(
        name="Model II",
        part="onderdeel 7",
        body="gemeentelijk stembureau",
        results=(
            _of_tally(names.model_ii_name, model_ii, model_ii_stated),
            _of_tally(names.annex_1_name, lambda tally, facts, _: annex_1(tally, facts), _nothing),
            _of_tally(names.annex_2_name, annex_2, annex_2_stated),
        ),
        forms=(
            StationForm(names.model_i_name, model_i),
            StationForm(names.annex_2_sheet_name, annex_2_sheet),
        ),
    ),
    kieskring=Models(
        name="Model O 3",
        part="onderdeel 4",
        body="hoofdstembureau",
        results=(
            ResultModel(
                names.o3_name,
                lambda release, facts: o3(kieskring_facts(release), facts, release.replaced),
                lambda release: o3_stated(kieskring_facts(release)),
            ),
            ResultModel(
                names.o3_annex_name,
                lambda release, facts: o3_annex(kieskring_facts(release), Remarks(), facts),
                _nothing,
            ),
        ),
    ),
    province=Models(
        name="Model P 22-1",
        part="onderdeel 5",
        body="centraal stembureau",
        results=(
            ResultModel(
                names.p22_1_name,
                lambda release, facts: p22_1(province_facts(release), facts, release.replaced),
                lambda release: p22_1_stated(province_facts(release)),
                of_result=True,
            ),
            _p22_annex("P 22-1"),
        ),
    ),
    whole=Models(
        name="Model P 22-2",
        part="onderdeel 5",
        body="centraal stembureau",
        results=(
            ResultModel(
                names.p22_2_name,
                lambda release, facts: p22_2(result_facts(release), facts, release.replaced),
                lambda release: p22_2_stated(result_facts(release)),
                of_result=True,
            ),
            _p22_annex("P 22-2"),
        ),
    ),
)
