"""`guichet keys`: the master keys that wrap the keys of dossiers."""

from pathlib import Path
from typing import Annotated

import typer

from services.ops.command import Place, on_machine

keys_app = typer.Typer(help="Master keys of the pieces: new ones, rotation.", no_args_is_help=True)

Machine = Annotated[
    Path | None, typer.Option("--data", help="Add it to the machine on that folder instead.")
]


@keys_app.command("new")
def new_key(data: Machine = None) -> None:
    """Print a new master key: put it first in GUICHET_MASTER_KEYS, restart, then rotate."""
    from services.standalone.master_keys import add_master_key
    from shared.adapters.key_ring import new_master_key

    if data is None:
        typer.echo(new_master_key())
        return
    if not data.is_dir():
        raise typer.BadParameter(f"There is no machine on {data}.")
    add_master_key(data)
    typer.echo("Added. Stop and start the machine, then run `guichet keys rotate`.")


async def rotate(place: Place) -> int:
    """Wrap every dossier's key by the newest master key. Cut off, it goes on where it was."""
    from services.ops.keys import rotate_keys

    return await rotate_keys(place.settings, place.console)


keys_app.command("rotate")(on_machine(rotate))
