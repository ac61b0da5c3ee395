"""`guichet replay`: stored values judged by another rule set, and what that would change."""

import json
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from services.imagecheck.rejudging import RULE_BOOKS, RuleBook, rejudge, rule_book_of
from services.replay.changes import Changes
from services.replay.divergence import DIVERGENCE_VERSIONS, divergence_changes
from shared.adapters.store import connect_store
from shared.adapters.stored_checks import MongoStoredChecks
from shared.settings import Settings


async def report_replay(
    settings: Settings, console: Console, version: str, *, as_json: bool
) -> int:
    """Read every stored check of the version's stage; nothing is written. 2: unknown version."""
    book = rule_book_of(version)
    if book is None and version not in DIVERGENCE_VERSIONS:
        sets = [name for book in RULE_BOOKS for name in book.versions]
        known = ", ".join((*sets, *DIVERGENCE_VERSIONS))
        typer.echo(f"No rule set is called {version}. Known: {known}.", err=True)
        return 2
    client, database = connect_store(
        settings.mongodb_url, settings.mongodb_database, driver=settings.store_driver
    )
    try:
        checks = MongoStoredChecks(database)
        if book is None:
            changes = await divergence_changes(checks, version)
        else:
            changes = await _changes(checks, book, version)
    finally:
        await client.close()
    if as_json:
        typer.echo(json.dumps(row_of(changes), ensure_ascii=False))
    else:
        show(console, changes)
    return 0


async def _changes(checks: MongoStoredChecks, book: RuleBook, version: str) -> Changes:
    changes = Changes(rule_set=version, stage=book.stage.value)
    async for stored in checks.of(book.stage):
        changes.add(stored, rejudge(book, version, stored.facts))
    return changes


def row_of(changes: Changes) -> dict[str, Any]:
    """The stable contract: one object."""
    return {
        "rule_set": changes.rule_set,
        "stage": changes.stage,
        "judged": changes.judged,
        "without_facts": changes.without_facts,
        "changed": changes.changed,
        "judged_by": dict(sorted(changes.judged_by.items())),
        "verdicts": [
            {"before": before, "after": after, "count": count}
            for (before, after), count in sorted(changes.verdicts.items())
        ],
        "criteria": [
            {"criterion": criterion, "before": before, "after": after, "count": count}
            for (criterion, (before, after)), count in sorted(changes.criteria.items())
        ],
    }


def show(console: Console, changes: Changes) -> None:
    """The same for people."""
    console.print(
        f"[bold]{changes.rule_set}[/] on {changes.judged} stored checks of {changes.stage}: "
        f"{changes.changed} would have another verdict; {changes.without_facts} lack values."
    )
    table = Table("criterion", "before", "after", "pieces", box=None)
    for (before, after), count in sorted(changes.verdicts.items()):
        table.add_row("[bold]whole piece[/]", before, after, str(count))
    for (criterion, (before, after)), count in sorted(changes.criteria.items()):
        table.add_row(criterion, before, after, str(count))
    console.print(table)
