"""When and where a result is published: what is set up, and what holds when nothing is (trust L6, L15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

MONTHS_KEPT = 6
"""The law of 2019 names no term; since 2021 it is three months after the admission of the elected (L15)."""

_DAYS_TO_PUBLISH, _HOUR_TO_PUBLISH = 2, 10
_TYPED = "%d-%m-%Y %H:%M"


@dataclass(frozen=True)
class Publishing:
    """What was set up about publishing; an empty text was not set up.

    ``deadline`` is the moment before which it must be on the website, in the time of the station and without
    zone; ``page`` the address there, ``contact`` where one reports what is wrong, ``sitting`` when and where
    the central committee meets.
    """

    deadline: datetime
    page: str = ""
    contact: str = ""
    sitting: str = ""


def default_deadline(polling_day: date) -> datetime:
    """Before when it must be on the website if nothing else was set up: Friday 10:00 after a Wednesday."""
    return datetime.combine(polling_day + timedelta(days=_DAYS_TO_PUBLISH), time(_HOUR_TO_PUBLISH))


def kept_until(polling_day: date) -> date:
    """Until when a package stands on the website at least: the end of the month, six months on."""
    months = polling_day.month + MONTHS_KEPT
    first_of_next = date(polling_day.year + months // 12, months % 12 + 1, 1)
    return first_of_next - timedelta(days=1)


def link_text(polling_day: str) -> str:
    """The words of the link on the home page; ``polling_day`` is the day in words."""
    return f"Uitslag en telbestanden verkiezing {polling_day}"


def read_deadline(text: str) -> datetime | None:
    """A moment as it is typed, 22-03-2019 10:00; ``None`` when it is none."""
    try:
        return datetime.strptime(text.strip(), _TYPED)  # noqa: DTZ007
    except ValueError:
        return None


def typed_deadline(deadline: datetime) -> str:
    """A moment as ``read_deadline`` takes it."""
    return deadline.strftime(_TYPED)


def time_left(now: datetime, deadline: datetime) -> str:
    """How long there is until the deadline, in days and hours, or hours and minutes when it is near."""
    minutes = int((deadline - now.replace(tzinfo=None)).total_seconds() // 60)
    until = f"Uiterlijk {typed_deadline(deadline)} op de website"
    if minutes < 0:
        return f"{until}: die termijn is voorbij."
    hours, minutes = divmod(minutes, 60)
    days, hours_left = divmod(hours, 24)
    if days:
        return f"{until}: nog {_several(days, 'dag', 'dagen')} en {hours_left} uur."
    return f"{until}: nog {hours} uur en {_several(minutes, 'minuut', 'minuten')}."


def _several(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
