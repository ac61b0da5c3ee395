"""A stream of bytes sealed under a dossier's key: segments of AES-256-GCM, none held for long.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár, "Online Authenticated-Encryption",
CRYPTO 2015) laid out as Google's Tink does: each stream has a key of its own, and each nonce holds
a prefix, the segment's number and whether it is the last. So a segment that was changed, moved,
doubled, cut off or brought from another file is found.
"""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shared.errors import AlteredBlob

#: First bytes of every sealed stream; the last of them is the version of this layout.
MAGIC = b"GUICHET\x01"
#: Bytes of a dossier's key, and of a stream's: AES-256.
KEY_BYTES = 32
#: Plain bytes of a segment, as in age (C2SP); each costs one tag.
SEGMENT = 64 * 1024
#: Tag of AES-GCM, NIST SP 800-38D.
TAG = 16
#: Tink: a salt as long as the key; of the 12 bytes of a nonce, 7 are random, 4 count, 1 says last.
_SALT, _PREFIX, _COUNTER = 32, 7, 4
_PURPOSE = b"guichet piece 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What a sealed stream says of itself before its first segment."""

    dossier_id: str
    salt: bytes
    prefix: bytes

    def header(self) -> bytes:
        """The bytes in front."""
        name = self.dossier_id.encode()
        return MAGIC + self.salt + self.prefix + len(name).to_bytes(1, "big") + name

    def cipher(self, key: bytes, blob_id: str) -> AESGCM:
        """The cipher of this stream alone: bound to the dossier and to the name of the file."""
        place = b"\0".join((_PURPOSE, self.dossier_id.encode(), blob_id.encode()))
        derived = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=self.salt, info=place).derive(key)
        return AESGCM(derived)

    def nonce(self, number: int, *, last: bool) -> bytes:
        """The nonce of one segment."""
        return self.prefix + number.to_bytes(_COUNTER, "big") + bytes([last])


def new_seal(dossier_id: str) -> Seal:
    """A seal that no other stream has."""
    return Seal(dossier_id=dossier_id, salt=os.urandom(_SALT), prefix=os.urandom(_PREFIX))


def read_seal(data: bytes, blob_id: str) -> Seal:
    """The seal in front of a stream; raises AlteredBlob where there is none."""
    start = len(MAGIC) + _SALT + _PREFIX
    if not data.startswith(MAGIC) or len(data) <= start:
        raise AlteredBlob(blob_id)
    name = data[start + 1 : start + 1 + data[start]]
    try:
        dossier_id = name.decode()
    except UnicodeDecodeError as error:
        raise AlteredBlob(blob_id) from error
    prefix = data[len(MAGIC) + _SALT : start]
    return Seal(dossier_id=dossier_id, salt=data[len(MAGIC) :][:_SALT], prefix=prefix)


async def seal_stream(
    seal: Seal, key: bytes, blob_id: str, chunks: AsyncIterator[bytes]
) -> AsyncIterator[bytes]:
    """The sealed stream, segment by segment: what is held does not grow with the stream."""
    cipher, waiting, number = seal.cipher(key, blob_id), bytearray(), 0
    yield seal.header()
    async for chunk in chunks:
        waiting += chunk
        while len(waiting) > SEGMENT:  # never the last one: that is known at the end only
            segment = bytes(waiting[:SEGMENT])
            del waiting[:SEGMENT]
            yield cipher.encrypt(seal.nonce(number, last=False), segment, None)
            number += 1
    yield cipher.encrypt(seal.nonce(number, last=True), bytes(waiting), None)


def open_stream(seal: Seal, key: bytes, blob_id: str, data: bytes) -> bytes:
    """The plain bytes; raises AlteredBlob unless they are exactly those that were sealed."""
    cipher, sealed = seal.cipher(key, blob_id), memoryview(data)[len(seal.header()) :]
    size = SEGMENT + TAG
    # even an empty stream has one segment, which says that it is the last
    count = max(1, -(-len(sealed) // size))
    try:
        return b"".join(
            cipher.decrypt(
                seal.nonce(number, last=number == count - 1),
                sealed[number * size : (number + 1) * size],
                None,
            )
            for number in range(count)
        )
    except (InvalidTag, ValueError) as error:
        raise AlteredBlob(blob_id) from error
