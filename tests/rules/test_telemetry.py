"""Logs: identifiers and codes only. Names, addresses and dates of birth never come out."""

import ast
import io
import json
import logging
import sys
from pathlib import Path

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import MissingBlob
from shared.stages import StageName
from shared.telemetry import ALLOWED, configure_logs, keep_allowed
from tests.builders import a_demande
from tests.flow.line import Line, stands

ROOT = Path(__file__).parent.parent.parent
CODE = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("services", "shared")
    for path in (ROOT / folder).rglob("*.py")
)
#: What must never be read in a log.
CANARIES = ("Ogier-Canari", "ogier.canari@example.org", "1987-06-05", "rue des Serins")
LEVELS = ("debug", "info", "warning", "error", "critical")


@pytest.fixture
def lines(monkeypatch):
    """The log lines written so far, parsed; reading them looks for every canary."""
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    configure_logs("intake", "DEBUG")

    def read():
        text = written.getvalue()
        assert not [canary for canary in CANARIES if canary in text]
        return [json.loads(line) for line in text.splitlines()]

    yield read
    structlog.reset_defaults()
    logging.disable(logging.NOTSET)


def test_a_line_says_who_when_what_and_carries_its_identifiers(lines):
    structlog.get_logger().info("stage worked", action="stage_worked", dossier_id="G-1", run=2)
    (line,) = lines()
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "service": "intake",
        "level": "info",
        "event": "stage worked",
        "action": "stage_worked",
        "dossier_id": "G-1",
        "run": 2,
    }


@pytest.mark.parametrize(
    "field",
    ["name", "birth_name", "email", "birth_date", "address", "message", "error", "value", "body"],
)
def test_a_field_that_could_hold_a_person_is_dropped(lines, field):
    structlog.get_logger().error("x", action="x", **{field: " ".join(CANARIES)})
    (line,) = lines()
    assert field not in line


def test_a_whole_request_given_as_a_field_is_dropped(lines):
    demande = a_demande()
    structlog.get_logger().error("x", action="x", demande=demande, dossier=repr(demande))
    (line,) = lines()
    assert not {"demande", "dossier"} & set(line)


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=20), max_size=5))
def test_no_field_outside_the_list_ever_passes(fields):
    assert set(keep_allowed(None, "info", dict(fields))) == set(fields) & ALLOWED


@pytest.mark.parametrize("name", LEVELS)
def test_the_text_of_an_exception_is_dropped_and_its_place_kept(lines, name):
    try:
        raise ValueError(" ".join(CANARIES))
    except ValueError:
        getattr(structlog.get_logger(), name)("failed", action="failed", exc_info=True)
    (line,) = lines()
    assert line["cause"] == "ValueError"
    assert line["trace"][0].startswith("test_telemetry.py:")


def test_an_exception_behind_another_is_dropped_too(lines):
    try:
        try:
            raise KeyError(CANARIES[0])
        except KeyError as error:
            raise MissingBlob("blob") from error
    except MissingBlob as error:
        structlog.get_logger().error("failed", action="failed", exc_info=error)
    (line,) = lines()
    assert line["cause"] == "MissingBlob"


def test_libraries_do_not_write_lines_of_their_own(lines):
    logging.getLogger("aiohttp.access").critical(" ".join(CANARIES))
    logging.getLogger("asyncio").error(CANARIES[0])
    assert lines() == []


def test_a_level_below_the_chosen_one_is_not_written(lines):
    configure_logs("intake", "WARNING")
    structlog.get_logger().info("x", action="x")
    assert lines() == []


async def test_a_handler_that_fails_on_a_person_leaves_no_trace_of_the_person(lines):
    line = Line()

    async def fail(dossier):
        raise ValueError(" ".join(CANARIES))

    line.works[StageName.PHOTO] = fail
    async with line.running():
        key = await line.send_dossier()
        await line.until(key, stands(StageName.PHOTO, "parked"))
    outcomes = [row.get("outcome") for row in lines() if row.get("stage") == "photo"]
    assert set(outcomes) == {"ValueError"}


def log_calls():
    """Every call of a structured logger in the code, with where it is."""
    for path in CODE:
        for node in ast.walk(ast.parse((ROOT / path).read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and (node.func.value.id, node.func.attr in LEVELS) == ("log", True)
            ):
                yield f"{path}:{node.lineno}", node


def test_each_log_call_is_a_fixed_sentence_with_an_action_and_listed_fields():
    calls = dict(log_calls())
    assert len(calls) >= 10
    for place, call in calls.items():
        (sentence,) = call.args
        fields = {keyword.arg for keyword in call.keywords}
        assert isinstance(sentence, ast.Constant), place
        assert "action" in fields, place
        assert fields <= ALLOWED | {"exc_info"}, place


def test_no_log_call_puts_text_together():
    for place, call in log_calls():
        for node in ast.walk(call):
            assert not isinstance(node, ast.JoinedStr), place
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("str", "repr", "format"), place
