"""The dossiers that one process saw last: what its checks of one dossier read and write together.

A dossier's checks come at the same moment, and each would read it, then lose its write to the one
before. Nothing here is trusted: a message that does not fit what is known here reads the store, and
every write is a compare-and-set.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace

from shared.domain.dossier import Dossier
from shared.domain.events import Event
from shared.errors import NewerFormat
from shared.pipeline.ports import Dossiers
from shared.pipeline.register import Register

#: Dossiers remembered, a few times what one process has in hand, and for how many seconds [D]: the
#: checks of a dossier come together, and what a person may ask to have erased must not stay.
KEPT, REMEMBERED = 32, 120.0


class Recent:
    """Reads a dossier once for all who want it together, and remembers what came of it."""

    def __init__(self, dossiers: Dossiers, *, seconds: float = REMEMBERED) -> None:
        """Remember nothing yet, and nothing for longer than that."""
        self._dossiers, self._seconds = dossiers, seconds
        self._kept: OrderedDict[str, Dossier] = OrderedDict()
        self._reading: dict[str, asyncio.Task[Dossier | None]] = {}

    def keep(self, dossier: Dossier) -> None:
        """Remember this revision, unless a later one is known."""
        key, known = dossier.dossier_id, self._kept.get(dossier.dossier_id)
        if known is None or known.rev < dossier.rev:
            self._kept[key] = known = replace(dossier, history=())
            asyncio.get_running_loop().call_later(self._seconds, self._let_go, known)
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    def _let_go(self, dossier: Dossier) -> None:
        if self._kept.get(dossier.dossier_id) is dossier:
            del self._kept[dossier.dossier_id]

    def latest(self, dossier: Dossier) -> Dossier:
        """The dossier, or a later revision of it that is known here."""
        known = self._kept.get(dossier.dossier_id)
        return known if known is not None and known.rev > dossier.rev else dossier

    async def apply(self, register: Register, dossier: Dossier, event: Event) -> None:
        """Apply the event to the latest revision that is known, and remember what came of it."""
        try:
            known = self.latest(dossier)
            changed = await register.apply(dossier.dossier_id, event, known=known)
        except NewerFormat:
            # overtaken by a version that we cannot read
            self._kept.pop(dossier.dossier_id, None)
            raise
        if changed is not None:
            self.keep(changed)

    async def find(self, dossier_id: str, fits: Callable[[Dossier], bool]) -> Dossier | None:
        """What is known, or being read, where that fits; else what the store says, fitting or not.

        Without its timeline.
        """
        known = self._kept.get(dossier_id)
        if known is not None and fits(known):
            return known
        reading = self._reading.get(dossier_id)
        if reading is not None:
            read = await asyncio.shield(reading)
            if read is not None and fits(read):
                return read
        return await self._read(dossier_id)

    async def _read(self, dossier_id: str) -> Dossier | None:
        """A task of its own: whoever began it may be cancelled while others wait for it."""
        reading = asyncio.create_task(self._dossiers.get(dossier_id, timeline=False))
        self._reading[dossier_id] = reading
        reading.add_done_callback(lambda done: self._forget(dossier_id, done))
        dossier = await asyncio.shield(reading)
        if dossier is not None:
            self.keep(dossier)
        return dossier

    def _forget(self, dossier_id: str, done: asyncio.Task[Dossier | None]) -> None:
        if self._reading.get(dossier_id) is done:
            del self._reading[dossier_id]
        if not done.cancelled():
            done.exception()  # seen, where everybody who waited was cancelled meanwhile
