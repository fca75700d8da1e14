"""What the disk says, in Dutch, and making sure that it has what it was given."""

from __future__ import annotations

import errno
import os
from pathlib import Path

_REASONS = {
    errno.ENOSPC: "de schijf is vol. Maak ruimte of kies een andere plek",
    errno.EDQUOT: "de ruimte op de schijf is op. Maak ruimte of kies een andere plek",
    errno.EACCES: "u hebt geen toegang. Kies een andere plek of vraag de beheerder",
    errno.EPERM: "u hebt geen toegang. Kies een andere plek of vraag de beheerder",
    errno.EROFS: "hier kan niet worden geschreven. Kies een andere plek",
    errno.ENOENT: "deze plek bestaat niet. Kijk de naam na",
    errno.ENOTDIR: "een deel van de naam is geen map. Kijk de naam na",
    errno.EISDIR: "dit is een map. Kies een bestand",
    errno.EEXIST: "er staat al iets met deze naam. Kies een andere naam",
    errno.ENAMETOOLONG: "de naam is te lang. Kies een kortere",
    errno.EIO: "de schijf of de stick geeft een fout. Neem een andere",
}


def reason(error: OSError) -> str:
    """Why the disk refused and what to do about it: the end of a sentence, without its full stop."""
    return _REASONS.get(error.errno or 0, f"de computer meldt fout {error.errno}. Vraag de beheerder")


def sync_folder(folder: Path) -> None:
    """See to it that the names in ``folder`` are on the disk, where the system can say so.

    Without it a power cut could bring back the folder as it was before.
    """
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet, and see to it that its bytes are on the disk.

    Raises:
        OSError: it is there, or the disk refuses.
    """
    with path.open("xb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def read_from_disk(path: Path) -> bytes:
    """The bytes of a file, from the disk or the stick itself where the system allows to ask for that.

    What was just written is often still in memory, and then says nothing about the stick.
    """
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return file.read()
