"""What is told of a stream of bytes once it has passed: its size, digest and first bytes."""

import hashlib
from collections.abc import AsyncIterator

from shared.domain.files import SNIFF_BYTES, RefusalCode, UnreadableFile
from shared.pipeline.ports import StoredBlob


class Measured:
    """A stream that is measured while somebody else takes it."""

    def __init__(self, chunks: AsyncIterator[bytes], max_bytes: int) -> None:
        """Stand before a stream that may not be longer than that."""
        self._chunks, self._most = chunks, max_bytes
        self._digest, self._size, self._head = hashlib.sha256(), 0, b""

    async def stream(self) -> AsyncIterator[bytes]:
        """The stream itself; raises UnreadableFile past its limit."""
        async for chunk in self._chunks:
            self._size += len(chunk)
            if self._size > self._most:
                raise UnreadableFile(RefusalCode.TOO_LARGE)
            self._digest.update(chunk)
            self._head += chunk[: SNIFF_BYTES - len(self._head)]
            yield chunk

    def stored(self, blob_id: str) -> StoredBlob:
        """What was stored under that name, once all of it has passed."""
        return StoredBlob(
            blob_id=blob_id, sha256=self._digest.hexdigest(), size=self._size, head=self._head
        )
