"""What watch does again and again, and how often."""

from functools import partial

from services.watch.beyond import Beyond
from services.watch.canary import Canaries
from services.watch.conservation import Conservation
from services.watch.decision_round import DecisionRound
from services.watch.figures import Figures
from services.watch.history import History
from services.watch.orphans import sweep_orphans
from services.watch.parking_balance import ParkingBalance
from services.watch.privacy import privacy_rounds
from services.watch.statistics_round import count_hours_anew
from services.watch.sweep import sweep_deadlines
from services.watch.titles import TitleRounds
from services.watch.turn import Round
from shared.adapters.audit import MongoParkedStages
from shared.adapters.broker_figures import broker_figures
from shared.adapters.decisions import MongoDecisions
from shared.adapters.parking import RabbitParking
from shared.adapters.rule_quality import MongoRuleQuality
from shared.adapters.samples import MongoSamples
from shared.adapters.statistics import MongoStatistics
from shared.adapters.title_office import HttpTitleOffice
from shared.adapters.titles import MongoTitles
from shared.adapters.topology import queues_of
from shared.adapters.wiring import Servers
from shared.settings import Settings

#: Seconds between two looks at the balance, and between two probes, at the pace of production.
CONSERVATION_PAUSE = 60.0
CANARY_PAUSE = 30.0
#: The same between two exchanges with the office of titles, and two counts for the statistics.
TITLE_PAUSE, COUNTING_PAUSE = 5.0, 300.0
#: Seconds between two looks for dossiers of a newer version: a roll-back takes minutes.
BEYOND_PAUSE = 30.0
#: At the pace of production, between two looks for decisions; nobody judges a rule by the minute.
DECISIONS_PAUSE = 60.0


def rounds_of(servers: Servers, settings: Settings) -> tuple[Round, ...]:
    """Every round of the service."""
    deadlines = partial(
        sweep_deadlines, servers.dossiers, servers.probes, servers.register, servers.clock
    )
    orphans = partial(sweep_orphans, servers.blobs, servers.views, servers.clock)
    kept = (
        Round(name="outbox", pause=1, work=servers.relay.sweep),
        Round(name="deadlines", pause=1, work=deadlines),
        *_conservation_rounds(servers, settings),
        *_title_rounds(servers, settings),
    )
    return (
        # Without them only in a negative control of the fault campaign.
        *(() if settings.weaken == "sweep" else kept),
        # Prometheus scrapes every 15 seconds.
        Round(name="figures", pause=15, work=figures_of(servers).refresh),
        # Bytes have an hour to be named by a dossier; nobody waits for them to go.
        Round(name="orphans", pause=1800, work=orphans),
        Round(name="newer", pause=BEYOND_PAUSE, work=beyond_of(servers).look),
        *privacy_rounds(servers, settings),
        # Looks whether a minute has ended.
        Round(name="history", pause=5, work=history_of(servers).sample),
        *_paced_rounds(servers, settings),
    )


def _paced_rounds(servers: Servers, settings: Settings) -> tuple[Round, ...]:
    """What comes sooner where a test lets the machines' time go faster."""
    counted = MongoStatistics(servers.database)
    return (
        Round(
            name="statistics",
            pause=max(COUNTING_PAUSE * settings.pace, 1),
            work=partial(count_hours_anew, counted, servers.clock),
        ),
        Round(
            name="decisions",
            pause=max(DECISIONS_PAUSE * settings.pace, 2),
            work=decisions_of(servers).look,
        ),
        Round(
            name="canaries",
            pause=max(CANARY_PAUSE * settings.pace, 5),
            work=canaries_of(servers).fly,
        ),
    )


def _conservation_rounds(servers: Servers, settings: Settings) -> tuple[Round, ...]:
    """The check against the broker's own figures, where its plugin can be asked."""
    if not settings.broker_metrics_url:
        return ()
    check = Conservation(
        register=servers.register,
        views=servers.views,
        depths=servers.depths,
        incidents=servers.incidents,
        probes=servers.probes,
        clock=servers.clock,
    )

    balance = ParkingBalance(
        register=servers.register,
        depths=servers.depths,
        parked=MongoParkedStages(servers.database),
        parking=RabbitParking(settings.amqp_url),
        incidents=servers.incidents,
    )

    queues = [spec.name for spec in queues_of(servers.table)]

    async def look() -> int:
        figures = await broker_figures(settings.broker_metrics_url, queues)
        return await check.look(figures) + await balance.look(figures)

    # The plugin's figures are up to five seconds old: two looks must lie further apart.
    pause = max(CONSERVATION_PAUSE * settings.pace, 12)
    return (Round(name="conservation", pause=pause, work=look),)


def _title_rounds(servers: Servers, settings: Settings) -> tuple[Round, ...]:
    """Deadlines of titles always; the exchange with the office where it has an address."""
    rounds = TitleRounds(
        titles=MongoTitles(servers.database),
        register=servers.register,
        incidents=servers.incidents,
        clock=servers.clock,
    )
    swept = Round(name="titles", pause=15, work=rounds.sweep)
    if not settings.title_office_url:
        return (swept,)
    key = settings.title_office_key.get_secret_value()
    office = HttpTitleOffice(settings.title_office_url, key)
    exchange = Round(
        name="title_office",
        pause=max(TITLE_PAUSE * settings.pace, 0.5),
        work=partial(rounds.exchange, office),
    )
    return (swept, exchange)


def decisions_of(servers: Servers) -> DecisionRound:
    """What the figures on quality are made of."""
    return DecisionRound(
        decisions=MongoDecisions(servers.database),
        quality=MongoRuleQuality(servers.database),
        clock=servers.clock,
    )


def beyond_of(servers: Servers) -> Beyond:
    """What a roll-back left to a newer version."""
    return Beyond(views=servers.views, incidents=servers.incidents, clock=servers.clock)


def history_of(servers: Servers) -> History:
    """The samples that the ops page draws."""
    samples = MongoSamples(servers.database)
    return History(servers.depths, samples, servers.clock, servers.table)


def canaries_of(servers: Servers) -> Canaries:
    """The probes through every queue."""
    return Canaries(
        broker=servers.broker,
        probes=servers.probes,
        incidents=servers.incidents,
        clock=servers.clock,
        table=servers.table,
    )


def figures_of(servers: Servers) -> Figures:
    """The gauges of the whole system."""
    pings = {"broker": servers.broker.ping, "store": servers.ping_store}
    if servers.bucket:
        pings["bucket"] = servers.bucket.ping
    return Figures(
        views=servers.depths,
        outbox=servers.dossiers,
        clock=servers.clock,
        table=servers.table,
        pings=pings,
    )
