"""What the program says of a stembureau, said of a gemeente or a kieskring."""

from __future__ import annotations

import pytest

from osv_tui.election.model import UnitKind
from osv_tui.election.unit_words import said_of


@pytest.mark.parametrize(
    ("said", "of_municipality", "of_kieskring"),
    [
        ("Stembureau 12: nog niet definitief.", "Gemeente 12: nog niet", "Kieskring 12: nog niet"),
        ("Dit stembureau is intussen veranderd.", "Deze gemeente is", "Deze kieskring is"),
        ("Bij dit stembureau is niets", "Bij deze gemeente is niets", "Bij deze kieskring is niets"),
        ("nog niet alle stembureaus zijn", "nog niet alle gemeenten zijn", "alle kieskringen zijn"),
        ("het nummer van het stembureau", "het nummer van de gemeente", "het nummer van de kieskring"),
        ("Elk stembureau met zijn stand", "Elke gemeente met zijn stand", "Elke kieskring met"),
        ("Heropen dat stembureau", "Heropen die gemeente", "Heropen die kieskring"),
        (
            "heropen een definitief stembureau, met",
            "een definitieve gemeente, met",
            "een definitieve kieskring,",
        ),
        ("Alles van één stembureau:", "Alles van één gemeente:", "Alles van één kieskring:"),
        ("Er zijn weer 25 stembureaus definitief.", "25 gemeenten definitief.", "25 kieskringen definitief."),
    ],
)
def test_in_the_words_of_a_level(said: str, of_municipality: str, of_kieskring: str) -> None:
    assert of_municipality in said_of(UnitKind.MUNICIPALITY, said)
    assert of_kieskring in said_of(UnitKind.KIESKRING, said)
    assert said_of(UnitKind.STATION, said) == said
    for kind in (UnitKind.MUNICIPALITY, UnitKind.KIESKRING):
        assert "stembureau" not in said_of(kind, said).lower()


@pytest.mark.parametrize(
    "text",
    [
        *("het hoofdstembureau", "De hoofdstembureaus", "Het centraal bureau", ""),
        *("De zetels worden verdeeld door het centraal stembureau.", "bij een centraal stembureau: de"),
        *(
            "Zitting centr. stembureau",
            "het gemeentelijk stembureau",
            "Hoofdstembureau of centraal stembureau",
        ),
    ],
)
def test_other_words_stay(text: str) -> None:
    assert said_of(UnitKind.MUNICIPALITY, text) == text
