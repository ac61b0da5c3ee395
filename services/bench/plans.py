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


async def plan_of(database: Database, query: Query) -> Plan:
    """Ask the store to explain how it finds these dossiers.

    The one-machine store goes by one clause of several without saying so: each is asked alone then.
    """
    whole = await _explained(database, query)
    if whole.index is not None or len(query) == 1:
        return whole
    clauses = [await _explained(database, {name: clause}) for name, clause in query.items()]
    return next((plan for plan in clauses if plan.index is not None), whole)


async def _explained(database: Database, query: Query) -> Plan:
    command = {"find": "dossiers", "filter": query}
    answer = await database.command({"explain": command, "verbosity": "executionStats"})
    named = [str(step["indexName"]) for step in _steps(answer["queryPlanner"]["winningPlan"])]
    statistics = answer["executionStats"]
    return Plan(
        index=named[0] if named else None,
        documents_read=statistics["totalDocsExamined"],
        documents_found=statistics["nReturned"],
    )


def _steps(step: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The steps of a plan that name an index, whatever they are nested in."""
    if "indexName" in step:
        yield step
    for inner in (step.get("inputStage"), *step.get("inputStages", ())):
        if inner:
            yield from _steps(inner)
