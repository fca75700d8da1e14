from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from osv_tui.documents.accountability import accountability
from osv_tui.documents.accounted import Figures
from osv_tui.documents.layout import PAGE_HEIGHT, TOP, Text, lay_out
from osv_tui.documents.model import Block, Document, Heading, PageBreak, Table
from osv_tui.documents.n11 import n11
from osv_tui.documents.render import render
from osv_tui.election import form as f
from osv_tui.election.accountability import (
    ControlSum,
    EntryDifferences,
    JudgedFinding,
    Release,
    UnitAccount,
)
from osv_tui.election.check_pages import title
from osv_tui.election.count import Count
from osv_tui.election.form import candidate_field
from osv_tui.election.model import CountingMethod, ReportingUnit
from osv_tui.election.tally import Tally, UnitCount
from tests.documents.accountability_example import (
    COUNT_ACCOUNT,
    ERROR,
    REPLACED,
    corrected_release,
    disposition,
    equal_release,
    full_release,
    release_of,
    with_account,
    with_count,
    wrong_sum,
)
from tests.documents.conformance import faults
from tests.documents.example import FACTS, example_tally
from tests.documents.reading_back import headings, in_order, lines_of, pages_of
from tests.real_election import ELECTIONS, real_tally
from tests.shared import needs_shared

RELEASES = {
    "full": full_release(),
    "central": full_release(CountingMethod.CENTRAL),
    "equal": equal_release(),
    "corrected": corrected_release(),
}
EVERY_RELEASE = pytest.mark.parametrize("release", RELEASES.values(), ids=RELEASES.keys())
LONG = "lang en breed " * 36
UNBROKEN = "W" * 500


def document(release: Release) -> Document:
    return accountability(release, FACTS)


def text_of(release: Release) -> str:
    return " ".join(pages_of(render(document(release)).publication))


def flat(release: Release) -> str:
    """All texts of the document tree, each cell whole."""
    return " ".join(words(document(release).body))


def words(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading():
                yield block.text
            case Table():
                yield from (column.heading for column in block.columns)
                yield from (cell for row in (*block.rows, block.total) for cell in row)
            case PageBreak():
                pass
            case _ if hasattr(block, "runs"):
                yield "".join(run.text for run in block.runs)


def part(release: Release, heading: str) -> tuple[Block, ...]:
    """The blocks of a rubric or of a unit."""
    body = document(release).body
    (start,) = (n for n, each in enumerate(body) if isinstance(each, Heading) and each.text == heading)
    ends = (n for n in range(start + 1, len(body)) if getattr(body[n], "level", None) == 2)
    return body[start : next(ends, len(body))]


def unit_text(release: Release, heading: str) -> str:
    return " ".join(words(part(release, heading)))


def rows_of(blocks: tuple[Block, ...]) -> list[tuple[str, ...]]:
    return [row for block in blocks if isinstance(block, Table) for row in block.rows]


BREGE = "Stembureau 2: De Brêge (postcode: 1234 AC)"
HEEM = "Stembureau 5: Dorpshuis ’t Heem (postcode: 1235 ZZ)"
ZONDER = "4. Stembureaus zonder verschil"
ANNEX = "Bijlage: verschillen tussen de twee invoeren"


# The figures -------------------------------------------------------------------------------------------


def figures(difference: int, more: int, fewer: int, *explanations: int) -> Figures:
    return Figures(100, 100 + difference, more, fewer, explanations)


@pytest.mark.parametrize(
    ("figure", "rest", "stated", "unexplained", "contrary"),
    [
        (figures(0, 0, 0, 0, 0, 0, 0, 0), 0, True, False, False),
        (figures(3, 3, 0, 0, 0, 2, 0, 1), 0, True, False, False),
        (figures(3, 3, 0, 0, 0, 2, 0, 0), 1, True, True, False),
        (figures(3, 3, 0, 0, 0, 2, 1, 0), 0, True, True, False),
        (figures(3, 3, 0, 0, 0, 2, 0, 2), -1, True, False, False),
        (figures(-2, 0, 2, 1, 1, 0, 0, 0), 0, True, False, False),
        (figures(-2, 0, 2, 1, 0, 1, 0, 0), 0, True, False, True),
        (figures(2, 2, 0, 1, 0, 1, 0, 0), 0, True, False, True),
        (figures(2, 0, 0, 0, 0, 0, 0, 0), 2, False, True, False),
        (figures(0, 1, 1, 1, 0, 1, 0, 0), 0, False, False, False),
    ],
)
def test_what_the_explanations_leave_over(
    figure: Figures, rest: int, stated: bool, unexplained: bool, contrary: bool
) -> None:
    assert figure.rest == rest
    assert figure.is_stated is stated
    assert figure.is_unexplained is unexplained
    assert figure.has_contrary is contrary


# The totals --------------------------------------------------------------------------------------------


def totals(release: Release) -> dict[str, str]:
    return {row[0]: row[-1] for row in rows_of(part(release, "2. Samenvatting")) if len(row) == 2}


def statutory_numbers(tally: Tally) -> list[str]:
    """Meer, minder and the five explanations as N 11 prints them in rubric 3."""
    lines = lines_of(render(n11(tally, FACTS)).publication)
    differences = [line for line in lines if line.startswith("Het aantal stembiljetten dat")]
    start = lines.index("Mogelijke verklaringen voor het verschil")
    return [line.rsplit(" ", 1)[1] for line in (*differences, *lines[start + 1 : start + 6])]


def own_numbers(release: Release) -> list[str]:
    by_label = totals(release)
    return [
        by_label["Meer stembiljetten geteld dan kiezers toegelaten"],
        by_label["Minder stembiljetten geteld dan kiezers toegelaten"],
        *(number for label, number in by_label.items() if label.startswith("Verklaring ")),
    ]


def test_the_totals_are_those_of_n11_and_change_with_it() -> None:
    release = full_release()
    assert own_numbers(release) == statutory_numbers(release.tally) == ["4", "2", "2", "0", "1", "3", "0"]
    other = with_count(release, 2, too_many_issued=2, no_explanation=2)
    assert own_numbers(other) == statutory_numbers(other.tally) == ["4", "2", "2", "0", "2", "2", "0"]


@needs_shared
@pytest.mark.parametrize("which", ELECTIONS)
def test_the_real_election_is_accounted_for_as_in_its_n11(which: str) -> None:
    release = release_of(real_tally(which))
    assert own_numbers(release) == statutory_numbers(release.tally)
    by_label = totals(release)
    assert by_label["Stembureaus met een telverschil"] == {"ps": "9", "ab": "12"}[which]
    assert by_label["Rest: verschil waar geen van deze verklaringen bij staat"] == "0"
    units = {row[0] for row in rows_of(part(release, ZONDER))}
    units |= {text.split()[1].rstrip(":") for text in headings(document(release)) if "Stembureau " in text}
    assert units == {str(each.unit.number) for each in release.accounts}


def test_numbers_of_units_and_the_largest_difference() -> None:
    summary = part(full_release(), "2. Samenvatting")
    assert {
        ("Stembureaus", "4"),
        ("Stembureaus zonder telverschil", "2"),
        ("Stembureaus met een telverschil", "2"),
        ("Stembureaus met een verschil dat niet of niet helemaal is verklaard", "1"),
    } <= set(rows_of(summary))
    assert "Het grootste verschil is 4, bij stembureau 2." in " ".join(words(summary))


def test_a_largest_difference_of_several_units_names_them_all() -> None:
    release = with_count(full_release(), 12, admitted=15719, fewer=4, not_returned=4)
    assert "Het grootste verschil is 4, bij de stembureaus 2, 12." in flat(release)


def test_too_many_explanations_do_not_hide_a_rest_elsewhere() -> None:
    release = with_count(full_release(), 2, no_explanation=0)
    release = with_count(release, 12, not_returned=3)
    by_label = totals(release)
    assert by_label["Rest: verschil waar geen van deze verklaringen bij staat"] == "3"
    assert by_label["Te veel verklaard: meer verklaringen dan verschil"] == "1"


def test_recounts_are_listed() -> None:
    rows = rows_of(part(full_release(), "2. Samenvatting"))
    decided = COUNT_ACCOUNT.decided_by
    assert ("2", "De Brêge", "passen 2 keer, biljetten 1 keer", "telploeg 3", decided) in rows
    assert ("5", "Dorpshuis ’t Heem", "na melding F.201", "twee leden van het stembureau", "") in rows


def test_no_recount_is_said() -> None:
    stated = replace(COUNT_ACCOUNT, passes_recounted=0, ballots_recounted=0, recounted_by="", decided_by="")
    release = release_of(example_tally())
    for number in (2, 12):
        release = with_account(release, number, count_account=stated)
    assert "Er is niets opnieuw geteld." in flat(release)
    assert "Opnieuw geteld niets" in unit_text(release, BREGE)


# Per unit ----------------------------------------------------------------------------------------------


@EVERY_RELEASE
def test_every_unit_stands_in_one_of_two_places(release: Release) -> None:
    accounted = [text for text in headings(document(release)) if text.startswith("Stembureau ")]
    numbers = [text.split()[1].rstrip(":") for text in accounted]
    numbers += [row[0] for row in rows_of(part(release, ZONDER))]
    assert sorted(numbers, key=int) == ["1", "2", "5", "12"]


@pytest.mark.parametrize("what", ["errors", "findings", "corrections", "count_account"])
def test_one_thing_is_enough_to_be_accounted_for(what: str) -> None:
    equal, corrected = equal_release(), corrected_release()
    finding = wrong_sum(equal, 1)
    told: dict[str, object] = {
        "errors": (ERROR,),
        "findings": (JudgedFinding(finding, disposition(finding)),),
        "corrections": corrected.accounts[1].corrections,
        "count_account": COUNT_ACCOUNT,
    }
    release = with_account(equal, 1, **{what: told[what]})
    assert [row[0] for row in rows_of(part(release, ZONDER))] == ["2", "5", "12"]
    assert "Stembureau 1: Gemeentehuis (postcode: 1234 AB)" in headings(document(release))


def test_figures_cause_and_account_of_a_difference() -> None:
    rows = rows_of(part(full_release(), BREGE))
    assert ("2", "15621", "15625", "+4", "4", "0", "0", "0", "1", "3", "0", "0") in rows
    assert ("Oorzaak", COUNT_ACCOUNT.cause) in rows
    assert ("Verantwoording", COUNT_ACCOUNT.account) in rows
    assert ("Opnieuw geteld", "de passen 2 keer, de stembiljetten 1 keer") in rows
    assert ("Door wie", COUNT_ACCOUNT.recounted_by) in rows
    assert ("Op besluit van", COUNT_ACCOUNT.decided_by) in rows
    assert in_order(
        ["Er zijn 4 stembiljetten meer geteld", "1 keer «stembiljet te veel uitgereikt», 3 keer «geen verk"],
        unit_text(full_release(), BREGE),
    )


def test_a_central_count_tells_its_recount() -> None:
    release = with_count(full_release(CountingMethod.CENTRAL), 2, passes_counted=2, ballots_counted=3)
    text = unit_text(release, BREGE)
    assert "D was 15621 en is nu 15622." in text
    assert "de passen zijn 2 keer geteld en de stembiljetten 3 keer." in text


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ({"no_explanation": 2}, "voor 1 van het verschil is er geen ingevuld."),
        ({"no_explanation": 5}, "er zijn er 2 te veel ingevuld."),
        ({"not_returned": 1, "no_explanation": 2}, "Niet elke verklaring past bij dit verschil"),
        ({"more": 5}, "Uit D en H volgt: 4 meer en 0 minder. Op het papier staat: 5 meer en 0 minder."),
    ],
)
def test_what_does_not_add_up_is_said(numbers: dict[str, int], sentence: str) -> None:
    assert sentence not in unit_text(full_release(), BREGE)
    assert sentence in unit_text(with_count(full_release(), 2, **numbers), BREGE)


def test_a_difference_that_the_paper_denies_is_accounted_for() -> None:
    release = with_count(equal_release(), 1, admitted=15615)
    text = unit_text(release, "Stembureau 1: Gemeentehuis (postcode: 1234 AB)")
    assert "Uit D en H volgt: 1 meer en 0 minder. Op het papier staat: 0 meer en 0 minder." in text
    assert "Op het papier staat geen verklaring." in text


def test_an_account_that_is_missing_is_said() -> None:
    sentence = "Er is geen verantwoording van dit verschil vastgelegd."
    assert sentence not in flat(full_release())
    assert sentence in unit_text(with_account(full_release(), 2, count_account=None), BREGE)


def test_an_alleged_error_has_its_figures_and_the_one_that_was_used() -> None:
    release = full_release()
    rows = rows_of(part(release, BREGE))
    assert ("Lijst 1 Partij van de Ochtend: kandidaat 2 de Vries, C.", "140", "141", "+1", "1202") in rows
    for row in (("Staat op", ERROR.sheet), ("Oorzaak", ERROR.cause), ("Verantwoording", ERROR.account)):
        assert row in rows
    assert "Let op: in de telling onder Model N 11 staat hier: 1202." in unit_text(release, BREGE)


def test_no_warning_when_the_new_figure_was_used() -> None:
    release = with_account(full_release(), 2, errors=(replace(ERROR, old=1201, new=1202),))
    assert "Let op" not in unit_text(release, BREGE)


def test_an_error_at_a_field_that_the_paper_leaves_closed() -> None:
    release = with_account(full_release(), 5, errors=(replace(ERROR, field=f.MORE),))
    assert "staat hier: niet ingevuld." in unit_text(release, HEEM)


def test_a_finding_has_its_title_and_what_was_stated() -> None:
    release = full_release()
    finding = wrong_sum(release, 5)
    stated = disposition(finding)
    text = unit_text(release, HEEM)
    assert f"Melding {finding.check.value}: {title(finding.check)}" in text
    assert finding.supervisor_text in text
    assert "Er is geen telverschil: D en H zijn allebei 15652." in text
    rows = rows_of(part(release, HEEM))
    assert ("Bekeken op papier", stated.looked_at) in rows
    assert ("Gevonden", stated.found) in rows
    assert ("Opnieuw geteld door", stated.recounted_by) in rows


def test_a_finding_without_disposition_and_one_without_recount() -> None:
    release = full_release()
    finding = wrong_sum(release, 5)
    open_finding = with_account(release, 5, findings=(JudgedFinding(finding, None),))
    assert "Er is niet vastgelegd wat hiermee is gedaan." in unit_text(open_finding, HEEM)
    alone = replace(disposition(finding), recounted_by="")
    release = with_account(release, 5, findings=(JudgedFinding(finding, alone),))
    assert ("Opnieuw geteld door", "niemand") in rows_of(part(release, HEEM))


def test_a_correction_has_each_field_as_it_was_and_is() -> None:
    release = corrected_release()
    rows = rows_of(part(release, BREGE))
    assert "Correctie: versie 2 van dit stembureau" in unit_text(release, BREGE)
    assert ("D Tot de stemming toegelaten kiezers", "15620", "15621", "+1") in rows
    assert ("Zijn D en H gelijk?", "ja", "nee", "") in rows
    assert ("Verklaring 4: geen verklaring voor het verschil", "niet ingevuld", "3", "") in rows
    assert "Dit document vervangt versie 1 van 20-03-2031 02:05:00." in flat(release)
    assert "vervangt" not in flat(full_release())


# Nothing to account for, the sums by hand, the annex ---------------------------------------------------


def test_no_differences_is_said_in_so_many_words() -> None:
    assert "Er zijn geen verschillen." in flat(equal_release())
    for release in (full_release(), with_account(equal_release(), 5, errors=(ERROR,))):
        assert "Er zijn geen verschillen." not in flat(release)


def test_a_typing_difference_alone_is_no_difference_of_the_vote() -> None:
    release = with_account(equal_release(), 5, entry_differences=EntryDifferences(2, 4, 4, 0))
    assert "Er zijn geen verschillen." in flat(release)
    assert [row[0] for row in rows_of(part(release, ZONDER))] == ["1", "2", "5", "12"]


def test_sums_by_hand_are_compared_with_the_count() -> None:
    release = full_release()
    heading = "5. Lijsten die met de hand zijn opgeteld"
    assert ("Lijst 2 Frysk Foarút", "17240", "17240", "gelijk") in rows_of(part(release, heading))
    wrong = replace(release, control_sums=(ControlSum(2, 17239),))
    assert rows_of(part(wrong, heading)) == [("Lijst 2 Frysk Foarút", "17239", "17240", "verschil −1")]
    none = replace(release, control_sums=())
    assert "niet vastgelegd dat lijsten met de hand" in unit_text(none, heading)


def test_the_annex_has_numbers_only_and_a_page_of_its_own() -> None:
    release = full_release()
    body = document(release).body
    annex = part(release, ANNEX)
    assert body[-len(annex) - 1] == PageBreak()
    assert body[-len(annex) :] == annex
    assert rows_of(annex) == [
        ("2", "De Brêge", "2", "3", "3", "0"),
        ("5", "Dorpshuis ’t Heem", "1", "0", "0", "1"),
    ]
    assert [each.total for each in annex if isinstance(each, Table)] == [("", "Totaal", "3", "3", "3", "1")]


def test_outside_the_annex_nothing_is_told_of_entries() -> None:
    many = EntryDifferences(81, 82, 83, 84)
    plain = document(full_release()).body
    told = document(with_account(full_release(), 12, entry_differences=many)).body
    start = plain.index(Heading(2, ANNEX))
    assert plain[:start] == told[:start]
    assert plain[start:] != told[start:]


# The file ----------------------------------------------------------------------------------------------


@EVERY_RELEASE
def test_it_is_pdf_a_2u_with_a_hash_on_every_page(release: Release) -> None:
    for facts in (FACTS, replace(FACTS, practice=True)):
        pdf = render(accountability(release, facts)).publication
        assert faults(pdf) == []
        for page in pages_of(pdf):
            assert "SHA-256-Hashcode: AB12 AB12" in page
            assert ("OEFENING" in page) is facts.practice


def test_the_head_says_what_it_belongs_to() -> None:
    for method, name, body in (
        (CountingMethod.STATION, "Model N 11", "burgemeester"),
        (CountingMethod.CENTRAL, "Model II", "gemeentelijk stembureau"),
    ):
        text = text_of(full_release(method))
        assert in_order(
            [
                *(f"Bij {name}", "Verantwoording telverschillen", "provinciale staten van Fryslân"),
                *("5 maart 2031", "Súdwest-Voorbeeld", body, f"{name}, versie 1", "20-03-2031 02:05:00"),
                *("AB12 AB12 AB12 AB12", "2. Samenvatting", "3. Verantwoording", "4. Stemb", "5. Lijsten"),
                ANNEX,
            ],
            text,
        )


def test_equal_releases_give_equal_bytes_in_any_process() -> None:
    program = (
        "import hashlib\n"
        "from osv_tui.documents.render import render\n"
        "from tests.documents.test_accountability import RELEASES, document\n"
        "from tests.documents.test_changes import EXAMPLE\n"
        "from tests.documents.test_control_sheet import SHEET\n"
        "every = [*map(document, RELEASES.values()), EXAMPLE, SHEET]\n"
        "print(hashlib.sha256(b''.join(render(each).publication for each in every)).hexdigest())\n"
    )

    def run(seed: str, zone: str) -> str:
        command = [sys.executable, "-c", program]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        root = Path(__file__).parents[2]
        return subprocess.run(
            command, cwd=root, env=environment, capture_output=True, text=True, check=True
        ).stdout

    first = run("1", "Pacific/Auckland")
    assert first == run("2", "America/New_York")
    assert len(first.strip()) == len(hashlib.sha256().hexdigest())


@pytest.mark.parametrize("text", [LONG, UNBROKEN, '=1+1 "aanhaling" é ł Ж'])
def test_any_text_is_printed_within_the_page(text: str) -> None:
    stated = replace(*(COUNT_ACCOUNT,), cause=text, account=text, recounted_by=text, decided_by=text)
    release = with_account(full_release(), 2, count_account=stated, errors=(replace(ERROR, sheet=text),))
    unit = replace(release.accounts[1].unit, name=text)
    release = with_account(release, 2, unit=unit)
    release = replace(release, replaced=replace(REPLACED, reason=text))
    pdf = render(document(release)).publication
    assert faults(pdf) == []
    printed = "".join(pages_of(pdf)).replace(" ", "")
    for word in text.split():
        if word.isascii() and word.isprintable() and len(word) < 40:
            assert word in printed
    assert printed.count("W") >= 7 * text.count("W")


def test_nine_hundred_units_each_with_a_difference() -> None:
    small = full_release()
    (model,) = (each for each in small.accounts if each.unit.number == 2)

    def account(number: int) -> UnitAccount:
        return replace(model, unit=ReportingUnit(number, f"Stembureau aan de {number}e Kerkstraat", None, 0))

    accounts = tuple(map(account, range(1, 901)))
    units = tuple(UnitCount(each.unit, each.count) for each in accounts)
    release = replace(small, accounts=accounts, tally=replace(small.tally, units=units))
    pages = lay_out(document(release), lambda text, style: len(text) * style.size / 2).published.pages
    texts = [mark for page in pages for mark in page.marks if isinstance(mark, Text)]
    assert all(TOP <= mark.y <= PAGE_HEIGHT for mark in texts)
    found = {mark.text.split(":")[0] for mark in texts if mark.text.startswith("Stembureau ")}
    assert {f"Stembureau {number}" for number in range(1, 901)} <= found


def test_a_closed_field_counts_as_nothing() -> None:
    count = Count.of({f.FOUND: 5, f.ADMITTED: 5, candidate_field(1, 1): 5})
    assert Figures.of(count) == Figures(5, 5, 0, 0, (0, 0, 0, 0, 0))
