"""What ops act and look with, put together for the page and for the commands alike."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from shared.adapters.audit import MongoAudit, MongoParkedStages
from shared.adapters.broker_figures import broker_figures
from shared.adapters.clock import SystemClock
from shared.adapters.depth_reading import MongoReadings
from shared.adapters.incidents import MongoIncidents, MongoProbes
from shared.adapters.parking import RabbitParking
from shared.adapters.queue_figures import queue_figures
from shared.adapters.samples import MongoSamples
from shared.adapters.store import Database, MongoDossiers
from shared.adapters.topology import queues_of
from shared.adapters.views import MongoViews
from shared.adapters.wiring import Servers
from shared.errors import ServerUnavailable
from shared.pipeline.depth_reading import SharedDepths
from shared.pipeline.overview import AskBroker, Lookout, QueueNow
from shared.pipeline.repair_desk import RepairDesk
from shared.pipeline.samples import RecentSamples
from shared.settings import Settings
from shared.stages import TABLE, StageTable, paced


@dataclass(frozen=True, slots=True, kw_only=True)
class OpsViews:
    """What ops look at; it needs the store only, and says so where the broker is away."""

    audit: MongoAudit
    parked: MongoParkedStages
    samples: MongoSamples
    dossiers: MongoDossiers
    lookout: Lookout


def ops_views(
    database: Database, settings: Settings, depths: SharedDepths | None = None
) -> OpsViews:
    """Put the views together; with the depths that the process has already, where it has them."""
    table, samples = paced(TABLE, settings.pace), MongoSamples(database)
    clock = SystemClock()
    return OpsViews(
        audit=MongoAudit(database),
        parked=MongoParkedStages(database),
        samples=samples,
        dossiers=MongoDossiers(database),
        lookout=Lookout(
            views=depths or SharedDepths(MongoViews(database), MongoReadings(database), clock),
            samples=RecentSamples(samples),
            incidents=MongoIncidents(database),
            probes=MongoProbes(database),
            ask_broker=broker_asker(settings, table),
            clock=clock,
            table=table,
        ),
    )


async def repair_desk(servers: Servers, settings: Settings) -> RepairDesk:
    """The desk that acts; the indexes of what it and the views use are made where missing."""
    audit = MongoAudit(servers.database)
    await audit.prepare()
    await MongoSamples(servers.database).prepare()
    await servers.incidents.prepare()
    parking = RabbitParking(settings.amqp_url)
    return RepairDesk(register=servers.register, audit=audit, parking=parking)


def broker_asker(settings: Settings, table: StageTable) -> AskBroker:
    """How the broker is asked: its plugin where it has one.

    That is one request instead of one a queue, and knows what is in hand; it is seconds old.
    """
    names = [spec.name for spec in queues_of(table)]

    async def ask() -> Mapping[str, QueueNow]:
        if settings.broker_metrics_url:
            try:
                return await _of_plugin(settings.broker_metrics_url, names)
            except ServerUnavailable:
                pass  # a broker without its plugin still answers, if not on what is in hand
        figures = await queue_figures(settings.amqp_url, names)
        return {
            name: QueueNow(ready=queue.ready, consumers=queue.consumers)
            for name, queue in figures.items()
        }

    return ask


async def _of_plugin(metrics_urls: str, queues: Collection[str]) -> Mapping[str, QueueNow]:
    figures = await broker_figures(metrics_urls, queues)
    return {
        name: QueueNow(ready=queue.ready, consumers=queue.consumers, unacked=queue.unacked)
        for name, queue in figures.items()
    }
