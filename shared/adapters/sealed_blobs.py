"""The file store as services use it: sealed under the key of the dossier that a piece belongs to.

Files of versions that did not seal are read as they are; the name says which kind a file is, so
that nobody can pass plain bytes off as an older file.
"""

import datetime as dt
import uuid
from collections.abc import AsyncIterator, Sequence

from shared.adapters.blob_files import blob_files
from shared.adapters.dossier_keys import MongoDossierKeys
from shared.adapters.key_ring import KeyRing, read_master_keys
from shared.adapters.measuring import Measured
from shared.adapters.sealing import new_seal, open_stream, read_seal, seal_stream
from shared.adapters.store import Database
from shared.pipeline.ports import BlobFiles, Clock, StoredBlob
from shared.settings import Settings

#: Beginning of the name of a sealed file.
SEALED = "sealed-"


class SealedBlobs:
    """Seals what comes in and opens what goes out."""

    def __init__(self, files: BlobFiles, keys: KeyRing) -> None:
        """Stand before files that may be anybody's to read."""
        self.files, self.keys = files, keys

    async def write(
        self, chunks: AsyncIterator[bytes], max_bytes: int, dossier_id: str
    ) -> StoredBlob:
        """Store a stream whole or not at all; raises UnreadableFile past `max_bytes`."""
        key, seal = await self.keys.for_writing(dossier_id), new_seal(dossier_id)
        measured, blob_id = Measured(chunks, max_bytes), SEALED + uuid.uuid4().hex
        await self.files.put(blob_id, seal_stream(seal, key, blob_id, measured.stream()))
        return measured.stored(blob_id)

    async def read(self, blob_id: str) -> bytes:
        """All bytes; raises MissingBlob, KeyErased, AlteredBlob."""
        data = await self.files.read(blob_id)
        if not blob_id.startswith(SEALED):
            return data
        seal = read_seal(data, blob_id)
        key = await self.keys.for_reading(seal.dossier_id)
        return open_stream(seal, key, blob_id, data)

    async def stored_between(self, start: dt.datetime, end: dt.datetime) -> Sequence[str]:
        """Ids of bytes that came in between two moments, whole files or not."""
        return await self.files.stored_between(start, end)

    async def delete(self, blob_id: str) -> None:
        """Forget the bytes; unknown ones are no error."""
        await self.files.delete(blob_id)


def piece_store(database: Database, settings: Settings, clock: Clock) -> SealedBlobs:
    """The sealed file store of a database; raises BadMasterKey without a key to seal with."""
    masters = read_master_keys(settings.master_keys.get_secret_value())
    keys = KeyRing(MongoDossierKeys(database), masters, clock)
    return SealedBlobs(blob_files(database, settings, clock), keys)
