"""What cannot be published yet is refused before anything of it is written."""

from __future__ import annotations

import pytest

from osv_tui.publication.contents import contents
from osv_tui.publication.counts import NotExportable
from tests import list_sets
from tests.documents.test_list_sets import NAME, release_of


@pytest.mark.skipif(NAME not in list_sets.names(), reason="../shared is absent")
def test_files_of_lists_that_differ_are_refused_plainly() -> None:
    with pytest.raises(NotExportable, match="verschillen per kieskring"):
        next(contents(release_of(NAME), lambda *_: None, practice=False))
