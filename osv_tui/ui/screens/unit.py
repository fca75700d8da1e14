"""The dossier of one unit: what is to be judged of it and accounted for. No key here makes a number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from textwrap import wrap
from types import MappingProxyType
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable, Static

from osv_tui.election.check_pages import page
from osv_tui.election.checks import Finding
from osv_tui.election.form import FieldId
from osv_tui.election.model import UnitKind
from osv_tui.election.thresholds import DEFAULTS, Thresholds
from osv_tui.election.workflow import Act, allows
from osv_tui.store import decisions, elections, judging, releasing, settings
from osv_tui.store.decisions import UnitLine
from osv_tui.store.judging import DispositionStatement, Dossier
from osv_tui.store.typed import NO_REASON, required
from osv_tui.ui.countersign import Confirmation, confirm_by_two
from osv_tui.ui.dialogs import Choose
from osv_tui.ui.field_names import short_names
from osv_tui.ui.frame import StationScreen
from osv_tui.ui.matters import Matter, figures, left_to_do, matters
from osv_tui.ui.screens.help import HelpScreen
from osv_tui.ui.statement import Statement, Typed, ask_statement
from osv_tui.ui.unit_forms import (
    account_form,
    account_of,
    error_form,
    error_of,
    fields_form,
    fields_of,
    judging_form,
    reason_form,
    reopening_form,
    reopening_said,
    typed_again,
)
from osv_tui.ui.widgets.bars import KeyBar
from osv_tui.ui.widgets.layout import clean, cut
from osv_tui.ui.wording import STATES

_MOST_ROWS = 7
_OTHER_LINES = 11
"""All but figures, matters and detail: title, name, state, head of the table, blank lines, messages, keys."""
_TITLE_WIDTH = 57
_MARGINS = 2
_REASON_SHOWN = 180
_RELEASED = "De verkiezing is definitief verklaard. Aan dit dossier verandert niets meer."
_WITHDRAWN = "Zij staat dan niet meer in de verantwoording. In het verslag blijft zij staan."
_LET_STAND = (
    "Op het papier staat het echt zo. Dan kan de tweede invoer beginnen. Blijft het ook daarna zo, dan"
    " beoordeelt u het alsnog."
)
_AGAIN = "Een getal kiezen of typen kan hier niet. Het komt altijd opnieuw van het papier."
_LAPSED = "Wat vervalt, telt niet meer mee. Het blijft in het verslag."
_JUDGE, _LOOK_AT_PAPER = (Act.JUDGE,), (Act.JUDGE, Act.LET_STAND)
_NEEDED: Mapping[str, tuple[Act, ...]] = MappingProxyType(
    {
        "let_stand": (Act.LET_STAND,),
        "judge": _JUDGE,
        "account": _JUDGE,
        "record_error": _LOOK_AT_PAPER,
        "withdraw": _LOOK_AT_PAPER,
        "again": (Act.RETURN, Act.LAPSE),
        "reopen": (Act.REOPEN,),
    }
)
"""What must be allowed for a key, one of it, by the name of its action."""


class UnitScreen(StationScreen[str]):
    """Gives back a sentence when the unit went on to somebody else."""

    DEFAULT_CSS = "UnitScreen #detail { height: 1fr; margin-top: 1; }"
    TITLE_TEXT = "Dossier"
    HELP = """
Alles van één stembureau: de getallen, wat de controles vonden, het telverschil, fouten op papier. Onder de
lijst staat de gekozen regel voluit; Enter laat alles lezen. U typt hier nooit zelf een stemmenaantal.

B  beoordeel de gekozen controle, of alle: wat u bekeek en wat u vond
T  verantwoord het telverschil: hoe het kwam, en wat er opnieuw is geteld
P  leg een fout op papier vast: een getal dat later anders is opgeteld
I  trek de gekozen fout op papier in
L  laat een eerste invoer staan die niet klopt: zo staat het op papier
S  laat velden of een hele invoer opnieuw typen van het papier
H  heropen een definitief stembureau, met een tweede persoon

Onderin staan alleen de toetsen die nu kunnen. Bij F1 op een controle staat eerst wat die controle doet.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "nothing", show=False),
        Binding("l", "let_stand", "laat staan", key_display="L"),
        Binding("b", "judge", "beoordeel", key_display="B"),
        Binding("i", "withdraw", "trek in", key_display="I"),
        Binding("t", "account", "telverschil", key_display="T"),
        Binding("p", "record_error", "fout op papier", key_display="P"),
        Binding("s", "again", "opnieuw", key_display="S"),
        Binding("h", "reopen", "heropen", key_display="H"),
        Binding("escape", "back", "terug", key_display="Esc"),
    ]

    def __init__(self, unit: UnitLine, election_name: str) -> None:
        super().__init__()
        self._unit = unit
        self._election_name = election_name
        self._dossier: Dossier | None = None
        self._thresholds: Thresholds = DEFAULTS
        self._is_released = False
        self._matters: tuple[Matter, ...] = ()

    @property
    def matters(self) -> tuple[Matter, ...]:
        """The rows of the table, from top to bottom."""
        return self._matters

    def body(self) -> ComposeResult:
        yield Static(id="figures")
        yield DataTable[Text](cursor_type="row", cell_padding=0, classes="gap")
        yield Static(id="detail")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        for label, width in (("Code", 9), ("Wat", _TITLE_WIDTH), ("Stand", 12)):
            table.add_column(label, width=width)
        table.styles.height, table.styles.max_height = "auto", _MOST_ROWS + 1
        table.focus()
        if self.renew() and self._dossier is not None:
            self.say(_RELEASED if self._is_released else left_to_do(self._dossier))

    # Showing.

    def renew(self) -> bool:
        """Read the dossier again and show it; tells whether it could be read."""
        read = self.attempt(self._read)
        if read is None:
            return False
        self._unit, self._dossier, self._thresholds, self._is_released = read
        self._matters = matters(self._dossier, self.station_app.unit_kind)
        self._show_figures(self._dossier)
        self._show_matters()
        return True

    def _read(self) -> tuple[UnitLine, Dossier, Thresholds, bool]:
        """The unit, its dossier, the limits of the checks, and whether its election is released."""
        unit = next(each for each in decisions.overview(self.file, self.actor) if each.key == self._unit.key)
        line = next(each for each in elections.election_lines(self.file) if each.key == unit.election)
        seen = judging.dossier(self.file, self.actor, unit.key)
        return unit, seen, settings.thresholds(self.file), line.final_at is not None

    def _show_figures(self, seen: Dossier) -> None:
        version = f", versie {seen.version}" if seen.version > 1 else ""
        name = f"{self._election_name}  {self.words('stembureau')} {seen.unit.number} {seen.unit.name}"
        is_station = self.station_app.unit_kind is UnitKind.STATION
        called_up = f", {seen.unit.eligible} kiezers opgeroepen" if is_station else ""
        stand = f"{STATES[seen.state]}{version}{called_up}"
        text = Text(cut(name, self.app.size.width - _MARGINS), style="bold")
        text.append("\n".join(("", stand, *figures(seen))), style="not bold")
        self.query_one("#figures", Static).update(text)

    def _show_matters(self) -> None:
        table = self.query_one(DataTable)
        row = table.cursor_row
        table.clear()
        for each in self._matters:
            style = "bold" if each.is_open else ""
            cells = (each.code, cut(each.title, _TITLE_WIDTH - 1), each.stand)
            table.add_row(*(Text(cell, style=style) for cell in cells))
        table.move_cursor(row=max(0, min(row, len(self._matters) - 1)))
        self._show_detail()

    def on_data_table_row_highlighted(self) -> None:
        self._show_detail()

    def on_resize(self) -> None:
        self._show_detail()

    def _show_detail(self) -> None:
        """The chosen matter as far as there is room, and the keys that can be used on it."""
        chosen = self._chosen()
        text = chosen.text if chosen else "De controles vonden niets, en er is niets vastgelegd."
        lines = [part for line in text.splitlines() for part in wrap(clean(line), self.size.width - _MARGINS)]
        above = len(figures(self._dossier)) if self._dossier else 0
        room = self.size.height - _OTHER_LINES - above - min(len(self._matters), _MOST_ROWS)
        if len(lines) > room:
            lines = [*lines[: max(0, room - 1)], "... Enter: alles lezen"]
        self.query_one("#detail", Static).update(Text("\n".join(lines)))
        self.query_one(KeyBar).show_keys()

    def _chosen(self) -> Matter | None:
        row = self.query_one(DataTable).cursor_row
        return self._matters[row] if 0 <= row < len(self._matters) else None

    def on_data_table_row_selected(self) -> None:
        chosen = self._chosen()
        if chosen is not None and self.app.screen is self:  # not for Enter that came twice
            text = "\n\n".join(clean(line) for line in (chosen.title, *chosen.text.splitlines()))
            self.app.push_screen(HelpScreen(f"{self.TITLE_TEXT}: {chosen.code}", text, "Lezen"))

    def action_help(self) -> None:
        """The page of the chosen check, and then how this screen works."""
        chosen = self._chosen()
        check = chosen.finding.check if chosen and chosen.finding else None
        pages = (page(check, self._thresholds, self.station_app.unit_kind).text,) if check else ()
        self.app.push_screen(
            HelpScreen(self.TITLE_TEXT, "\n\n".join((*pages, self.words(self.HELP.strip()))))
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key can be used now: by the state of the unit, and by what is chosen."""
        if action not in _NEEDED:
            return True
        seen, chosen = self._dossier, self._chosen()
        if seen is None or self._is_released or not any(allows(seen.state, act) for act in _NEEDED[action]):
            return False
        if action == "judge":
            return chosen is not None and chosen.finding is not None
        if action == "withdraw":
            return chosen is not None and chosen.error is not None
        return action != "account" or seen.account.has_count_difference

    # Stating: the unit stays here.

    def action_judge(self) -> None:
        seen, chosen = self._dossier, self._chosen()
        if seen is None or chosen is None or chosen.finding is None:
            return
        finding, open_ones = chosen.finding, seen.open_findings
        if finding not in open_ones or len(open_ones) == 1:
            self._judge((finding,), again=finding not in open_ones)
            return
        options = (f"alleen {chosen.code}", f"alle {len(open_ones)} die nog open zijn, met één tekst")
        self.app.push_screen(
            Choose("Wat beoordeelt u?", chosen.title, options),
            lambda choice: None if choice is None else self._judge(open_ones if choice else (finding,)),
        )

    def _judge(self, findings: tuple[Finding, ...], *, again: bool = False) -> None:
        form = judging_form(tuple(finding.check.value for finding in findings), again=again)
        self._state(
            form,
            lambda seen, typed: judging.dispose(
                self.file, self.actor, seen, findings, DispositionStatement(*typed)
            ),
        )

    def action_account(self) -> None:
        if self._dossier is not None:
            self._state(
                account_form(self._dossier),
                lambda seen, typed: judging.account_for(self.file, self.actor, seen, account_of(typed)),
            )

    def action_record_error(self) -> None:
        if self._dossier is not None:
            self._state(
                error_form(self._dossier.form),
                lambda seen, typed: judging.record_error(
                    self.file, self.actor, seen, error_of(seen.form, typed)
                ),
            )

    def action_withdraw(self) -> None:
        chosen = self._chosen()
        error = chosen.error if chosen else None
        if chosen is not None and error is not None:
            self._state(
                reason_form("Fout op papier intrekken", f"{chosen.title}\n{_WITHDRAWN}"),
                lambda _, typed: judging.withdraw_error(self.file, self.actor, error, *typed),
            )

    def _state(self, form: Statement, act: Callable[[Dossier, Typed], object]) -> None:
        """Ask for a statement about the dossier that is shown, and show what is left after it."""
        seen = self._dossier
        if seen is not None:
            ask_statement(self, form, lambda typed: act(seen, typed), lambda _: self._stated(), self.renew)

    def _stated(self) -> None:
        if not self.renew() or self._dossier is None:
            return
        self.say(f"Vastgelegd. {left_to_do(self._dossier)}")
        chosen, places = self._chosen(), [place for place, each in enumerate(self._matters) if each.is_open]
        if places and not (chosen and chosen.is_open):
            self.query_one(DataTable).move_cursor(row=places[0])

    # Deciding: the unit goes on to somebody else.

    def action_let_stand(self) -> None:
        self._decide(
            reason_form("Eerste invoer laten staan?", _LET_STAND),
            lambda seen, typed: decisions.let_stand(self.file, self.actor, seen, *typed),
            "de eerste invoer blijft staan. De tweede invoer kan beginnen.",
        )

    def action_again(self) -> None:
        seen, chosen = self._dossier, self._chosen()
        if seen is None:
            return
        options = tuple(_options_again(self._unit, seen, chosen))
        texts = ("niets", *(option.text for option in options))
        self.app.push_screen(
            Choose("Wat moet opnieuw van het papier worden getypt?", _AGAIN, texts),
            lambda choice: self._again(options[choice - 1]) if choice else None,
        )

    def _again(self, option: _Again) -> None:
        seen = self._dossier
        if seen is None:
            return
        if option.lapsing:
            self._decide(
                reason_form("Invoer laten vervallen", f"{_sentence(option.text)} {_LAPSED}"),
                lambda _, typed: decisions.discard(self.file, self.actor, option.lapsing, *typed),
                "een hele invoer moet opnieuw. Geef het papier terug.",
            )
        elif option.fields:
            self._send_back(
                reason_form("Velden terugsturen", f"{_sentence(option.text)} {typed_again(seen)}"),
                lambda typed: (option.fields, typed[0]),
            )
        else:
            self._send_back(fields_form(seen), lambda typed: (fields_of(seen.form, typed[0]), typed[1]))

    def _send_back(self, form: Statement, chosen: Callable[[Typed], tuple[tuple[FieldId, ...], str]]) -> None:
        self._decide(
            form,
            lambda seen, typed: decisions.have_read_again(self.file, self.actor, seen, *chosen(typed)),
            "de velden zijn teruggestuurd. Geef het papier terug.",
        )

    def _decide(self, form: Statement, act: Callable[[Dossier, Typed], object], said: str) -> None:
        """Ask for a statement after which there is nothing more to do here."""
        seen, text = self._dossier, f"Stembureau {self._unit.unit.number}: {said}"
        if seen is not None:
            ask_statement(self, form, lambda typed: act(seen, typed), lambda _: self._leave(text), self.renew)

    def _leave(self, text: str) -> None:
        self.dismiss(text)

    def action_reopen(self, typed: Typed = ()) -> None:
        seen = self._dossier
        if seen is not None:
            ask_statement(
                self, reopening_form(seen, self.words), _require_reason, self._confirm_reopening, typed=typed
            )

    def _confirm_reopening(self, typed: Typed) -> None:
        seen, reason = self._dossier, typed[0].strip()
        if seen is None:
            return
        confirm_by_two(
            *(self, Confirmation(f"{self.words(reopening_said(seen))}\nReden: {cut(reason, _REASON_SHOWN)}")),
            lambda second: releasing.reopen_unit(self.file, self.actor, second, seen.key, reason),
            done=lambda _: self._leave(
                f"Stembureau {seen.unit.number} is heropend. Laat twee personen het opnieuw invoeren."
            ),
            given_up=lambda: self.action_reopen(typed),
        )


@dataclass(frozen=True)
class _Again:
    """What can be typed anew: ``fields``, or whole entries that lapse; if neither, fields to choose."""

    text: str
    fields: tuple[FieldId, ...] = ()
    lapsing: tuple[int, ...] = ()


def _options_again(unit: UnitLine, seen: Dossier, chosen: Matter | None) -> Iterator[_Again]:
    if allows(seen.state, Act.RETURN):
        if chosen is not None and chosen.finding is not None:
            fields = chosen.finding.fields
            yield _Again(f"de velden van {chosen.code}: {short_names(seen.form, fields)}", fields)
        yield _Again("velden die u zelf kiest")
    if allows(seen.state, Act.LAPSE):
        for entry, typist in zip(unit.entries, unit.typists, strict=True):
            yield _Again(f"de hele invoer van {typist}", lapsing=(entry,))
        if len(unit.entries) > 1:
            yield _Again("beide hele invoeren", lapsing=unit.entries)


def _require_reason(typed: Typed) -> None:
    required(typed[0], NO_REASON)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
