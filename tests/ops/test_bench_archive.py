"""The archives that growth is measured beside: what is left in them, and how they are filled."""

import datetime as dt
import json
from itertools import chain

import bson

from services.bench.archive import BATCH, Archive, archived, templates
from services.bench.growth_life import QUESTIONS
from services.bench.walks import CHECKS, Walk
from shared.domain.dossier import Outcome
from shared.domain.retention import Kept
from shared.domain.transitions import advance
from shared.stages import TABLE, StageName
from tests.builders import NOW


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


class Counted(Walk):
    """A life whose changes are counted, and those that leave messages."""

    saves = messages = 0

    def step(self, event):
        now = self.now + dt.timedelta(seconds=1)
        self.messages += bool(advance(self.dossier, event, now, TABLE).entries)
        self.saves += 1
        super().step(event)


def a_life():
    """From the draft to the last letter."""
    life = Counted("G-TEST", "ecole", NOW)
    life.submit()
    life.finish((StageName.RECEPTION,))
    life.deliver()
    life.finish(CHECKS)
    life.compare()
    life.decide(Outcome.ACCEPTED)
    life.deliver()
    return life


def test_every_question_is_asked_as_often_as_the_life_of_a_dossier_does():
    assert len({question.name for question in QUESTIONS}) == len(QUESTIONS)
    asked, life = {question.name: question.times for question in QUESTIONS}, a_life()
    assert asked["save a change"] == life.saves
    assert asked["load a dossier"] == life.saves - len(CHECKS) + 1  # the checks share one
    assert asked["clear the outbox"] == life.messages
    assert asked["store a new dossier"] == 1
