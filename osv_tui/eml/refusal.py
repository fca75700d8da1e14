"""The one error the EML readers raise."""

from __future__ import annotations

_SHOWN_NAME = 80


class EmlRefused(Exception):
    """A file that is not taken: what is wrong, where, and what to do.

    ``line`` counts from 1 and is ``None`` when no line is to blame; ``element`` is an EML name of this
    program's own, never a name made up by the file. ``reason`` is Dutch: the defect, then what to do.
    Of the file's text it holds numbers, and of a name that cannot be printed at most a line without controls
    and format characters, so it can be shown and logged as it is.
    """

    def __init__(self, file: str, line: int | None, element: str | None, reason: str) -> None:
        self.file = shown_name(file)
        self.line = line
        self.element = element
        self.reason = reason
        super().__init__(self.file, line, element, reason)

    @property
    def is_sum(self) -> bool:
        """Whether the file is a proper one of its kind in which only a sum does not hold."""
        return False

    def __str__(self) -> str:
        place = [self.file]
        if self.line is not None:
            place.append(f"regel {self.line}")
        if self.element is not None:
            place.append(self.element)
        return f"{', '.join(place)}: {self.reason}"


class SumRefused(EmlRefused):
    """Numbers of the file do not add up to what it says they do."""

    @property
    def is_sum(self) -> bool:
        return True


def shown_name(file: str) -> str:
    """A file name fit for a message: one line, printable, at most 80 characters."""
    clean = "".join(character if character.isprintable() else "?" for character in file)
    return clean if len(clean) <= _SHOWN_NAME else clean[: _SHOWN_NAME - 1] + "…"
