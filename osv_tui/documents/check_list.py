"""«Controles en grenzen»: every check on one page, with the thresholds that hold here (workflow §2.7)."""

from __future__ import annotations

from osv_tui.documents.model import Column, Document, KeyValue, KeyValues, Table, guidance
from osv_tui.documents.staff import Station
from osv_tui.documents.wording import day
from osv_tui.election.check_pages import CheckPage, checks_at, page
from osv_tui.election.thresholds import DEFAULTS, Thresholds

_CHANGED = "*"


def check_list(station: Station, thresholds: Thresholds) -> Document:
    """One page for on the desk: the code of each check, what it is about, and from where it speaks up."""
    polling = (KeyValue("Datum stemming", day(station.polling_day)),) if station.polling_day else ()
    changed = " Met een * is de grens anders dan osv-tui voorstelt." if thresholds != DEFAULTS else ""
    both = (
        (page(check, thresholds, station.kind), page(check, DEFAULTS, station.kind))
        for check in checks_at(station.level)
    )
    return Document(
        title="Controles en grenzen",
        model_name="Voor wie de invoer beoordeelt",
        facts=station.facts,
        body=(
            KeyValues((station.row, *polling)),
            guidance(
                "F: het papier spreekt zichzelf tegen. W: het komt weinig voor. Hoe een controle rekent, "
                f"leest u met F1 bij de melding op het scherm.{changed}"
            ),
            Table(
                (
                    *(Column("Code", 0.08), Column("Controle", 0.34)),
                    *(Column("Gemerkt", 0.275), Column("Grens", 0.305)),
                ),
                tuple(_row(*pages) for pages in both),
            ),
        ),
    )


def _row(now: CheckPage, proposed: CheckPage) -> tuple[str, ...]:
    limits = (
        _short(limit) + (_CHANGED if limit != usual else "")
        for limit, usual in zip(now.limits, proposed.limits, strict=True)
    )
    return (now.check.value, now.title, now.marks, "; ".join(limits))


def _short(limit: str) -> str:
    """Only what stands behind the name of a threshold: vanaf 2 %, vanaf 15 stembiljetten."""
    return limit.rsplit(", ", 1)[-1].removesuffix(".")
