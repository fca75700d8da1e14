"""What a package is made of besides a release, made up."""

from __future__ import annotations

from datetime import UTC, datetime

from nacl.signing import SigningKey

from osv_tui.election.provenance import Anchor, InputFile, LogLine, Provenance, PublicLog, Software
from osv_tui.eml.definition_writing import write_candidate_lists, write_definition, write_polling_stations
from tests.examples import LISTS, PS, STATIONS

AT = datetime(2031, 3, 19, 20, 0, tzinfo=UTC)
LOG = PublicLog(
    first="1a" * 32,
    head="2b" * 32,
    rows=812,
    left_out=790,
    lines=(
        LogLine(4, AT, "sitting opened", "administrator 1", "zitting 1"),
        LogLine(90, AT, "unit final", "supervisor 1", "PS2031_Voorbeeld, 7", (("version", 1),)),
    ),
    anchors=(Anchor(5, "3c" * 32, "opening", 0),),
)
INPUTS = (
    InputFile("110a", write_definition(PS, AT)),
    InputFile("110b", write_polling_stations(STATIONS, AT)),
    InputFile("230b", write_candidate_lists(LISTS, PS, AT)),
)
PROVENANCE = Provenance(LOG, Software("osv-tui", "0.1.0", "4d" * 32, "3.11.7", "3.40.1"), INPUTS)


class ExampleKey:
    """A key that is the same in every run, as no real key is."""

    def __init__(self, seed: bytes = b"\x07" * 32) -> None:
        self._key = SigningKey(seed)

    @property
    def public(self) -> bytes:
        return bytes(self._key.verify_key)

    def sign(self, message: bytes) -> bytes:
        return bytes(self._key.sign(message).signature)


KEY = ExampleKey()
