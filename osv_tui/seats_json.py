"""Elections and distributions of seats as JSON lines, to compare with other implementations.

An election is read in the form of ``input`` of the vectors, and answered in the form of ``expected``
(facts/apportionment.md §9). What is not exactly of that form is refused: a key that is not known, a key
twice, a number with a decimal point.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from osv_tui.election.apportionment.assignment import Division
from osv_tui.election.apportionment.distribution import Distribution, distribute
from osv_tui.election.apportionment.lots import Lot, LotKind, LotQuestion, Option, WrongLot
from osv_tui.election.apportionment.nomination import Elected, Nomination
from osv_tui.election.apportionment.quota import Quotient
from osv_tui.election.apportionment.steps import Step, StepKind
from osv_tui.election.apportionment.votes import (
    Combination,
    ElectionType,
    ElectionVotes,
    ImpossibleElection,
    ListGroup,
    ListSet,
)

T = TypeVar("T")
Label = Callable[[int], str]
_LARGEST = 10**15
_AVERAGES = (StepKind.AVERAGE, StepKind.AVERAGE_ONCE)


class WrongLines(ValueError):
    """Lines that cannot be answered; ``sentences`` say which and why, in Dutch."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = tuple(sentences)


class _Wrong(ValueError):
    """Something in one line; the message is Dutch, without its full stop."""


def answers(sources: Iterable[tuple[str, bytes]], *, quota_bar: bool = False) -> list[str]:
    """The answer to each line that is not blank, as a line of JSON.

    ``sources`` are the name of a file, which may be empty, and what stands in it.

    Raises:
        WrongLines: any line is not an election, or has lots that are not asked for. All such lines are named.
    """
    good, wrong = [], []
    for name, text in sources:
        for number, line in enumerate(text.removeprefix(codecs.BOM_UTF8).split(b"\n"), 1):
            if not line.strip():
                continue
            try:
                election, lots = read(line)
                good.append(written(election, distribute(election, lots, quota_bar=quota_bar)))
            except (_Wrong, ImpossibleElection, WrongLot) as error:
                wrong.append(f"{name}{', regel' if name else 'Regel'} {number}: {error}.")
    if wrong:
        raise WrongLines(wrong)
    return good


def read(line: bytes) -> tuple[ElectionVotes, list[Lot]]:
    """The election of one line, and the lots that were drawn in it.

    Raises:
        ValueError: it is not an election of that form; the message says why, in Dutch.
    """
    form = _Form.of(_parsed(line), "de verkiezing")
    form.allow("election", "seats", "threshold_pct", "lists", "districts", "deceased", "combinations", "lots")
    districts = [_Form.of(each, "een kieskring") for each in form.items("districts")]
    combinations = [_Form.of(each, "een lijstencombinatie") for each in form.items("combinations")]
    for each in districts:
        each.allow("number", "vote_value")
    for each in combinations:
        each.allow("id", "lists")
    election = ElectionVotes(
        _named(ElectionType, form.text("election"), "soort verkiezing"),
        form.number("seats"),
        form.number("threshold_pct"),
        tuple(_list(_Form.of(each, "een lijst")) for each in form.items("lists", needed=True)),
        frozenset(form.texts("deceased")),
        tuple(
            (each.number("number"), each.number("vote_value")) for each in districts if each.has("vote_value")
        ),
        tuple(Combination(each.text("id"), each.numbers("lists")) for each in combinations),
    )
    labels = {each.name: min(each.lists) for each in election.combinations}
    return election, [_lot(_Form.of(each, "een loting"), labels) for each in form.items("lots")]


def written(election: ElectionVotes, outcome: Distribution) -> str:
    """``outcome`` as one line of JSON; the same outcome always gives the same bytes."""
    return json.dumps(answer(election, outcome), ensure_ascii=False, separators=(",", ":"))


def answer(election: ElectionVotes, outcome: Distribution) -> dict[str, Any]:
    """``outcome`` in the form of ``expected``, with notices if there are any.

    Where a lot is needed ``lot_required`` says which, ``lot_text`` in a sentence with what follows from it,
    and what depends on the lot is not there.
    """
    label = _labels(outcome)
    main = outcome.main
    form: dict[str, Any] = {"status": "complete" if outcome.is_complete else "lots_required"}
    if outcome.lot_needed:
        form["lot_required"] = _question(outcome.lot_needed, label)
        form["lot_text"] = str(outcome.lot_needed)
    form |= {
        "total_votes": sum(share.votes for share in main.shares),
        "quota": _pair(main.quota),
        "preference_threshold": _pair(outcome.preference_threshold),
        "list_votes": _list_votes(election),
        "full_seats": {label(share.number): share.full_seats for share in main.shares},
    }
    if not election.by_averages:
        form["remainders"] = _remainders(main, label)
    form["steps"] = [_step(step, label) for step in main.steps]
    if outcome.main_is_complete:
        form |= {"seats": _seats(main, label), "unassigned_seats": main.unassigned}
    form |= _inner(outcome)
    if outcome.is_complete:
        form["nominations"] = {str(each.set_id): _nomination(each) for each in outcome.nominations}
    if outcome.notices:
        form["notices"] = [notice.value for notice in outcome.notices]
    return form


def _labels(outcome: Distribution) -> Label:
    """How a contender of the main distribution is called: a combination by its name."""
    names = {each.number: each.name for each in outcome.combinations if each.valid}
    return lambda number: names.get(number, str(number))


def _set_label(list_number: int | None) -> Label:
    return lambda number: f"{list_number}/{number}"


def _question(question: LotQuestion, label: Label) -> dict[str, Any]:
    return _lot_form(question.kind, question.options, question.list_number, label)


def _lot_form(
    kind: LotKind, options: Sequence[Option], list_number: int | None, label: Label
) -> dict[str, Any]:
    if kind.within_group:
        label = _set_label(list_number)
    form: dict[str, Any] = {"kind": kind.value}
    if kind is LotKind.CANDIDATE:
        form["list"] = str(list_number)
    form["options"] = [_option(option, label) for option in options]
    return form


def _option(option: Option, label: Label) -> str:
    return option if isinstance(option, str) else label(option)


def _pair(quotient: Quotient) -> list[int]:
    return [quotient.numerator, quotient.denominator]


def _list_votes(election: ElectionVotes) -> dict[str, int]:
    return {
        str(group.number): sum(sum(election.on_candidates(of)) for of in group.sets)
        for group in election.lists
    }


def _remainders(division: Division, label: Label) -> dict[str, list[int]]:
    return {label(share.number): _pair(share.remainder) for share in division.shares}


def _seats(division: Division, label: Label) -> dict[str, int]:
    return {label(share.number): share.seats for share in division.shares}


def _step(step: Step, label: Label) -> dict[str, Any]:
    form: dict[str, Any] = {
        "type": step.kind.value,
        "changes": {label(number): seats for number, seats in step.changes},
    }
    if step.kind in _AVERAGES:
        form["averages"] = {label(number): _pair(value) for number, value in step.values}
    if step.lot:
        lot = step.lot
        form["lot"] = _lot_form(lot.kind, lot.options, lot.list_number, label)
        form["lot"]["drawn"] = _option(
            lot.drawn, _set_label(lot.list_number) if lot.kind.within_group else label
        )
    return form


def _inner(outcome: Distribution) -> dict[str, Any]:
    """The divisions within combinations and groups, where there are any."""
    form: dict[str, Any] = {}
    if outcome.within_combinations:
        names = _labels(outcome)
        form["combination_distributions"] = {
            names(each.number): _division(each.division, str) for each in outcome.within_combinations
        }
    if outcome.combinations:
        form["fictitious_seats"] = {str(number): seats for number, seats in outcome.if_unconnected}
        form["combinations"] = [
            {
                "id": each.name,
                "valid": each.valid,
                "qualifying": [str(number) for number in each.qualifying],
                "removed": [str(number) for number in each.removed],
            }
            for each in outcome.combinations
        ]
    if outcome.groups:
        form["group_distributions"] = {
            str(each.number): _division(each.division, _set_label(each.number)) for each in outcome.groups
        }
    return form


def _division(division: Division, label: Label) -> dict[str, Any]:
    return {
        "quota": _pair(division.quota),
        "full_seats": {label(share.number): share.full_seats for share in division.shares},
        "remainders": _remainders(division, label),
        "steps": [_step(step, label) for step in division.steps],
        "seats": _seats(division, label),
    }


def _nomination(nomination: Nomination) -> dict[str, Any]:
    form: dict[str, Any] = {
        "seats": nomination.seats,
        "elected": [_elected(each) for each in nomination.elected],
        "ranking": None if nomination.ranking is None else list(nomination.ranking),
    }
    if nomination.above_threshold:
        form["above_threshold"] = list(nomination.above_threshold)
    if nomination.deceased:
        form["deceased"] = list(nomination.deceased)
    if nomination.elected_elsewhere:
        form["elected_elsewhere"] = {name: where.value for name, where in nomination.elected_elsewhere}
    return form


def _elected(elected: Elected) -> dict[str, Any]:
    form: dict[str, Any] = {
        "candidate": elected.candidate,
        "by": elected.by.value,
        "votes": elected.votes,
    }
    return form | {"lot": True} if elected.by_lot else form


class _Form:
    """An object of JSON whose values are asked for by name and kind."""

    def __init__(self, values: Mapping[str, Any], name: str) -> None:
        self._values = values
        self._name = name

    @classmethod
    def of(cls, value: object, name: str) -> _Form:
        if not isinstance(value, dict):
            raise _Wrong(f"{name} moet een object zijn")
        return cls(value, name)

    def allow(self, *keys: str) -> None:
        for key in self._values:
            if key not in keys:
                raise _Wrong(f"{self._name} heeft een onbekend onderdeel {_shown(key)}")

    def has(self, key: str) -> bool:
        return key in self._values

    def number(self, key: str) -> int:
        return _number(self._value(key), f"{_shown(key)} van {self._name}")

    def text(self, key: str) -> str:
        return _text(self._value(key), f"{_shown(key)} van {self._name}")

    def items(self, key: str, *, needed: bool = False) -> list[Any]:
        value = self._value(key) if needed else self._values.get(key, [])
        if not isinstance(value, list):
            raise _Wrong(f"{_shown(key)} van {self._name} moet een rij zijn")
        return value

    def numbers(self, key: str) -> tuple[int, ...]:
        where = f"{_shown(key)} van {self._name}"
        return tuple(_number(each, where) for each in self.items(key, needed=True))

    def texts(self, key: str) -> tuple[str, ...]:
        where = f"{_shown(key)} van {self._name}"
        return tuple(_text(each, where) for each in self.items(key))

    def rows(self, key: str) -> dict[int, tuple[int, ...]]:
        """Numbers by the number of a district."""
        value = self._value(key)
        form = _Form.of(value, f"{_shown(key)} van {self._name}")
        return {_whole(name, form._name): form.numbers(name) for name in form._values}

    def _value(self, key: str) -> object:
        if key not in self._values:
            raise _Wrong(f"{self._name} heeft geen {_shown(key)}")
        return self._values[key]


def _parsed(line: bytes) -> object:
    try:
        return json.loads(line, object_pairs_hook=_without_doubles)
    except _Wrong:
        raise
    except UnicodeDecodeError:
        raise _Wrong("dit is geen tekst in UTF-8") from None
    except json.JSONDecodeError as error:
        raise _Wrong(f"dit is geen JSON, vanaf teken {error.colno}") from None
    except (ValueError, RecursionError):
        raise _Wrong("dit is geen JSON: een getal is te lang, of er zit te veel in elkaar") from None


def _without_doubles(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    form: dict[str, Any] = {}
    for key, value in pairs:
        if key in form:
            raise _Wrong(f"{_shown(key)} staat er twee keer in")
        form[key] = value
    return form


def _list(form: _Form) -> ListGroup:
    """A list of one kieskring, or one with its sets."""
    number = form.number("number")
    if form.has("sets"):
        form.allow("number", "sets")
        sets = (_Form.of(each, f"een stel van lijst {number}") for each in form.items("sets"))
        return ListGroup(number, tuple(_set(each) for each in sets))
    form.allow("number", "candidates", "votes")
    votes = form.numbers("votes")
    names = form.texts("candidates") if form.has("candidates") else _by_place(number, len(votes))
    return ListGroup(number, (ListSet((1,), names, (votes,)),))


def _by_place(number: int, candidates: int) -> tuple[str, ...]:
    return tuple(f"{number}.{place}" for place in range(1, candidates + 1))


def _set(form: _Form) -> ListSet:
    form.allow("districts", "candidates", "votes")
    districts, rows = form.numbers("districts"), form.rows("votes")
    if set(districts) != set(rows):
        raise _Wrong("een stel heeft niet voor elke kieskring stemmen, of voor een andere")
    return ListSet(districts, form.texts("candidates"), tuple(rows[district] for district in districts))


def _lot(form: _Form, combinations: Mapping[str, int]) -> Lot:
    """A lot; ``combinations`` gives the number that stands for a combination."""
    form.allow("kind", "list", "options", "drawn")
    kind = _named(LotKind, form.text("kind"), "soort loting")
    options, drawn = form.texts("options"), form.text("drawn")
    list_number = _whole(form.text("list"), "een loting") if form.has("list") else None
    if kind is LotKind.CANDIDATE:
        return Lot(kind, options, drawn, list_number)
    if kind.within_group:
        lists = {option.partition("/")[0] for option in (*options, drawn)}
        if len(lists) != 1:
            raise _Wrong("een loting binnen een groep gaat over één lijst")
        list_number = _whole(lists.pop(), "een loting")
        return Lot(kind, tuple(map(_district, options)), _district(drawn), list_number)

    def option(name: str) -> int:
        return combinations[name] if name in combinations else _whole(name, "een loting")

    return Lot(kind, tuple(map(option, options)), option(drawn), list_number)


def _district(option: str) -> int:
    return _whole(option.partition("/")[2], "een loting")


def _number(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _Wrong(f"{where}: {_shown(value)} is geen geheel getal")
    if abs(value) > _LARGEST:
        raise _Wrong(f"{where}: {_shown(value)} is te groot")
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise _Wrong(f"{where}: {_shown(value)} is geen tekst")
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise _Wrong(f"{where}: {_shown(value)} heeft een halve letter")
    return value


def _whole(text: str, where: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise _Wrong(f"{where}: {_shown(text)} is geen nummer")
    return int(text)


def _named(kind: Callable[[str], T], name: str, what: str) -> T:
    try:
        return kind(name)
    except ValueError:
        raise _Wrong(f"{_shown(name)} is geen {what}") from None


def _shown(value: object) -> str:
    """A value as JSON, cut off where it is long."""
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= 40 else f"{text[:37]}..."
