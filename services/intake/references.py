"""References of dossiers: short enough to be read out on the telephone, not to be guessed."""

import hashlib
import secrets

#: Without I, L, O and U, which people mishear or misread (Crockford's base 32).
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: 16 characters of 5 bits: 80 bits.
LENGTH = 16


def new_reference() -> str:
    """A random reference such as "G-7K2M-Q9XT-0B4R-Z8EH"."""
    return _spell(secrets.token_bytes(LENGTH))


def reference_for(owner: str, idempotency_key: str) -> str:
    """The one reference of an owner's idempotency key: sending twice meets the same dossier."""
    # a header may hold bytes that are no UTF-8
    source = f"{owner}\n{idempotency_key}".encode(errors="surrogateescape")
    return _spell(hashlib.sha256(source).digest())


def _spell(source: bytes) -> str:
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in source[:LENGTH])
    groups = [letters[start : start + 4] for start in range(0, LENGTH, 4)]
    return "-".join(["G", *groups])
