"""The licence itself, once its request is accepted: where it is and whose turn it is."""

import datetime as dt
import enum
from dataclasses import dataclass


class TitleState(enum.StrEnum):
    """Every state of a title, on its way."""

    #: The request is accepted; the order goes, or has gone, to the office that makes titles.
    ORDERED = "ordered"
    IN_PRODUCTION = "in_production"
    #: On its way to the holder's home.
    DISPATCHED = "dispatched"
    #: Nobody was at home: it lies at the post office from the first passage on.
    AT_POST_OFFICE = "at_post_office"
    #: Nobody came for it: it is back, and may be sent again.
    RETURNED = "returned"
    #: The holder asked for it once more.
    REDISPATCH_ASKED = "redispatch_asked"
    DELIVERED = "delivered"
    #: Nobody asked for it in time: a new request is needed.
    DESTROYED = "destroyed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """One title. It never goes back to an order that is over: `order` fences late news."""

    state: TitleState
    #: When it came into this state, by the office's own clock where that says so.
    since: dt.datetime
    #: None once it is delivered or destroyed.
    deadline: dt.datetime | None
    #: 1 for production, one more for each new dispatch; names the order at the office.
    order: int = 1
    #: True once the office took the order.
    handed_over: bool = False
    #: How often its deadline passed in this state without news.
    late: int = 0
    #: True once the holder was told that destruction is near.
    warned: bool = False
