"""Whether a consumer still hears: an idle one that a late probe did not reach is deaf.

A robust connection sometimes comes back without its consumers. Such a process looks healthy and
does nothing, so it ends itself and is started again.
"""

import datetime as dt
from collections.abc import Sequence

import structlog

from shared.errors import Retryable
from shared.pipeline.backlog import patience
from shared.pipeline.ports import Broker, Clock
from shared.pipeline.runner import Runner
from shared.pipeline.watch_ports import Probe, Probes
from shared.stages import Stage

log = structlog.get_logger()

#: Seconds between two looks.
PAUSE = 5.0


class DeafConsumer(Exception):
    """A consumer of this process no longer gets messages."""


def is_late(row: Stage, probe: Probe, now: dt.datetime) -> bool:
    """True for a probe that nobody has met within the stage's patience."""
    return probe.seen_at is None and now - probe.sent_at > patience(row)


def deaf_queue(
    runners: Sequence[Runner], probes: dict[str, Probe], up_since: dt.datetime, now: dt.datetime
) -> str | None:
    """The queue of a runner that was idle, and connected, all the time that a late probe waited.

    `up_since` is when the broker last came back: an outage makes nobody deaf.
    """
    for runner in runners:
        probe = probes.get(str(runner.row.queue))
        if probe is None or not is_late(runner.row, probe, now):
            continue
        connected = now - up_since > patience(runner.row)
        if connected and runner.idle_since is not None and runner.idle_since < probe.sent_at:
            return probe.queue
    return None


async def listen(runners: Sequence[Runner], probes: Probes, broker: Broker, clock: Clock) -> None:
    """Look for ever; raises DeafConsumer."""
    up_since = clock.now()
    while True:
        await clock.sleep(PAUSE)
        try:
            await broker.ping()
        except Retryable:
            up_since = clock.now()
            continue
        try:
            queue = deaf_queue(runners, await probes.last(), up_since, clock.now())
        except Retryable:
            continue  # the store is away: nothing is known
        if queue is not None:
            log.error("consumer is deaf, starting again", action="deaf", queue=queue)
            raise DeafConsumer(queue)
