"""What units, images and compose start is there, and gets the time to end what it has in hand."""

import datetime as dt
import importlib.util
import re
import subprocess
import sys

import pytest

from services.manifests.documents import read_one
from shared.stages import TABLE, queue_stages
from tests.deploy.planted import ROOT

UNITS = sorted((ROOT / "deploy/systemd").glob("*.service"))
DOCKERFILE = (ROOT / "deploy/Dockerfile").read_text(encoding="utf-8")
COMPOSE = read_one((ROOT / "deploy/compose.yaml").read_text(encoding="utf-8"))
STARTED = [*(path.read_text(encoding="utf-8") for path in UNITS), DOCKERFILE]

MODULES = sorted({name for text in STARTED for name in re.findall(r"services\.\w+\.main", text)})
LONGEST = max(row.time_limit for row in queue_stages(TABLE))


def test_every_service_of_the_table_has_its_unit_its_image_and_its_container():
    needed = {row.service for row in TABLE.values()} | {"watch"}
    assert {name.split(".")[1] for name in MODULES} == needed
    assert needed <= {path.stem.removeprefix("guichet-") for path in UNITS}
    assert needed <= set(COMPOSE["services"])


@pytest.mark.parametrize("name", MODULES)
def test_what_is_started_can_be_found(name):
    assert importlib.util.find_spec(name) is not None


@pytest.mark.parametrize(
    "command", ["backup --folder --keep", "purge --as", "audit seal --heads --as"]
)
def test_commands_of_timers_and_jobs_have_the_options_that_they_are_given(command):
    words = [word for word in command.split() if not word.startswith("--")]
    main = "from services.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", main, *words, "--help"], capture_output=True, text=True, check=True
    )
    assert {word for word in command.split() if word.startswith("--")} <= set(done.stdout.split())


@pytest.mark.parametrize(
    "path", [path for path in UNITS if "services." in path.read_text()], ids=lambda path: path.stem
)
def test_a_unit_may_finish_the_longest_check(path):
    (seconds,) = re.findall(r"^TimeoutStopSec=(\d+)$", path.read_text(), re.MULTILINE)
    assert dt.timedelta(seconds=int(seconds)) > LONGEST


def test_every_container_of_ours_is_a_target_that_may_finish_the_longest_check():
    targets = {name.split(".")[1] for name in re.findall(r"services\.\w+\.main", DOCKERFILE)}
    ours = {name: one for name, one in COMPOSE["services"].items() if "build" in one}
    assert {one["build"]["target"] for one in ours.values()} == targets
    for one in ours.values():
        (minutes,) = re.findall(r"^(\d+)m$", one["stop_grace_period"])
        assert dt.timedelta(minutes=int(minutes)) > LONGEST
