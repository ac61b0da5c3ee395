"""Watch put together for a measurement: its own parts, on a real store and without a broker."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from aiohttp import web

from services.watch.board import PARKED_LISTED, Board
from services.watch.conservation import Conservation
from services.watch.figures import Figures
from services.watch.history import History
from services.watch.live import LivePage
from services.watch.parking_balance import ParkingBalance
from services.watch.rule_rows import RuleWatch
from services.watch.sweep import sweep_deadlines
from shared.adapters import queries
from shared.adapters.audit import MongoParkedStages
from shared.adapters.broker_figures import parse_figures
from shared.adapters.clock import SystemClock
from shared.adapters.depth_reading import MongoReadings
from shared.adapters.incidents import MongoIncidents, MongoProbes
from shared.adapters.memory_broker import MemoryBroker
from shared.adapters.memory_desk import MemoryParking
from shared.adapters.rule_quality import MongoRuleQuality
from shared.adapters.samples import MongoSamples
from shared.adapters.store import Database, MongoDossiers
from shared.adapters.topology import queues_of
from shared.adapters.views import MongoViews
from shared.pipeline.depth_reading import SharedDepths
from shared.pipeline.overview import Lookout, QueueNow
from shared.pipeline.ports import StageDepth
from shared.pipeline.register import Register
from shared.pipeline.relay import Relay
from shared.pipeline.samples import KEPT, MINUTE, RecentSamples, StageSample, start_of_minute
from shared.stages import TABLE, StageName, parking_queue

#: How far ahead the dossiers of a measurement are opened: longer than it takes to fill a store
#: and to measure.
AHEAD = dt.timedelta(minutes=40)

#: Dossiers rewritten at once: a busy machine takes no more within the socket's time limit.
AT_ONCE = 50


class Parts:
    """What watch runs, and what its rounds do in one turn."""

    def __init__(self, database: Database, app: web.Application) -> None:
        """Wire it as services/watch does."""
        self._app, self._dossiers = app, database["dossiers"]
        self._plugin = ""
        self.clock, self.samples = SystemClock(), MongoSamples(database)
        self.dossiers, self.views = MongoDossiers(database), MongoViews(database)
        self.incidents, self.probes = MongoIncidents(database), MongoProbes(database)
        self.parked, self._broker = MongoParkedStages(database), MemoryBroker(TABLE)
        self.depths = SharedDepths(self.views, MongoReadings(database), self.clock)
        self.relay = Relay(self._broker, self.dossiers, self.clock)
        self.register = Register(self.dossiers, self.relay, self.clock, TABLE)
        self.history = History(self.depths, self.samples, self.clock, TABLE)
        self.figures = Figures(
            views=self.depths, outbox=self.dossiers, clock=self.clock, table=TABLE, pings={}
        )
        self.lookout = Lookout(
            views=self.depths,
            samples=RecentSamples(self.samples),
            incidents=self.incidents,
            probes=self.probes,
            ask_broker=self._ask_broker,
            clock=self.clock,
            table=TABLE,
        )
        rules = RuleWatch(
            quality=MongoRuleQuality(database), threshold=0.3, advice_only=frozenset()
        )
        board = Board(self.lookout, self.parked, self.dossiers, self.depths, rules)
        self._page = LivePage(board)
        self._check, self._balance = self._conservation()

    def _conservation(self) -> tuple[Conservation, ParkingBalance]:
        check = Conservation(
            register=self.register,
            views=self.views,
            depths=self.depths,
            incidents=self.incidents,
            probes=self.probes,
            clock=self.clock,
        )
        balance = ParkingBalance(
            register=self.register,
            depths=self.depths,
            parked=self.parked,
            parking=MemoryParking(self._broker),
            incidents=self.incidents,
        )
        return check, balance

    async def prepare(self) -> None:
        """Three hours of samples, and a broker whose queues hold what the dossiers say.

        Nothing was finished in the last minute: what is, costs as much as so many depths.
        """
        hour_ago = self.clock.now() - dt.timedelta(hours=1)
        standing = await self._dossiers.find(queries.standing_anywhere(), {"_id": 1}).to_list(None)
        for start in range(0, len(standing), AT_ONCE):
            some = [document["_id"] for document in standing[start : start + AT_ONCE]]
            await self._dossiers.update_many(
                {"_id": {"$in": some}}, {"$set": {"updated_at": hour_ago}}
            )
        await self.incidents.prepare()
        await self.samples.prepare()
        last = start_of_minute(self.clock.now())
        for back in range(KEPT // MINUTE):
            await self.samples.write([_sample(name, last - back * MINUTE) for name in TABLE])
        self._plugin = _plugin_text(await self.depths.anew())

    async def _ask_broker(self) -> dict[str, QueueNow]:
        return {
            name: QueueNow(ready=queue.ready, consumers=queue.consumers, unacked=queue.unacked)
            for name, queue in parse_figures(self._plugin).items()
        }

    async def sweep(self) -> int:
        """One look for deadlines."""
        return await sweep_deadlines(self.dossiers, self.probes, self.register, self.clock)

    async def conserve(self) -> int:
        """One look at the balance."""
        figures = parse_figures(self._plugin)
        return await self._check.look(figures) + await self._balance.look(figures)

    async def count_finished(self) -> int:
        """What the last minute finished."""
        return len(await self.samples.finished(self.clock.now() - MINUTE, self.clock.now()))

    async def list_parked(self) -> int:
        """What of the one stage that has parked dossiers stands on the ops page."""
        return len(await self.parked.parked(PARKED_LISTED, StageName.RECEPTION))

    async def draw(self) -> int:
        """The ops page, looked at and drawn when the last look is out of date."""
        return len((await self._page.draw(self._app)).parts)


def _sample(name: StageName, at: dt.datetime) -> StageSample:
    return StageSample(
        stage=name,
        at=at,
        open=at.minute,
        parked=1,
        oldest_seconds=60.0 + at.minute,
        finished=at.minute % 7,
        wait_median=2.0 + at.minute,
        wait_p90=9.0 + at.minute,
    )


def _plugin_text(depths: Sequence[StageDepth]) -> str:
    """What the broker's plugin says when every dossier has its message."""
    counts: Counter[str] = Counter()
    for depth in depths:
        row = TABLE[depth.stage]
        if row.queue is not None:
            queue = row.queue if depth.status == "open" else parking_queue(row)
            counts[queue] += depth.count
    lines = []
    for family in ("messages_ready", "messages_unacked", "consumers"):
        lines.append(f"# TYPE rabbitmq_detailed_queue_{family} gauge")
        for spec in queues_of(TABLE):
            said = {"messages_ready": counts[spec.name], "consumers": 1}.get(family, 0)
            labels = f'vhost="/",queue="{spec.name}"'
            lines.append(f"rabbitmq_detailed_queue_{family}{{{labels}}} {said}")
    return "\n".join(lines) + "\n"
