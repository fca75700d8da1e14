"""Names as part of the name of a file."""

from __future__ import annotations

import pytest

from osv_tui.election.naming import component


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fryslân", "Fryslan"),
        ("West Maas en Waal", "WestMaasenWaal"),
        ("'s-Gravenhage", "sGravenhage"),
        ("../../etc", "etc"),
        ("Bergen (NH.)", "BergenNH"),
        ("中", ""),
    ],
)
def test_a_component_has_letters_and_digits_only(text: str, expected: str) -> None:
    assert component(text) == expected
