"""What every command of ops shares: which machine, whose account, what to do about an outage."""

import asyncio
import inspect
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console

from shared.errors import Retryable
from shared.settings import Settings
from shared.telemetry import configure_logs

Data = Annotated[
    Path | None,
    typer.Option("--data", help="Folder of a running machine; GUICHET_* variables without it."),
]
Account = Annotated[
    str | None, typer.Option("--as", help="Account for the audit log; the system's user else.")
]

#: Widest table, where the output is no terminal.
WIDTH = 160
_SHARED = (
    inspect.Parameter("account", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Account),
    inspect.Parameter("data", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Data),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a command works, and for whom."""

    settings: Settings
    account: str
    console: Console


Command = Callable[..., Coroutine[Any, Any, int | None]]


def on_machine(command: Command) -> Callable[..., None]:
    """A command with the options --data and --as, which it gets as its first argument, a Place."""

    def run(*, data: Path | None, account: str | None, **options: Any) -> None:
        place = _place(data, account)
        raise typer.Exit(_finish(place, command(place, **options)))

    own = inspect.signature(command)
    parameters = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for parameter in list(own.parameters.values())[1:]
    ]
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__annotations__ = {p.name: p.annotation for p in (*parameters, *_SHARED)}
    run.__dict__["__signature__"] = inspect.Signature([*parameters, *_SHARED])
    return run


def _place(data: Path | None, account: str | None) -> Place:
    from services.ops.connection import NoMachine, os_account, settings_of  # brings the drivers

    configure_logs("ops", "ERROR")  # the libraries would write into the table
    try:
        settings = settings_of(data)
    except NoMachine as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    except ValidationError as error:
        typer.echo(f"{error}\nName a running machine with --data instead.", err=True)
        raise typer.Exit(2) from None
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH)
    return Place(settings=settings, account=account or os_account(), console=console)


def _finish(place: Place, work: Coroutine[Any, Any, int | None]) -> int:
    """Exit code: what the command answers, 1 when a server is away."""
    code: int | None = 1
    try:
        code = asyncio.run(work)
    except* KeyboardInterrupt:
        code = 0
    except* (Retryable, TimeoutError):
        typer.echo("The broker or the store does not answer: nothing more was done.", err=True)
    return code or 0
