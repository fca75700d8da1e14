from __future__ import annotations

import hashlib

import pytest

from osv_tui.eml.digest import digest, groups
from tests.real_election import expected_count, real_election
from tests.shared import needs_shared

NAMES_A_METHOD = (
    '<EML xmlns="urn:oasis:names:tc:evs:schema:eml">\n<!--c-->'
    '<ds:CanonicalizationMethod xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Algorithm="{}"/></EML>'
)
WITH_COMMENTS = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments"


@needs_shared
@pytest.mark.parametrize(("which", "start"), [("ps", "5b095dae163a90b3"), ("ab", "f693b6035d4c87e3")])
def test_the_real_files_have_the_published_digest(which: str, start: str) -> None:
    found = digest(expected_count(real_election(which), which))
    assert found.raw.startswith(start)
    assert found.canonical == found.raw


def test_a_file_that_is_not_canonical_has_two_digests() -> None:
    data = NAMES_A_METHOD.format(WITH_COMMENTS).encode()
    canonical = data.replace(b"/></EML>", b"></ds:CanonicalizationMethod></EML>")
    found = digest(data)
    assert found.raw == hashlib.sha256(data).hexdigest()
    assert found.canonical == hashlib.sha256(canonical).hexdigest()
    assert found.raw != found.canonical


def test_a_method_without_comments_leaves_them_out() -> None:
    data = NAMES_A_METHOD.format(WITH_COMMENTS.removesuffix("#WithComments")).encode()
    canonical = data.replace(b"/></EML>", b"></ds:CanonicalizationMethod></EML>").replace(b"<!--c-->", b"")
    assert digest(data).canonical == hashlib.sha256(canonical).hexdigest()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"test",
        b"<a/>",
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        NAMES_A_METHOD.format("onbekend").encode(),
        NAMES_A_METHOD.format(WITH_COMMENTS).replace("<EML ", '<EML xmlns:r="rel/uri" ').encode(),
    ],
)
def test_other_files_have_a_raw_digest_only(data: bytes) -> None:
    assert digest(data).canonical is None
    assert digest(data).raw == hashlib.sha256(data).hexdigest()


def test_a_digest_is_shown_in_groups() -> None:
    shown = groups(hashlib.sha256(b"test").hexdigest())
    assert len(shown) == 16
    assert " ".join(shown[:4]) == "9F86 D081 884C 7D65"
