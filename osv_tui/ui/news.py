"""What people must be told that no key of theirs asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from osv_tui.election.workflow import Role


class Topic(Enum):
    """What news is about; newer news takes the place of older news about the same."""

    CONNECTION = "connection"
    CLOCK = "clock"
    COPIES = "copies"
    SESSION = "session"
    SIGNS = "signs"


@dataclass(frozen=True)
class _News:
    text: str
    for_typists: bool


class NewsBoard:
    """Keeps what is so, and what of it whoever is signed in has not been told."""

    def __init__(self) -> None:
        self._news: dict[Topic, _News] = {}
        self._untold: set[Topic] = set()

    def put(self, topic: Topic, text: str, *, for_typists: bool = False) -> None:
        """Say something new; the same again is not told again."""
        news = _News(text, for_typists)
        if self._news.get(topic) != news:
            self._news[topic] = news
            self._untold.add(topic)

    def take_away(self, topic: Topic) -> None:
        self._news.pop(topic, None)
        self._untold.discard(topic)

    def somebody_came(self) -> None:
        """To who has just signed in everything is new."""
        self._untold = set(self._news)

    def untold(self, role: Role) -> str:
        """What somebody of ``role`` is to be told now, and then not again; empty when there is nothing."""
        topics = [
            topic
            for topic in Topic
            if topic in self._untold and (role is not Role.TYPIST or self._news[topic].for_typists)
        ]
        self._untold -= set(topics)
        return " ".join(self._news[topic].text for topic in topics)
