"""`guichet rules` says which rules agents overturn."""

import datetime as dt
import io
import json

import pytest
from rich.console import Console

from services.ops.overturns import list_rules
from shared.adapters.decisions import MongoDecisions
from shared.adapters.rule_quality import MongoRuleQuality
from shared.adapters.store import connect_store
from shared.domain.decision_row import DecisionRow
from shared.domain.demande import DemandeKind
from shared.domain.dossier import Outcome, Route
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
    yesterday = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    rows = [
        DecisionRow(
            dossier_id=f"G-{number}",
            decided_at=yesterday,
            departement="69",
            kind=DemandeKind.TITLE,
            route=Route.REVIEW,
            outcome=Outcome.ACCEPTED,
            seconds=30.0,
            read=("identity.sex",),
            fixed=("identity.sex",) if number < 3 else (),
        )
        for number in range(24)
    ]
    await MongoDecisions(database).keep(rows)
    await client.close()
    told = io.StringIO()

    await list_rules(settings, Console(file=told, width=100), as_json=False)
    await list_rules(settings, Console(file=io.StringIO()), as_json=True)

    lines = told.getvalue().splitlines()
    assert lines[1].split() == ["photo.colour", "20", "20", "100%", "GUICHET_ADVICE_ONLY_RULES"]
    assert lines[2].split() == ["address.age", "20", "0", "0%"]
    assert lines[3] == "identity.sex: read 24, corrected 3 in 28 days, 87.5% right."
    told = json.loads(capsys.readouterr().out)
    assert told["fixes"] == {"identity.sex": 3}
    assert told["fields"] == [
        {"field": "identity.sex", "read": 24, "misread": 3, "missed": 0, "right": 0.875}
    ]
    assert [(row["rule"], row["over"]) for row in told["rules"]] == [
        ("photo.colour", True),
        ("address.age", False),
    ]
