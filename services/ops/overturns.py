"""`guichet rules`: what agents overturn, which rules may be advice only, which fields they fix."""

import datetime as dt
import json
from collections.abc import Sequence

import typer
from rich.console import Console
from rich.table import Table

from shared.adapters.clock import SystemClock
from shared.adapters.decisions import MongoDecisions
from shared.adapters.rule_quality import MongoRuleQuality
from shared.adapters.store import connect_store
from shared.domain.overturn import CLEAN_PILE, RuleRate
from shared.domain.pile import Territory
from shared.domain.reading_accuracy import FieldAccuracy, reading_accuracy
from shared.pipeline.decisions import Decisions
from shared.settings import Settings

#: Days of corrected readings that are counted: a month of whole weeks. [D]
FIX_DAYS = 28


async def list_rules(settings: Settings, console: Console, *, as_json: bool) -> int:
    """One line a rule, the most overturned first; always 0, since nothing has gone wrong."""
    client, database = connect_store(
        settings.mongodb_url, settings.mongodb_database, driver=settings.store_driver
    )
    try:
        rates = await MongoRuleQuality(database).rates()
        fields = await _fields(MongoDecisions(database))
    finally:
        await client.close()
    over = [rate for rate in rates if rate.is_over(settings.overturn_threshold)]
    if as_json:
        rows = [_row(rate, over=rate in over) for rate in rates]
        told = {
            "threshold": settings.overturn_threshold,
            "rules": rows,
            "fixes": {line.field: line.corrected for line in fields if line.corrected},
            "fields": [_field_row(line) for line in fields],
        }
        typer.echo(json.dumps(told))
        return 0
    table = Table("rule", "decisions", "overturned", "rate", "", box=None)
    for rate in rates:
        share = f"{rate.rate:.0%}"
        table.add_row(rate.rule, str(rate.fired), str(rate.overturned), share, _advice(rate, over))
    console.print(table if rates else "No agent has decided yet.")
    for line in fields:
        console.print(_field_words(line), markup=False)
    return 0


async def _fields(decisions: Decisions) -> Sequence[FieldAccuracy]:
    """How often each field was read right, the most corrected first."""
    now = SystemClock().now()
    rows = await decisions.between(now - dt.timedelta(days=FIX_DAYS), now, Territory())
    return reading_accuracy(rows)


def _field_words(line: FieldAccuracy) -> str:
    share = f", {line.right:.1%} right" if line.right is not None else ""
    return f"{line.field}: read {line.read}, corrected {line.corrected} in {FIX_DAYS} days{share}."


def _field_row(line: FieldAccuracy) -> dict[str, object]:
    right = round(line.right, 4) if line.right is not None else None
    return {
        "field": line.field,
        "read": line.read,
        "misread": line.misread,
        "missed": line.missed,
        "right": right,
    }


def _row(rate: RuleRate, *, over: bool) -> dict[str, object]:
    return {
        "rule": rate.rule,
        "decisions": rate.fired,
        "overturned": rate.overturned,
        "rate": round(rate.rate, 4),
        "over": over,
    }


def _advice(rate: RuleRate, over: list[RuleRate]) -> str:
    """What an operator may do; the clean pile has no rule to switch off."""
    if rate not in over:
        return ""
    return "look at the clean pile" if rate.rule == CLEAN_PILE else "GUICHET_ADVICE_ONLY_RULES"
