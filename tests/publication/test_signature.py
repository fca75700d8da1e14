"""The signature of a package: stock ssh-keygen takes it, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from osv_tui.publication.instructions import SIGNATURE_COMMAND
from osv_tui.publication.package import write_package
from tests.publication.package_example import KEY, PROVENANCE, ExampleKey
from tests.publication.test_package import example_release

needs_ssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not on this machine")


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("signed")
    made = write_package(example_release(), out, practice=False, provenance=PROVENANCE, signer=KEY)
    assert made.signed
    return made.publication


def verify(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        SIGNATURE_COMMAND, shell=True, cwd=folder, capture_output=True, text=True, check=False
    )


def copy(signed: Path, to: Path) -> Path:
    return Path(shutil.copytree(signed, to / "copy"))


@needs_ssh
def test_ssh_keygen_takes_the_signature_as_the_instructions_say(signed: Path) -> None:
    done = verify(signed)
    assert done.returncode == 0, done.stderr
    assert 'Good "telling@osv-tui" signature for telling' in done.stdout


@needs_ssh
@pytest.mark.parametrize("name", ["SHA256SUMS", "SHA256SUMS.sig", "allowed_signers"])
def test_any_change_is_refused(signed: Path, tmp_path: Path, name: str) -> None:
    path = copy(signed, tmp_path) / name
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle] = ord("B") if content[middle] != ord("B") else ord("C")
    path.write_bytes(bytes(content))
    assert verify(path.parent).returncode != 0


@needs_ssh
def test_a_signature_for_another_purpose_or_of_another_key_is_refused(
    signed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from osv_tui.publication import sshsig

    folder = copy(signed, tmp_path)
    sums = (folder / "SHA256SUMS").read_bytes()
    (folder / "SHA256SUMS.sig").write_bytes(sshsig.signature_of(sums, ExampleKey(b"\x08" * 32)))
    assert verify(folder).returncode != 0
    monkeypatch.setattr(sshsig, "NAMESPACE", "file")
    (folder / "SHA256SUMS.sig").write_bytes(sshsig.signature_of(sums, KEY))
    assert verify(folder).returncode != 0


@needs_ssh
def test_the_key_of_a_sitting_may_sign_counts_and_nothing_else(
    signed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also who asks whether it is good for a file gets no for an answer."""
    from osv_tui.publication import sshsig

    folder = copy(signed, tmp_path)
    monkeypatch.setattr(sshsig, "NAMESPACE", "file")
    (folder / "SHA256SUMS.sig").write_bytes(sshsig.signature_of((folder / "SHA256SUMS").read_bytes(), KEY))
    assert "-n telling@osv-tui" in SIGNATURE_COMMAND
    asked = SIGNATURE_COMMAND.replace("-n telling@osv-tui", "-n file")
    done = subprocess.run(asked, shell=True, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode != 0


def test_without_a_key_the_package_says_that_it_has_no_signature(tmp_path: Path, signed: Path) -> None:
    made = write_package(example_release(), tmp_path, practice=False, provenance=PROVENANCE)
    assert not made.signed
    assert not (made.publication / "allowed_signers").exists()
    assert not (made.publication / "SHA256SUMS.sig").exists()
    told = (made.publication / "VERIFICATIE.txt").read_text("utf-8")
    assert "Dit pakket heeft er geen" in told
    assert "ssh-keygen" not in told
    assert "ssh-keygen" in (signed / "VERIFICATIE.txt").read_text("utf-8")
