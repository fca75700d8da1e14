"""Lists and signatures as a session makes them, and as an attacker with a key of his own would."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from blake3 import blake3

from osv_tui.publication.manifest import SHA256SUMS, SIGNATURE, write_manifests
from osv_tui.publication.sshsig import Signer, allowed_signers, signature_of
from osv_tui.verifying.listing import SIGNERS
from tests.publication.package_example import KEY, ExampleKey

SESSION, ATTACKER = KEY, ExampleKey(b"a" * 32)


def seal(folder: Path, key: Signer = SESSION) -> None:
    """Make all lists of ``folder`` anew, that of the manifest too, and sign them with ``key``."""
    _renew_manifest(folder, key)
    (folder / SIGNATURE).unlink(missing_ok=True)
    (folder / SIGNERS).write_bytes(allowed_signers(key.public))
    write_manifests(folder)
    sign(folder, key)


def sign(folder: Path, key: Signer) -> None:
    (folder / SIGNATURE).write_bytes(signature_of((folder / SHA256SUMS).read_bytes(), key))


def _renew_manifest(folder: Path, key: Signer) -> None:
    path = folder / "manifest.json"
    said = json.loads(path.read_bytes())
    said["files"] = [each for each in said["files"] if (folder / each["path"]).is_file()]
    for each in said["files"]:
        content = (folder / each["path"]).read_bytes()
        each["bytes"], each["sha256"] = len(content), sha256(content).hexdigest()
        each["blake3"] = blake3(content).hexdigest()
    said["key"] = allowed_signers(key.public).decode().split(" ")[-1].strip()
    path.write_text(json.dumps(said, sort_keys=True, ensure_ascii=False, indent=1) + "\n", "utf-8")
