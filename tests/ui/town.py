"""A made-up town with two elections, at the moments of its evening that are worth looking at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from osv_tui.election import form as f
from osv_tui.election.accountability import ControlSum
from osv_tui.election.count import Count
from osv_tui.election.filling import Change
from osv_tui.election.form import FieldId, Form, Section, SectionKind, total_field
from osv_tui.election.model import (
    Candidate,
    CandidateList,
    CandidateLists,
    Category,
    Committee,
    Contest,
    CountingMethod,
    Definition,
    Domain,
    ElectionIdentifier,
    Level,
    PollingStations,
    Region,
    ReportingUnit,
    Subcategory,
)
from osv_tui.election.workflow import Misread, Role, Ruling
from osv_tui.store import (
    check,
    database,
    decisions,
    elections,
    entries,
    founding,
    judging,
    people,
    releasing,
    signing_in,
    sittings,
)
from osv_tui.store.actor import Actor
from osv_tui.store.database import StationFile
from osv_tui.store.decisions import UnitLine
from osv_tui.store.elections import Document, DocumentKind
from osv_tui.store.founding import Founder, StationFacts
from osv_tui.store.judging import Dossier
from osv_tui.store.people import NewPerson
from osv_tui.store.session_key import key_path
from osv_tui.store.signing_in import Credentials
from osv_tui.store.sittings import Occasion

PASSWORD = "een lang wachtwoord"
PS, AB = 1, 2
"""The keys of the two elections in the file."""

_DAY = date(2031, 3, 19)
_TOWN = Committee(Level.GSB, "9999", "Voorbeelddam")
_SURNAMES = (
    ("", "Jansen"), ("de", "Vries"), ("", "Bakker"), ("van den", "Berg"), ("", "Ångström"), ("", "Yılmaz"),
    ("", "Visser"), ("", "Žižek-Łódź"), ("van der", "Meer"), ("", "Smit"), ("", "Özdemir"), ("", "Mulder"),
    ("de", "Boer"), ("van", "Dijk-Hofstede"), ("", "Bos"), ("", "Peters"), ("", "Hendriks"), ("", "Dekker"),
)  # fmt: skip
_COUNCIL = (27, 6, 3)
"""How many candidates the lists of the provincial council have."""
_STATIONS = (
    "Gemeentehuis", "De Brug", "Sporthal Noord", "Bibliotheek", "Dorpshuis Oosterend", "Basisschool De Eik",
    "Wijkcentrum West", "Zorgcentrum Zonhoek", "Station", "Kerk aan de Dam", "Kantine v.v. Dam",
    "Mobiel stembureau",
)  # fmt: skip

ADMINISTRATOR = NewPerson("Ada Beheer", "100", "ada", Role.ADMINISTRATOR)
TYPISTS = (
    NewPerson("Bo Tikker", "201", "bo", Role.TYPIST),
    NewPerson("Cas Klavier", "202", "cas", Role.TYPIST),
)
SUPERVISOR = NewPerson("Sam Zicht", "300", "sam", Role.SUPERVISOR)
FOUNDERS = (Founder(ADMINISTRATOR, PASSWORD), Founder(SUPERVISOR, PASSWORD))
SECOND = Credentials("sam", PASSWORD)
"""The second official, who confirms what the administrator does."""
BESIDE_SUPERVISOR = Credentials("ada", PASSWORD)
"""The second official, who confirms what the supervisor does."""

NOT_EXPLAINED = {"too_few_issued": 0, "too_many_issued": 0, "no_explanation": 0, "other_explanation": 0}
FEWER_BALLOTS = {
    "poll_cards": 467, "admitted": 472, "equal": 2, "more": 0, "fewer": 18, "not_returned": 16,
    "too_few_issued": 0, "too_many_issued": 0, "no_explanation": 2, "other_explanation": 0,
}  # fmt: skip
"""At unit 2: eighteen ballots fewer than voters, of which two are not explained."""


def clock() -> datetime:
    """The evening stands still at half past nine."""
    return datetime(2031, 3, 19, 21, 30, tzinfo=timezone(timedelta(hours=1)))


def definition(key: int) -> Definition:
    """The 110a of the provincial council (``PS``) or of the water board (``AB``)."""
    names: tuple[str, str, Category, Subcategory]
    if key == PS:
        names = ("PS2031_Voorbeeld", "Provinciale Staten Voorbeeld 2031", Category.PS, Subcategory.PS1)
        domain = Domain(None, "Voorbeeld")
        top = Region("PROVINCIE", 2, "Voorbeeld", None)
    else:
        names = ("AB2031_Dammerdiep", "Waterschap Dammerdiep 2031", Category.AB, Subcategory.AB2)
        domain = Domain("9", "Dammerdiep")
        top = Region("WATERSCHAP", 9, "Dammerdiep", None)
    circle = Region("KIESKRING", 1, "Voorbeelddam", (top.category, top.number or 0), ("CSB", "HSB"))
    town = Region("GEMEENTE", 9999, "Voorbeelddam", ("KIESKRING", 1))
    return Definition(ElectionIdentifier(*names, domain, _DAY), date(2031, 2, 3), 41, 25, (top, circle, town))


def candidate_lists(key: int) -> CandidateLists:
    """One list that takes two columns, a short one, and one without a name."""
    names = ("Partij van de Ochtend", "Avondlicht", "")
    parties = tuple(zip(names, _COUNCIL, strict=True)) if key == PS else (("Water", 4),)
    lists = tuple(
        CandidateList(number, name, tuple(_candidate(number, place) for place in range(1, size + 1)))
        for number, (name, size) in enumerate(parties, 1)
    )
    return CandidateLists(definition(key).identifier, Contest("1", "Voorbeelddam"), lists)


def polling_stations(key: int, count: int = len(_STATIONS), name: str | None = None) -> PollingStations:
    units = tuple(
        ReportingUnit(number, name or _station_name(number), f"{1000 + number} AB", 900)
        for number in range(1, count + 1)
    )
    return PollingStations(definition(key).identifier, _TOWN, 900 * count, units)


def _candidate(list_number: int, place: int) -> Candidate:
    prefix, surname = _SURNAMES[(5 * list_number + place) % len(_SURNAMES)]
    return Candidate(place, surname, f"{'ABCDEFGH'[place % 8]}.{'KLMNO'[place % 5]}.", prefix)


def _station_name(number: int) -> str:
    turn, place = divmod(number - 1, len(_STATIONS))
    return f"{_STATIONS[place]} {turn + 1}" if turn else _STATIONS[place]


@dataclass(frozen=True)
class Town:
    """An open station with everybody signed in."""

    file: StationFile
    administrator: Actor
    typists: tuple[Actor, ...]
    supervisor: Actor

    def form(self, election: int) -> Form:
        return elections.load_form(self.file, election)

    def line(self, election: int, unit: int) -> UnitLine:
        found = decisions.overview(self.file, self.supervisor)
        return next(line for line in found if (line.election, line.unit.number) == (election, unit))

    def unit_key(self, election: int, unit: int) -> int:
        return self.line(election, unit).key

    def type_in(
        self, typist: int, unit: int, count: Count, *, election: int = PS, upto: int | None = None
    ) -> None:
        """Let typist 0 or 1 type ``count`` and hand it in; ``upto`` stops after so many fields instead."""
        form, actor = self.form(election), self.typists[typist]
        opened = entries.claim(self.file, actor, election, unit)
        fields = [field for field in form.open_fields(count.values) if field.id not in opened.locked]
        for field, following in zip(fields[:upto], (*fields[1:], fields[-1]), strict=False):
            change = Change(field.id, count.number(field.id))
            entries.save(self.file, actor, opened.id, (change,), following.id)
        if upto is None:
            entries.submit(self.file, actor, opened.id)

    def dossier(self, unit: int, election: int = PS) -> Dossier:
        return judging.dossier(self.file, self.supervisor, self.unit_key(election, unit))

    def let_stand(self, unit: int, election: int = PS) -> None:
        seen = self.dossier(unit, election)
        decisions.let_stand(self.file, self.supervisor, seen, "zo staat het op het papier")

    def send_back(self, unit: int) -> None:
        seen = self.dossier(unit)
        (finding,) = seen.open_findings
        decisions.have_read_again(self.file, self.supervisor, seen, finding.fields, "slecht leesbaar")

    def reopen(self, unit: int, reason: str) -> None:
        decisions.overview(self.file, self.supervisor)
        key = self.unit_key(PS, unit)
        releasing.reopen_unit(self.file, self.supervisor, BESIDE_SUPERVISOR, key, reason)

    def type_pair(self, unit: int, count: Count) -> None:
        """Let both typists type ``count``."""
        for typist in (0, 1):
            self.type_in(typist, unit, count)

    def type_twice(self, units: Iterable[int], election: int = PS) -> None:
        for unit in units:
            for typist in (0, 1):
                self.type_in(typist, unit, full_count(self.form(election), unit), election=election)


def full_count(form: Form, seed: int, **other: int) -> Count:
    """A complete count of which the checks have nothing to say, but for the fields in ``other``.

    The keywords are field ids with ``__`` for a full stop. At both elections of the day a polling station has
    as many voters: the first candidate gets the votes that the council's longer lists have more.
    """
    values: dict[FieldId, int] = {}
    lists = [section for section in form.sections if section.kind is SectionKind.LIST]
    short = sum(map(sum, _votes(seed, _COUNCIL))) - sum(map(sum, _votes(seed, _sizes(lists))))
    for section, (first, *others) in zip(lists, _votes(seed, _sizes(lists)), strict=True):
        votes = (first + short, *others) if section is lists[0] else (first, *others)
        values |= dict(zip((field.id for field in section.fields), (*votes, sum(votes)), strict=True))
    valid = sum(values[section.fields[-1].id] for section in lists)
    fixed = {f.POLL_CARDS: valid, f.PROXIES: 4, f.VOTER_PASSES: 1, f.ADMITTED: valid + 5}
    values |= fixed | {f.VALID: valid, f.BLANK: 2, f.INVALID: 3, f.FOUND: valid + 5, f.EQUAL: 1}
    return Count.of({**values, **_named(other)})


def _votes(seed: int, sizes: Iterable[int]) -> list[list[int]]:
    """The votes on the candidates of lists of ``sizes``."""
    return [[(seed * 37 + place * 11) % 60 // (1 + place // 3) for place in range(size)] for size in sizes]


def _sizes(lists: Iterable[Section]) -> tuple[int, ...]:
    return tuple(len(section.fields) - 1 for section in lists)


def _named(values: Mapping[str, int]) -> dict[FieldId, int]:
    return {FieldId(name.replace("__", ".")): value for name, value in values.items()}


# Moments of the evening; each makes a station file.

StationMaker = Callable[[Path], None]


def place(make: StationMaker, folder: Path) -> Path:
    """A station in ``folder`` at the moment that ``make`` makes; made once, then copied."""
    path = folder / "station.osv"
    station, key = _made(make)
    path.write_bytes(station)
    if key:
        key_path(path).write_bytes(key)
    return path


@cache
def _made(make: StationMaker) -> tuple[bytes, bytes]:
    """The file of the station, and the key of its sitting if one is open."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "station.osv"
        make(path)
        key = key_path(path)
        return path.read_bytes(), key.read_bytes() if key.exists() else b""


def founded(path: Path) -> None:
    """Only the two founders, nothing read yet."""
    file = database.create(path, clock)
    founding.found(file, StationFacts("9999", CountingMethod.STATION, practice=False), FOUNDERS)
    file.close()


def half_set_up(path: Path) -> None:
    """The provincial council complete, of the water board only the definition."""
    founded(path)
    town = _open(path)
    _add_election(town, PS)
    elections.add_definition(
        town.file, town.administrator, definition(AB), _document(DocumentKind.DEFINITION)
    )
    _leave(town)


def ready(path: Path) -> None:
    """Both elections can be typed."""
    _leave(_ready(path))


def not_open(path: Path) -> None:
    """Both elections could be typed, but the sitting has not been opened."""
    _leave(_ready(path, is_open=False))


def evening(path: Path) -> None:
    """Typing and comparing are in full swing; nothing is to be judged."""
    town = _ready(path)
    form = town.form(PS)
    town.type_twice(range(7, 11))
    town.type_in(0, 1, full_count(form, 1))
    town.type_in(0, 2, full_count(form, 2), upto=9)
    town.type_in(0, 3, full_count(form, 3))
    town.type_in(1, 3, full_count(form, 3), upto=4)
    _differ(town, 4)
    for unit in (5, 6):
        _differ(town, unit)
        rulings = (
            Ruling(FieldId("list.1.2"), Misread.FIRST, "tikfout"),
            Ruling(f.BLANK, Misread.FIRST, "slecht leesbaar op het papier"),
            Ruling(f.INVALID, Misread.BOTH, "tikfout"),
        )
        seen = decisions.comparison(town.file, town.supervisor, town.unit_key(PS, unit))
        decisions.send_back(town.file, town.supervisor, seen, form, rulings)
    entries.claim(town.file, town.typists[0], PS, 6)
    town.type_twice(range(1, 13), AB)
    _leave(town)


def to_judge(path: Path) -> None:
    """A water board alone: of each state and matter that asks for a supervisor there is one unit.

    1 first entry in which a sum does not hold; 2 a count difference and findings to judge; 3 one finding to
    judge; 4 final; 5 final, with a difference to account for; 6 final for the second time; 7 reopened;
    8 returned to its typist; 9 and 10 not typed.
    """
    founded(path)
    town = _open(path)
    _add_election(town, AB, units=10)
    _enrol_all(town)
    town = _open(path)
    form = town.form(1)
    town.type_in(0, 1, full_count(form, 1, blank=12))
    town.type_pair(2, full_count(form, 2, **FEWER_BALLOTS))
    town.type_pair(3, full_count(form, 3, poll_cards=430, admitted=435, invalid=20, found=435))
    town.type_twice((4, 6, 7))
    lost = {"poll_cards": 336, "admitted": 341, "equal": 2, "more": 0, "fewer": 1, "not_returned": 1}
    town.type_pair(5, full_count(form, 5, **lost, **NOT_EXPLAINED))
    for unit in (6, 7):
        town.reopen(unit, "Het stembureau heeft het papier verbeterd.")
    town.type_pair(6, full_count(form, 6, list__1__2=4, list__1__3=53))
    town.type_in(0, 8, full_count(form, 8, invalid=9))
    town.send_back(8)
    _leave(town)


def four_units(path: Path) -> None:
    """A water board of four units alone; nothing is typed yet."""
    founded(path)
    town = _open(path)
    _add_election(town, AB, units=4)
    _enrol_all(town)


def all_final(path: Path) -> None:
    """Every unit of the water board is final; of the provincial council nothing is typed."""
    town = _ready(path)
    town.type_twice(range(1, 13), AB)
    decisions.overview(town.file, town.supervisor)
    _leave(town)


def declared(path: Path) -> None:
    """The water board is declared final."""
    town = _ready(path)
    town.type_twice(range(1, 13), AB)
    decisions.overview(town.file, town.supervisor)
    tally = releasing.provisional_tally(town.file, town.supervisor, AB)
    drawn = ControlSum(1, tally.total(total_field(1)))
    releasing.add_control_sum(town.file, town.supervisor, AB, drawn)
    releasing.release(town.file, town.supervisor, BESIDE_SUPERVISOR, AB)
    _leave(town)


def large(path: Path) -> None:
    """A city: 800 units, a few of them typed."""
    founded(path)
    town = _open(path)
    _add_election(town, AB, units=800)
    _enrol_all(town)
    town = _open(path)
    form = elections.load_form(town.file, PS)
    for unit in (3, 77, 412):
        town.type_in(0, unit, full_count(form, unit))
        town.type_in(1, unit, full_count(form, unit + 1))
    _leave(town)


def many_final(path: Path) -> None:
    """A station at which the 25th unit has just been typed for the second time."""
    founded(path)
    town = _open(path)
    _add_election(town, AB, units=30)
    _enrol_all(town)
    town = _open(path)
    town.type_twice(range(1, 26))
    _leave(town)


def _differ(town: Town, unit: int) -> None:
    """Two entries: a digit, a count of blank votes, and a question on which both are wrong."""
    form = town.form(PS)
    good = full_count(form, unit)
    total = good.number(FieldId("list.1.2"))
    town.type_in(0, unit, full_count(form, unit, list__1__2=total + 30, blank=20, invalid=30))
    town.let_stand(unit)
    town.type_in(1, unit, full_count(form, unit, invalid=13))


def _ready(path: Path, *, is_open: bool = True) -> Town:
    founded(path)
    town = _open(path)
    for election in (PS, AB):
        _add_election(town, election)
    _enrol_all(town, is_open=is_open)
    return _open(path)


def ready_with_names(path: Path, name: str) -> None:
    """The provincial council with ``name`` as the name of every polling station."""
    founded(path)
    town = _open(path)
    _add_election(town, PS, name=name)
    _enrol_all(town)


def _add_election(town: Town, which: int, units: int = len(_STATIONS), name: str | None = None) -> None:
    file, actor = town.file, town.administrator
    key = elections.add_definition(file, actor, definition(which), _document(DocumentKind.DEFINITION))
    lists, stations = candidate_lists(which), polling_stations(which, units, name)
    elections.add_candidate_lists(file, actor, key, lists, _document(DocumentKind.CANDIDATE_LISTS))
    elections.add_polling_stations(file, actor, key, stations, _document(DocumentKind.POLLING_STATIONS))


def _enrol_all(town: Town, *, is_open: bool = True) -> None:
    """Register everybody, and open the sitting with its head on paper."""
    for person in TYPISTS:
        one_time = people.register(town.file, town.administrator, person, SECOND)
        actor = signing_in.sign_in(town.file, person.user_name, one_time, "tty1")
        signing_in.change_password(town.file, actor, one_time, PASSWORD, PASSWORD)
    if is_open:
        sittings.open_sitting(town.file, town.administrator, SECOND)
        head = check.head(town.file)
        sittings.note_head(town.file, town.administrator, Occasion.OPENING, head)
    _leave(town)


def open_town(path: Path) -> Town:
    """A station with everybody signed in, which ends the sessions they had elsewhere."""
    return _open(path)


def form_at(path: Path, election: int) -> Form:
    """The form of an election of a station that is in use."""
    file = database.open_station(path)
    try:
        return elections.load_form(file, election)
    finally:
        file.close()


def _open(path: Path) -> Town:
    file = database.open_station(path, clock)
    known = [row[0] for row in file.rows("SELECT user_name FROM account")]
    actors = {name: signing_in.sign_in(file, name, PASSWORD, "tty1") for name in known}
    ada = actors["ada"]
    typists = tuple(actors.get(person.user_name, ada) for person in TYPISTS)
    return Town(file, ada, typists, actors.get("sam", ada))


def _leave(town: Town) -> None:
    for actor in (town.administrator, *town.typists, town.supervisor):
        signing_in.sign_out(town.file, actor)
    town.file.close()


def _document(kind: DocumentKind) -> Document:
    content = b"<EML/>"
    return Document(kind, f"{kind.value}.eml.xml", content, sha256(content).hexdigest(), None)
