"""Passwords of local accounts: which are taken, and whether one is right."""

import unicodedata
from dataclasses import dataclass
from typing import Protocol

from shared.web.access import Account
from shared.web.directory import Directory

#: ANSSI, authentification multifacteur et mots de passe (2021), 4.3: 12 characters and more. No
#: rule on kinds of characters: NIST SP 800-63B-4 3.1.1.2 advises against them.
SHORTEST = 12
#: NIST SP 800-63B-4 3.1.1.2: at least 64 must be taken. Bounded, since each costs memory to judge.
LONGEST = 256
#: Fewer different characters than this are a pattern ("aaaaaaaaaaaa", "121212121212"). [D]
FEWEST_CHARACTERS = 5
#: Pieces of names shorter than this appear in any sentence. [D]
SHORTEST_NAME = 4

TOO_SHORT = f"Ce mot de passe est trop court. Choisissez au moins {SHORTEST} caractères."
TOO_LONG = f"Ce mot de passe est trop long. Choisissez au plus {LONGEST} caractères."
TOO_PLAIN = "Ce mot de passe se devine. Choisissez plusieurs mots sans rapport entre eux."
NAMED = "Ce mot de passe contient le nom de votre compte. Choisissez-en un autre."


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Whether a password is right, and its newer hash where parameters have changed."""

    right: bool
    fresh: str | None = None


class Passwords(Protocol):
    """What hashes passwords, slowly on purpose."""

    async def hash(self, password: str) -> str:
        """A hash to keep, with its parameters and salt."""
        ...

    async def judge(self, stored: str | None, password: str) -> Judged:
        """Compare. Without a stored hash it takes as long, and nothing is right."""
        ...


def folded(password: str) -> str:
    """The same characters however a keyboard composes them (NIST SP 800-63B-4 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


def password_fault(password: str, account: Account) -> str | None:
    """What to say to who chose this password; None where it can be taken."""
    text = folded(password)
    if len(text) < SHORTEST:
        return TOO_SHORT
    if len(text) > LONGEST:
        return TOO_LONG
    if any(name in text.casefold() for name in _names(account)):
        return NAMED
    if len(set(text)) < FEWEST_CHARACTERS or text.casefold() in _run(len(text)):
        return TOO_PLAIN
    return None


def _names(account: Account) -> list[str]:
    email = account.email or ""
    names = (account.account_id, email, email.partition("@")[0], account.agrement, account.label)
    return [name.casefold() for name in names if name and len(name) >= SHORTEST_NAME]


def _run(length: int) -> str:
    """What fingers type when they slide over the keys, as long as need be."""
    return " ".join(
        row * (length // len(row) + 2)
        for row in ("1234567890", "abcdefghijklmnopqrstuvwxyz", "azertyuiop", "qwertyuiop")
    )


async def right_password(
    directory: Directory, passwords: Passwords, name: str, typed: str
) -> Account | None:
    """The account that this name and password open. An unknown name takes as long."""
    known = await directory.credentials(name.strip())
    stored = known.password_hash if known else None
    judged = await passwords.judge(stored, folded(typed[: LONGEST + 1]))
    if known is None or not judged.right:
        return None
    if judged.fresh is not None:  # unless it was changed meanwhile
        await directory.set_password(known.account.account_id, judged.fresh, stored)
    return known.account
