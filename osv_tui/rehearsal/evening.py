"""A whole evening without hands: set-up, two typists who make mistakes, a supervisor, export, and a check.

Everything goes through the screens of the app, as a person would use them. What the "people" know comes from
the papers; what is checked at the end comes from the files that were written.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path

from textual.widgets import DataTable, Static

from osv_tui.election.count import Count
from osv_tui.election.model import CountingMethod, Level, UnitKind
from osv_tui.election.workflow import Role, UnitState
from osv_tui.eml.digest import digest, groups
from osv_tui.eml.refusal import EmlRefused
from osv_tui.rehearsal import closing, outcome, reconciling
from osv_tui.rehearsal.cases import CaseRefused, practice_cases, read_cases
from osv_tui.rehearsal.direct import Room
from osv_tui.rehearsal.hands import Hands, HandsStuck
from osv_tui.rehearsal.keys import TypingStyle, keystrokes, rekey_keystrokes
from osv_tui.rehearsal.mistakes import MistakeKind, typed
from osv_tui.rehearsal.paper_file import PaperRefused
from osv_tui.rehearsal.plan import EveningResult, Order, Plan, Progress
from osv_tui.rehearsal.practice import ADMINISTRATOR, SUPERVISOR, TYPISTS
from osv_tui.store import database, founding
from osv_tui.store.founding import Founder, StationFacts
from osv_tui.store.people import NewPerson
from osv_tui.store.signing_in import Credentials
from osv_tui.ui.app import OsvApp
from osv_tui.ui.countersign import Countersign
from osv_tui.ui.dialogs import Choose, Tell
from osv_tui.ui.screens.entry import EntryScreen
from osv_tui.ui.screens.head import HeadScreen
from osv_tui.ui.screens.login import LoginScreen
from osv_tui.ui.screens.password import PasswordScreen
from osv_tui.ui.screens.people import NewPersonDialog, PeopleScreen
from osv_tui.ui.screens.pick import PickScreen
from osv_tui.ui.screens.reading import ReadingScreen
from osv_tui.ui.screens.reconcile import ReconcileScreen
from osv_tui.ui.screens.setup import SetupScreen
from osv_tui.ui.screens.sitting import SittingScreen

_PASSWORD = "een avond tellen"
_SECOND = Credentials(ADMINISTRATOR.user_name, _PASSWORD)
_ROLE_KEYS = {Role.TYPIST: "1", Role.SUPERVISOR: "2", Role.ADMINISTRATOR: "3"}


class EveningFailed(Exception):
    """The evening did not go as it should; the text says in Dutch where it stopped."""


def rehearse_evening(
    elections: Path | None,
    out: Path,
    seed: int,
    *,
    central: bool = False,
    style: TypingStyle = TypingStyle.SPARSE,
    per_kind: int = 1,
    progress: Progress | None = None,
) -> EveningResult:
    """Play the evening of a practice municipality, or of the elections in the folder ``elections``.

    ``per_kind`` mistakes of each kind are planted in every election that has enough units for them.

    Raises:
        EveningFailed: ``out`` is not empty, the input does not fit, or something came out wrong.
    """
    if out.exists() and any(out.iterdir()):
        raise EveningFailed(f"De map {out} is niet leeg. Kies met --out een nieuwe map.")
    out.mkdir(parents=True, exist_ok=True)
    method = CountingMethod.CENTRAL if central else CountingMethod.STATION
    try:
        cases = (
            read_cases(elections, method) if elections else practice_cases(out / "bestanden", seed, method)
        )
        plans = tuple(Plan.of(case, method, seed, per_kind) for case in cases)
        evening = Evening(
            *(plans, method, out, seed), practice=elections is None, style=style, progress=progress
        )
        return asyncio.run(evening.play())
    except (CaseRefused, EmlRefused, PaperRefused, HandsStuck, outcome.Wrong) as error:
        raise EveningFailed(f"De avond is gestopt: {error}") from error


class Evening:
    """A committee's evening; ``lower_files`` are the count files of the units of an upper committee."""

    def __init__(
        self,
        plans: tuple[Plan, ...],
        method: CountingMethod,
        out: Path,
        seed: int,
        *,
        practice: bool,
        style: TypingStyle = TypingStyle.SPARSE,
        progress: Progress | None = None,
        lower_files: Mapping[int, Path] | None = None,
    ) -> None:
        self._plans = plans
        self._method = method
        self._out = out
        self._seed = seed
        self._practice = practice
        self._style = style
        self._tell = progress or (lambda *_: None)
        self._lower_files = lower_files or {}
        self._kind = plans[0].case.election.unit_kind
        self._steps = 2 * sum(len(plan.case.papers) for plan in plans)
        self._done = 0
        self._surfaced: set[tuple[str, int]] = set()

    async def play(self) -> EveningResult:
        self._tell("inrichten", 0, self._steps)
        path = self._out / "station.osv"
        file = database.create(path)
        try:
            code = self._plans[0].case.election.committee.code
            facts = StationFacts(code, self._method, self._practice)
            founding.found(file, facts, (Founder(ADMINISTRATOR, _PASSWORD), Founder(SUPERVISOR, _PASSWORD)))
            app = OsvApp(file, "nagespeeld", look=lambda _: ())
            app.export_folder = self._out / "export"
            async with app.run_test(size=(80, 24)) as pilot:
                hands = Hands(app, pilot)
                await self._set_up(hands)
                for number, typist in enumerate(TYPISTS, 1):
                    await self._type_all(hands, typist, number)
                    await self._settle_first_entries(hands)
                await self._lay_files_beside(hands)
                await self._reconcile_until_equal(hands)
                packages = await self._export(hands)
                await self._close_sitting(hands)
        finally:
            file.close()
        return self._report(packages)

    # The administrator.

    async def _set_up(self, hands: Hands) -> None:
        await self._sign_in(hands, ADMINISTRATOR, _PASSWORD)
        await hands.see(SetupScreen)
        one_time = await self._register_people(hands)
        for plan in self._plans:
            for step, path in enumerate(plan.case.files):
                await self._read(hands, path, "n" if step == 0 else "l")
            if self._kind is UnitKind.STATION:
                self._tell(f"formulieren van {plan.case.election.name}", 0, self._steps)
                await hands.printed("f")
        await self._open_sitting(hands)
        hands.press("escape")
        for person, password in one_time.items():
            await self._sign_in(hands, person, password)
            screen = await hands.see(PasswordScreen)
            await hands.fill(screen, password, _PASSWORD, _PASSWORD)
            await hands.seen_away(screen)
            await hands.see(PickScreen)
            hands.press("escape")

    async def _register_people(self, hands: Hands) -> dict[NewPerson, str]:
        passwords: dict[NewPerson, str] = {}
        hands.press("p")
        for person in TYPISTS:
            await hands.see(PeopleScreen)
            hands.press("n")
            dialog = await hands.see(NewPersonDialog)
            role = _ROLE_KEYS[person.role]
            await hands.fill(dialog, person.name, person.staff_number, person.user_name, role)
            await self._countersign(hands, person.name)
            shown = await hands.see(Tell)
            passwords[person] = outcome.password_on(shown)
            hands.press("\n")
        await hands.see(PeopleScreen)
        hands.press("escape")
        await hands.see(SetupScreen)
        return passwords

    async def _countersign(self, hands: Hands, *name: str) -> None:
        """Let the supervisor confirm what the administrator does."""
        dialog = await hands.see(Countersign)
        await hands.fill(dialog, *name, SUPERVISOR.user_name, _PASSWORD)
        await hands.seen_away(dialog)

    async def _open_sitting(self, hands: Hands) -> None:
        hands.press("o")
        await hands.see(SittingScreen)
        hands.press("\n")
        await self._countersign(hands)
        await reconciling.write_head(hands, await hands.see(HeadScreen))
        await hands.see(SetupScreen)

    async def _read(self, hands: Hands, path: Path, key: str) -> None:
        hands.press(key)
        await self._read_with_code(hands, path)
        await hands.see(SetupScreen)

    async def _read_with_code(self, hands: Hands, path: Path) -> None:
        """Name a file, and type the groups of its code that the screen leaves open from the paper."""
        screen = await hands.see(ReadingScreen)
        await hands.fill(screen, str(path.resolve()))
        on_paper = groups(digest(path.read_bytes()).raw)
        missing = await self._missing_groups(screen)
        await hands.fill(screen, *(on_paper[position] for position in missing))
        await hands.seen_away(screen)

    async def _missing_groups(self, screen: ReadingScreen) -> tuple[int, ...]:
        """Which groups the screen leaves open, read from the screen as the administrator does."""
        for _ in range(400):
            shown = str(screen.query_one("#groups", Static).render()).split()
            if "____" in shown:
                return tuple(
                    int(number.rstrip(":")) - 1 for number, group in pairwise(shown) if group == "____"
                )
            await asyncio.sleep(0.005)
        raise HandsStuck("de code van het bestand verscheen niet")

    # The typists.

    async def _type_all(self, hands: Hands, typist: NewPerson, number: int) -> None:
        await self._sign_in(hands, typist, _PASSWORD)
        for index, plan in enumerate(self._plans):
            if index:
                hands.press("+")
            for paper in plan.case.papers:
                mistake = plan.mistake(paper.unit, number)
                wrong = typed(paper, mistake)
                await self._type_unit(hands, paper.unit, self._keys(plan, paper.unit, wrong))
                self._done += 1
                self._tell(f"{typist.name} typt", self._done, self._steps)
        hands.press("escape")
        await hands.see(LoginScreen)

    def _keys(self, plan: Plan, unit: int, count: Count) -> Iterable[str]:
        return keystrokes(plan.form, count, unit_number=unit, style=self._style)

    async def _type_unit(self, hands: Hands, unit: int, keys: Iterable[str]) -> None:
        await hands.see(PickScreen)
        hands.keys(f"{unit}\n")
        form = await hands.see(EntryScreen)
        hands.keys(keys)
        await hands.seen_away(form)

    async def _rekey(self, hands: Hands, orders: dict[int, list[Order]]) -> None:
        for number, typist in enumerate(TYPISTS, 1):
            if not orders.get(number):
                continue
            await self._sign_in(hands, typist, _PASSWORD)
            chosen = 0
            for order in orders[number]:
                steps = self._plans.index(order.plan) - chosen
                hands.press(*(["+"] * steps if steps > 0 else ["-"] * -steps))
                chosen += steps
                count = order.plan.paper(order.unit).count
                keys: Iterable[str]
                if order.fields:
                    keys = rekey_keystrokes(order.plan.form, count, order.fields, unit_number=order.unit)
                else:
                    keys = self._keys(order.plan, order.unit, count)
                await self._type_unit(hands, order.unit, keys)
            hands.press("escape")
            await hands.see(LoginScreen)

    # The supervisor.

    async def _settle_first_entries(self, hands: Hands) -> None:
        """Look at the paper of each first entry with a wrong sum; what was misread is read again."""
        await self._sign_in(hands, SUPERVISOR, _PASSWORD)
        orders: dict[int, list[Order]] = {}
        while (line := await reconciling.open_next(hands, UnitState.FIRST_WRONG)) is not None:
            plan, unit = self._plans[line.election - 1], line.unit.number
            number = line.numbers[0]
            mistake = plan.mistake(unit, number)
            if mistake is None:
                await closing.let_stand(hands)
            else:
                self._surfaced.add((plan.case.election.id, unit))
                fields = await closing.have_read_again(hands, [wrong.field for wrong in mistake.fields])
                orders.setdefault(number, []).append(Order(plan, unit, fields))
        await reconciling.overview(hands)
        hands.press("escape")
        await hands.see(LoginScreen)
        await self._rekey(hands, orders)

    async def _lay_files_beside(self, hands: Hands) -> None:
        """Read what each unit of an upper committee says of its own count."""
        if not self._lower_files:
            return
        await self._sign_in(hands, SUPERVISOR, _PASSWORD)
        for number, path in self._lower_files.items():
            overview = await reconciling.overview(hands)
            row = next(row for row, line in enumerate(overview.shown) if line.unit.number == number)
            overview.query_one(DataTable).move_cursor(row=row)
            hands.press("l")
            await self._read_with_code(hands, path)
        await reconciling.overview(hands)
        hands.press("escape")
        await hands.see(LoginScreen)

    async def _reconcile_until_equal(self, hands: Hands) -> None:
        for _ in range(4):
            await self._sign_in(hands, SUPERVISOR, _PASSWORD)
            orders = await self._reconcile_all(hands)
            if not orders:
                return
            hands.press("escape")
            await hands.see(LoginScreen)
            await self._rekey(hands, orders)
        raise HandsStuck("er bleven verschillen over")

    async def _reconcile_all(self, hands: Hands) -> dict[int, list[Order]]:
        """Decide every difference against the paper; returns what each typist must key again."""
        orders: dict[int, list[Order]] = {}
        while (line := await reconciling.open_next(hands, UnitState.DIFFERENT)) is not None:
            plan, unit = self._plans[line.election - 1], line.unit.number
            screen = await hands.see(ReconcileScreen)
            self._surfaced.add((plan.case.election.id, unit))
            mistake = next((m for m in plan.mistakes if m.unit == unit), None)
            if mistake and mistake.kind is MistakeKind.WRONG_STATION:
                await reconciling.discard(hands, mistake.entry)
                orders.setdefault(mistake.entry, []).append(Order(plan, unit, ()))
            else:
                wrong = await reconciling.send_back(hands, screen, plan, unit)
                for number, fields in wrong.items():
                    orders.setdefault(number, []).append(Order(plan, unit, tuple(fields)))
        return orders

    async def _close_sitting(self, hands: Hands) -> None:
        hands.press("escape")
        await reconciling.overview(hands)
        hands.press("o")
        await hands.see(Choose)
        hands.press("2")
        await reconciling.write_head(hands, await hands.see(HeadScreen))
        await reconciling.overview(hands)
        hands.press("escape")
        await hands.see(LoginScreen)

    async def _export(self, hands: Hands) -> tuple[Path, ...]:
        hands.press("x")
        written: list[Path] = []
        for row in range(len(self._plans)):
            await closing.choose_election(hands, row)
            self._tell("beoordelen en verantwoorden", self._steps, self._steps)
            await closing.clear_the_gate(hands, self._plans[row].case)
            await closing.release(hands, _SECOND)
            if self._plans[row].case.election.committee.level is Level.CSB:
                await closing.distribute(hands, Room(self._seed), _SECOND)
            written.append(await closing.export(hands))
            self._tell("exporteren", self._steps, self._steps)
        return tuple(written)

    async def _sign_in(self, hands: Hands, person: NewPerson, password: str) -> None:
        screen = await hands.see(LoginScreen)
        await hands.fill(screen, person.user_name, password)
        await hands.seen_away(screen)

    def _report(self, packages: tuple[Path, ...]) -> EveningResult:
        lines = []
        for plan, package in zip(self._plans, packages, strict=True):
            outcome.check_package(package, plan.case, self._method, self._practice)
            election = plan.case.election
            lines.append(f"  {election.name}: {len(plan.case.papers)} {self._kind.plural}, {package}")
        planted = {(p.case.election.id, m.unit) for p in self._plans for m in p.mistakes}
        missed = planted - self._surfaced
        if missed or self._surfaced - planted:
            raise outcome.Wrong(f"niet elke tikfout kwam boven: {sorted(missed)}")
        forms = "lege formulieren, " if self._kind is UnitKind.STATION else ""
        text = (
            f"De avond is gespeeld: {self._steps} invoeren, {len(planted)} geplante tikfouten,"
            f" {len(self._surfaced)} boven gekomen en hersteld.\n"
            + "\n".join(lines)
            + "\nAlle getallen in het telbestand en de CSV zijn gelijk aan de papieren."
            + f"\nDaarbij: {forms}een proefdruk en de papieren van de zitting."
            + f"\nMap: {self._out}"
        )
        return EveningResult(self._out, packages, len(planted), len(self._surfaced), text)
