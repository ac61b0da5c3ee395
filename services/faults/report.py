"""A campaign's outcome for people and for machines."""

import json
from typing import Any

import typer

from services.faults.campaign import Outcome

#: Findings shown of each sort; the figures count all of them.
SHOWN = 5


def as_json(outcome: Outcome) -> str:
    """One line."""
    return json.dumps(figures_of(outcome))


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
        "duration_s": round(outcome.duration, 1),
        "settled_after_s": round(outcome.settled_after, 1),
        "without": outcome.plan.weaken or None,
        "passed": verdict.passed,
        "faults": outcome.faults,
    }


def show(outcome: Outcome) -> None:
    """The figures, one a line, then what was found amiss."""
    for name, value in figures_of(outcome).items():
        typer.echo(f"{name:18} {value}")
    show_findings(outcome)


def show_findings(outcome: Outcome) -> None:
    """Some of what is amiss, on the error stream: identifiers and codes only."""
    verdict = outcome.verdict
    sorts = ("lost", "double_effects", "stuck", "misparked", "gaps", "left", "refusals")
    for sort in sorts:
        for item in getattr(verdict, sort)[:SHOWN]:
            typer.echo(f"{sort}: {item}", err=True)
