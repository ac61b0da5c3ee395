"""A campaign's outcome for people and for machines."""

import json
from typing import Any

import typer

from services.faults.campaign import Outcome, Plan, run_campaign
from services.faults.cluster import NODES

#: Findings shown of each sort; the figures count all of them.
SHOWN = 5


async def report_campaign(plan: Plan, *, as_json: bool) -> int:
    """Run a campaign and print what came of it; the command's exit code."""
    outcome = await run_campaign(plan)
    if as_json:
        typer.echo(json.dumps(figures_of(outcome)))
    else:
        _show_figures(outcome)
    _show_findings(outcome)
    return 0 if outcome.verdict.passed else 1


def figures_of(outcome: Outcome) -> dict[str, Any]:
    """Every figure of the verdict."""
    verdict = outcome.verdict
    return {
        "seed": outcome.plan.seed,
        "dossiers": outcome.plan.dossiers,
        "acknowledged": outcome.acknowledged,
        "lost": len(verdict.lost),
        "double_effects": len(verdict.double_effects),
        "stuck": len(verdict.stuck),
        "parked": len(verdict.parked),
        "poison_injected": verdict.poison_injected,
        "misparked": len(verdict.misparked),
        "history_gaps": len(verdict.gaps),
        "left_in_queues": len(verdict.left),
        "refusals": len(verdict.refusals),
        "repeated": verdict.repeated,
        "reworded": verdict.reworded,
        "messages": outcome.messages,
        "duration_s": round(outcome.duration, 1),
        "settled_after_s": round(outcome.settled_after, 1),
        "nodes": NODES if outcome.plan.clustered else 1,
        "without": outcome.plan.weaken,
        "passed": verdict.passed,
        "faults": outcome.faults,
    }


def _show_figures(outcome: Outcome) -> None:
    for name, value in figures_of(outcome).items():
        typer.echo(f"{name:18} {value}")


def _show_findings(outcome: Outcome) -> None:
    """Some of what is amiss, on the error stream: identifiers and codes only."""
    verdict = outcome.verdict
    sorts = ("lost", "double_effects", "stuck", "misparked", "gaps", "left", "refusals")
    for sort in sorts:
        for item in getattr(verdict, sort)[:SHOWN]:
            typer.echo(f"{sort}: {item}", err=True)
