"""The audit of known weaknesses never takes silence for an answer; every requirement has hashes."""

import os
import re
import subprocess

import pytest

from tests.deploy.planted import ROOT

FOLDER = ROOT / "deploy/requirements"
PINNED = sorted(FOLDER.glob("*.txt"))


def audited(tmp_path, said, status):
    """What deploy/audit.sh makes of an auditor that says and ends like this."""
    auditor = tmp_path / "pip-audit"
    auditor.write_text(f"#!/bin/sh\necho '{said}' >&2\nexit {status}\n")
    auditor.chmod(0o755)
    environment = {**os.environ, "PIP_AUDIT": str(auditor)}
    command = [str(ROOT / "deploy/audit.sh")]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("said", "status", "ends", "told"),
    [
        ("No known vulnerabilities found", 0, 0, ""),
        ("Found 2 known vulnerabilities in 1 package", 1, 1, "weaknesses are known"),
        ("Found 1 known vulnerability in 1 package", 1, 1, "weaknesses are known"),
        ("ERROR: Dependency not found and could not be audited", 1, 2, "NOT AUDITED"),
        ("ConnectionError: no route to host", 1, 2, "NOT AUDITED"),
    ],
)
def test_silence_is_no_answer(tmp_path, said, status, ends, told):
    done = audited(tmp_path, said, status)
    assert done.returncode == ends
    assert told in done.stderr


def unhashed(text):
    """Requirements whose bytes are not pinned, and lines that lead to an index of somebody's."""
    blocks = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())
    return [one for one in blocks if not re.match(r"[\w.-]+==\S+.*\n\s+--hash=sha256:", one)]


@pytest.mark.parametrize("path", PINNED, ids=lambda path: path.name)
def test_every_requirement_is_pinned_to_the_byte_and_names_no_index(path):
    assert unhashed(path.read_text()) == []


@pytest.mark.parametrize(
    "planted",
    ["left-pad==1.0", "left-pad>=1 \\\n    --hash=sha256:00", "--index-url https://a.example"],
)
def test_a_requirement_that_moves_would_be_noticed(planted):
    text = (FOLDER / "runtime.txt").read_text()
    assert len(unhashed(f"{text.strip()}\n{planted}\n")) == 1


def test_the_services_run_on_what_was_tested():
    """Versions of the images are those of the development environment."""
    pins = [
        dict(re.findall(r"^([\w.-]+)==(\S+)", (FOLDER / name).read_text(), re.MULTILINE))
        for name in ("runtime.txt", "dev.txt")
    ]
    assert {name: pins[1].get(name) for name in pins[0]} == pins[0]
