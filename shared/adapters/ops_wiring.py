"""What ops act and look with, put together for the page and for the commands alike."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.adapters.audit import MongoAudit, MongoParkedStages
from shared.adapters.broker_figures import broker_figures
from shared.adapters.parking import RabbitParking
from shared.adapters.queue_figures import queue_figures
from shared.adapters.samples import MongoSamples
from shared.adapters.topology import queues_of
from shared.adapters.wiring import Servers
from shared.errors import ServerUnavailable
from shared.pipeline.overview import AskBroker, Lookout, QueueNow
from shared.pipeline.repair_desk import RepairDesk
from shared.settings import Settings
from shared.stages import StageTable


@dataclass(frozen=True, slots=True, kw_only=True)
class OpsTools:
    """Everything that the replay desk needs."""

    audit: MongoAudit
    parked: MongoParkedStages
    samples: MongoSamples
    desk: RepairDesk
    lookout: Lookout


async def ops_tools(servers: Servers, settings: Settings) -> OpsTools:
    """Put it together; the indexes are made where they are missing."""
    audit, samples = MongoAudit(servers.database), MongoSamples(servers.database)
    await audit.prepare()
    await samples.prepare()
    return OpsTools(
        audit=audit,
        parked=MongoParkedStages(servers.database),
        samples=samples,
        desk=RepairDesk(
            register=servers.register, audit=audit, parking=RabbitParking(settings.amqp_url)
        ),
        lookout=Lookout(
            views=servers.views,
            samples=samples,
            incidents=servers.incidents,
            probes=servers.probes,
            ask_broker=broker_asker(settings, servers.table),
            clock=servers.clock,
            table=servers.table,
        ),
    )


def broker_asker(settings: Settings, table: StageTable) -> AskBroker:
    """How the broker is asked: its plugin where it has one, which also knows what is in hand."""
    names = [spec.name for spec in queues_of(table)]

    async def ask() -> Mapping[str, QueueNow]:
        # Ready and consumers are asked for freshly; the plugin's figures are seconds old.
        fresh = await queue_figures(settings.amqp_url, names)
        in_hand = await _in_hand(settings.broker_metrics_url)
        return {
            name: QueueNow(ready=queue.ready, consumers=queue.consumers, unacked=in_hand.get(name))
            for name, queue in fresh.items()
        }

    return ask


async def _in_hand(metrics_url: str) -> Mapping[str, int]:
    if not metrics_url:
        return {}
    try:
        figures = await broker_figures(metrics_url)
    except ServerUnavailable:
        return {}
    return {name: queue.unacked for name, queue in figures.items()}
