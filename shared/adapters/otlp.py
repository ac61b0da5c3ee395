"""Spans to an OpenTelemetry collector: the only file that knows its library, an optional extra."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace import SpanContext, Status, StatusCode, TraceFlags

from shared.tracing import Span, TraceContext, collect_spans

#: Where collectors take spans, under the address that the operator gives (OTLP/HTTP).
PATH = "/v1/traces"
#: Seconds that a batch may take, tries included: the drain waits for the last batches, and a
#: collector that is away must not hold it.
TIMEOUT = 2.0
_SCOPE = InstrumentationScope("guichet")


@contextmanager
def collecting_spans(endpoint: str, service: str) -> Iterator[None]:
    """Send the spans of this process to the collector, and the last ones on the way out."""
    exporter = OTLPSpanExporter(endpoint=endpoint.rstrip("/") + PATH, timeout=TIMEOUT)
    processor = BatchSpanProcessor(exporter)
    resource = Resource({"service.name": f"guichet-{service}"})
    collect_spans(_collector(processor, resource))
    try:
        yield
    finally:
        collect_spans()
        processor.shutdown()  # type: ignore[no-untyped-call]  # their gap


def _collector(processor: BatchSpanProcessor, resource: Resource) -> Callable[[Span], None]:
    def collect(span: Span) -> None:
        processor.on_end(_readable(span, resource))

    return collect


def _readable(span: Span, resource: Resource) -> ReadableSpan:
    failed = span.error is not None
    return ReadableSpan(
        name=span.name,
        context=_context(span.context, is_remote=False),
        parent=_context(span.parent, is_remote=True) if span.parent else None,
        resource=resource,
        attributes={f"guichet.{key}": value for key, value in span.attributes.items()},
        status=Status(StatusCode.ERROR, span.error) if failed else Status(StatusCode.UNSET),
        start_time=span.began_ns,
        end_time=span.ended_ns,
        instrumentation_scope=_SCOPE,
    )


def _context(context: TraceContext, *, is_remote: bool) -> SpanContext:
    return SpanContext(
        int(context.trace_id, 16),
        int(context.span_id, 16),
        is_remote,
        TraceFlags(TraceFlags.SAMPLED),
    )
