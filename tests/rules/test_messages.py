"""Queue messages: ids only, the same for the same entry, and nothing else is taken for one."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.change import OutboxEntry
from shared.errors import InvalidMessage, NewerFormat
from shared.pipeline.messages import READABLE, Task, decode, encode, task_of
from shared.stages import StageName
from tests.builders import NOW, a_demande

ENTRY = OutboxEntry(
    entry_id="7-0", queue="q.photo", stage=StageName.PHOTO, run=2, attempt=3, created_at=NOW
)
FIELDS = json.loads(encode(task_of("G-1", ENTRY)))

TASKS = st.builds(
    Task,
    message_id=st.text(max_size=60),
    dossier_id=st.text(max_size=60),
    stage=st.sampled_from(StageName),
    run=st.integers(0, 1000),
    attempt=st.integers(0, 1000),
    sent_at=st.just(NOW.isoformat()),
    traceparent=st.none() | st.text(max_size=60),
)


def body(**changes: object) -> bytes:
    return json.dumps({**FIELDS, **changes}).encode()


def without(name: str) -> bytes:
    return json.dumps({key: value for key, value in FIELDS.items() if key != name}).encode()


@given(TASKS)
def test_a_task_reads_back_as_it_was_written(task):
    assert decode(encode(task)) == task


def test_the_same_entry_always_makes_the_same_message():
    assert encode(task_of("G-1", ENTRY)) == encode(task_of("G-1", ENTRY))


def test_a_message_names_its_entry_run_and_try():
    task = task_of("G-1", ENTRY)
    assert (task.message_id, task.dossier_id, task.stage) == ("G-1:7-0", "G-1", StageName.PHOTO)
    assert (task.run, task.attempt, task.sent_at) == (2, 3, "2026-11-23T09:00:00+00:00")


def test_a_message_stays_under_one_kilobyte_with_the_longest_ids():
    traced = replace(ENTRY, traceparent="00-" + "a" * 32 + "-" + "b" * 16 + "-01")
    assert len(encode(task_of("G-" + "0" * 60, traced))) < 1024


def test_a_message_holds_nothing_of_the_person():
    person = a_demande().candidate
    text = encode(task_of("G-1", ENTRY)).decode()
    for secret in (person.birth_name, *person.given_names, person.birth_date, person.email):
        assert secret not in text


def test_fields_that_a_newer_version_added_are_passed_over():
    assert decode(body(colour="blue")) == decode(body())


@pytest.mark.parametrize("fields", [{}, {"stage": "nowhere"}, {"run": "many"}], ids=str)
def test_a_message_that_only_a_newer_version_reads_is_no_invalid_one(fields):
    with pytest.raises(NewerFormat):
        decode(body(version=READABLE + 1, **fields))


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\xff\xfe", id="not-utf-8"),
        pytest.param(b"hello", id="not-json"),
        pytest.param(b"null", id="null"),
        pytest.param(b"[]", id="a-list"),
        pytest.param(b"3", id="a-number"),
        pytest.param(b"{}", id="no-field"),
        pytest.param(without("run"), id="no-run"),
        pytest.param(without("dossier_id"), id="no-dossier"),
        pytest.param(body(stage="nowhere"), id="unknown-stage"),
        pytest.param(body(run="many"), id="run-is-a-word"),
        pytest.param(body(run=None), id="run-is-null"),
        pytest.param(b"[" * 100_000, id="nested-too-deep"),
        pytest.param(b'{"run": ' + b"9" * 4301 + b"}", id="more-digits-than-python-reads"),
        pytest.param(b"9" * 4301, id="one-endless-number"),
    ],
)
def test_anything_else_is_refused_as_invalid(raw):
    with pytest.raises(InvalidMessage):
        decode(raw)


@given(st.binary(max_size=200))
def test_no_bytes_whatsoever_raise_another_error(raw):
    try:
        decode(raw)
    except InvalidMessage:
        return
