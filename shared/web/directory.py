"""What sign-in and operators ask of the keeper of accounts, beyond keys."""

import unicodedata
from dataclasses import dataclass
from typing import Protocol

from shared.web.access import Account, Accounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """An account with what its password must match."""

    account: Account
    password_hash: str


class Directory(Accounts, Protocol):
    """Every account. A disabled one opens to nothing, but is still found by its identifier."""

    async def by_id(self, account_id: str) -> Account | None:
        """The account, disabled or not."""
        ...

    async def by_email(self, email: str) -> Account | None:
        """The account of an address, unless it is disabled."""
        ...

    async def by_subject(self, subject: str) -> Account | None:
        """The account bound to a person of the identity provider, unless it is disabled."""
        ...

    async def credentials(self, name: str) -> Credentials | None:
        """By e-mail address or identifier; None without a password, or where it is disabled."""
        ...

    async def set_password(
        self, account_id: str, password_hash: str, instead_of: str | None = None
    ) -> bool:
        """Keep a new hash; False where the account, or the hash to replace, is not there."""
        ...

    async def bind(self, account_id: str, subject: str) -> bool:
        """Tie a person of the provider to an account; False where either is tied already."""
        ...

    async def set_disabled(self, account_id: str, *, disabled: bool) -> bool:
        """Close or open an account again; False where there is none."""
        ...

    async def everyone(self) -> list[Account]:
        """All accounts, by identifier."""
        ...


def fold_email(email: str) -> str:
    """An address as it is compared: case tells no two people apart, « ß » and « ss » do."""
    return unicodedata.normalize("NFC", email.strip()).lower()
