"""Pieces in an object store that speaks S3: obstore sends the parts, ends them or takes them back.

Beside each file lies an empty marker named by the second in which it came: an object store lists
by name only, and the sweep of orphans asks by time. RUNBOOK.md says which two rules a bucket needs.
"""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from urllib.parse import parse_qs, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from shared.errors import MissingBlob, ServerUnavailable
from shared.pipeline.ports import Clock

FILES, CAME = "pieces", "came"
#: Attribute of a file that names its marker.
MARKER = "came"
#: Bytes of one part: the least that S3 takes of all but the last one.
PART_BYTES = 5 * 1024 * 1024
#: Parts of a file under way at once: with more, an upload would be held in memory whole.
PARTS_AT_ONCE = 1
#: An absent server is told from a slow one as soon as the store's own (shared/adapters/store.py).
CONNECT_TIMEOUT, TIMEOUT = dt.timedelta(seconds=5), dt.timedelta(seconds=20)
TRIES = 2


class _BrokenOff(Exception):
    """The stream ended early: nothing of it may stay."""


class _Stream:
    """Hands chunks to the library, keeps what broke them off, and can break them off itself."""

    def __init__(self, chunks: AsyncIterator[bytes]) -> None:
        self._chunks = chunks
        self._next: asyncio.Task[bytes] | None = None
        self.error: BaseException | None = None

    def __aiter__(self) -> "_Stream":
        return self

    async def __anext__(self) -> bytes:
        try:
            self._next = asyncio.create_task(self._pull())
            return await self._next
        except StopAsyncIteration:
            raise
        except BaseException as error:
            self.error = self.error or error
            raise _BrokenOff() from None

    async def _pull(self) -> bytes:
        if self.error is not None:
            raise self.error
        return await anext(self._chunks)

    def break_off(self, error: BaseException) -> None:
        self.error = error
        if self._next is not None:
            self._next.cancel()


@asynccontextmanager
async def file_faults() -> AsyncIterator[None]:
    """Turn the library's faults into ServerUnavailable.

    Where it finds nothing, the bucket or the way to it is gone; an absent piece is told before.
    """
    try:
        yield
    except (BaseError, FileNotFoundError) as error:
        raise ServerUnavailable("files") from error


def connect_files(url: str, access_key: str, secret_key: str) -> S3Store:
    """The bucket at `s3://bucket?endpoint=…&region=…`; without keys, the machine's own role."""
    way = urlsplit(url)
    said = {name: values[0] for name, values in parse_qs(way.query).items()}
    endpoint = said.get("endpoint")
    return S3Store(
        way.netloc,
        endpoint=endpoint,
        region=said.get("region", "us-east-1"),
        access_key_id=access_key or None,
        secret_access_key=secret_key or None,
        client_options={
            "allow_http": bool(endpoint and endpoint.startswith("http://")),
            "connect_timeout": CONNECT_TIMEOUT,
            "timeout": TIMEOUT,
        },
        retry_config={"max_retries": TRIES, "retry_timeout": TIMEOUT},
    )


class S3Blobs:
    """Sealed bytes as objects; behind the same port as GridFS."""

    def __init__(self, bucket: S3Store, clock: Clock) -> None:
        """Use that bucket."""
        self._bucket = bucket
        self._clock = clock
        #: The markers of the last list: of an absent file, nothing else says which one it had.
        self._listed: dict[str, str] = {}

    async def ping(self) -> None:
        """Raise ServerUnavailable unless the bucket is there and shows what it holds."""
        async with file_faults():
            await anext(aiter(obstore.list(self._bucket, CAME, chunk_size=1)), None)

    async def put(self, blob_id: str, chunks: AsyncIterator[bytes]) -> None:
        """Store a stream under that name, whole or not at all."""
        marker, stream = _marker(self._clock.now(), blob_id), _Stream(chunks)
        async with file_faults():
            await obstore.put_async(self._bucket, marker, b"")
            sending = asyncio.ensure_future(self._send(blob_id, marker, stream))
            try:
                await asyncio.shield(sending)
            except BaseException as error:
                if not sending.done():
                    stream.break_off(error)
                    await asyncio.gather(sending, return_exceptions=True)
                with suppress(
                    BaseError, FileNotFoundError
                ):  # the marker then tells the sweep of orphans
                    await obstore.delete_async(self._bucket, [f"{FILES}/{blob_id}", marker])
                raise stream.error or error from None

    async def _send(self, blob_id: str, marker: str, stream: _Stream) -> None:
        await obstore.put_async(
            self._bucket,
            f"{FILES}/{blob_id}",
            stream,
            attributes={MARKER: marker},
            chunk_size=PART_BYTES,
            max_concurrency=PARTS_AT_ONCE,
        )

    async def read(self, blob_id: str) -> bytes:
        """All bytes; raises MissingBlob."""
        async with file_faults():
            try:
                found = await obstore.get_async(self._bucket, f"{FILES}/{blob_id}")
                return bytes(await found.bytes_async())
            except FileNotFoundError as error:
                await self.ping()  # a bucket that is not there, or a way to it, answers the same
                raise MissingBlob(blob_id) from error

    async def stored_between(self, start: dt.datetime, end: dt.datetime) -> Sequence[str]:
        """Ids of bytes that came in between two moments, whole files or not."""
        found: dict[str, str] = {}
        last = _marker(end, "")
        async with file_faults():
            pages = obstore.list(self._bucket, CAME, offset=_marker(start, ""))
            async for page in pages:
                paths = [row["path"] for row in page if row["path"] < last]
                found |= {path.rpartition("/")[2]: path for path in paths}
                if len(paths) < len(page):
                    break
        self._listed = found
        return list(found)

    async def delete(self, blob_id: str) -> None:
        """Forget the bytes; unknown ones are no error."""
        name = f"{FILES}/{blob_id}"
        async with file_faults():
            marker = await self._marker_of(name) or self._listed.get(blob_id)
            await obstore.delete_async(self._bucket, [name, marker] if marker else [name])

    async def _marker_of(self, name: str) -> str | None:
        """None for an absent file too, and where a copy of the bucket dropped what stood beside."""
        try:
            found = await obstore.get_async(self._bucket, name, options={"head": True})
        except FileNotFoundError:
            await self.ping()  # else it would pass for deleted while its bytes stay
            return None
        return found.attributes.get(MARKER)


def _marker(moment: dt.datetime, blob_id: str) -> str:
    """Markers sort by their moment, in UTC to the second."""
    return f"{CAME}/{moment.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S}/{blob_id}"
