"""A first look at pieces that are not sent yet: begun when a page wants it, kept for a while.

Nothing rests on it: the check of the sent piece judges anew. Another process looks again.
"""

import asyncio
import base64
from collections import OrderedDict
from dataclasses import dataclass, field

from services.intake.peer_look import PeerLook
from shared.domain.findings import Finding, Verdict, overall
from shared.domain.piece import Piece
from shared.errors import GuichetError
from shared.pipeline.ports import Blobs

#: Looks kept in one process: 30 candidates of six pieces, for three schools; 40 kB each.
MOST_KEPT = 540
#: Seconds until a look that failed is asked for again.
AGAIN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What the first look says of a piece."""

    #: True until an answer has come.
    looking: bool = False
    #: What to do with a file that no check can read; empty elsewhere.
    refused: str = ""
    findings: tuple[Finding, ...] = ()
    #: A small JPEG; None where none could be drawn.
    picture: bytes | None = None

    @property
    def verdict(self) -> Verdict | None:
        """The verdict of the look; None while there is none, and for pieces read only once sent."""
        if self.refused:
            return Verdict.FAIL
        return overall(self.findings) if self.findings else None


LOOKING = Preview(looking=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Previews:
    """Looks by the stored bytes."""

    blobs: Blobs
    peer: PeerLook
    #: One at a time: imagecheck answers in turn as well.
    turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    known: OrderedDict[str, Preview] = field(default_factory=OrderedDict)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def of(self, piece: Piece) -> Preview:
        """The look at a piece; the first to ask sets it going."""
        found = self.known.get(piece.blob_id)
        if found is not None:
            return found
        self.known[piece.blob_id] = LOOKING
        while len(self.known) > MOST_KEPT:
            self.known.popitem(last=False)
        task = asyncio.create_task(self._look(piece))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return LOOKING

    async def _look(self, piece: Piece) -> None:
        """Ask; a look that failed says nothing, and after a while a page may ask again."""
        try:
            async with self.turn:
                answer = await self.peer.look(piece.kind, await self.blobs.read(piece.blob_id))
            self.known[piece.blob_id] = Preview(
                refused=answer.refused,
                findings=answer.findings,
                picture=base64.b64decode(answer.picture) if answer.picture else None,
            )
        except GuichetError:
            self.known[piece.blob_id] = Preview()
            asyncio.get_running_loop().call_later(AGAIN, self.known.pop, piece.blob_id, None)
        except BaseException:
            self.known.pop(piece.blob_id, None)
            raise
