"""The broker's own figures, from its Prometheus plugin: what a connection cannot ask for."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from shared.errors import ServerUnavailable

#: Two kilobytes instead of the eighty of /metrics.
_PATH = "/metrics/detailed?family=queue_coarse_metrics&family=queue_consumer_count"
_TIMEOUT = aiohttp.ClientTimeout(total=5)

_READY = "rabbitmq_detailed_queue_messages_ready"
_UNACKED = "rabbitmq_detailed_queue_messages_unacked"
_CONSUMERS = "rabbitmq_detailed_queue_consumers"


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerFigures:
    """What the broker says of one queue, some seconds old."""

    ready: int = 0
    #: In the hands of consumers.
    unacked: int = 0
    consumers: int = 0


async def broker_figures(metrics_urls: str, queues: Collection[str]) -> dict[str, BrokerFigures]:
    """Figures by queue name, of every node that `metrics_urls` names, parted by commas.

    Raises ServerUnavailable when a node does not answer and the others do not tell of all `queues`.
    """
    urls = [url.strip() for url in metrics_urls.split(",") if url.strip()]
    async with aiohttp.ClientSession(timeout=_TIMEOUT) as session:
        told = await asyncio.gather(*(_told_by(session, url) for url in urls))
    figures = _together([one for one in told if one is not None])
    if None in told and not (figures and set(queues) <= set(figures)):
        raise ServerUnavailable("broker metrics")
    return figures


async def _told_by(session: aiohttp.ClientSession, url: str) -> dict[str, BrokerFigures] | None:
    try:
        async with session.get(url + _PATH) as response:
            response.raise_for_status()
            text = await response.text()
    except (aiohttp.ClientError, TimeoutError):
        return None
    return parse_figures(text)


def _together(told: Collection[dict[str, BrokerFigures]]) -> dict[str, BrokerFigures]:
    """A node tells only of the queues that it leads; one that led before may still show a row."""
    names = {queue for one in told for queue in one}
    return {
        queue: BrokerFigures(
            ready=max(one[queue].ready for one in told if queue in one),
            unacked=max(one[queue].unacked for one in told if queue in one),
            consumers=max(one[queue].consumers for one in told if queue in one),
        )
        for queue in names
    }


def parse_figures(text: str) -> dict[str, BrokerFigures]:
    """Read the plugin's text format."""
    values: dict[str, dict[str, int]] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            queue = sample.labels.get("queue")
            if queue is not None:
                values.setdefault(queue, {})[sample.name] = int(sample.value)
    return {
        queue: BrokerFigures(
            ready=found.get(_READY, 0),
            unacked=found.get(_UNACKED, 0),
            consumers=found.get(_CONSUMERS, 0),
        )
        for queue, found in values.items()
    }
