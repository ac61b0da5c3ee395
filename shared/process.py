"""The frame of every service process: settings, logs, a signal to stop."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from typing import Any

import structlog
from aiohttp import web

from shared.errors import StoppedAtStart
from shared.metrics import name_build
from shared.settings import Settings
from shared.telemetry import configure_logs
from shared.web.frame import live, serve
from shared.web.observed import add_metrics

log = structlog.get_logger()

Run = Callable[[Settings, asyncio.Event], Coroutine[Any, Any, None]]


def run_service(name: str, run: Run) -> None:
    """Run until SIGTERM or SIGINT, then let `run` drain."""
    settings = Settings.from_env()
    configure_logs(name, settings.log_level)
    asyncio.run(_run(name, run, settings))


async def _run(name: str, run: Run, settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stop.set)
    log.info("starting", action="starting")
    name_build(name)
    try:
        async with serving_metrics(settings):
            with _collecting_spans(name, settings):
                await run(settings, stop)
    except StoppedAtStart:
        log.info("told to stop before the servers were there", action="stopped_at_start")
    except Exception:
        log.error("service failed", action="service_failed", exc_info=True)
        # The interpreter would print the text of the error, and that could name a person.
        raise SystemExit(1) from None
    log.info("stopped", action="stopped")


@asynccontextmanager
async def serving_metrics(settings: Settings) -> AsyncIterator[None]:
    """Listen for Prometheus while inside, if there is a port for it."""
    if not settings.metrics_port:
        yield
        return
    app = web.Application()
    add_metrics(app)
    # Here too, since the workers without pages have no other port that a supervisor could ask.
    app.router.add_get("/livez", live)
    runner = await serve(app, settings.listen_host, settings.metrics_port)
    try:
        yield
    finally:
        await runner.cleanup()


def _collecting_spans(name: str, settings: Settings) -> AbstractContextManager[None]:
    if not settings.otlp_endpoint:
        return nullcontext()
    from shared.adapters.otlp import collecting_spans  # its library is an optional extra

    return collecting_spans(settings.otlp_endpoint, name)
