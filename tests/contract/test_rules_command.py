"""`guichet rules` says which rules agents overturn."""

import io
import json

import pytest
from rich.console import Console

from services.ops.overturns import list_rules
from shared.adapters.rule_quality import MongoRuleQuality
from shared.adapters.store import connect_store
from shared.domain.overturn import RuleOutcome
from shared.settings import Settings
from tests.builders import NOW
from tests.contract.servers import a_name

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]


async def test_a_rule_over_its_threshold_is_shown_with_what_may_be_done(store_url, capsys):
    settings = Settings(mongodb_url=store_url, mongodb_database=a_name(), secret_key="s" * 32)
    client, database = connect_store(store_url, settings.mongodb_database)
    outcomes = (
        RuleOutcome(rule="photo.colour", overturned=True),
        RuleOutcome(rule="address.age", overturned=False),
    )
    await MongoRuleQuality(database).write(NOW.date(), outcomes * 20)
    await client.close()
    told = io.StringIO()

    await list_rules(settings, Console(file=told, width=100), as_json=False)
    await list_rules(settings, Console(file=io.StringIO()), as_json=True)

    lines = told.getvalue().splitlines()
    assert lines[1].split() == ["photo.colour", "20", "20", "100%", "GUICHET_ADVICE_ONLY_RULES"]
    assert lines[2].split() == ["address.age", "20", "0", "0%"]
    rows = json.loads(capsys.readouterr().out)["rules"]
    assert [(row["rule"], row["over"]) for row in rows] == [
        ("photo.colour", True),
        ("address.age", False),
    ]
