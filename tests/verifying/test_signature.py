"""The signature of a package, read strictly: what ``ssh-keygen`` makes is taken, and no bit can change."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from osv_tui.election.provenance import public_key_text
from osv_tui.publication.sshsig import NAMESPACE, allowed_signers, signature_of
from osv_tui.verifying.signature import BadSignature, read_key, read_signature, require_good
from tests.publication.package_example import KEY, ExampleKey

MESSAGE = b"0" * 64 + b"  N11.pdf\n"
SIGNED = signature_of(MESSAGE, KEY)
needs_ssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs ssh-keygen")


def is_good(armored: bytes, message: bytes = MESSAGE, namespace: str = NAMESPACE) -> bool:
    try:
        require_good(read_signature(armored), message, namespace)
    except BadSignature:
        return False
    return True


def test_a_signature_of_the_session_is_good() -> None:
    assert is_good(SIGNED)
    assert read_signature(SIGNED).key == KEY.public
    assert not is_good(SIGNED, MESSAGE + b"x")
    assert not is_good(SIGNED, namespace="telling@anders")


def test_no_bit_of_a_signature_can_change() -> None:
    flipped = (
        SIGNED[:at] + bytes((SIGNED[at] ^ 1 << bit,)) + SIGNED[at + 1 :]
        for at in range(len(SIGNED))
        for bit in range(8)
    )
    assert not any(map(is_good, flipped))


@pytest.mark.parametrize(
    "other",
    [b"", SIGNED[:-1], SIGNED + b"\n", SIGNED * 2, SIGNED.replace(b"\n", b"\r\n"), b"\xff" * 300],
    ids=["empty", "cut off", "longer", "twice", "ends of line of Windows", "no text"],
)
def test_a_signature_in_another_form_is_refused(other: bytes) -> None:
    assert not is_good(other)


@needs_ssh
def test_a_signature_of_ssh_keygen_is_good_and_one_of_another_kind_is_not(tmp_path: Path) -> None:
    for kind, good in (("ed25519", True), ("ecdsa", False)):
        key, message = tmp_path / kind, tmp_path / f"{kind}.txt"
        message.write_bytes(MESSAGE)
        for command in (
            ["-t", kind, "-N", "", "-C", "naam", "-f", str(key)],
            ["-Y", "sign", "-f", str(key), "-n", NAMESPACE, str(message)],
        ):
            subprocess.run(["ssh-keygen", "-q", *command], check=True, capture_output=True)
        assert is_good(message.with_name(f"{message.name}.sig").read_bytes()) is good
        if good:
            signature = read_signature((tmp_path / "ed25519.txt.sig").read_bytes())
            assert read_key((tmp_path / "ed25519.pub").read_text()) == signature.key


def test_a_key_is_read_as_it_stands_on_paper() -> None:
    text = public_key_text(KEY.public)
    groups = " ".join(text[at : at + 4] for at in range(0, len(text), 4))
    for typed in (text, groups, f"ssh-ed25519 {text} zitting\n", allowed_signers(KEY.public).decode()):
        assert read_key(typed) == KEY.public
    both = text + " " + public_key_text(ExampleKey(b"x" * 32).public)
    for none in ("", text[:-1], both, "ssh-rsa AAAAB3NzaC1yc2E="):
        with pytest.raises(ValueError):
            read_key(none)
