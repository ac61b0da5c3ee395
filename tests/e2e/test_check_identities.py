"""`guichet check --as divergence`: one answer a line, in order, whatever the line."""

import json

import pytest

from tests.e2e.command import guichet

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("machine")]

PERSON = {"birth_name": "Lecœur", "given_names": ["Maëlle"], "birth_date": "2006-03-12"}


def test_every_line_is_answered_in_order_with_the_keys_promised(tmp_path):
    file = tmp_path / "identities.jsonl"
    account = PERSON | {"birth_date": None}
    lines = [
        json.dumps({"id": "é\ud800", "declared": PERSON, "account": PERSON, "documents": []}),
        "{broken",
        "",
        json.dumps({"id": 2, "declared": PERSON, "account": account}),
    ]
    file.write_text("\n".join(lines) + "\n\n")

    ended = guichet("check", "--as", "divergence", "--jsonl", file)

    first, broken, empty, last = (json.loads(line) for line in ended.stdout.splitlines())
    assert ended.returncode == 1
    assert list(first) == ["id", "fields", "causes", "outcome", "messages"]
    assert (first["id"], first["outcome"], first["causes"]) == ("é\ud800", "clean", [])
    assert (broken["error"]["code"], empty["error"]["code"]) == ("invalid_json", "empty_line")
    assert last["fields"]["birth_date"] == "not_supplied"
    assert list(last["messages"]) == ["candidate", "school", "agent"]


def test_a_file_that_is_not_there_is_named_and_the_others_answered(tmp_path):
    file = tmp_path / "identities.jsonl"
    file.write_text(json.dumps({"id": 1, "declared": PERSON, "account": PERSON}))

    ended = guichet("check", "--as", "divergence", "--jsonl", tmp_path / "none", file)

    assert ended.returncode == 1
    assert b"none" in ended.stderr
    assert len(ended.stdout.splitlines()) == 1
