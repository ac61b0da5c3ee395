"""`guichet doctor`: what is missing, and the command that brings it."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from services.assets import ASSETS
from tests.e2e.command import guichet

ROOT = Path(__file__).parents[2]

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("machine")]


def line_of(stdout: bytes, what: str) -> str:
    """The line about one thing."""
    return next(line for line in stdout.decode().splitlines() if what in line)


def test_a_machine_that_runs_the_tests_lacks_nothing():
    ended = guichet("doctor")

    assert ended.returncode == 0, ended.stdout.decode()
    assert "Nothing is missing." in ended.stdout.decode()
    assert "✗" not in ended.stdout.decode()


def test_a_missing_program_is_named_with_its_cure(tmp_path):
    ended = guichet("doctor", environment={"PATH": str(tmp_path)})

    assert ended.returncode == 1
    line = line_of(ended.stdout, "Tesseract")
    assert "✗" in line
    assert "make setup" in line
    assert "1 to mend" in ended.stdout.decode()


def test_a_tesseract_without_french_is_named(tmp_path):
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\necho 'List of available languages (1):'\necho eng\n")
    program.chmod(0o755)

    ended = guichet("doctor", environment={"PATH": str(tmp_path)})

    assert ended.returncode == 1
    assert "French is missing" in line_of(ended.stdout, "Tesseract")


def test_a_bucket_that_does_not_answer_is_named(unused_tcp_port):
    where = f"s3://pieces?endpoint=http://127.0.0.1:{unused_tcp_port}"
    keys = {"GUICHET_BLOBS_ACCESS_KEY": "key", "GUICHET_BLOBS_SECRET_KEY": "secret"}
    ended = guichet("doctor", environment={"GUICHET_BLOBS_URL": where, **keys})

    assert ended.returncode == 1
    line = line_of(ended.stdout, "bucket for pieces")
    assert "✗" in line and "does not let us in" in line


def test_models_that_were_never_fetched_are_named_with_their_cure(tmp_path):
    """An environment of its own that sees the packages of this one, but not what set-up fetched."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    (tmp_path / "pyvenv.cfg").write_text(f"home = {Path(sys.base_prefix) / 'bin'}\n")
    packages = f"{ROOT}{os.pathsep}{sysconfig.get_path('purelib')}"
    script = "from services.cli import main; main()"

    ended = subprocess.run(
        [tmp_path / "bin" / "python", "-c", script, "doctor"],
        env={**os.environ, "PYTHONPATH": packages, "COLUMNS": "200"},
        capture_output=True,
        check=False,
    )

    assert ended.returncode == 1, ended.stderr.decode()
    line = line_of(ended.stdout, "models and pictures")
    assert "make setup" in line
    for asset in ASSETS:
        assert asset.name in line
