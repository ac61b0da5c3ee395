"""The keys of dossiers: a random one each, wrapped by a master key that the settings hold.

Of several master keys the first one wraps and every one unwraps, so that they can be changed
without reading a single piece. Erasing a wrapped key erases what it sealed, copies included.
"""

import base64
import binascii
import datetime as dt
import hashlib
import os
from collections import OrderedDict
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.adapters.sealing import KEY_BYTES
from shared.errors import AlteredBlob, KeyErased, UnknownMasterKey
from shared.pipeline.key_ports import WrappedKey, WrappedKeys
from shared.pipeline.ports import Clock

#: Nonce of AES-GCM, NIST SP 800-38D. Random ones are safe for 2^32 wrappings under one key.
_NONCE = 12
#: How long a row serves without a new look at the store, and how many: the checks and uploads of a
#: dossier come together. An erased key is forgotten by every process within this time. [D]
REMEMBERED, MOST_REMEMBERED = dt.timedelta(seconds=30), 64
#: Rows wrapped anew in one go.
BATCH = 500


class BadMasterKey(ValueError):
    """GUICHET_MASTER_KEYS holds none, or something else than keys of 32 bytes in base64."""

    def __init__(self) -> None:
        """Say what to do; never what was read."""
        super().__init__(f"{self.__doc__} `guichet keys new` makes one.")


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterKey:
    """One key that wraps others."""

    #: Derived from the key, tells nothing of it.
    master_id: str
    secret: bytes


def new_master_key() -> str:
    """A master key as the settings hold it."""
    return base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode()


def read_master_keys(text: str) -> tuple[MasterKey, ...]:
    """The keys of a setting, the newest first; raises BadMasterKey."""
    try:
        secrets = [base64.urlsafe_b64decode(part) for part in text.replace(",", " ").split()]
    except (binascii.Error, ValueError):
        raise BadMasterKey from None
    if not secrets or any(len(secret) != KEY_BYTES for secret in secrets):
        raise BadMasterKey
    return tuple(MasterKey(master_id=_fingerprint(secret), secret=secret) for secret in secrets)


def _fingerprint(secret: bytes) -> str:
    """Eight digits that name a key: of 256 random bits no digest gives any back."""
    return hashlib.sha256(b"guichet master key" + secret).hexdigest()[:8]


class KeyRing:
    """Gives the key of a dossier to whoever seals or opens one of its pieces."""

    def __init__(self, rows: WrappedKeys, masters: tuple[MasterKey, ...], clock: Clock) -> None:
        """The first of the master keys wraps."""
        self._rows, self._clock = rows, clock
        self._newest = masters[0]
        self._masters = {master.master_id: master for master in masters}
        self._remembered: OrderedDict[str, tuple[WrappedKey, dt.datetime]] = OrderedDict()
        #: How many erasures have begun or ended here.
        self._erased = 0

    async def for_writing(self, dossier_id: str) -> bytes:
        """The dossier's key, made at its first piece; raises KeyErased after its end."""
        row = await self._row(dossier_id)
        if row is None:
            row = self._wrap(dossier_id, os.urandom(KEY_BYTES))
            if not await self._rows.add(row):  # another upload of the dossier was faster
                return await self.for_reading(dossier_id)
        return self._unwrap(row)

    async def for_reading(self, dossier_id: str) -> bytes:
        """The dossier's key; raises KeyErased where there is none any more."""
        row = await self._row(dossier_id)
        if row is None:
            raise KeyErased(dossier_id)
        return self._unwrap(row)

    async def _row(self, dossier_id: str) -> WrappedKey | None:
        """The wrapped key, as of a few seconds ago at most; never kept unwrapped."""
        row, until = self._remembered.pop(dossier_id, (None, self._clock.now()))
        if row is None or until <= self._clock.now():
            erased = self._erased
            row, until = await self._rows.get(dossier_id), self._clock.now() + REMEMBERED
            if erased != self._erased:  # meanwhile: this may be a row of before
                return row
        if row is not None and row.wrapped is not None:
            self._remembered[dossier_id] = (row, until)
            if len(self._remembered) > MOST_REMEMBERED:
                self._remembered.popitem(last=False)
        return row

    async def erase(self, dossier_id: str) -> None:
        """Make every piece of the dossier unreadable, in backups of the files too."""
        self._erased += 1
        await self._rows.erase(dossier_id, self._clock.now())
        self._erased += 1
        self._remembered.pop(dossier_id, None)

    async def rewrap(self) -> int:
        """Wrap a batch of keys by the newest master key; how many that was, 0 at the end."""
        rows = await self._rows.wrapped_otherwise(self._newest.master_id, BATCH)
        for row in rows:
            # lost only to an erasure, or to another rotation that did the same
            await self._rows.replace(row, self._wrap(row.dossier_id, self._unwrap(row)))
        return len(rows)

    def _wrap(self, dossier_id: str, key: bytes) -> WrappedKey:
        nonce = os.urandom(_NONCE)
        wrapped = nonce + AESGCM(self._newest.secret).encrypt(nonce, key, dossier_id.encode())
        master_id = self._newest.master_id
        return WrappedKey(dossier_id=dossier_id, wrapped=wrapped, master_id=master_id)

    def _unwrap(self, row: WrappedKey) -> bytes:
        """A row serves its own dossier only: its name is part of what is authenticated."""
        if row.wrapped is None:
            raise KeyErased(row.dossier_id)
        master = self._masters.get(row.master_id)
        if master is None:
            raise UnknownMasterKey(row.master_id)
        nonce, wrapped = row.wrapped[:_NONCE], row.wrapped[_NONCE:]
        try:
            return AESGCM(master.secret).decrypt(nonce, wrapped, row.dossier_id.encode())
        except (InvalidTag, ValueError) as error:
            raise AlteredBlob(row.dossier_id) from error
