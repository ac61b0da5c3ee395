"""`guichet accounts`: who may come in. Only an operator makes accounts; nobody signs up."""

from typing import Annotated

import typer

from services.ops.command import Place, on_machine
from shared.web.access import Role

accounts_app = typer.Typer(help="Who may come in, and in which role.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Identifier; it appears in logs.")]
Email = Annotated[str | None, typer.Option("--email", help="Address that signs in with it.")]
#: What else an account may have; the names are those of its fields.
DETAILS = ("agrement", "centre", "label")
Details = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="FIELD=VALUE",
        help="agrement=E0900000000 of a school; centre=69,01 of an agent; label=what others see.",
    ),
]


async def add(
    place: Place,
    name: Name,
    role: Annotated[Role, typer.Argument(help="What it is for.")],
    email: Email = None,
    details: Details = None,
) -> int:
    """Make an account and show its key, once. Exit code 1 where a name or address is taken."""
    from services.ops.accounts import add_account
    from shared.web.access import Account

    pairs = [detail.partition("=") for detail in details or ()]
    if not all(value and field in DETAILS for field, _, value in pairs):
        raise typer.BadParameter(f"--set takes FIELD=VALUE with one of {', '.join(DETAILS)}.")
    named = {field: value for field, _, value in pairs}
    account = Account(
        account_id=name,
        role=role,
        email=email,
        agrement=named.get("agrement"),
        centre=named.get("centre"),
        label=named.get("label"),
    )
    return await add_account(place.settings, place.console, account)


async def list_accounts(place: Place) -> int:
    """Every account with its open sessions; no key and no password."""
    from services.ops.accounts import list_accounts as show

    return await show(place.settings, place.console)


async def disable(
    place: Place,
    name: Name,
    undo: Annotated[bool, typer.Option("--undo", help="Open it again.")] = False,
) -> int:
    """Close an account: its key, password and every session end at once."""
    from services.ops.accounts import set_disabled

    return await set_disabled(place.settings, place.console, name, disabled=not undo)


async def password(
    place: Place,
    name: Name,
    generate: Annotated[bool, typer.Option("--generate", help="Show a random one, once.")] = False,
) -> int:
    """Give an account a password, asked for twice; its sessions end."""
    from services.ops.accounts import set_password

    typed = None
    if not generate:
        typed = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    return await set_password(place.settings, place.console, name, typed)


def add_account_commands(app: typer.Typer) -> None:
    """Hang them under `guichet`."""
    accounts_app.command("add")(on_machine(add))
    accounts_app.command("list")(on_machine(list_accounts))
    accounts_app.command("disable")(on_machine(disable))
    accounts_app.command("password")(on_machine(password))
    app.add_typer(accounts_app, name="accounts")
