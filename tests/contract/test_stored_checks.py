"""Replaying rules on a real store: what it keeps of a check is enough to judge it again."""

import dataclasses
import json

import pytest
from pydantic import SecretStr
from rich.console import Console

from services.imagecheck.checks import scalars_of
from services.imagecheck.signature.rules import RULE_SET, judge_signature
from services.replay.command import report_replay
from shared.adapters.documents import dossier_document
from shared.adapters.store import connect_store
from shared.domain.dossier import StageRun, StageStatus
from shared.domain.findings import CheckResult
from shared.settings import Settings
from shared.stages import StageName
from tests.builders import a_dossier
from tests.contract.servers import a_name
from tests.rules.test_signature_rules import a_signature

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]


@pytest.fixture
async def settings(store_url):
    # not dropped afterwards: the one-machine store needs long for that, and goes anyway
    settings = Settings(
        secret_key=SecretStr("k" * 40), mongodb_url=store_url, mongodb_database=a_name()
    )
    client, database = connect_store(store_url, settings.mongodb_database)
    red = a_signature(ink_chroma=60.0, ink_blue=-0.5)
    await database["dossiers"].insert_many([checked(a_signature()), checked(red), unchecked()])
    yield settings
    await client.close()


def checked(facts):
    result = CheckResult(findings=judge_signature(facts), facts=scalars_of(facts))
    run = StageRun(status=StageStatus.DONE, run=1, result=result)
    dossier = dataclasses.replace(a_dossier(), dossier_id=a_name())
    stages = {**dossier.stages, StageName.SIGNATURE: run}
    return dossier_document(dataclasses.replace(dossier, stages=stages))


def unchecked():
    return dossier_document(dataclasses.replace(a_dossier(), dossier_id=a_name()))


async def replayed(settings, version, capsys):
    code = await report_replay(settings, Console(quiet=True), version, as_json=True)
    return code, capsys.readouterr()


async def test_what_an_older_rule_set_would_change_is_counted(settings, capsys):
    code, output = await replayed(settings, "signature-2026.11", capsys)

    row = json.loads(output.out)
    assert (code, row["judged"], row["changed"]) == (0, 2, 1)
    assert {"criterion": "ink_colour", "before": "fail", "after": "warn", "count": 1} in row[
        "criteria"
    ]


async def test_todays_rules_change_nothing(settings, capsys):
    code, output = await replayed(settings, RULE_SET, capsys)

    assert code == 0
    assert json.loads(output.out)["changed"] == 0


async def test_an_unknown_rule_set_is_refused_with_those_that_are_known(settings, capsys):
    code, output = await replayed(settings, "photo-1999.1", capsys)

    assert code == 2
    assert RULE_SET in output.err
