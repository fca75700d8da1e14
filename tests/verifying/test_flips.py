"""A turned bit in a package is noticed by all ways to check it; the long run does every byte."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from osv_tui.publication.manifest import SHA256SUMS
from osv_tui.verifying.check import lists_and_signature
from tests.trust import package_flips as flips


def test_a_sample_of_flips_is_noticed_by_verify_stock_tools_and_the_second_checker() -> None:
    figures = flips.package_flips(flips=200, stock=25, seed=7)
    assert (figures.verify.made, figures.verify.missed) == (200, [])
    assert figures.second.made > 190
    assert figures.second.missed == []
    if shutil.which("sha256sum") and shutil.which("ssh-keygen"):
        assert (figures.stock.made, figures.stock.missed) == (25, [])


def test_a_digit_made_a_capital_is_what_sums_alone_do_not_notice(published: Path, tmp_path: Path) -> None:
    """The control arm: why the stock tools need the code on paper, and why the list is read strictly."""
    folder = tmp_path / "pakket"
    shutil.copytree(published, folder)
    path = folder / SHA256SUMS
    content = path.read_bytes()
    at = next(at for at, byte in enumerate(content) if chr(byte) in "abcdef")
    path.write_bytes(content[:at] + content[at : at + 1].upper() + content[at + 1 :])
    assert lists_and_signature(folder).found
    if shutil.which("sha256sum") is None:
        pytest.skip("needs sha256sum")
    assert not flips._sums(folder)
