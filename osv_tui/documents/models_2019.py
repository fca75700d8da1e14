"""The models of the Kiesregeling of 2019, for the level of the municipality (models §2, §3)."""

from __future__ import annotations

from datetime import date

from osv_tui.documents import names
from osv_tui.documents.model_ii import annex_1, model_ii
from osv_tui.documents.model_set import Models, ModelSet, ResultModel
from osv_tui.documents.n11 import n11

MODELS_2019 = ModelSet(
    since=date.min,
    station=Models(
        name="Model N 11",
        part="onderdeel 3",
        body="burgemeester",
        results=(ResultModel(names.n11_name, n11),),
        forms=(),
    ),
    central=Models(
        name="Model II",
        part="onderdeel 7",
        body="gemeentelijk stembureau",
        results=(
            ResultModel(names.model_ii_name, model_ii),
            ResultModel(names.annex_1_name, lambda tally, facts, _: annex_1(tally, facts)),
        ),
        forms=(),
    ),
)
