from __future__ import annotations

import pytest

from osv_tui.eml import texts


@pytest.mark.parametrize(
    "name",
    [
        "IJ.",
        "S.S",
        "K. P",
        "'t Hart",
        "50PLUS",
        "van Roeden - Hoekstra",
        "Žižek-Öz",
        "D66 & (co); \"x\"",
        "e\u0301",
        "a\u00a0b",
        "Szőke-Łukasz Жанна",
        "x" * 200,
        "",
    ],
)  # fmt: skip
def test_ordinary_names_are_names(name: str) -> None:
    assert texts.problem(name) is None
    assert not texts.starts_formula(name)


@pytest.mark.parametrize(
    ("character", "kind"),
    [
        ("\x1b", "ESC"),
        ("\x00", "NUL"),
        ("\x9b", "C1"),
        ("\x7f", "DEL"),
        ("\n", "line feed"),
        ("\r", "carriage return"),
        ("\t", "tab"),
        ("\u2028", "line separator"),
        ("\u2029", "paragraph separator"),
        ("\u202e", "bidirectional override"),
        ("\u2066", "bidirectional isolate"),
        ("\u061c", "Arabic letter mark"),
        ("\u200b", "zero-width space"),
        ("\u200d", "zero-width joiner"),
        ("\u00ad", "soft hyphen"),
        ("\ufeff", "byte order mark"),
        ("\ufffe", "non-character"),
        ("\U0001ffff", "non-character beyond the BMP"),
        ("\ue000", "private use"),
        ("\u0378", "unassigned"),
        ("\U000e0041", "tag character"),
    ],
)
def test_characters_that_cannot_be_seen_are_refused(character: str, kind: str) -> None:
    assert texts.problem(f"Jan{character}sen") == (
        f"het teken U+{ord(character):04X} is niet toegestaan in een naam"
    ), kind


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Bouma漢", "het teken «漢» (U+6F22) in «Bouma漢»"),
        ("Jan 🗳\ufe0f", "het teken «🗳» (U+1F5F3) in «Jan 🗳[U+FE0F]»"),
        ("<\u0338", "het teken «≮» (U+226E) in «≮»"),
    ],
)
def test_characters_that_no_document_can_print_are_refused_with_the_name(name: str, said: str) -> None:
    assert texts.problem(name) == f"{said} kan niet worden afgedrukt"


def test_a_very_long_name_is_refused() -> None:
    assert texts.problem("x" * 201) == "de tekst is langer dan 200 tekens"


@pytest.mark.parametrize("name", ["=1+1", "+31", "-x", "@SUM", "  =1", "\u00a0@x", "＝1", "＠x"])
def test_the_start_of_a_formula_is_known(name: str) -> None:
    assert texts.starts_formula(name)


def test_names_are_compared_without_regard_to_composition() -> None:
    assert texts.same("Frysl\u00e2n", "Frysla\u0302n")
    assert not texts.same("Fryslân", "Fryslan")
