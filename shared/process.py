"""The frame of every service process: settings, logs, a signal to stop."""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from typing import Any

import structlog

from shared.settings import Settings
from shared.telemetry import configure_logs

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
    try:
        await run(settings, stop)
    except Exception:
        log.error("service failed", action="service_failed", exc_info=True)
        raise
    log.info("stopped", action="stopped")
