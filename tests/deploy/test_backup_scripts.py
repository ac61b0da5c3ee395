"""backup.sh and restore.sh as an operator runs them, on the private broker and store."""

import json
import os
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest
import yarl

from services.ops.connection import storing
from services.standalone.rabbit_node import RabbitNode, find_script
from shared.adapters.broker import connect_broker
from shared.adapters.store import MongoDossiers
from shared.settings import Settings
from shared.stages import TABLE
from tests.builders import a_change
from tests.deploy.planted import ROOT

DATABASE = "guichet_scripts"
KEY = "s" * 40
#: A guichet without the console script, so that the tests do not need it installed.
GUICHET = f"#!/bin/sh\nexec {sys.executable} -c 'from services.cli import main; main()' \"$@\"\n"


@pytest.fixture
async def node(tmp_path):
    """A broker of this test alone: its definitions are changed."""
    started = RabbitNode(tmp_path / "broker")
    await started.start()
    broker = await connect_broker(started.url)
    await broker.declare(TABLE)
    await broker.close()
    yield started
    await started.stop()


@pytest.fixture
def environment(tmp_path, store_url, node):
    """What an operator's shell has: the settings, and where the commands are."""
    guichet = tmp_path / "guichet"
    guichet.write_text(GUICHET)
    guichet.chmod(0o755)
    return {
        **node.child.environment,
        "PYTHONPATH": str(ROOT),
        "GUICHET": str(guichet),
        "RABBITMQCTL": str(find_script().parent / "rabbitmqctl"),
        "GUICHET_MONGODB_URL": store_url,
        "GUICHET_MONGODB_DATABASE": DATABASE,
        "GUICHET_SECRET_KEY": KEY,
        "GUICHET_MASTER_KEYS": "not-a-real-one",
    }


def run(script, *arguments, environment):
    command = [str(ROOT / "deploy" / script), *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


async def queue_status(node, method, queue):
    """What the broker answers on the queue by its own HTTP door."""
    url = f"http://127.0.0.1:{node.ports.management}/api/queues/%2F/{queue}"
    guest = {"Authorization": aiohttp.encode_basic_auth("guest", "guest")}
    asked = aiohttp.request(method, yarl.URL(url, encoded=True), headers=guest)
    async with asked as answer:
        return answer.status


async def dossiers(settings):
    async with storing(settings) as database:
        return await database["dossiers"].count_documents({})


async def test_store_broker_and_keys_come_back_from_the_scripts(tmp_path, environment, node):
    settings = Settings(
        mongodb_url=environment["GUICHET_MONGODB_URL"], mongodb_database=DATABASE, secret_key=KEY
    )
    async with storing(settings) as database:
        await MongoDossiers(database).add(a_change())

    done = run("backup.sh", tmp_path / "kept", tmp_path / "keys", environment=environment)
    assert done.returncode == 0, done.stderr
    store, broker, keys = map(Path, [line.partition(" (")[0] for line in done.stdout.splitlines()])
    assert {"q.photo", "q.dead"} <= {
        one["name"] for one in json.loads(broker.read_text())["queues"]
    }
    assert f"GUICHET_SECRET_KEY={KEY}" in keys.read_text()
    assert {path.stat().st_mode & 0o077 for path in (store, broker, keys)} == {0}

    async with storing(settings) as database:
        for name in await database.list_collection_names():
            await database[name].delete_many({})
    assert await queue_status(node, "DELETE", "q.photo") == 204
    done = run("restore.sh", store, broker, keys, environment=environment)
    assert done.returncode == 0, done.stderr
    assert await dossiers(settings) == 1
    assert await queue_status(node, "GET", "q.photo") == 200


@pytest.mark.parametrize("lost", ["GUICHET_SECRET_KEY", "GUICHET_MASTER_KEYS"])
def test_restoring_without_the_right_keys_stops_before_it_begins(tmp_path, lost):
    keys = tmp_path / "keys.env"
    keys.write_text(f"GUICHET_SECRET_KEY={KEY}\nGUICHET_MASTER_KEYS=one\n")
    environment = {**os.environ, "GUICHET_SECRET_KEY": KEY, "GUICHET_MASTER_KEYS": "one"}
    environment |= {lost: "another", "GUICHET": "/bin/false"}
    done = run("restore.sh", "any", "", keys, environment=environment)
    assert done.returncode == 1
    assert f"{lost} differs from" in done.stderr


def test_keys_never_lie_with_the_store(tmp_path):
    environment = {**os.environ, "GUICHET": "/bin/true", "RABBITMQCTL": "no-such-command"}
    environment |= {"GUICHET_SECRET_KEY": KEY, "GUICHET_MASTER_KEYS": "one"}
    done = run("backup.sh", tmp_path, tmp_path / "x" / "..", environment=environment)
    assert done.returncode == 1
    assert "must not lie with what they open" in done.stderr
