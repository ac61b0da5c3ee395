"""Where a command finds the servers, and who gives it."""

import os
import pwd
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from shared.adapters.ops_wiring import OpsViews, ops_views, repair_desk
from shared.adapters.store import Database, connect_store
from shared.adapters.wiring import connect_servers
from shared.pipeline.repair_desk import RepairDesk
from shared.settings import Settings

#: What `guichet up` and `guichet demo` write beside their data while they run.
ENVIRONMENT_FILE = "environment"
PREFIX = "GUICHET_"


class NoMachine(Exception):
    """No machine runs on that folder."""


def settings_of(data: Path | None) -> Settings:
    """Settings of the machine that runs on `data`; of the environment without one."""
    if data is None:
        return Settings.from_env()
    try:
        lines = (data / ENVIRONMENT_FILE).read_text().splitlines()
    except FileNotFoundError as error:
        raise NoMachine(f"No machine runs on {data}: start one with `guichet up`.") from error
    pairs = (line.partition("=") for line in lines)
    values = {name.removeprefix(PREFIX).lower(): value for name, _, value in pairs}
    return Settings.model_validate(values)


def os_account() -> str:
    """The user of this process as the system knows it: no variable can claim another one."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a container's user without a name
        return f"uid-{os.getuid()}"


@asynccontextmanager
async def storing(settings: Settings) -> AsyncIterator[Database]:
    """The store alone."""
    client, database = connect_store(
        settings.mongodb_url, settings.mongodb_database, driver=settings.store_driver
    )
    try:
        yield database
    finally:
        await client.close()


@asynccontextmanager
async def looking(settings: Settings) -> AsyncIterator[OpsViews]:
    """Look through the store; a broker that is away is no hindrance."""
    client, database = connect_store(
        settings.mongodb_url, settings.mongodb_database, driver=settings.store_driver
    )
    try:
        yield ops_views(database, settings)
    finally:
        await client.close()


@asynccontextmanager
async def acting(settings: Settings) -> AsyncIterator[tuple[RepairDesk, OpsViews]]:
    """Act; what the acts wrote into outboxes has left when this ends."""
    async with connect_servers(settings) as servers:
        yield await repair_desk(servers, settings), ops_views(servers.database, settings)
