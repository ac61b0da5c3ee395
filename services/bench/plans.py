"""By which way the store answers a question, in its own words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shared.adapters.queries import Query
from shared.adapters.store import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How one question was answered."""

    #: Name of the index; None when every document was looked at.
    index: str | None
    documents_read: int
    documents_found: int


async def plan_of(database: Database, query: Query, collection: str = "dossiers") -> Plan:
    """Ask the store to explain how it finds these documents.

    The one-machine store goes by one clause of several without saying so: each is asked alone then.
    """
    for asked in (query, *({name: clause} for name, clause in query.items())):
        if await _index_of(database, asked, collection) is not None:
            return await _carried_out(database, asked, collection)
    return await _carried_out(database, query, collection)


async def _index_of(database: Database, query: Query, collection: str) -> str | None:
    """The index that would be used; nothing is read for it."""
    command = {"find": collection, "filter": query}
    answer = await database.command({"explain": command, "verbosity": "queryPlanner"})
    return _index_in(answer)


async def _carried_out(database: Database, query: Query, collection: str) -> Plan:
    command = {"find": collection, "filter": query}
    answer = await database.command({"explain": command, "verbosity": "executionStats"})
    statistics = answer["executionStats"]
    return Plan(
        index=_index_in(answer),
        documents_read=statistics["totalDocsExamined"],
        documents_found=statistics["nReturned"],
    )


def _index_in(answer: Mapping[str, Any]) -> str | None:
    steps = _steps(answer["queryPlanner"]["winningPlan"])
    return next((str(step["indexName"]) for step in steps), None)


def _steps(step: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The steps of a plan that name an index, whatever they are nested in."""
    if "indexName" in step:
        yield step
    for inner in (step.get("inputStage"), *step.get("inputStages", ())):
        if inner:
            yield from _steps(inner)
