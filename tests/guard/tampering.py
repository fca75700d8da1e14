"""Ways to tamper with an installed program, each on files of its own, so that all can be done at once."""

from __future__ import annotations

import importlib.util
import marshal
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

EVIL = "import sys\nsys.evil = True\n"


@dataclass(frozen=True)
class Tampering:
    """Something done to a file below the site folder, and how the sentence about it must begin and end."""

    name: str
    do: Callable[[Path], object]
    file: str
    begin: str
    end: str

    def tells(self, sentence: str) -> bool:
        return sentence.startswith(self.begin) and sentence.endswith(self.end)


def keeping_time(path: Path, content: bytes) -> None:
    """Write ``content`` so that size and time say nothing when the size is the same."""
    status = path.stat()
    path.write_bytes(content)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    keeping_time(path, bytes(content))


def append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n# veranderd\n")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def rename(path: Path) -> None:
    path.rename(path.with_name(f"oud_{path.name}"))


def other_case(path: Path) -> None:
    path.rename(path.with_name(path.name.upper()))


def link_away(path: Path) -> None:
    """The same content, by way of a link."""
    kept = path.parents[4] / f"kept_{path.name}"
    path.rename(kept)
    path.symlink_to(kept)


def add(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(EVIL)


def add_compiled(path: Path) -> None:
    path.write_bytes(compiled(EVIL, bytes(12)))


def add_link_to_folder(path: Path) -> None:
    path.symlink_to(path.parents[4])


def cache(source: Path, level: str = "") -> Path:
    return Path(importlib.util.cache_from_source(source, optimization=level))


def compiled(code: str, rest_of_header: bytes, level: int = 0) -> bytes:
    return (
        importlib.util.MAGIC_NUMBER
        + rest_of_header
        + marshal.dumps(compile(code, "x", "exec", optimize=level))
    )


def poison(source: Path) -> None:
    """Other code below a header that fits the source: Python runs it without a look at the source."""
    header = cache(source).read_bytes()[4:16]
    cache(source).write_bytes(compiled(source.read_text("utf-8") + EVIL, header))


def poison_constant(source: Path) -> None:
    header = cache(source).read_bytes()[4:16]
    text = source.read_text("utf-8").replace("0o600", "0o666").replace("1 << 20", "1 << 21")
    assert text != source.read_text("utf-8")
    cache(source).write_bytes(compiled(text, header))


def poison_unchecked(source: Path) -> None:
    """A header that tells Python never to compare with the source."""
    cache(source).write_bytes(compiled(EVIL, bytes([1, *bytes(11)])))


def poison_optimised(source: Path) -> None:
    header = cache(source).read_bytes()[4:16]
    cache(source, "2").write_bytes(compiled(EVIL, header, 2))


def spoil_compiled(source: Path) -> None:
    cache(source).write_bytes(cache(source).read_bytes()[:200])


def other_magic(source: Path) -> None:
    cache(source).write_bytes(b"\0\0\r\n" + cache(source).read_bytes()[4:])


def link_compiled(source: Path) -> None:
    kept = source.parents[4] / f"kept_{source.name}c"
    cache(source).rename(kept)
    cache(source).symlink_to(kept)


CHANGED, GONE, STRANGE = "is veranderd.", "ontbreekt.", "hoort niet bij het programma."
LINKED = "is een verwijzing naar een ander bestand."
STARTS = "wordt bij elke start uitgevoerd en hoort niet bij het programma."


def _each(do: Callable[[Path], object], end: str, *names: str) -> list[Tampering]:
    return [Tampering(f"{do.__name__} {name}", do, name, name, f" {end}") for name in names]


def _compiled(do: Callable[[Path], object], *names: str) -> list[Tampering]:
    """Done by the name of the source, told by the name of the compiled file."""
    made = []
    for name in names:
        folder, _, file = name.rpartition("/")
        begin = f"{folder}/__pycache__/{file.removesuffix('.py')}."
        made.append(Tampering(f"{do.__name__} {name}", do, name, begin, f" is niet gemaakt uit {file}."))
    return made


def _starting(*names: str) -> list[Tampering]:
    """Told with the whole path."""
    return [Tampering(f"start {name}", add, name, "/", f"/{name} {STARTS}") for name in names]


OF_THE_PROGRAM = [
    *_each(flip, CHANGED, "osv_tui/cli.py", "osv_tui/store/schema.sql", "osv_tui/ui/osv.tcss"),
    *_each(flip, CHANGED, "osv_tui/store/entries.py", "osv_tui/election/checks.py"),
    *_each(append, CHANGED, "osv_tui/store/people.py", "osv_tui/eml/count.py", "osv_tui/ui/app.py"),
    *_each(append, CHANGED, "osv_tui/py.typed", "../../../bin/osv-tui"),
    *_each(cut, CHANGED, "osv_tui/documents/n11.py", "osv_tui/publication/manifest.py"),
    *_each(empty, CHANGED, "osv_tui/store/check.py", "osv_tui/ui/wording.py"),
    *_each(Path.unlink, GONE, "osv_tui/eml/digest.py", "osv_tui/ui/plain.py", "osv_tui/store/audit.py"),
    *_each(Path.unlink, GONE, "osv_tui/documents/names.py", "osv_tui/rehearsal/dice.py"),
    *_each(rename, GONE, "osv_tui/eml/kinds.py", "osv_tui/election/tally.py", "osv_tui/ui/once.py"),
    *_each(other_case, GONE, "osv_tui/eml/node.py", "osv_tui/ui/frame.py"),
    *_each(link_away, LINKED, "osv_tui/eml/texts.py", "osv_tui/ui/dialogs.py", "osv_tui/intake.py"),
    *_each(add_link_to_folder, STRANGE, "osv_tui/ui/erbij"),
    *_each(add, STRANGE, "osv_tui/erbij.py", "osv_tui/store/erbij.py", "osv_tui/ui/screens/.verborgen.py"),
    *_each(add, STRANGE, "osv_tui/disk.cpython-311-x86_64-linux-gnu.so", "osv_tui/disk.abi3.so"),
    *_each(add, STRANGE, "osv_tui/erbij/__init__.py", "osv_tui/ui/erbij.tcss", "osv_tui/CLI.py"),
    *_each(add, STRANGE, "osv_tui/store/__pycache__/iets.txt"),
    *_each(add_compiled, STRANGE, "osv_tui/zonder_bron.pyc", "osv_tui/ui/__pycache__/weg.cpython-311.pyc"),
    *_compiled(poison, "osv_tui/disk.py", "osv_tui/store/database.py", "osv_tui/election/workflow.py"),
    *_compiled(poison, "osv_tui/__init__.py", "osv_tui/publication/package.py"),
    *_compiled(poison_constant, "osv_tui/guard/holder.py"),
    *_compiled(poison_unchecked, "osv_tui/eml/writing.py", "osv_tui/store/decisions.py"),
    *_compiled(poison_optimised, "osv_tui/eml/parsing.py"),
    *_compiled(spoil_compiled, "osv_tui/eml/header.py"),
    *_compiled(other_magic, "osv_tui/eml/names.py"),
    *_compiled(link_compiled, "osv_tui/eml/reading.py"),
    *_starting("erbij.pth", "sitecustomize.py", "usercustomize.py", "usercustomize.so"),
]
OF_DEPENDENCIES = [
    *_each(flip, CHANGED, "textual/app.py", "click/core.py", "lxml/etree.pyx", "sqlite_utils/db.py"),
    *_each(append, CHANGED, "textual/driver.py", "nacl/pwhash/argon2id.py"),
    *_each(Path.unlink, GONE, "rich/console.py", "fpdf/fpdf.py"),
    *_each(link_away, LINKED, "textual/screen.py"),
    *_each(add, STRANGE, "textual/erbij.py", "losse_module.py", "los/__init__.py"),
    *_compiled(poison, "textual/message.py", "click/types.py"),
]
