"""Every metric that Guichet exports: its name, kind, unit and meaning, in one place.

The kind is the class, the unit the name's last word before `_total` (seconds, otherwise a count).
Labels hold codes from closed sets: stages, queues, routes, causes; never anything of a person.
Alerts (`deploy/prometheus`) and the dashboard (`deploy/grafana`) may use these names only.
"""

from importlib.metadata import version

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

#: The text format 0.0.4, which every Prometheus reads.
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each counter

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)  # process_start_time_seconds, memory, CPU, open files

#: From a letter's 50 ms to the slowest reading of a scan; ecosystem findings §4.
_STAGE_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)
#: From a look at one dossier to the upload of 10 MB.
_HTTP_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


def _counter(name: str, meaning: str, *labels: str) -> Counter:
    return Counter(f"guichet_{name}", meaning, labels, registry=REGISTRY)


def _gauge(name: str, meaning: str, *labels: str) -> Gauge:
    return Gauge(f"guichet_{name}", meaning, labels, registry=REGISTRY)


BUILD = Info("guichet_build", "What runs: version and service.", registry=REGISTRY)

# Dossiers and pieces, counted where a change is stored: once each, whoever retries.
SUBMITTED = _counter(
    "dossiers_submitted_total", "Requests sent, again after a correction included."
)
DOSSIERS = _counter("dossiers_total", "Dossiers that ended.", "outcome")
DOCUMENTS = _counter(
    "documents_processed_total", "Pieces checked, by verdict of the check.", "kind", "outcome"
)
RETRIES = _counter("retries_total", "Failed tries that were put off.", "stage")
REDRIVES = _counter("redrives_total", "Overdue runs put back into their queue.", "stage")
PARKED = _counter("messages_parked_total", "Stages set aside for ops.", "stage", "cause")
REPLAYED = _counter("replays_total", "Parked stages put back to work by ops.", "stage")

# Work of a consumer.
STAGE_DURATION = Histogram(
    "guichet_stage_duration_seconds",
    "Work on one message, successful or not.",
    ("stage",),
    buckets=_STAGE_BUCKETS,
    registry=REGISTRY,
)
STAGE_INFLIGHT = _gauge("stage_inflight", "Messages in the hands of this process.", "stage")
LINE_STOPPED = _gauge(
    "line_stopped", "1 while a consumer holds its messages after failures in a row.", "queue"
)
DELIVERED = _counter("messages_delivered_total", "Messages handed to a consumer.")
REDELIVERED = _counter(
    "messages_redelivered_total", "Those that came again: a consumer died or gave them back."
)
INVALID = _counter("messages_invalid_total", "Messages that nobody could read.", "queue")
HANDED_BACK = _counter(
    "messages_handed_back_total", "Messages left for a newer version, during an upgrade.", "queue"
)

# The relay.
PUBLISHED = _counter("messages_published_total", "Messages that the broker confirmed.")
PUBLISH_FAILURES = _counter(
    "publish_failures_total", "Messages refused or not confirmed; they stay in the outbox."
)

# Figures of the whole, exported by watch; where several run, take the highest.
STAGE_DEPTH = _gauge("stage_depth", "Dossiers in a stage: open or parked.", "stage", "status")
STAGE_OLDEST = _gauge("stage_oldest_seconds", "Age of the stage's oldest open dossier.", "stage")
STAGE_DEADLINE = _gauge(
    "stage_deadline_seconds", "Time that the table allows to a stage of a machine.", "stage"
)
STAGE_OVERDUE = _gauge(
    "stage_overdue_seconds", "How long the most overdue dossier is past its deadline.", "stage"
)
OUTBOX_LAG = _gauge("outbox_lag_seconds", "Age of the oldest message not yet sent.")
OUTBOX_UNSENT = _gauge("outbox_unsent", "Messages not yet sent; counted up to a thousand.")
SERVER_UP = _gauge("server_up", "1 when broker, store or bucket answered the last look.", "server")
FIGURES_AT = _gauge("figures_timestamp_seconds", "When these figures were last refreshed.")

# What the broker says, and what watch makes of it.
QUEUE_MESSAGES = _gauge(
    "queue_messages", "Messages of a queue: ready, unacknowledged.", "queue", "state"
)
QUEUE_CONSUMERS = _gauge("queue_consumers", "Consumers of a queue.", "queue")
CANARY_ROUND_TRIP = _gauge(
    "canary_round_trip_seconds",
    "Time of the last probe through a queue; the age of one still away, once that is longer.",
    "queue",
)
CANARY_LIMIT = _gauge(
    "canary_limit_seconds", "Patience with a probe: a share of its stage's deadline.", "queue"
)
INCIDENTS = _counter(
    "conservation_incidents_total",
    "Incidents that watch found: dossiers without message, silent queues.",
    "kind",
)

# Mail.
MAIL_SENT = _counter(
    "mail_sent_total",
    "Letters by template: sent, failed, refused, sms, sms_refused.",
    "template",
    "outcome",
)

HOOKS_SENT = _counter(
    "webhooks_sent_total", "Events posted to webhooks: sent or failed.", "outcome"
)

# The HTTP faces. Streams count when their first byte leaves.
HTTP_REQUESTS = _counter(
    "http_requests_total", "Answers by route pattern, never by path.", "method", "route", "status"
)
HTTP_DURATION = Histogram(
    "guichet_http_request_duration_seconds",
    "From the request's head to the answer's first byte.",
    ("route",),
    buckets=_HTTP_BUCKETS,
    registry=REGISTRY,
)


def name_build(service: str) -> None:
    """Say which version of which service this process is."""
    BUILD.info({"version": version("guichet"), "service": service})


def exposition() -> bytes:
    """Every metric of this process in Prometheus' text format."""
    return generate_latest(REGISTRY)
