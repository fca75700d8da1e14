"""The readers of EML_NL files. They take bytes and a file name, and raise only ``EmlRefused``."""

from osv_tui.eml.candidate_lists import read_candidate_lists, require_towns
from osv_tui.eml.count import ReadCount, read_count, read_district_count, read_total_count
from osv_tui.eml.definition import read_definition
from osv_tui.eml.polling_stations import read_polling_stations
from osv_tui.eml.result import ReadResult, read_result
from osv_tui.eml.witness import WitnessFile, read_witness

__all__ = [
    "ReadCount",
    "ReadResult",
    "WitnessFile",
    "read_candidate_lists",
    "read_count",
    "read_definition",
    "read_district_count",
    "read_polling_stations",
    "read_result",
    "read_total_count",
    "read_witness",
    "require_towns",
]
