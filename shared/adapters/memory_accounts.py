"""Accounts in memory, for tests."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

from shared.errors import AgrementTaken, EmailTaken
from shared.web.access import Account, digest_of
from shared.web.directory import Credentials, fold_email


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    account: Account
    digest: str
    password_hash: str | None = None
    subject: str | None = None


class MemoryAccounts:
    """Accounts by their identifier."""

    def __init__(self) -> None:
        """Nobody is known."""
        self._kept: dict[str, _Kept] = {}

    async def by_secret(self, secret: str) -> Account | None:
        """The account that the secret opens."""
        return self._open(lambda kept: kept.digest == digest_of(secret))

    async def by_id(self, account_id: str) -> Account | None:
        """The account, disabled or not."""
        kept = self._kept.get(account_id)
        return kept.account if kept else None

    async def by_email(self, email: str) -> Account | None:
        """The account of an address, unless it is disabled."""
        return self._open(lambda kept: kept.account.email == fold_email(email))

    async def by_subject(self, subject: str) -> Account | None:
        """The account bound to a person of the identity provider, unless it is disabled."""
        return self._open(lambda kept: kept.subject == subject)

    async def credentials(self, name: str) -> Credentials | None:
        """By e-mail address or identifier; None without a password, or where it is disabled."""
        known = await self.by_email(name) if "@" in name else await self.by_id(name)
        kept = self._kept[known.account_id] if known and not known.disabled else None
        if kept is None or kept.password_hash is None:
            return None
        return Credentials(account=kept.account, password_hash=kept.password_hash)

    async def put(self, account: Account, secret: str) -> None:
        """Create the account, or give it a new secret; refused like the stored ones."""
        if account.email is not None:
            account = replace(account, email=fold_email(account.email))
        others = [kept.account for name, kept in self._kept.items() if name != account.account_id]
        if account.agrement and any(other.agrement == account.agrement for other in others):
            raise AgrementTaken(account.account_id)
        if account.email and any(other.email == account.email for other in others):
            raise EmailTaken(account.account_id)
        before = self._kept.get(account.account_id)
        if before is None:
            self._kept[account.account_id] = _Kept(account=account, digest=digest_of(secret))
            return
        merged = replace(before.account, **_given(account))
        self._kept[account.account_id] = replace(before, account=merged, digest=digest_of(secret))

    async def set_password(
        self, account_id: str, password_hash: str, instead_of: str | None = None
    ) -> bool:
        """Keep a new hash; False where the account, or the hash to replace, is not there."""
        kept = self._kept.get(account_id)
        if kept is None or (instead_of is not None and kept.password_hash != instead_of):
            return False
        self._kept[account_id] = replace(kept, password_hash=password_hash)
        return True

    async def bind(self, account_id: str, subject: str) -> bool:
        """Tie a person of the provider to an account; False where either is tied already."""
        kept = self._kept.get(account_id)
        taken = any(other.subject == subject for other in self._kept.values())
        if kept is None or kept.subject is not None or taken:
            return False
        self._kept[account_id] = replace(kept, subject=subject)
        return True

    async def set_disabled(self, account_id: str, *, disabled: bool) -> bool:
        """Close or open an account again; False where there is none."""
        kept = self._kept.get(account_id)
        if kept is None:
            return False
        account = replace(kept.account, disabled=disabled)
        self._kept[account_id] = replace(kept, account=account)
        return True

    async def everyone(self) -> list[Account]:
        """All accounts, by identifier."""
        return [self._kept[name].account for name in sorted(self._kept)]

    def _open(self, fits: Callable[[_Kept], bool]) -> Account | None:
        found = (kept.account for kept in self._kept.values() if fits(kept))
        return next((account for account in found if not account.disabled), None)


def _given(account: Account) -> dict[str, Any]:
    """What an account written again brings; what it lacks stays as it was."""
    named = {one.name: getattr(account, one.name) for one in fields(account)}
    return {name: value for name, value in named.items() if value not in (None, False)}
