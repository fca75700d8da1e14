"""Changing one digit in a published file, as a disk, a program or a person could.

A PDF is taken apart and put together again around the change, so that nothing but the number differs. Files
are compared by what they say: that their bytes are others is not looked at.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from osv_tui.election.accountability import Release
from osv_tui.publication import package
from osv_tui.publication.equality import Unequal, Written

_DIGIT = re.compile(rb"[0-9]")
_STRING = re.compile(rb"<([0-9A-F]+)> Tj")
_MEANING = re.compile(r"<([0-9A-Fa-f]{4})> <00(3[0-9])>")


@dataclass
class Found:
    """How many changes were made, how many of them were found with the name of their file, and in what."""

    made: int = 0
    found: int = 0
    by_kind: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)


def written(release: Release, folder: Path) -> tuple[Written, ...]:
    """Every file of a package of ``release`` below ``folder``, as the export wrote it."""
    return tuple(each for each, _ in package._write_contents(release, folder, False, lambda *_: None))


def search(files: tuple[Written, ...], number: int, seed: int) -> Found:
    """Change a digit ``number`` times, in one file after the other, and see whether it is found."""
    dice, figures = random.Random(seed), Found()
    for turn in range(number):
        each = files[turn % len(files)]
        good = each.path.read_bytes()
        each.path.write_bytes(mutated(each.path, dice))
        figures.made += 1
        if (told := _told(each)).startswith(each.path.name):
            figures.found += 1
            figures.by_kind[each.path.suffix] += 1
        else:
            figures.missed.append(f"{each.path.name}: {told or 'equal'}")
        each.path.write_bytes(good)
    return figures


def only_rewritten(files: tuple[Written, ...]) -> int:
    """Have another program write each PDF again; how many say the same with other bytes."""
    equal = 0
    for each in files:
        if each.path.suffix == ".pdf":
            good = each.path.read_bytes()
            each.path.write_bytes(again := rewritten(good))
            equal += again != good and not _told(each)
            each.path.write_bytes(good)
    return equal


def _told(each: Written) -> str:
    try:
        each.compare()
    except Unequal as unequal:
        return str(unequal)
    return ""


def mutated(path: Path, dice: random.Random) -> bytes:
    """The file with one of its digits another one."""
    data = path.read_bytes()
    return _in_pdf(data, dice) if path.suffix == ".pdf" else _in_text(data, dice)


def rewritten(pdf: bytes) -> bytes:
    """The PDF taken apart and put together again, with nothing changed."""
    return changed(pdf, lambda page, content: content)


def _in_text(data: bytes, dice: random.Random) -> bytes:
    place = dice.choice([match.start() for match in _DIGIT.finditer(data)])
    return data[:place] + _other(data[place : place + 1], dice) + data[place + 1 :]


def _other(digit: bytes, dice: random.Random) -> bytes:
    return dice.choice([each for each in (b"%d" % number for number in range(10)) if each != digit])


def _in_pdf(pdf: bytes, dice: random.Random) -> bytes:
    """One digit in one text of one page; its font must have the other digit too."""
    number, at, others = dice.choice(list(digits_in(PdfReader(BytesIO(pdf)))))
    return with_code(pdf, number, at, dice.choice(others))


def with_code(pdf: bytes, number: int, at: int, code: bytes) -> bytes:
    """The PDF with another code of a letter at that place of the content of that page."""
    return changed(
        pdf,
        lambda page, content: content[:at] + code + content[at + 4 :] if page == number else content,
    )


def digits_in(reader: PdfReader) -> Iterator[tuple[int, int, list[bytes]]]:
    """Of each digit its page, where its code stands in the content, and the codes of other digits."""
    for number, page in enumerate(reader.pages):
        content = page["/Contents"].get_object()
        assert isinstance(content, StreamObject)
        fonts = page["/Resources"].get_object()["/Font"].get_object()  # type: ignore[index]
        data, name = content.get_data(), b""
        for match in re.finditer(rb"/(F\d+) [0-9.]+ Tf|<([0-9A-F]+)> Tj", data):
            if match[1]:
                name = match[1]
                continue
            digits = _codes(fonts["/" + name.decode()])
            for start in range(match.start(2), match.end(2), 4):
                code = data[start : start + 4]
                if code in digits and len(digits) > 1:
                    yield number, start, [each for each in digits if each != code]


def _codes(font: DictionaryObject) -> list[bytes]:
    meaning = font["/ToUnicode"].get_object()
    assert isinstance(meaning, StreamObject)
    return [code.upper().encode() for code, _ in _MEANING.findall(meaning.get_data().decode("ascii"))]


def changed(pdf: bytes, change: Callable[[int, bytes], bytes]) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(pdf))
    for number, page in enumerate(writer.pages):
        content = page["/Contents"].get_object()
        assert not isinstance(content, ArrayObject)
        assert isinstance(content, StreamObject)
        content.set_data(change(number, content.get_data()))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
