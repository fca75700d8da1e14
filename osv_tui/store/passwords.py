"""Passwords: what is asked of them, and how they are kept (trust §3.10)."""

from __future__ import annotations

import secrets
import unicodedata

from osv_tui.store.problems import Refused

SHORTEST_PASSWORD = 13
ARGON2_TIME = 6
ARGON2_MEMORY = 64 * 1024 * 1024
"""Cost of a password hash: passes and bytes. It is to take 150 to 400 ms; `tests/bench` tells."""

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def normal(text: str) -> str:
    """One spelling for what looks the same on the screen."""
    return unicodedata.normalize("NFC", text).strip()


def one_time_password() -> str:
    """Sixteen random letters and digits in groups of four, without look-alikes."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def check_password(password: str, user_name: str) -> None:
    """Whether somebody may choose this password.

    Raises:
        Refused: it is too short, or is the user name.
    """
    if len(normal(password)) < SHORTEST_PASSWORD:
        raise Refused(f"Kies een wachtwoord van ten minste {SHORTEST_PASSWORD} tekens.")
    if normal(password).casefold() == normal(user_name).casefold():
        raise Refused("Het wachtwoord mag niet gelijk zijn aan de gebruikersnaam.")


def hash_password(password: str) -> str:
    """The argon2id hash that is kept instead of ``password``."""
    from nacl import pwhash  # loading it takes longer than drawing the login screen

    hashed = pwhash.argon2id.str(normal(password).encode(), opslimit=ARGON2_TIME, memlimit=ARGON2_MEMORY)
    return hashed.rstrip(b"\0").decode("ascii")


def is_password(hashed: str, password: str) -> bool:
    """Whether ``hashed`` was made of ``password``."""
    from nacl import pwhash
    from nacl.exceptions import InvalidkeyError

    try:
        return pwhash.verify(hashed.encode("ascii"), normal(password).encode())
    except InvalidkeyError:
        return False
