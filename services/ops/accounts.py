"""What `guichet accounts` does: make, list, close accounts and give them passwords."""

import re
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import typer
from rich.console import Console
from rich.table import Table

from shared.adapters.accounts import MongoAccounts
from shared.adapters.clock import SystemClock
from shared.adapters.passwords import Argon2Passwords
from shared.adapters.sessions import MongoSessions
from shared.adapters.store import connect_store
from shared.errors import AgrementTaken, EmailTaken
from shared.settings import Settings
from shared.web.access import Account
from shared.web.passwords import SHORTEST, folded, password_fault

#: Identifiers stand in logs and documents: no address, no space.
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


@asynccontextmanager
async def _kept(settings: Settings) -> AsyncIterator[tuple[MongoAccounts, MongoSessions]]:
    client, database = connect_store(
        settings.mongodb_url, settings.mongodb_database, driver=settings.store_driver
    )
    accounts = MongoAccounts(database)
    try:
        await accounts.prepare()
        yield accounts, MongoSessions(database)
    finally:
        await client.close()


async def add_account(settings: Settings, console: Console, account: Account) -> int:
    """Make it; 1 where the name, number or address is taken or cannot be used."""
    if not _NAME.fullmatch(account.account_id):
        return _no("A name has 2 to 40 of a-z, 0-9, dot, dash, underscore.")
    if account.email is not None and "@" not in account.email.strip("@"):
        return _no("That is no e-mail address.")
    key = secrets.token_urlsafe(24)
    async with _kept(settings) as (accounts, _):
        if await accounts.by_id(account.account_id) is not None:
            return _no(f"{account.account_id} exists already.")
        try:
            await accounts.put(account, key)
        except AgrementTaken:
            return _no("Another school has this agrément number.")
        except EmailTaken:
            return _no("Another account has this e-mail address, a personal one included.")
    console.print(f"{account.account_id} made. Its key, shown this once:")
    console.print(key, markup=False, soft_wrap=True)
    return 0


async def list_accounts(settings: Settings, console: Console) -> int:
    """One line an account."""
    table = Table("account", "role", "e-mail", "agrément", "centre", "sessions", "", box=None)
    now = SystemClock().now()
    async with _kept(settings) as (accounts, sessions):
        for one in await accounts.everyone():
            lines = await sessions.of_account(one.account_id, now)
            named = (one.account_id, one.role, one.email, one.agrement, one.centre)
            closed = "disabled" if one.disabled else ""
            table.add_row(*(value or "" for value in named), str(len(lines)), closed)
    console.print(table)
    return 0


async def set_disabled(settings: Settings, console: Console, name: str, *, disabled: bool) -> int:
    """Close it and end its sessions, or open it again; 1 where there is none."""
    async with _kept(settings) as (accounts, sessions):
        if not await accounts.set_disabled(name, disabled=disabled):
            return _no(f"There is no account {name}.")
        if disabled:
            await sessions.end_all(name)
    console.print(f"{name} is {'closed, its sessions ended' if disabled else 'open'}.")
    return 0


async def set_password(settings: Settings, console: Console, name: str, typed: str | None) -> int:
    """Keep the typed one, or a random one that is shown; 1 where it cannot be taken."""
    password = typed if typed is not None else secrets.token_urlsafe(SHORTEST)
    async with _kept(settings) as (accounts, sessions):
        account = await accounts.by_id(name)
        if account is None:
            return _no(f"There is no account {name}.")
        fault = password_fault(password, account)
        if fault is not None:
            return _no(fault)
        await accounts.set_password(name, await Argon2Passwords().hash(folded(password)))
        await sessions.end_all(name)
    console.print(f"{name} has a new password; its sessions ended.")
    if typed is None:
        console.print(password, markup=False, soft_wrap=True)
    return 0


def _no(why: str) -> int:
    typer.echo(why, err=True)
    return 1
