"""A whole province on rehearsal, and errors planted at the levels above its municipalities."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from osv_tui.election.model import Election, Level, Subcategory
from osv_tui.rehearsal.from_below import case_from_below, files_from_below
from osv_tui.rehearsal.province import LARGE, SMALL, invented_area
from osv_tui.rehearsal.province_evening import ProvinceEvening, rehearse_area
from tests.examples import cheap_passwords
from tests.rehearsal.planting import Figures, search


def provinces(seed: int) -> Iterator[str]:
    """Forty municipalities, three kieskringen, 25 lists: the upper levels key by key; then other kinds."""
    for kind in (Subcategory.PS2, Subcategory.PS1, Subcategory.AB1):
        with TemporaryDirectory() as folder, cheap_passwords():
            area = invented_area(kind, LARGE, seed)
            yield from rehearse_area(area, Path(folder) / kind.value, seed, _upper).text.splitlines()[:-1]


def _upper(election: Election) -> bool:
    return election.committee.level is not Level.GSB


def planted_errors(number: int, seed: int) -> Iterator[tuple[str, Figures]]:
    """``number`` errors of both typists at a hoofdstembureau and at the central committee."""
    area = invented_area(Subcategory.PS2, SMALL, seed)
    with TemporaryDirectory() as folder, cheap_passwords():
        evening = ProvinceEvening(area, Path(folder), seed, lambda election: False)
        municipal = {
            int(here.election.committee.code): evening.municipality(here).published
            for here in area.municipalities
        }
        below = {unit.number: municipal[unit.number] for unit in area.districts[0].units}
        kieskringen = {
            number: evening.above(of, {unit.number: municipal[unit.number] for unit in of.units}).published
            for number, of in enumerate(area.districts, start=1)
        }
        for of, published in ((area.districts[0], below), (area.central, kieskringen)):
            case = case_from_below(of, published, Path(folder) / of.committee.code)
            station = Path(folder) / f"{of.committee.code}.osv"
            yield of.committee.code, search(station, case, files_from_below(published), number, seed)
