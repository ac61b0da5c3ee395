"""`guichet`: the commands of an operator. Each imports what it needs when it runs."""

import asyncio
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from services.accuracy.parts import Part as AccuracyPart
from services.bench.parts import Part
from services.faults.kinds import Weakness
from services.kinds import CheckKind

app = typer.Typer(
    name="guichet",
    help="Asynchronous intake of French driving-licence requests: where a dossier is, whose "
    "turn it is, by when, and what happens then.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_show_locals=False,
)

KINDS = (
    "What the files are meant to be: photo, signature, identity, address, hosting, host_identity "
    "and other papers, or divergence for identities to compare, one JSON object a line."
)
DataFolder = Annotated[
    Path, typer.Option("--data", help="Folder of the servers' data, logs and mails.")
]

Overlay = Annotated[
    Path | None,
    typer.Option(metavar="OUT", help="With one photo: draw what was measured into that PNG file."),
]

Clustered = Annotated[
    bool, typer.Option("--cluster", help="A broker of three nodes, one killed at a time.")
]


@app.command()
def demo(data: DataFolder = Path("var/demo")) -> None:
    """Start everything and file the scenario dossiers through the public API.

    With a terminal it stays up until Ctrl-C. With CI=true or without a terminal it ends once
    every dossier has reached the state that its scenario expects: exit code 0, or 1 with the
    differences.
    """
    from services.demo.run import run_demo
    from services.standalone.readiness import NotReady

    try:
        raise typer.Exit(asyncio.run(run_demo(data)))
    except NotReady as error:
        _give_up(error)


@app.command()
def up(data: DataFolder = Path("var/up")) -> None:
    """Start everything, empty, until Ctrl-C. Data are kept for the next time."""
    from services.standalone.readiness import NotReady
    from services.standalone.up import run_up

    try:
        asyncio.run(run_up(data))
    except NotReady as error:
        _give_up(error)


def _give_up(error: Exception) -> NoReturn:
    typer.echo(f"Guichet did not start: {error}", err=True)
    raise typer.Exit(1)


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Files to check.")],
    kind: Annotated[CheckKind, typer.Option("--as", metavar="KIND", help=KINDS)],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON object a line.")] = False,
    overlay: Overlay = None,
) -> None:
    """Check local files, without any server.

    Exit code 0 when every file could be read, whatever its verdict; 1 when at least one could
    not be read, or not be checked on this machine: its row says why.
    """
    from services.check_identities import check_identities
    from services.check_report import check_files

    if kind is CheckKind.DIVERGENCE:
        raise typer.Exit(check_identities(files, jsonl=jsonl))
    code = check_files(kind, files, jsonl=jsonl)
    if overlay is not None:
        from services.crop_report import write_overlay

        code = max(code, write_overlay(kind, files, overlay))
    raise typer.Exit(code)


@app.command()
def doctor() -> None:
    """Say what is missing on this machine and how to get it. Exit code 1 if something is."""
    from services.doctor import examine

    raise typer.Exit(examine())


@app.command()
def faults(
    dossiers: Annotated[int, typer.Option(min=2, help="Dossiers to file meanwhile.")] = 110,
    seed: Annotated[int, typer.Option(help="The same seed does the same harm.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line.")] = False,
    without: Annotated[Weakness | None, typer.Option(help="Take one guarantee away.")] = None,
    cluster: Clustered = False,
) -> None:
    """Kill, cut and wipe everything while dossiers are filed, then say what was lost or doubled.

    Exit code 0 only when nothing was lost, nothing had effect twice, nothing is stuck, and what
    is parked is what was poisoned. With --without, that the verdict turns red is the proof.
    """
    from services.faults.campaign import plan_campaign
    from services.faults.report import report_campaign

    plan = plan_campaign(dossiers, seed, without, clustered=cluster)
    raise typer.Exit(asyncio.run(report_campaign(plan, as_json=as_json)))


@app.command()
def recovery(data: DataFolder = Path("var/recovery"), cluster: Clustered = False) -> None:
    """Each fault alone: seconds until every stage moves again. Exit code 1 beyond 20 s.

    With --cluster, the loss of each of three nodes of the broker, while it is away.
    """
    from services.faults.recovery import report_recovery

    raise typer.Exit(asyncio.run(report_recovery(data, clustered=cluster)))


@app.command()
def bench(
    part: Annotated[Part | None, typer.Argument(help="One part; all of them if left out.")] = None,
    quick: Annotated[bool, typer.Option(help="Small, to see that it runs.")] = False,
    stored: Annotated[
        list[int] | None, typer.Option(help="Size of an archive of the part growth; repeatable.")
    ] = None,
    queued: Annotated[
        int | None, typer.Option(help="Dossiers in the full queue of the part pipeline.", min=2)
    ] = None,
    data: DataFolder = Path("var/bench"),
) -> None:
    """Measure engine, checks, store and pages. Exit code 1 when a bar is missed."""
    from services.bench.extent import extent_of
    from services.bench.run import run_bench

    parts = tuple(Part) if part is None else (part,)
    folder = data / "quick" if quick else data
    raise typer.Exit(run_bench(folder, parts, extent_of(quick=quick, stored=stored, queued=queued)))


@app.command()
def accuracy(
    part: Annotated[AccuracyPart | None, typer.Option(help="One part; all if left out.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line a table.")] = False,
    realset: Annotated[
        Path | None, typer.Option(envvar="GUICHET_REALSET", help="Folder of labelled pictures.")
    ] = None,
) -> None:
    """Measure what the checks get right: rendered defects, and labelled real pictures if given."""
    from services.accuracy.run import run_accuracy

    raise typer.Exit(run_accuracy(part, realset, as_json=as_json))


def main() -> None:
    """Entry point of the `guichet` command."""
    from services.cli_accounts import add_account_commands
    from services.cli_attestation import attestation_app
    from services.cli_audit import add_privacy_commands
    from services.cli_backup import add_backup_commands
    from services.cli_desk import add_desk_commands
    from services.cli_ops import add_ops_commands
    from services.cli_receipt import receipt_app
    from services.cli_simulate import simulate_app

    add_ops_commands(app)
    add_account_commands(app)
    add_privacy_commands(app)
    add_backup_commands(app)
    add_desk_commands(app)
    app.add_typer(receipt_app, name="receipt")
    app.add_typer(simulate_app, name="simulate")
    app.add_typer(attestation_app, name="attestation")
    app()
