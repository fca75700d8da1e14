"""The zip beside a package, the same bytes on every machine, and the list with its checksum."""

from __future__ import annotations

import os
import stat
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from osv_tui.publication.manifest import files_below

_FIXED = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_MODE = (stat.S_IFREG | 0o644) << 16


def write_archive(folder: Path, archive: Path, top: str) -> None:
    """Write the zip ``archive`` of the files of ``folder``, and ``<archive>.sha256`` beside it.

    In the zip everything stands below ``top``. The names are in order, and the moment, the system and the
    rights of every file are fixed, so that only the files themselves decide on the bytes.

    Raises:
        OSError: the disk.
    """
    with archive.open("xb") as out:
        with ZipFile(out, "w") as target:
            for name in files_below(folder):
                entry = ZipInfo(f"{top}/{name}", _FIXED)
                entry.create_system, entry.external_attr = _UNIX, _MODE
                entry.compress_type = ZIP_DEFLATED
                target.writestr(entry, (folder / name).read_bytes(), compresslevel=6)
        out.flush()
        os.fsync(out.fileno())
    write_checksum(archive)


def write_checksum(archive: Path) -> None:
    """Write ``<archive>.sha256``, over an earlier one.

    Raises:
        OSError: the disk.
    """
    with archive.open("rb") as file:
        digest = sha256(file.read()).hexdigest()
    with checksum_of(archive).open("wb") as out:
        out.write(f"{digest}  {archive.name}\n".encode("ascii"))
        out.flush()
        os.fsync(out.fileno())


def checksum_of(archive: Path) -> Path:
    """Where the checksum of a zip stands."""
    return archive.with_name(f"{archive.name}.sha256")
