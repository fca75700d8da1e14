"""What a citizen types over from paper: the root hash and the key."""

from __future__ import annotations

import re
from pathlib import Path

from osv_tui.verifying.signature import read_key

_LARGEST_KEY = 10_000


def root_of(typed: str | None) -> str | None:
    """The root hash in 64 lower-case digits; blanks and dashes between groups are left out.

    Raises:
        ValueError: it is none; the text is for the user.
    """
    if typed is None:
        return None
    digits = re.sub(r"[\s.:-]", "", typed).lower()
    if not re.fullmatch(r"[0-9a-f]{64}", digits):
        raise ValueError(
            f"Bij --root horen 64 tekens, cijfers en a tot en met f. U gaf er {len(digits)}. Zet groepen met"
            " spaties ertussen tussen aanhalingstekens."
        )
    return digits


def key_of(path: Path | None) -> bytes | None:
    """The Ed25519 key in a file, as it stands on paper or as a line of ``allowed_signers``.

    Raises:
        ValueError: there is not one key in it; the text is for the user.
        OSError: it cannot be read.
    """
    if path is None:
        return None
    with path.open("rb") as file:
        text = file.read(_LARGEST_KEY).decode("utf-8", "replace")
    try:
        return read_key(text)
    except ValueError as error:
        raise ValueError(
            f"In {path.name} staat niet precies een sleutel. Typ over wat op papier staat: 68 letters,"
            " cijfers en tekens, te beginnen met AAAA."
        ) from error
