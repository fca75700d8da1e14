from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osv_tui.election import form as f
from osv_tui.election.count import Count, differences
from osv_tui.election.form import Answer, FieldId, Form, Section, count_form
from osv_tui.election.model import CountingMethod
from osv_tui.rehearsal.keys import TypingStyle, keystrokes, rekey_keystrokes
from osv_tui.rehearsal.mistakes import plant, typed
from osv_tui.rehearsal.municipality import practice_elections
from osv_tui.rehearsal.paper_file import read_papers
from osv_tui.rehearsal.papers import practice_papers
from osv_tui.ui.widgets.keying import Keying, Reply, Request
from osv_tui.ui.widgets.keys import Command
from tests.real_election import ELECTIONS, REAL, real_election
from tests.shared import needs_shared

COMMANDS = {"\n": Command.ENTER, "*": Command.LAST, "/": Command.JUMP, ".": Command.ZEROS}


def handed_in(form: Form, unit: int, keys: Iterable[str], read: Count | None = None) -> Count:
    """What the real entry form holds after ``keys``, which must end by handing the entry in.

    What is already ``read`` is locked: the caret does not visit it.
    """
    values = read.values if read else {}
    entry = Keying(
        form,
        unit,
        values=values,
        locked=frozenset(values),
        position=None,
        save=lambda request: None,
        grid=lambda page: pytest.fail("the columns of a page were asked for"),
    )
    reply = Reply()
    for key in keys:
        assert reply.request is None, "keys after handing in"
        reply = entry.type(key) if key.isdigit() else entry.obey(COMMANDS[key])
    assert reply.request is Request.SUBMIT
    return Count.of(entry.values)


@given(
    seed=st.integers(min_value=0, max_value=10**6),
    method=st.sampled_from(CountingMethod),
    style=st.sampled_from(TypingStyle),
)
@settings(deadline=None, max_examples=30)
def test_the_keys_type_the_paper_and_the_mistakes(
    seed: int, method: CountingMethod, style: TypingStyle
) -> None:
    election = practice_elections(seed, units=6)[1]
    form = count_form(election, method)
    papers = practice_papers(election, method, seed)
    mistakes = {mistake.unit: mistake for mistake in plant(papers, form, seed, per_kind=1)}
    for paper in papers:
        count = typed(paper, mistakes.get(paper.unit))
        keys = keystrokes(form, count, unit_number=paper.unit, style=style)
        assert handed_in(form, paper.unit, keys) == count


@given(seed=st.integers(min_value=0, max_value=10**6), method=st.sampled_from(CountingMethod))
@settings(deadline=None, max_examples=30)
def test_the_keys_type_the_differing_fields_again(seed: int, method: CountingMethod) -> None:
    election = practice_elections(seed, units=6)[1]
    form = count_form(election, method)
    papers = {paper.unit: paper for paper in practice_papers(election, method, seed)}
    for mistake in plant(tuple(papers.values()), form, seed, per_kind=1):
        right = papers[mistake.unit].count
        wrong = typed(papers[mistake.unit], mistake)
        fields = [difference.field.id for difference in differences(form, right, wrong)]
        keys = rekey_keystrokes(form, right, fields, unit_number=mistake.unit)
        assert handed_in(form, mistake.unit, keys, without(form, wrong, fields)) == right


def without(form: Form, count: Count, fields: Iterable[FieldId]) -> Count:
    """``count`` with ``fields`` unread, and what stands behind those that are questions."""
    unread = {field for asked in fields for field in (asked, *(behind.id for behind in form.behind(asked)))}
    return Count.of((field, number) for field, number in count.pairs if field not in unread)


@needs_shared
@pytest.mark.parametrize("which", ELECTIONS)
def test_sparse_typing_of_real_papers_takes_fewer_keys(which: str) -> None:
    election, path = real_election(which), REAL / which / "entries.json"
    form = count_form(election, CountingMethod.STATION)
    keys = dict.fromkeys(TypingStyle, 0)
    for paper in read_papers(path, election, CountingMethod.STATION):
        for style in TypingStyle:
            pressed = list(keystrokes(form, paper.count, unit_number=paper.unit, style=style))
            assert handed_in(form, paper.unit, pressed) == paper.count
            keys[style] += len(pressed)
    assert keys[TypingStyle.SPARSE] < keys[TypingStyle.PLAIN]


def small() -> tuple[Form, Count]:
    """A form of two lists with two candidates, and a count of it with a difference."""
    election = practice_elections(1, units=1)[0]
    full = count_form(election, CountingMethod.STATION)
    lists = [
        Section(s.kind, s.title, (*s.fields[:2], s.fields[-1]), s.list_number) for s in full.sections[3:5]
    ]
    form = Form((*full.sections[:3], *lists))
    numbers = [10, 2, 0, 12, 11, 0, 0, 11, 2, 0, 1, 1, 0, 0, 0, 0, 11, 0, 11, 0, 0, 0]
    return form, Count.of((field.id, number) for field, number in zip(form.fields, numbers, strict=True))


def test_plain_keys_to_the_letter() -> None:
    form, count = small()
    fixed = "10\n2\n0\n12\n11\n0\n0\n11\n2\n0\n1\n1\n0\n0\n0\n0\n"
    assert "".join(keystrokes(form, count, unit_number=7)) == fixed + "11\n0\n11\n0\n0\n0\n7\n"


def test_sparse_keys_to_the_letter() -> None:
    form, count = small()
    keys = "".join(keystrokes(form, count, unit_number=7, style=TypingStyle.SPARSE))
    assert keys.endswith("0\n*11/1\n11.*0.7\n")


def test_a_list_that_does_not_add_up_is_typed_in_full() -> None:
    form, count = small()
    wrong = Count.of({**count.values, form.sections[3].fields[-1].id: 12})
    keys = "".join(keystrokes(form, wrong, unit_number=7, style=TypingStyle.SPARSE))
    assert keys.endswith("0\n11\n0\n12\n*0.7\n")


def test_rekeying_visits_the_fields_in_the_order_of_the_paper() -> None:
    form, count = small()
    fields = [form.sections[4].fields[1].id, f.PROXIES]
    assert "".join(rekey_keystrokes(form, count, fields, unit_number=7)) == "2\n0\n7\n"


def test_rekeying_a_question_types_what_it_opens() -> None:
    form, count = small()
    keys = list(rekey_keystrokes(form, count, [f.EQUAL], unit_number=7))
    assert "".join(keys) == "2\n0\n1\n1\n0\n0\n0\n0\n7\n"
    assert handed_in(form, 7, keys, without(form, count, [f.EQUAL])) == count


def test_rekeying_skips_what_the_answer_closes() -> None:
    form, count = small()
    closed = Count.of({**without(form, count, [f.EQUAL]).values, f.EQUAL: Answer.YES.value})
    keys = list(rekey_keystrokes(form, closed, [f.EQUAL, f.FEWER], unit_number=7))
    assert "".join(keys) == "1\n7\n"
    assert handed_in(form, 7, keys, without(form, count, [f.EQUAL])) == closed


def test_a_half_filled_count_has_no_keys() -> None:
    form, count = small()
    half = Count.of(count.pairs[1:])
    with pytest.raises(ValueError, match="no number"):
        list(keystrokes(form, half, unit_number=7))
    with pytest.raises(ValueError, match="no number"):
        list(rekey_keystrokes(form, half, [f.EQUAL], unit_number=7))
