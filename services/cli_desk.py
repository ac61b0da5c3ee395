"""`guichet desk-trial`: many agents on one pile while their service is killed."""

import asyncio
from typing import Annotated

import typer

Agents = Annotated[int, typer.Option(min=2, help="Agents at the same time.")]
Dossiers = Annotated[int, typer.Option(min=2, help="Dossiers in the pile.")]
Minutes = Annotated[float, typer.Option(min=0.05, help="How long they work at most.")]
Kills = Annotated[int, typer.Option(min=0, help="Times that the service is killed (SIGKILL).")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON line.")]


def desk_trial(
    agents: Agents = 20,
    dossiers: Dossiers = 2000,
    minutes: Minutes = 10,
    kills: Kills = 3,
    as_json: AsJson = False,
) -> None:
    """Let agents empty a pile while their service dies, then say what was doubled or lost.

    Exit code 0 only when no dossier had two agents at once, no decision that was answered for is
    missing, every lease left behind was taken over, and each decision counts once in the figures.
    """
    from services.faults.desk_trial import Trial, report_trial

    trial = Trial(agents=agents, dossiers=dossiers, seconds=minutes * 60, kills=kills)
    raise typer.Exit(asyncio.run(report_trial(trial, as_json=as_json)))


def add_desk_commands(app: typer.Typer) -> None:
    """Hang it under `guichet`."""
    app.command("desk-trial")(desk_trial)
