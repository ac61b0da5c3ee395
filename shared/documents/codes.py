"""Verification codes: short enough to type, too long to guess, the same at every download."""

import hmac
import secrets

from shared.domain.dossier import Dossier
from shared.domain.issued import DocumentKind
from shared.settings import Settings

#: Crockford's base 32: no I, L, O nor U, which people misread.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: 20 characters of 5 bits: 100 bits, past the 80 that nobody searches through over a network.
LENGTH = 20
GROUP = 4
#: What people type for a character that looks alike (Crockford).
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
#: Keeps this use of the service's secret apart from every other.
_PURPOSE = "guichet verification code 1"


class VerificationCodes:
    """Makes the code of a document from the service-wide secret."""

    def __init__(self, settings: Settings) -> None:
        """The same secret gives the same codes, on every process and after every restart."""
        self._secret = settings.secret_key.get_secret_value().encode()

    def code_of(self, dossier: Dossier, kind: DocumentKind) -> str:
        """The code, in groups. The decision's second: the store keeps no finer time for sure."""
        assert dossier.decision is not None  # documents_of gives none before
        decision = dossier.decision
        second = int(decision.decided_at.timestamp())
        named = (_PURPOSE, dossier.dossier_id, kind.value, decision.outcome.value, str(second))
        digest = hmac.digest(self._secret, "\n".join(named).encode(), "sha256")
        return grouped(_letters(int.from_bytes(digest)))


def _letters(number: int) -> str:
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(LENGTH))


def grouped(code: str) -> str:
    """The code as it is printed: « 7K3M-9QXT-… »."""
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read_code(typed: str) -> str | None:
    """The code as it is printed, however it was typed; None for what can be none."""
    code = "".join(typed.split()).replace("-", "").upper().translate(_MISREAD)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return None
    return grouped(code)


def is_same_digest(typed: str, digests: tuple[str, ...]) -> bool:
    """True where the typed digest is one of these, whatever its case and spaces."""
    plain = "".join(typed.split()).casefold()
    return any(secrets.compare_digest(plain.encode(), digest.encode()) for digest in digests)
