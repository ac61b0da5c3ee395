"""The accounts of one machine: made once, kept beside its data, shown to whoever started it."""

import json
import secrets
from pathlib import Path

from shared.adapters.accounts import MongoAccounts
from shared.adapters.passwords import Argon2Passwords
from shared.adapters.store import connect_store
from shared.settings import Settings
from shared.web.access import Account, Role

#: One account a role, and a second school so that one can see what the other cannot.
ACCOUNTS = (
    Account(
        account_id="ecole-demo",
        role=Role.SCHOOL,
        agrement="E0906900010",
        email="ecole-demo@example.org",
    ),
    Account(account_id="ecole-voisine", role=Role.SCHOOL, agrement="E0906900020"),
    Account(account_id="candidat-demo", role=Role.CANDIDATE),
    Account(account_id="agent-demo", role=Role.INSTRUCTOR, label="Agent de démonstration"),
    Account(account_id="responsable-demo", role=Role.HEAD, label="Responsable de démonstration"),
    Account(account_id="exploitation-demo", role=Role.OPS),
    Account(account_id="auditrice-demo", role=Role.AUDITOR),
)


async def seed_logins(settings: Settings, folder: Path) -> dict[str, str]:
    """Make the accounts that are not there yet; account id -> secret.

    The secret is the account's key and its password too, so that there is one to copy.
    """
    path = folder / "logins.json"
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    logins = {
        account.account_id: known.get(account.account_id) or secrets.token_urlsafe(24)
        for account in ACCOUNTS
    }
    client, database = connect_store(
        settings.mongodb_url, settings.mongodb_database, driver=settings.store_driver
    )
    try:
        accounts = MongoAccounts(database)
        await accounts.prepare()
        for account in ACCOUNTS:
            await accounts.put(account, logins[account.account_id])
            if await accounts.credentials(account.account_id) is None:
                hashed = await Argon2Passwords().hash(logins[account.account_id])
                await accounts.set_password(account.account_id, hashed)
    finally:
        await client.close()
    path.touch(mode=0o600)
    path.write_text(json.dumps(logins, indent=1))
    return logins
