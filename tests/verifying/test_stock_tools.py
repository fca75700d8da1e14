"""The commands of VERIFICATIE.txt, run to the letter with coreutils, b3sum, OpenSSH and Python only."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOOLS = ("sh", "sha256sum", "b3sum", "wc", "ssh-keygen", "python3")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"needs {', '.join(MISSING)}")


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with these tools and no other."""
    folder = tmp_path_factory.mktemp("tools")
    for tool in TOOLS:
        found = sys.executable if tool == "python3" else shutil.which(tool)
        (folder / tool).symlink_to(Path(found or "").resolve())
    return folder


def commands(folder: Path) -> list[str]:
    """The commands for Linux in the instructions of a package, those about files added later left out."""
    text = (folder / "VERIFICATIE.txt").read_text("utf-8")
    found = re.findall(r"(?m)^    (\S.*?)\r?$", text)
    return [each for each in found if each.split()[0] in TOOLS and "publicatie" not in each]


def run(command: str, folder: Path, tools: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(tools), "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [tools / "sh", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_command_is_good_for_a_good_package(published: Path, tools: Path) -> None:
    found = commands(published)
    assert [each.split()[0] for each in found] == [
        *("sha256sum", "b3sum", "wc", "sha256sum", "ssh-keygen", "python3")
    ]
    said = {command: run(command, published, tools) for command in found}
    assert {command: done.stderr for command, done in said.items() if done.returncode} == {}
    check, second, count, root, signature, checker = (done.stdout for done in said.values())
    assert "FAILED" not in check + second
    assert f"Het moeten er {count.strip()} zijn" in (published / "VERIFICATIE.txt").read_text("utf-8")
    assert root.split()[0].upper() in checker.replace(" ", "")
    assert signature.startswith("Good")


CHANGES = {
    "a byte of a PDF": ("1-uitslag/N11_*.pdf", 0),
    "a byte of the count": ("4-bestanden/Telling_*.xml", 0),
    "a byte of a table": ("4-bestanden/stembureaus.csv", 0),
    "a byte of the page": ("index.html", 0),
    "a byte of the first list": ("BLAKE3SUMS", 0),
    "a byte of the instructions": ("LEESMIJ.txt", 0),
    "the key": ("allowed_signers", 3),
    "the list itself": ("SHA256SUMS", 3),
    "the signature": ("SHA256SUMS.sig", 4),
    "the checker": ("narekenen.py", 0),
}
"""Which file is changed, and at the latest which command of the instructions must say so."""


@pytest.mark.parametrize("what", CHANGES)
def test_a_changed_package_fails_by_the_instructions(
    what: str, published: Path, tools: Path, tmp_path: Path
) -> None:
    pattern, latest = CHANGES[what]
    folder = tmp_path / "pakket"
    shutil.copytree(published, folder)
    (path,) = folder.glob(pattern)
    content = bytearray(path.read_bytes())
    content[random.Random(what).randrange(len(content))] ^= 1
    wanted = [run(command, published, tools) for command in commands(published)]
    path.write_bytes(content)
    found = [run(command, folder, tools) for command in commands(published)]
    failed = [
        number
        for number, (one, other) in enumerate(zip(wanted, found, strict=True))
        if other.returncode or (number == 3 and one.stdout != other.stdout)
    ]
    assert failed
    assert failed[0] <= latest
