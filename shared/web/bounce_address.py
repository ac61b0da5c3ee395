"""The address that a letter's report of failure goes back to: it names the letter, signed.

Nobody can pretend that a letter bounced who has not got the letter's envelope.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass

from shared.domain.letter import Reader
from shared.settings import Settings

#: 16 characters of 5 bits: 80 bits. A local part holds 64 characters (RFC 5321 §4.5.3.1.1), of
#: which a reference takes 21.
_SEAL = 16
_ROLES = {"c": Reader.CANDIDATE, "r": Reader.REPRESENTATIVE, "s": Reader.SCHOOL}
_LETTERS = {role: letter for letter, role in _ROLES.items()}
#: Mail servers may fold case, so nothing rests on it.
_TOKEN = re.compile(r"\+(?P<id>[a-z0-9-]{1,40})\.(?P<seq>\d{1,4})\.(?P<role>[crs])\.(?P<seal>\w+)@")


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterName:
    """One letter on its way to one reader."""

    dossier_id: str
    seq: int
    reader: Reader


class BounceSigner:
    """Makes and reads such addresses."""

    def __init__(self, settings: Settings) -> None:
        """Use the service-wide secret, and the address that reports are collected under."""
        secret = settings.secret_key.get_secret_value().encode()
        self._key = hmac.digest(secret, b"bounce-address", hashlib.sha256)
        self._local, _, self._domain = settings.bounce_address.partition("@")

    def address_of(self, name: LetterName) -> str | None:
        """The address for one letter; None where reports are not collected."""
        if not self._domain:
            return None
        named = _spelled(name)
        return f"{self._local}+{named}.{self._seal(named)}@{self._domain}"

    def read(self, address: str) -> LetterName | None:
        """The letter of an address that we made; None for any other."""
        found = _TOKEN.search(address.lower())
        if found is None:
            return None
        name = LetterName(
            dossier_id=found["id"].upper(), seq=int(found["seq"]), reader=_ROLES[found["role"]]
        )
        sealed = self._seal(_spelled(name)).encode()
        return name if hmac.compare_digest(sealed, found["seal"].encode()) else None

    def _seal(self, named: str) -> str:
        digest = hmac.digest(self._key, named.encode(), hashlib.sha256)
        return base64.b32encode(digest).decode().lower()[:_SEAL]


def _spelled(name: LetterName) -> str:
    return f"{name.dossier_id.lower()}.{name.seq}.{_LETTERS[name.reader]}"
