"""Who is asking, and what they may do. One place; every route names the role it needs."""

import base64
import enum
import hashlib
from dataclasses import dataclass
from typing import Protocol

from shared.domain.dossier import Dossier


class Role(enum.StrEnum):
    """What an account is for."""

    #: A driving school, or a front end acting for one.
    SCHOOL = "school"
    #: A candidate who files alone.
    CANDIDATE = "candidate"
    #: An agent of a CERT.
    INSTRUCTOR = "instructor"
    #: On-call engineers.
    OPS = "ops"


#: Roles that file requests.
FILERS = frozenset({Role.SCHOOL, Role.CANDIDATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Someone who may come in."""

    #: Opaque; it appears in logs and documents.
    account_id: str
    role: Role
    #: The number under which a school is approved; None for others, and where it is not known.
    agrement: str | None = None


class Accounts(Protocol):
    """Where accounts are kept."""

    async def by_secret(self, secret: str) -> Account | None:
        """The account that the secret opens."""
        ...

    async def put(self, account: Account, secret: str) -> None:
        """Create the account, or give it a new secret; AgrementTaken where a school has its number.

        An account written again without its number keeps it.
        """
        ...


def digest_of(secret: str) -> str:
    """Digest under which a secret is stored.

    Secrets are 256 random bits that we make, so a plain SHA-256 is enough: there is nothing to
    guess that a slow hash would protect.
    """
    # headers may hold bytes that are no UTF-8: they open nothing, but must not stop us
    return hashlib.sha256(secret.encode(errors="surrogateescape")).hexdigest()


def may_read(account: Account, dossier: Dossier) -> bool:
    """Filers read their own dossiers, agents read all, ops none: they see no personal data."""
    if account.role in FILERS:
        return dossier.owner == account.account_id
    return account.role is Role.INSTRUCTOR


def may_file(account: Account, dossier: Dossier) -> bool:
    """Only the account that opened a dossier changes it."""
    return account.role in FILERS and dossier.owner == account.account_id


def secret_of(authorization: str) -> str | None:
    """The secret of an Authorization header: Bearer, or Basic with any user name (browsers)."""
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip() or None
    if scheme.lower() != "basic":
        return None
    try:
        pair = base64.b64decode(value, validate=True).decode()
    except ValueError:  # not base64, or not UTF-8
        return None
    return pair.partition(":")[2] or None
