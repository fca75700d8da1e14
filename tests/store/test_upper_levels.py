"""A station above the municipality: its units follow from the definition, all else is as everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from osv_tui.election import form as f
from osv_tui.election.checks import Check
from osv_tui.election.count import Count
from osv_tui.election.form import candidate_field, total_field
from osv_tui.election.model import Contest, CountingMethod, Level, Subcategory
from osv_tui.election.workflow import UnitState
from osv_tui.store import check, decisions, elections, founding, judging, releasing, signing_in, witnesses
from osv_tui.store.database import create
from osv_tui.store.elections import DocumentKind
from osv_tui.store.final_counts import final_counts
from osv_tui.store.founding import StationFacts
from osv_tui.store.judging import DispositionStatement
from osv_tui.store.problems import Refused
from tests.election.upper import definition, upper_values
from tests.examples import FOUNDERS, LISTS, PASSWORD, ExampleStation, example_document, key_in, release
from tests.upper_station import count_all, upper_station

DISPOSED = DispositionStatement("O 3 van de kieskring", "zo staat het op papier")


@pytest.mark.parametrize(
    ("code", "subcategory", "units", "name"),
    [
        ("HSB1", Subcategory.PS2, (37, 518, 9999), "HSB1 Hoofdstad"),
        ("HSB2", Subcategory.PS2, (40,), "HSB2 Zuid-Oost"),
        ("CSB", Subcategory.PS2, (1, 2), "CSB Voorbeeld"),
        ("CSB", Subcategory.PS1, (37, 518, 9999), "CSB Voorbeeld"),
        ("CSB", Subcategory.AB1, (37, 518, 9999), "CSB Voorbeeld"),
    ],
)
def test_units_follow_from_the_definition(
    code: str, subcategory: Subcategory, units: tuple[int, ...], name: str, tmp_path: Path
) -> None:
    station = upper_station(tmp_path / "station.osv", code, subcategory)
    election = elections.load_election(station.file, station.election)
    assert tuple(unit.number for unit in election.units) == units
    assert (election.committee.code, election.committee.level.value) == (code, code[:3])
    assert founding.committee_name(station.file) == name
    (line,) = elections.election_lines(station.file)
    assert line.complete
    assert line.needed == (DocumentKind.DEFINITION, DocumentKind.CANDIDATE_LISTS)
    assert f.ELIGIBLE in station.form.by_id
    assert check.first_fault(station.file) is None


@pytest.mark.parametrize(
    ("code", "subcategory", "told"),
    [
        ("HSB3", Subcategory.PS2, "geen kieskring 3"),
        ("HSB1", Subcategory.PS1, "één kieskring"),
        ("HSB1", Subcategory.AB1, "één kieskring"),
    ],
)
def test_a_committee_that_the_election_does_not_have(
    code: str, subcategory: Subcategory, told: str, tmp_path: Path
) -> None:
    file = create(tmp_path / "station.osv")
    founding.found(file, StationFacts(code, CountingMethod.STATION, practice=False), FOUNDERS)
    chief = signing_in.sign_in(file, "ada", PASSWORD, "tty1")
    with pytest.raises(Refused, match=told):
        elections.add_definition(
            file, chief, definition(subcategory), example_document(DocumentKind.DEFINITION)
        )
    assert elections.election_lines(file) == ()


@pytest.mark.parametrize(
    "code", ["HSB", "HSB0", "HSB01", "HSB100", "CSB1", "csb", "HSB ٣", "073", "07377", ""]
)
def test_a_code_of_no_committee(code: str, tmp_path: Path) -> None:
    facts = StationFacts(code, CountingMethod.STATION, practice=False)
    with pytest.raises(Refused, match="zoals 0737; of HSB"):
        founding.check_founding(facts, FOUNDERS)


@pytest.mark.parametrize(
    ("code", "contest", "refused"),
    [
        ("HSB1", Contest("2", "Zuid-Oost"), True),
        ("CSB", Contest("1", "Hoofdstad"), True),
        ("HSB1", Contest("1", "Hoofdstad"), False),
        ("HSB2", Contest("alle", None), False),
    ],
)
def test_candidate_lists_of_another_kieskring(
    code: str, contest: Contest, refused: bool, tmp_path: Path
) -> None:
    file = create(tmp_path / "station.osv")
    founding.found(file, StationFacts(code, CountingMethod.STATION, practice=False), FOUNDERS)
    chief = signing_in.sign_in(file, "ada", PASSWORD, "tty1")
    of = definition(Subcategory.PS2)
    key = elections.add_definition(file, chief, of, example_document(DocumentKind.DEFINITION))
    lists = replace(LISTS, identifier=of.identifier, contest=contest)
    document = example_document(DocumentKind.CANDIDATE_LISTS)

    def add() -> None:
        elections.add_candidate_lists(file, chief, key, lists, document)

    if refused:
        with pytest.raises(Refused, match=f"van kieskring {contest.id}"):
            add()
        assert not elections.election_lines(file)[0].complete
    else:
        add()
        assert elections.election_lines(file)[0].complete


def test_one_election_per_station(tmp_path: Path) -> None:
    station = upper_station(tmp_path / "station.osv", "CSB", Subcategory.AB1)
    other = definition(Subcategory.PS1)
    with pytest.raises(Refused, match="telt al AB2031_Voorbeeld"):
        elections.add_definition(
            station.file, station.administrator, other, example_document(DocumentKind.DEFINITION)
        )


@pytest.fixture
def hsb(tmp_path: Path) -> ExampleStation:
    return upper_station(tmp_path / "station.osv", "HSB1")


def test_an_evening_up_to_the_release(hsb: ExampleStation) -> None:
    count_all(hsb)
    assert {line.state for line in decisions.overview(hsb.file, hsb.supervisor)} == {UnitState.FINAL}
    release(hsb)
    tally = releasing.current_release(hsb.file, hsb.supervisor, hsb.election).tally
    assert tally.election.committee.level is Level.HSB
    assert tally.total(f.ELIGIBLE) == 3 * 20_000
    assert tally.total(f.VALID) == 10_000 + 10_100 + 10_200
    assert check.first_fault(hsb.file) is None


def test_sums_of_differences_are_not_accounted_for_again(hsb: ExampleStation) -> None:
    """The polling stations whose sums they are did; a municipality that has a difference is in test_flow."""
    for place, unit in enumerate(elections.load_election(hsb.file, hsb.election).units):
        count = Count.of(upper_values(found=10_000 + 100 * place, more=2, fewer=1))
        for typist in hsb.typists[:2]:
            key_in(hsb, typist, unit.number, count)
    assert {line.state for line in decisions.overview(hsb.file, hsb.supervisor)} == {UnitState.FINAL}
    release(hsb)
    accounts = releasing.current_release(hsb.file, hsb.supervisor, hsb.election).accounts
    assert not any(each.has_count_difference or each.count_account for each in accounts)


def test_two_persons_at_this_level_too(hsb: ExampleStation) -> None:
    count = Count.of(upper_values())
    key_in(hsb, hsb.typists[0], 37, count)
    with pytest.raises(Refused, match="al ingevoerd"):
        key_in(hsb, hsb.typists[0], 37, count)


# The file of the level below ---------------------------------------------------------------------------

KEYED = Count.of(upper_values())
Changed = Callable[[dict[f.FieldId, int]], None]


def in_file(station: ExampleStation, number: int, **changes: int) -> int:
    """Let a file say the same as ``KEYED`` but for ``changes``; returns the row of the unit."""
    return read(station, number, {**KEYED.values, **{f.FieldId(name): n for name, n in changes.items()}})


def read(station: ExampleStation, number: int, values: dict[f.FieldId, int]) -> int:
    unit = int(
        station.file.value("SELECT id FROM unit WHERE election = ? AND number = ?", station.election, number)
    )
    document = example_document(DocumentKind.LOWER_COUNT)
    witnesses.add_witness(station.file, station.supervisor, unit, Count.of(values), document)
    return unit


def keyed_twice(station: ExampleStation, number: int = 37) -> UnitState:
    for typist in station.typists[:2]:
        key_in(station, typist, number, KEYED)
    return state_of(station, number)


def state_of(station: ExampleStation, number: int = 37) -> UnitState:
    lines = decisions.overview(station.file, station.supervisor)
    return next(line.state for line in lines if line.unit.number == number)


def test_a_file_that_says_the_same_changes_nothing(hsb: ExampleStation) -> None:
    in_file(hsb, 37)
    assert keyed_twice(hsb) is UnitState.FINAL
    assert check.first_fault(hsb.file) is None


def test_a_row_that_differs_blocks_until_disposed_of(hsb: ExampleStation) -> None:
    unit = in_file(hsb, 37, blank=7)
    assert keyed_twice(hsb) is UnitState.TO_JUDGE
    seen = judging.dossier(hsb.file, hsb.supervisor, unit)
    (finding,) = seen.open_findings
    assert (finding.check, finding.subject, finding.fields) == (Check.W652, "p2", (f.BLANK,))
    assert seen.beside_file is not None
    assert [row.field.id for row in seen.beside_file.differing] == [f.BLANK]
    judging.dispose(hsb.file, hsb.supervisor, seen, (finding,), DISPOSED)
    assert state_of(hsb) is UnitState.FINAL


def test_an_empty_list_blocks(hsb: ExampleStation) -> None:
    number = 3
    with_votes = {
        **KEYED.values,
        candidate_field(number, 1): KEYED.number(candidate_field(number, 1)),
    }
    unit = read(hsb, 37, with_votes)
    emptied = dict(KEYED.values)
    moved = emptied[total_field(number)]
    for field in emptied:
        if field.startswith(f"list.{number}."):
            emptied[field] = 0
    emptied[total_field(1)] += moved
    emptied[candidate_field(1, 1)] += moved
    for typist in hsb.typists[:2]:
        key_in(hsb, typist, 37, Count.of(emptied))
    checks = {finding.check for finding in judging.dossier(hsb.file, hsb.supervisor, unit).open_findings}
    assert Check.W651 in checks
    assert state_of(hsb) is UnitState.TO_JUDGE


def test_a_file_that_comes_after_the_count_blocks_the_release(hsb: ExampleStation) -> None:
    count_all(hsb)
    assert final_counts(hsb.file, hsb.election).in_files == {}, "what was read once is read again"
    unit = in_file(hsb, 37, invalid=9)
    with pytest.raises(Refused):
        release(hsb)
    seen = judging.dossier(hsb.file, hsb.supervisor, unit)
    judging.dispose(hsb.file, hsb.supervisor, seen, seen.open_findings, DISPOSED)
    release(hsb)


def test_the_last_file_holds(hsb: ExampleStation) -> None:
    in_file(hsb, 37, blank=7)
    in_file(hsb, 37)
    assert keyed_twice(hsb) is UnitState.FINAL


def test_nothing_is_read_after_the_release(hsb: ExampleStation) -> None:
    count_all(hsb)
    release(hsb)
    with pytest.raises(Refused, match="geen bestand"):
        in_file(hsb, 37, blank=7)


def test_a_municipality_has_no_lower_files(tmp_path: Path) -> None:
    from tests.examples import example_station

    station = example_station(tmp_path / "station.osv")
    with pytest.raises(Refused, match="geen bestand"):
        read(station, 1, dict(KEYED.values))


def test_a_changed_number_of_a_file_is_named(hsb: ExampleStation) -> None:
    """Control arm: the same file without the change has no fault."""
    in_file(hsb, 37)
    assert check.first_fault(hsb.file) is None
    from tests.store.test_check import tampered

    fault = check.first_fault(tampered(hsb, "UPDATE witness_value SET value = 5 WHERE field = 'blank'"))
    assert fault is not None
    assert "bestand van een lager niveau" in fault
