"""Photo-signature codes in memory, for the tests of what waits for them."""

import datetime as dt
from dataclasses import dataclass, field

from shared.errors import PhotoCodePending
from shared.pipeline.photo_codes import CodePictures, CodeRefusal
from shared.pipeline.ports import Clock


@dataclass(slots=True, kw_only=True)
class MemoryCode:
    """One code: its pictures once they are there, when they were taken, and who used it."""

    taken_at: dt.datetime
    pictures: CodePictures | None = None
    holder: str | None = None


@dataclass(slots=True, kw_only=True)
class MemoryPhotoCodes:
    """The same promises as the folder."""

    clock: Clock
    validity: dt.timedelta
    codes: dict[str, MemoryCode] = field(default_factory=dict)

    async def fetch(self, code: str, dossier_id: str) -> CodePictures | CodeRefusal:
        """The pictures, marked as used by this dossier."""
        known = self.codes.get(code)
        if known is None:
            return CodeRefusal.UNKNOWN
        if known.holder not in (None, dossier_id):
            return CodeRefusal.USED
        if known.pictures is None:
            raise PhotoCodePending(dossier_id)
        if known.holder is None and self.clock.now() - known.taken_at > self.validity:
            return CodeRefusal.EXPIRED
        known.holder = dossier_id
        return known.pictures
