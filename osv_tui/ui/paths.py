"""Paths that a user typed."""

from __future__ import annotations

from pathlib import Path

from osv_tui.ui.widgets.layout import cut

_SHOWN_CELLS = 40


class PathRefused(ValueError):
    """The text says in Dutch what is wrong with the path and what to do."""


def path_of(text: str) -> Path:
    """The absolute path that ``text`` means; there need not be anything at it.

    Raises:
        PathRefused: there is no such user, a name is too long or holds a character that no name can hold,
            or a folder on the way may not be read.
    """
    shown = cut(text, _SHOWN_CELLS)
    if any(not character.isprintable() for character in text):
        raise PathRefused(f"In «{shown}» staat een onzichtbaar teken. Typ het pad opnieuw.")
    try:
        path = Path(text).expanduser().absolute()
        path.exists()
    except RuntimeError:
        raise PathRefused(f"De gebruiker in «{shown}» bestaat niet. Typ het hele pad, vanaf /.") from None
    except PermissionError:
        raise PathRefused(f"U mag niet bij «{shown}». Kies een andere map.") from None
    except OSError:
        raise PathRefused(f"«{shown}» kan geen pad zijn, het is te lang. Typ het korter.") from None
    return path
