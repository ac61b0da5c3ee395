"""`guichet backup` and `guichet restore`: the store in a file."""

from pathlib import Path
from typing import Annotated

import typer

from services.ops.command import Place, on_machine

Folder = Annotated[Path, typer.Option("--folder", help="Where backups lie.")]
Keep = Annotated[int, typer.Option("--keep", min=1, help="Files kept; the oldest go.")]
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="One of them.")]


async def backup(place: Place, folder: Folder, keep: Keep = 14) -> int:
    """Write the whole store into a file while everything runs. The master keys are not in it."""
    from services.ops.backup import backup as run
    from services.ops.own_deeds import note_deed
    from shared.domain.audit import Deed

    await note_deed(place, Deed.BACKUP_TAKEN)
    return await run(place.settings, place.console, folder, keep)


async def restore(
    place: Place,
    file: File,
    replace: Annotated[bool, typer.Option("--replace", help="Erase what is there.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Read it through only.")] = False,
) -> int:
    """Put a backup into an empty store. Stop every service first."""
    from services.ops.backup import restore as run

    return await run(place.settings, place.console, file, replace=replace, check=check)


def add_backup_commands(app: typer.Typer) -> None:
    """Hang them under `guichet`."""
    app.command("backup")(on_machine(backup))
    app.command("restore")(on_machine(restore))
