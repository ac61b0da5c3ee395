"""The measurements as sections of the report, with the bars that they have to meet."""

from collections.abc import Sequence

from services.bench.checks_bench import Cost
from services.bench.figures import Round, median_round, ratios
from services.bench.report import Bar, Section, figure
from services.bench.runner_bench import OTHERS_EVERY, PACE, Size
from services.bench.store_bench import Answer
from services.bench.wordings import CELERY, DRAMATIQ, TASKIQ
from services.bench.workers import BARE, DOCUMENTS, DURABLE, ENGINE, FASTSTREAM, PREFETCH

#: Of bare aio-pika in the same round: DESIGN 7.
RATE_BAR, P99_BAR = 0.85, 2.0
#: Percent of a core for all that watch asks at its pace, with 100 000 dossiers stored.
CORE_BAR = 5.0

HEADER = ("worker", "msg/s", "of bare", "p50 ms", "p99 ms", "of bare", "CPU µs/msg", "of bare")

NAMES = {
    BARE: "aio-pika alone",
    ENGINE: "our runner",
    DOCUMENTS: "with documents in memory",
    DURABLE: "with the store on disk",
    FASTSTREAM: "FastStream",
    TASKIQ: "taskiq",
    DRAMATIQ: "dramatiq, 8 threads",
    CELERY: "Celery, 8 threads",
}


def runner_section(rounds: Sequence[Round], size: Size) -> Section:
    """The workers beside each other."""
    workers = list(dict.fromkeys(one.peer for one in rounds))
    count = len({one.number for one in rounds})
    own = ratios(rounds, ENGINE, BARE)
    return Section(
        title="Runner against bare aio-pika",
        method=f"{count} alternating rounds on one private RabbitMQ node, quorum queues, "
        f"persistent and confirmed messages, prefetch {PREFETCH}. Rate: {size.full} messages out "
        f"of a full queue. Latency: {size.paced} messages at {PACE:g} a second. Medians; ratios "
        f"are medians of the ratios within each round; the rows below our runner take part in "
        f"every {OTHERS_EVERY}th only.",
        header=HEADER,
        rows=[_worker_row(rounds, worker) for worker in workers],
        bars=(
            Bar(what="throughput", figure=own.rate, limit=RATE_BAR, at_least=True),
            Bar(what="p99", figure=own.p99, limit=P99_BAR),
        ),
    )


def _worker_row(rounds: Sequence[Round], worker: str) -> tuple[str, ...]:
    middle, against = median_round(rounds, worker), ratios(rounds, worker, BARE)
    return (
        NAMES[worker],
        figure(middle.rate),
        figure(against.rate),
        figure(middle.p50),
        figure(middle.p99),
        figure(against.p99),
        figure(middle.cpu),
        figure(against.cpu),
    )


def store_section(answers: Sequence[Answer]) -> Section:
    """The questions at each size."""
    largest = max(one.stored for one in answers)
    spent = sum(one.core for one in answers if one.stored == largest)
    return Section(
        title="Store: what watch and the pages ask",
        method="One-machine store with journalled writes, 2 % of the dossiers open. CPU is that "
        "of the store and of the caller together; `of a core` counts how often one machine asks.",
        header=("question", "stored", "rows", "wall ms", "CPU ms", "of a core", "index", "read"),
        rows=[_answer_row(one) for one in sorted(answers, key=lambda one: one.name)],
        bars=(
            Bar(
                what=f"all that is asked at a pace, {figure(largest)} stored",
                figure=spent,
                limit=CORE_BAR,
                unit="% of a core",
            ),
        ),
    )


def _answer_row(answer: Answer) -> tuple[str, ...]:
    return (
        answer.name,
        figure(answer.stored),
        str(answer.rows),
        figure(answer.wall_ms),
        figure(answer.cpu_ms),
        f"{answer.core:.2f} %" if answer.per_minute else "on demand",
        answer.plan.index or "NONE",
        str(answer.plan.documents_read),
    )


def checks_section(costs: Sequence[Cost], repeats: int) -> Section:
    """The checks and their floors."""
    return Section(
        title="Checks on one core",
        method=f"Median of {repeats} repeats, the samples in turn. The floor is what no check of "
        "the piece does without; the copy is what people look at.",
        header=("sample", "wall ms", "CPU ms", "floor", "floor CPU ms", "copy CPU ms"),
        rows=[
            (
                cost.sample.name,
                figure(cost.wall),
                figure(cost.cpu),
                cost.sample.floor,
                figure(cost.floor_cpu),
                figure(cost.copy_cpu),
            )
            for cost in costs
        ],
        bars=[
            Bar(what=cost.sample.name, figure=cost.cpu, limit=cost.sample.bar, unit="ms")
            for cost in costs
            if cost.sample.bar is not None
        ],
    )
