"""The broker's own figures, from its Prometheus plugin: what a connection cannot ask for."""

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


async def broker_figures(metrics_url: str) -> dict[str, BrokerFigures]:
    """Figures by queue name. Raises ServerUnavailable when the plugin does not answer."""
    try:
        async with (
            aiohttp.ClientSession(timeout=_TIMEOUT) as session,
            session.get(metrics_url + _PATH) as response,
        ):
            response.raise_for_status()
            text = await response.text()
    except (aiohttp.ClientError, TimeoutError) as error:
        raise ServerUnavailable("broker metrics") from error
    return parse_figures(text)


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
