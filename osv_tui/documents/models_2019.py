"""The models of the Kiesregeling of 2019, for the level of the municipality (models §2, §3)."""

from __future__ import annotations

from datetime import date

from osv_tui.documents import names
from osv_tui.documents.annex_2 import annex_2, annex_2_sheet, annex_2_stated
from osv_tui.documents.model_ii import annex_1, model_ii, model_ii_stated
from osv_tui.documents.model_set import Models, ModelSet, ResultModel, StationForm
from osv_tui.documents.n11 import n11, n11_stated
from osv_tui.documents.station_pv import model_i, n10_1

MODELS_2019 = ModelSet(
    since=date.min,
    station=Models(
        name="Model N 11",
        part="onderdeel 3",
        body="burgemeester",
        results=(ResultModel(names.n11_name, n11, n11_stated),),
        forms=(StationForm(names.n10_1_name, n10_1),),
    ),
    central=Models(
        name="Model II",
        part="onderdeel 7",
        body="gemeentelijk stembureau",
        results=(
            ResultModel(names.model_ii_name, model_ii, model_ii_stated),
            ResultModel(
                names.annex_1_name, lambda tally, facts, _: annex_1(tally, facts), lambda _: iter(())
            ),
            ResultModel(names.annex_2_name, annex_2, annex_2_stated),
        ),
        forms=(
            StationForm(names.model_i_name, model_i),
            StationForm(names.annex_2_sheet_name, annex_2_sheet),
        ),
    ),
)
