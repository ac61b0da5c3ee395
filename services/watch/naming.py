"""An incident is named once in store, metrics and log, however often it is met."""

import datetime as dt

import structlog

from shared.metrics import INCIDENTS
from shared.pipeline.watch_ports import Incidents

log = structlog.get_logger()


async def name_incident(
    incidents: Incidents, kind: str, subject: str, count: int, now: dt.datetime
) -> None:
    """Open it, or bring its count up to date."""
    if await incidents.report(kind, subject, count, now):
        INCIDENTS.labels(kind=kind).inc()
        log.error("incident named", action="incident", cause=kind, queue=subject, count=count)
