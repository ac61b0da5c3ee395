"""`guichet simulate`: the capacity plan, played from the stage table and measured costs."""

from pathlib import Path
from typing import Annotated

import typer

simulate_app = typer.Typer(
    help="Play the stage table forward in time: pods, waits, backlog and processor hours.",
    invoke_without_command=True,
)

_TIMES = "Multiples of France's busiest day; may be given several times."
_BURST = "Dossiers that all come at once, ten minutes after the start."
_BOUNDED = "No more pods than the manifests allow."

Figures = Annotated[
    Path, typer.Option(help="Folder of costs.json (measured) and demand.json (assumed).")
]


@simulate_app.callback()
def country(
    context: typer.Context,
    times: Annotated[list[float] | None, typer.Option(min=0.01, help=_TIMES)] = None,
    burst: Annotated[int, typer.Option(min=0, help=_BURST)] = 0,
    bounded: Annotated[bool, typer.Option("--bounded", help=_BOUNDED)] = False,
    figures: Figures = Path("deploy"),
) -> None:
    """Play the busiest hour of the year on a cluster that scales each stage by its queue.

    Without --times it plays 1 and 10 times France; 100 times takes two minutes. Needs the extra
    `plan`.
    """
    if context.invoked_subcommand is not None:
        return
    from services.simulate.command import Wish, run_country

    wish = Wish(times=times or (1.0, 10.0), burst=burst, bounded=bounded, figures=figures)
    raise typer.Exit(run_country(wish))


@simulate_app.command()
def machine(
    dossiers: Annotated[int, typer.Argument(min=1, help="Dossiers that wait at the start.")],
    cores: Annotated[int, typer.Option(min=1, help="Cores that everything shares.")] = 2,
    figures: Figures = Path("deploy"),
) -> None:
    """Play a full queue on one machine until the last dossier is compared."""
    from services.simulate.command import run_machine

    raise typer.Exit(run_machine(dossiers, cores, figures))
