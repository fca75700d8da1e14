"""The signature of a package as ``ssh-keygen -Y`` makes and checks it (PROTOCOL.sshsig), read strictly.

Only what a package has is taken: Ed25519, SHA-512, and the one form in which the signature is written, so
that no byte of the file can change and the signature still be good.
"""

from __future__ import annotations

import base64
import re
import struct
from dataclasses import dataclass
from hashlib import sha512

from nacl.exceptions import BadSignatureError
from nacl.exceptions import ValueError as NaclValueError
from nacl.signing import VerifyKey

_MAGIC, _KIND, _HASH = b"SSHSIG", b"ssh-ed25519", b"sha512"
_BEGIN, _END = b"-----BEGIN SSH SIGNATURE-----\n", b"-----END SSH SIGNATURE-----\n"
_WIDTH = 70
_KEY = re.compile(r"AAAAC3NzaC1lZDI1NTE5AAAAI[A-Za-z0-9+/]{43}")
"""Every Ed25519 key of SSH begins so: the lengths and the kind in base64."""


class BadSignature(Exception):
    """The signature does not hold; the text says what is wrong, in Dutch, after the name of the file."""


@dataclass(frozen=True)
class Signature:
    """A signature that was read: the 32 bytes of the key it names, for what it was made, and its 64 bytes."""

    key: bytes
    namespace: str
    signature: bytes


def read_key(text: str) -> bytes:
    """The 32 bytes of the one Ed25519 key in ``text``: as on paper, or in a line of ``allowed_signers``.

    Blanks and ends of line within it do not matter.

    Raises:
        ValueError: there is none, or more than one.
    """
    keys = {_raw_key(base64.b64decode(match)) for match in _KEY.findall("".join(text.split()))}
    if len(keys) != 1:
        raise ValueError("takes one ssh-ed25519 key")
    return keys.pop()


def read_signature(armored: bytes) -> Signature:
    """The signature in the text of a ``.sig`` file.

    Raises:
        BadSignature: it is not in the form in which ``ssh-keygen -Y sign`` writes one with these algorithms.
    """
    try:
        blob = base64.b64decode(armored.removeprefix(_BEGIN).removesuffix(_END).replace(b"\n", b""))
        if _armored(blob) != armored:
            raise BadSignature("is niet zoals een handtekening wordt geschreven")
        version, rest = blob[len(_MAGIC) : len(_MAGIC) + 4], blob[len(_MAGIC) + 4 :]
        key, namespace, reserved, algorithm, signature = _strings(rest)
        kind, raw = _strings(signature)
    except ValueError as error:
        raise BadSignature("is geen leesbare handtekening") from error
    fixed = (blob[: len(_MAGIC)], version, reserved, algorithm, kind)
    if fixed != (_MAGIC, b"\0\0\0\1", b"", _HASH, _KIND) or len(raw) != 64:
        raise BadSignature("is een ander soort handtekening dan een pakket heeft")
    try:
        return Signature(_raw_key(key), namespace.decode("ascii"), raw)
    except ValueError as error:
        raise BadSignature("heeft geen leesbare sleutel") from error


def require_good(signature: Signature, message: bytes, namespace: str) -> None:
    """Raises ``BadSignature`` unless it is one of ``message`` for ``namespace``, by its own key."""
    if signature.namespace != namespace:
        raise BadSignature(f"is gezet voor iets anders ({signature.namespace[:40]!r})")
    parts = (namespace.encode(), b"", _HASH, sha512(message).digest())
    signed = _MAGIC + b"".join(map(_string, parts))
    try:
        VerifyKey(signature.key).verify(signed, signature.signature)
    except (BadSignatureError, NaclValueError) as error:
        raise BadSignature("hoort niet bij deze lijst") from error


def _armored(blob: bytes) -> bytes:
    text = base64.b64encode(blob)
    lines = (text[start : start + _WIDTH] + b"\n" for start in range(0, len(text), _WIDTH))
    return _BEGIN + b"".join(lines) + _END


def _raw_key(blob: bytes) -> bytes:
    kind, raw = _strings(blob)
    if kind != _KIND or len(raw) != 32:
        raise ValueError("no Ed25519 key")
    return raw


def _string(value: bytes) -> bytes:
    return struct.pack(">I", len(value)) + value


def _strings(blob: bytes) -> list[bytes]:
    """The strings of which ``blob`` consists, each after its length in four bytes (RFC 4251, 5)."""
    found = []
    while blob:
        length = int.from_bytes(blob[:4], "big")
        if len(blob) < 4 + length:
            raise ValueError("a string is cut off")
        found.append(blob[4 : 4 + length])
        blob = blob[4 + length :]
    return found
