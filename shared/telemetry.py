"""Logs: one JSON line an event, with an allow-list of fields so that no personal data passes."""

import logging
import sys
from collections.abc import Callable, MutableMapping
from typing import Any

import structlog

from shared.tracing import current_context

#: The only fields a log line may carry: identifiers, codes, counts and durations.
ALLOWED = frozenset(
    {
        "action",
        "attempt",
        "cause",
        "count",
        "dossier_id",
        "duration_ms",
        "event",
        "letter",
        "level",
        "method",
        "outcome",
        "port",
        "process",
        "queue",
        "route",
        "run",
        "service",
        "signal",
        "stage",
        "status",
        "timestamp",
        "trace",
        "trace_id",
    }
)

Fields = MutableMapping[str, Any]


def keep_allowed(_logger: object, _method: str, fields: Fields) -> Fields:
    """Drop every field that is not on the list, whatever it holds."""
    return {key: value for key, value in fields.items() if key in ALLOWED}


def trace_of(_logger: object, _method: str, fields: Fields) -> Fields:
    """Put an exception's class and places, never its text, in `trace`."""
    info = fields.pop("exc_info", None)
    error = sys.exc_info()[1] if info is True else info
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]  # the first of the tasks that failed; the others followed
    if isinstance(error, BaseException):
        fields["cause"] = type(error).__name__
        fields["trace"] = _places(error)
    return fields


def name_trace(_logger: object, _method: str, fields: Fields) -> Fields:
    """Say which trace the line belongs to."""
    context = current_context()
    if context is not None:
        fields["trace_id"] = context.trace_id
    return fields


def _places(error: BaseException) -> list[str]:
    places: list[str] = []
    step = error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        places.append(f"{code.co_filename.rpartition('/')[2]}:{step.tb_lineno}:{code.co_name}")
        step = step.tb_next
    return places


def configure_logs(service: str, level: str) -> None:
    """Write JSON lines to standard error; silence libraries below warnings."""

    def name_service(_logger: object, _method: str, fields: Fields) -> Fields:
        fields["service"] = service
        return fields

    processors: list[Callable[[Any, str, Fields], Any]] = [
        name_service,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        trace_of,
        name_trace,
        keep_allowed,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
    # Libraries may put addresses of people or text of messages in their lines.
    logging.disable(logging.CRITICAL)
