"""Real servers for the tests that want them: private ones, or those that `outside.py` names."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import outside
from tests.machine import machine, session
from tests.places import ROOT
from tests.private_servers import a_node, a_store

__all__ = ["machine", "session"]

# A first example reads tables, on a busy machine for longer than the library would wait.
settings.register_profile("untimed", settings.default, deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def server_folder() -> Iterator[Path]:
    """A folder of this test process alone: two runs in one checkout do not meet."""
    folder = ROOT / f"process-{os.getpid()}"
    folder.mkdir(parents=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
async def broker_url(server_folder: Path) -> AsyncIterator[str]:
    """A broker where this run is alone: a virtual host outside, or a private node."""
    async with outside.a_virtual_host() if outside.BROKER else a_node(server_folder) as url:
        yield url


@pytest.fixture(scope="session")
async def store_url(server_folder: Path) -> AsyncIterator[str]:
    """A document store speaking MongoDB's protocol; each test has a database of its own there."""
    if outside.STORE:
        yield outside.STORE
        return
    async with a_store(server_folder) as url:
        yield url
