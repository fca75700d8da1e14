"""Compiled files: does a ``.pyc`` hold what its source says?

RECORD gives no hashes of them, and Python runs one whose header fits without reading the source (trust §3.6).
The code itself is compared, not the bytes: those differ from run to run, and the header can be made to fit.
"""

from __future__ import annotations

import importlib.util
import marshal
import re
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

_HEADER_SIZE = 16
_LEVEL = re.compile(r"\.opt-([12])\.pyc$")
_LEVELS = ("", "1", "2")
_COMPARED = (
    "co_name",
    "co_qualname",
    "co_argcount",
    "co_posonlyargcount",
    "co_kwonlyargcount",
    "co_flags",
    "co_firstlineno",
    "co_code",
    "co_exceptiontable",
    "co_names",
    "co_varnames",
    "co_freevars",
    "co_cellvars",
)
"""What running depends on. Tables of line numbers are left out: they depend on how Python was started."""


def caches(source: Path) -> set[Path]:
    """The compiled files that this Python may run instead of ``source``; only those that exist."""
    possible = {Path(importlib.util.cache_from_source(source, optimization=level)) for level in _LEVELS}
    beside = {source.parent / "__pycache__" / cache.name for cache in possible}
    return {cache for cache in possible | beside if cache.exists() or cache.is_symlink()}


def poisoned(source: Path) -> Iterator[Path]:
    """The compiled files of ``source`` that hold anything but its compilation.

    Raises OSError when ``source`` cannot be read, SyntaxError or ValueError when it is not Python.
    """
    for cache in sorted(caches(source)):
        level = _LEVEL.search(cache.name)
        compiled = compile(
            source.read_bytes(),
            str(source),
            "exec",
            dont_inherit=True,
            optimize=int(level[1]) if level else 0,
        )
        if cache.is_symlink() or not _holds(cache, compiled):
            yield cache


def _holds(cache: Path, compiled: CodeType) -> bool:
    try:
        content = cache.read_bytes()
        if content[:4] != importlib.util.MAGIC_NUMBER:
            return False
        code = marshal.loads(content[_HEADER_SIZE:])
    except (OSError, EOFError, ValueError, TypeError):
        return False
    return _same(code, compiled)


def _same(one: object, other: object) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, CodeType) and isinstance(other, CodeType):
        alike = all(getattr(one, name) == getattr(other, name) for name in _COMPARED)
        return alike and _same(one.co_consts, other.co_consts)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return {(type(item), item) for item in one} == {(type(item), item) for item in other}
    return repr(one) == repr(other) if isinstance(one, float | complex) else one == other
