"""The commands of the audit, of keys and of retention.

Each imports what it needs when it runs, as in `services/cli.py`.
"""

from pathlib import Path
from typing import Annotated

import typer

from services.cli_keys import keys_app
from services.ops.command import Place, on_machine

audit_app = typer.Typer(help="Who saw and did what, and the proof of it.", no_args_is_help=True)

Chain = Annotated[str, typer.Argument(metavar="DOSSIER", help="Reference, or account:NAME.")]
Folder = Annotated[Path, typer.Option("--heads", help="Folder of the sealed heads.")]
Sealed = Annotated[
    Path | None, typer.Option("--heads", help="Folder of the sealed heads, to compare with.")
]

Key = Annotated[
    Path | None,
    typer.Option("--key", help="Public key of the heads, of /v1/receipt-key; today's without it."),
]


async def show_audit(place: Place, chain: Chain) -> int:
    """Every entry of a dossier. That you looked, under --as, becomes one of them."""
    from services.ops.audit import show_audit as show

    return await show(place.settings, place.console, chain, place.account)


async def export_audit(
    place: Place,
    out: Annotated[Path, typer.Option("--out", help="File to write, for its owner only.")],
    chain: Annotated[str, typer.Argument(metavar="[DOSSIER]", help="All chains without it.")] = "",
) -> int:
    """Entries as JSON lines, with all that their digests are made of. It is written down too."""
    from services.ops.audit_export import export_audit as export

    return await export(place, chain, out)


async def seal_audit(place: Place, heads: Folder) -> int:
    """Sign the newest entry of each chain into a file, to be kept elsewhere."""
    from services.ops.audit import seal_audit as seal

    return await seal(place.settings, place.console, heads)


async def verify_audit(place: Place, heads: Sealed = None, key: Key = None) -> int:
    """Look for altered, removed, reordered or cut off entries. Exit code 1 if there are any."""
    from services.ops.audit import verify_audit as verify

    return await verify(place.settings, place.console, heads, key)


async def purge(
    place: Place,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say it, erase nothing.")] = False,
    dossier: Annotated[
        str, typer.Option("--dossier", help="Only the pieces of this ended one, now.")
    ] = "",
    person: Annotated[
        bool, typer.Option("--person", help="With --dossier: names and findings too.")
    ] = False,
) -> int:
    """Erase what the retention table no longer allows to keep. Runs by itself in watch too."""
    if dossier and not dry_run:
        from services.ops.erase import erase_one

        return await erase_one(place, dossier, person=person)
    if dossier or person:
        raise typer.BadParameter("--person needs --dossier; --dry-run is for the whole table.")
    from services.ops.purge import purge as run

    return await run(place.settings, place.console, place.account, dry_run=dry_run)


def add_privacy_commands(app: typer.Typer) -> None:
    """Hang them under `guichet`."""
    audit_app.command("show")(on_machine(show_audit))
    audit_app.command("export")(on_machine(export_audit))
    audit_app.command("seal")(on_machine(seal_audit))
    audit_app.command("verify")(on_machine(verify_audit))
    app.add_typer(audit_app, name="audit")
    app.add_typer(keys_app, name="keys")
    app.command("purge")(on_machine(purge))
