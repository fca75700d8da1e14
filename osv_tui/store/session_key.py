"""The key of a sitting: made when it is opened, destroyed when it is closed, to sign what is published.

What is to be kept of it: it must survive that the program is closed and opened again during the evening, and
it must never be on the disk as it is. So it stands beside the station in ``<station>.key``, encrypted under
the secret that is in the station. Neither says anything without the other: copies of the station, which go to
a stick, have no key, and ``<station>.key`` goes at closing. After that nobody can sign as this sitting.

Who holds the computer itself during the sitting can sign; the signature says no more than «made in this
sitting» (trust §5.3). A station that goes on from a copy has no key until a sitting is opened again.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from osv_tui.disk import reason, sync_folder
from osv_tui.election.provenance import public_key_text
from osv_tui.store.database import StationFile
from osv_tui.store.founding import station_secret
from osv_tui.store.problems import Refused

if TYPE_CHECKING:
    from nacl.secret import SecretBox
    from nacl.signing import SigningKey

_PURPOSE = b"osv-tui: key of a sitting"


@dataclass(frozen=True, repr=False)
class SessionKey:
    """The key of the open sitting, as long as something is signed with it."""

    _key: SigningKey

    @property
    def public(self) -> bytes:
        """The 32 bytes that everybody may know."""
        return bytes(self._key.verify_key)

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the Ed25519 signature of ``message``."""
        return bytes(self._key.sign(message).signature)


def key_path(station: Path) -> Path:
    """Where the encrypted key of the sitting stands."""
    return station.with_name(f"{station.name}.key")


def make(file: StationFile) -> str:
    """Make a key, over an earlier one, and keep it encrypted; returns the public key as SSH writes it.

    Raises:
        Refused: the disk cannot be written.
    """
    from nacl.signing import SigningKey

    key, path = SigningKey.generate(), key_path(file.path)
    sealed = base64.b64encode(bytes(_box(file).encrypt(bytes(key)))) + b"\n"
    unfinished = path.with_name(f".bezig_{path.name}")
    try:
        unfinished.unlink(missing_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(sealed)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise Refused(f"De sleutel van de zitting kan niet worden bewaard: {reason(error)}.") from error
    return public_key_text(bytes(key.verify_key))


def current(file: StationFile) -> SessionKey | None:
    """The key of the open sitting; ``None`` when none is open, or its key is not here."""
    from nacl.exceptions import CryptoError
    from nacl.signing import SigningKey

    expected = public_key(file)
    if expected is None:
        return None
    try:
        sealed = base64.b64decode(key_path(file.path).read_bytes(), validate=False)
        key = SessionKey(SigningKey(_box(file).decrypt(sealed)))
    except (OSError, CryptoError, ValueError, binascii.Error):
        return None
    return key if public_key_text(key.public) == expected else None


def is_here(file: StationFile) -> bool:
    """Whether there is an open sitting with its key, as far as one sees without opening it."""
    return key_path(file.path).is_file() and public_key(file) is not None


def public_key(file: StationFile) -> str | None:
    """The public key of the open sitting, as the log tells it; ``None`` when none is open."""
    found = file.value(
        "SELECT detail ->> 'public_key' FROM log WHERE action <> 'value' AND action = 'sitting opened'"
        " AND subject = (SELECT 'sitting ' || id FROM sitting WHERE closed_at IS NULL)"
    )
    return str(found) if found else None


def destroy(file: StationFile) -> bool:
    """Destroy the key: overwritten as far as the disk does that, then removed. Tells whether it was there.

    Raises:
        Refused: the disk does not let it go.
    """
    path = key_path(file.path)
    if not path.exists():
        return False
    try:
        with contextlib.suppress(OSError), path.open("r+b") as kept:
            kept.write(secrets.token_bytes(path.stat().st_size))
            kept.flush()
            os.fsync(kept.fileno())
        path.unlink()
        sync_folder(path.parent)
    except OSError as error:
        raise Refused(f"De sleutel van de zitting kan niet worden vernietigd: {reason(error)}.") from error
    return True


def _box(file: StationFile) -> SecretBox:
    from hashlib import blake2b

    from nacl.secret import SecretBox

    return SecretBox(blake2b(station_secret(file).encode(), digest_size=32, key=_PURPOSE).digest())
