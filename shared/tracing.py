"""Which request caused what: a W3C trace context, carried by requests, messages and logs.

The context travels whether or not anybody collects spans; `collect_spans` hands finished spans
to a collector's adapter. A span holds identifiers and codes only, like a log line.
"""

import random
import re
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

#: https://www.w3.org/TR/trace-context/#traceparent-header: version, trace, parent span, flags.
_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")

Attributes = dict[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceContext:
    """One span as others refer to it."""

    #: 32 hexadecimal digits, the same for everything that one request caused.
    trace_id: str
    #: 16 hexadecimal digits.
    span_id: str

    @property
    def traceparent(self) -> str:
        """The context as it travels; always marked as sampled."""
        return f"00-{self.trace_id}-{self.span_id}-01"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A finished piece of work."""

    name: str
    context: TraceContext
    #: None at the beginning of a trace.
    parent: TraceContext | None
    #: Nanoseconds since 1970, which is what collectors take.
    began_ns: int
    ended_ns: int
    attributes: Attributes
    #: Class of the exception that ended it; None when it ended well.
    error: str | None


Collect = Callable[[Span], None]

_open: ContextVar[tuple[TraceContext, Attributes] | None] = ContextVar("open_span", default=None)


def _drop(_: Span) -> None:
    """Nobody collects spans."""


_collect: Collect = _drop


def collect_spans(collect: Collect = _drop) -> None:
    """Hand every span that finishes from now on to `collect`; to nobody without it."""
    global _collect  # one collector a process, like the configuration of the logs
    _collect = collect


def current_context() -> TraceContext | None:
    """The span that is open here."""
    opened = _open.get()
    return opened[0] if opened else None


def current_traceparent() -> str | None:
    """The open span as a message carries it."""
    context = current_context()
    return context.traceparent if context else None


def mark_span(**attributes: str | int) -> None:
    """Add attributes to the span that is open here."""
    opened = _open.get()
    if opened is not None:
        opened[1].update(attributes)


def read_traceparent(text: str | None) -> TraceContext | None:
    """The context that a message carries; None when it carries none that can be read."""
    found = _TRACEPARENT.fullmatch(text or "")
    if found is None or not int(found[1], 16) or not int(found[2], 16):
        return None
    return TraceContext(trace_id=found[1], span_id=found[2])


class span:
    """A span under `traceparent`, else under the open one, else the first of a new trace.

    A class, because every message opens one and a generator costs twice as much.
    """

    __slots__ = ("_attributes", "_began", "_context", "_name", "_parent", "_token")

    def __init__(self, name: str, traceparent: str | None = None, **attributes: str | int) -> None:
        """Name it; it begins where the `with` does."""
        self._name = name
        self._attributes = attributes
        self._parent = read_traceparent(traceparent) or current_context()
        self._context = TraceContext(
            trace_id=self._parent.trace_id if self._parent else secrets.token_hex(16),
            span_id=f"{random.getrandbits(64) or 1:016x}",
        )

    def __enter__(self) -> None:
        """Open it."""
        self._began = time.perf_counter_ns(), time.time_ns()
        self._token = _open.set((self._context, self._attributes))

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Close it, and hand it over if anybody collects."""
        _open.reset(self._token)
        if _collect is _drop:
            return
        began, began_ns = self._began
        finished = Span(
            name=self._name,
            context=self._context,
            parent=self._parent,
            began_ns=began_ns,
            ended_ns=began_ns + time.perf_counter_ns() - began,
            attributes=self._attributes,
            error=kind.__name__ if kind else None,
        )
        _collect(finished)
