"""A signature that everybody can check with ``ssh-keygen -Y verify``: the format SSHSIG, with Ed25519.

The format is told in PROTOCOL.sshsig of OpenSSH. What is signed is the SHA-512 of the message, with the
namespace, so that a signature of ours can never be taken for one of another purpose.
"""

from __future__ import annotations

import base64
import hashlib
import struct
from typing import Protocol

from osv_tui.election.provenance import public_key_text

NAMESPACE = "telling@osv-tui"
IDENTITY = "telling"
_KIND = b"ssh-ed25519"
_MAGIC, _VERSION, _HASH = b"SSHSIG", 1, b"sha512"
_LINE = 70


class Signer(Protocol):
    """A key that signs: ``public`` are its 32 public bytes."""

    @property
    def public(self) -> bytes: ...

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the Ed25519 signature of ``message``."""


def allowed_signers(public: bytes) -> bytes:
    """The file ``allowed_signers`` for this key: it may sign counts, and nothing else."""
    return f'{IDENTITY} namespaces="{NAMESPACE}" ssh-ed25519 {public_key_text(public)}\n'.encode("ascii")


def signature_of(message: bytes, signer: Signer) -> bytes:
    """The signature file of ``message``."""
    signed = signer.sign(_MAGIC + _tail(message))
    blob = b"".join(
        (
            *(_MAGIC, struct.pack(">I", _VERSION), _text(_public_blob(signer.public))),
            *(_text(NAMESPACE.encode()), _text(b""), _text(_HASH)),
            _text(_text(_KIND) + _text(signed)),
        )
    )
    text = base64.b64encode(blob).decode("ascii")
    lines = (text[at : at + _LINE] for at in range(0, len(text), _LINE))
    return "\n".join(("-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", "")).encode()


def _tail(message: bytes) -> bytes:
    digest = hashlib.sha512(message).digest()
    return _text(NAMESPACE.encode()) + _text(b"") + _text(_HASH) + _text(digest)


def _public_blob(public: bytes) -> bytes:
    return _text(_KIND) + _text(public)


def _text(content: bytes) -> bytes:
    """A string as SSH sends it: its length in four bytes, then itself."""
    return struct.pack(">I", len(content)) + content
