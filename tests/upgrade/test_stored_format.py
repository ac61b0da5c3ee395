"""Whoever changes what is stored or sent hears of it here, before an older version does."""

import json

import pytest

from shared.adapters.documents import dossier_document, dossier_of, entry_of
from shared.adapters.layout import READABLE
from shared.pipeline.messages import decode, encode
from tests.upgrade.stored_format import (
    folder_of,
    not_understood,
    present_shape,
    recorded,
)

LAYOUTS = range(1, READABLE + 1)
SHAPE = present_shape()


def lost(before, now, path=""):
    """Dotted names of what stood in `before` and does not stand so in `now`."""
    if isinstance(before, dict) and isinstance(now, dict):
        names = [lost(value, now.get(key), f"{path}.{key}") for key, value in before.items()]
        return [name for found in names for name in found]
    if isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        names = [lost(*pair, f"{path}.{n}") for n, pair in enumerate(zip(before, now, strict=True))]
        return [name for found in names for name in found]
    return [] if before == now else [path]


def test_the_present_format_is_recorded():
    assert recorded(READABLE, "shape.json") == SHAPE, (
        "run `python -m tests.upgrade.stored_format`: it records the change, or says why an older "
        "version would not understand it"
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_dossier_of_every_layout_reads_back_without_a_loss(layout):
    stored = recorded(layout, "dossier.json")
    read = dossier_of(stored)
    again = dossier_document(read)
    kept = {key: stored[key] for key in stored if key not in ("history", "outbox")}
    assert lost(kept, again) == []
    assert len(read.history) == len(stored["history"]) > 0
    assert [entry_of(entry).entry_id for entry in stored["outbox"]] == ["1-0"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_message_of_every_layout_reads_back_without_a_loss(layout):
    stored = json.loads((folder_of(layout) / "message.json").read_text())
    assert lost(stored, json.loads(encode(decode(json.dumps(stored).encode())))) == []


def test_a_loss_would_be_seen():
    assert lost({"a": [{"b": 1}], "c": 2}, {"a": [{"b": 3}]}) == [".a.0.b", ".c"]


RUN = SHAPE["StageRun"]


@pytest.mark.parametrize(
    ("now", "fault"),
    [
        pytest.param({"StageRun": {**RUN, "new": {"type": "str", "default": True}}}, [], id="new"),
        pytest.param(
            {"StageRun": {**RUN, "new": {"type": "str", "default": False}}},
            ["StageRun.new is new and has no default"],
            id="no-default",
        ),
        pytest.param(
            {"StageRun": {key: told for key, told in RUN.items() if key != "cause"}},
            ["StageRun.cause is gone"],
            id="gone",
        ),
        pytest.param(
            {"StageRun": {**RUN, "run": {"type": "str", "default": True}}},
            ["StageRun.run became str"],
            id="another-type",
        ),
        pytest.param(
            {"StageName": [*SHAPE["StageName"], "ultrasound"]},
            ["StageName: new value ultrasound"],
            id="new-stage",
        ),
    ],
)
def test_what_an_older_version_would_not_understand_is_named(now, fault):
    assert not_understood(SHAPE, SHAPE | now) == fault
