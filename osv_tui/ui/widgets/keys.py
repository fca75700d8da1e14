"""The keys of the entry form, as every terminal sends them (facts tui §4.1).

Keypad operators are known by their character, because their key names differ per terminal.
"""

from __future__ import annotations

from enum import Enum, auto

from textual.events import Key


class Command(Enum):
    """What a key asks of the form, whatever the terminal calls the key."""

    ENTER = auto()
    NEXT = auto()
    BACK = auto()
    NEXT_PAGE = auto()
    PREVIOUS_PAGE = auto()
    FIRST = auto()
    LAST = auto()
    LEFT = auto()
    RIGHT = auto()
    JUMP = auto()
    ZEROS = auto()
    BACKSPACE = auto()
    DELETE = auto()
    LEAVE = auto()
    HELP = auto()
    INTERRUPT = auto()
    NUM_LOCK_OFF = auto()


_BY_CHARACTER = {
    "+": Command.NEXT_PAGE,
    "-": Command.BACK,
    "*": Command.LAST,
    "/": Command.JUMP,
    ".": Command.ZEROS,
    ",": Command.ZEROS,
}

_BY_KEY = {
    # A line end that is not known as Enter would glue two numbers together, so every form of it counts.
    **dict.fromkeys(("enter", "return", "shift+enter", "shift+\r", "ctrl+j", "ctrl+m"), Command.ENTER),
    "down": Command.NEXT,
    "tab": Command.NEXT,
    "up": Command.BACK,
    "shift+tab": Command.BACK,
    "pagedown": Command.NEXT_PAGE,
    "pageup": Command.PREVIOUS_PAGE,
    "home": Command.FIRST,
    "shift+up": Command.FIRST,
    "end": Command.LAST,
    "shift+down": Command.LAST,
    "left": Command.LEFT,
    "right": Command.RIGHT,
    "backspace": Command.BACKSPACE,
    "ctrl+h": Command.BACKSPACE,
    "delete": Command.DELETE,
    "escape": Command.LEAVE,
    "f1": Command.HELP,
    "ctrl+c": Command.INTERRUPT,
    # The 0 of a keypad without NumLock; nobody types Insert here.
    "insert": Command.NUM_LOCK_OFF,
}

_MODIFIERS = ("alt+", "ctrl+", "super+", "hyper+", "meta+")


def digit(key: Key) -> str | None:
    """The digit that ``key`` types, if it types one."""
    character = key.character
    if character is None or len(character) != 1 or character not in "0123456789":
        return None
    return None if key.key.startswith(_MODIFIERS) else character


def command(key: Key) -> Command | None:
    """What ``key`` asks for; ``None`` for a key that means nothing here."""
    known = _BY_KEY.get(key.key)
    if known is not None or key.character is None or key.key.startswith(_MODIFIERS):
        return known
    return _BY_CHARACTER.get(key.character)
