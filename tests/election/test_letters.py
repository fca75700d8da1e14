"""Which characters can stand in a document, and what is said of one that cannot."""

from __future__ import annotations

import unicodedata
from string import ascii_letters, digits

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from osv_tui.election.letters import LETTERS, complaint, printable, unprintable

UNPRINTABLE = ["漢", "א", "ع", "\u2665", "🗳", "\u20dd", "\ufe0f", "\ufffd", "\x00", "\x1b", "\x7f", "\x9b"]
INVISIBLE = ["\n", "\r", "\t", "\u00ad", "\u034f", "\u200b", "\u200d", "\u202e", "\u2028", "\ufeff"]

ACCENTS = "".join(
    map(
        unicodedata.lookup,
        (
            *("COMBINING GRAVE ACCENT", "COMBINING ACUTE ACCENT", "COMBINING CIRCUMFLEX ACCENT"),
            *("COMBINING TILDE", "COMBINING MACRON", "COMBINING BREVE", "COMBINING DOT ABOVE"),
            *("COMBINING DIAERESIS", "COMBINING RING ABOVE", "COMBINING CEDILLA", "COMBINING OGONEK"),
            *("COMBINING DOUBLE ACUTE ACCENT", "COMBINING CARON", "COMBINING COMMA BELOW"),
        ),
    )
)


def register_letters() -> set[str]:
    """What a name can hold in the register of persons (BRP): Teletex, which adds an accent to a letter."""
    accented = {
        unicodedata.normalize("NFC", letter + accent) for letter in ascii_letters for accent in ACCENTS
    }
    single = {each for each in accented if len(each) == 1}
    whole = set("ßæÆøØđĐðÐþÞħĦıĳĲŀĿłŁŉŋŊœŒŧŦĸªº")
    return single | whole | set(ascii_letters + digits + " '’-./,()")


def test_every_letter_of_the_register_of_persons_can_be_printed() -> None:
    assert len(register_letters()) >= 293
    assert register_letters() <= LETTERS


@pytest.mark.parametrize("accent", ACCENTS)
def test_an_accent_can_be_printed_on_any_letter_be_it_composed_or_not(accent: str) -> None:
    text = " ".join(letter + accent for letter in ascii_letters)
    assert unprintable(text) is None
    assert unprintable(unicodedata.normalize("NFC", text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Žižek-Öz",
        "Szőke",
        "Łuk",
        "Жанна",
        "Ξένη",
        "Đặng",
        "ĳs",
        "‘s-Hertogenbosch",
        "€ 5 ≤ 6",
        "a\u00a0b",
    ],
)
def test_text_of_european_scripts_is_printed_as_it_is(text: str) -> None:
    assert unprintable(text) is None
    assert complaint(text) is None
    assert printable(text) == text


@pytest.mark.parametrize("character", UNPRINTABLE + INVISIBLE)
def test_other_characters_cannot_be_printed_and_show_as_their_code(character: str) -> None:
    assert character not in LETTERS
    assert unprintable(f"Bo{character}uma") == character
    assert printable(f"Bo{character}uma") == f"Bo[U+{ord(character):04X}]uma"


def test_no_letter_is_a_control_or_format_character() -> None:
    categories = {unicodedata.category(letter) for letter in LETTERS}
    assert not categories & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def test_text_is_judged_composed() -> None:
    assert unprintable("<") is None
    assert unprintable("\u0338") is None
    assert unprintable("<\u0338") == "\u226e"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Bouma漢", "het teken «漢» (U+6F22) in «Bouma漢» kan niet worden afgedrukt"),
        ("x\u202ey", "het teken U+202E in «x[U+202E]y» kan niet worden afgedrukt"),
        (
            f"{'a' * 30}♥{'b' * 30}",
            f"het teken «♥» (U+2665) in «…{'a' * 20}♥{'b' * 20}…» kan niet worden afgedrukt",
        ),
    ],
)
def test_the_complaint_names_the_character_and_where_it_stands(text: str, said: str) -> None:
    assert complaint(text) == said


@given(st.text())
@example("\ud800")
@example("\u0338<\u0338漢\u0301")
def test_what_is_made_printable_is_printable_and_stays_so(text: str) -> None:
    made = printable(text)
    assert unprintable(made) is None
    assert printable(made) == made
    assert (made == text) or unprintable(text) is not None
    said = complaint(text)
    assert (said is None) == (unprintable(text) is None)
    assert {unicodedata.category(each)[0] for each in said or ""} <= set("LMNPSZ")
