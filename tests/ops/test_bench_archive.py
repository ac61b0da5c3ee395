"""The archives that growth is measured beside: what is left in them, and how they are filled."""

import json
from itertools import chain

import bson

from services.bench.archive import BATCH, Archive, archived, templates
from services.bench.growth_life import QUESTIONS
from shared.domain.retention import Kept


def test_most_of_an_archive_says_nothing_of_anybody():
    models = templates()
    nameless = [one for one in models if one["kept"] == Kept.NO_PERSON]
    assert 0.85 < len(nameless) / len(models) < 0.95
    assert not any(b"specimen" in bson.encode(one).lower() for one in nameless)
    assert {one["kept"] for one in models} == set(Kept)


def test_nothing_in_an_archive_is_under_way():
    assert not any(one["open"] or one["outbox"] or one["persons"] for one in templates())


def test_an_archive_is_filled_in_the_order_of_its_references_and_each_once():
    batches = list(archived(2 * BATCH + 7, templates()))
    references = [one["_id"] for one in chain.from_iterable(batches)]
    assert references == sorted(set(references))
    assert list(map(len, batches)) == [BATCH, BATCH, 7]


def test_an_archive_of_the_same_fields_is_kept_and_another_one_thrown_away(tmp_path):
    Archive(tmp_path / "archive")
    progress = tmp_path / "archive" / "progress.json"
    known = json.loads(progress.read_text())
    progress.write_text(json.dumps(known | {"1000": 500}))
    Archive(tmp_path / "archive")
    assert json.loads(progress.read_text())["1000"] == 500
    progress.write_text(json.dumps({"shape": "of an older version", "1000": 500}))
    Archive(tmp_path / "archive")
    assert json.loads(progress.read_text()) == known


def test_every_question_of_a_dossier_is_asked_once_in_a_life():
    assert len({question.name for question in QUESTIONS}) == len(QUESTIONS)
    assert sum(question.times > 0 for question in QUESTIONS) >= 7
