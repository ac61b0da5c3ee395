"""Tests that cut and wipe do so to private servers, whatever the suite is pointed at."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests import outside
from tests.private_servers import a_node, a_store


@pytest.fixture(scope="session")
async def broker_url(broker_url: str, server_folder: Path) -> AsyncIterator[str]:
    """The run's own node, or another where that one is somebody's."""
    if not outside.BROKER:
        yield broker_url
        return
    async with a_node(server_folder) as url:
        yield url


@pytest.fixture(scope="session")
async def store_url(store_url: str, server_folder: Path) -> AsyncIterator[str]:
    """The run's own store, or another where that one is somebody's."""
    if not outside.STORE:
        yield store_url
        return
    async with a_store(server_folder) as url:
        yield url
