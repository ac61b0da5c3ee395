"""What can happen to a title; `title_moves` says what each does."""

import datetime as dt
from dataclasses import dataclass

from shared.domain.title import TitleState


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleHandedOver:
    """The office took an order."""

    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleReported:
    """The office says where the title is."""

    state: TitleState
    order: int
    #: When it came there.
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleTicked:
    """The sweep looked at the title: its deadline or its warning may be due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedispatchAsked:
    """The holder wants the title to be sent again."""


TitleEvent = TitleHandedOver | TitleReported | TitleTicked | RedispatchAsked
