"""The two elections of the real municipality of 2019, with their files as they were read, checked by both."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from osv_tui.election.provenance import InputFile
from osv_tui.publication.package import write_package
from osv_tui.verifying.check import verify
from osv_tui.verifying.shown import as_text
from tests.documents.accountability_example import release_of
from tests.publication.package_example import KEY, PROVENANCE
from tests.real_election import ELECTIONS, REAL, only, real_tally
from tests.shared import needs_shared
from tests.verifying.test_tampering import second

FILES = {"110a": "Verkiezingsdefinitie_*", "230b": "Kandidatenlijsten_*", "110b": "Stembureaus_*"}


@needs_shared
@pytest.mark.parametrize("which", ELECTIONS)
def test_the_real_count_is_good_to_both_checkers(which: str, tmp_path: Path) -> None:
    given = {kind: only(REAL / which / "input", pattern) for kind, pattern in FILES.items()}
    inputs = tuple(InputFile(kind, path.read_bytes()) for kind, path in given.items())
    provenance = replace(PROVENANCE, inputs=inputs)
    release = release_of(real_tally(which))
    made = write_package(release, tmp_path, practice=False, provenance=provenance, signer=KEY)
    report = verify(made.publication)
    assert report.exit_code == 0, as_text(report)
    assert second(made.publication) == 0
