"""A folder in the place of the administration's service of codes: one subfolder a code.

`photo.jpg` and `signature.png` are there once they are available, the first one's time is the day
of the photo; `taken_by` names the dossier that used the code. No public interface of the real
service is known: an operator's adapter replaces this one.
"""

import asyncio
import datetime as dt
import re
from pathlib import Path

from shared.domain.photo_code import BY_CODE
from shared.domain.piece import PieceKind
from shared.errors import PhotoCodePending
from shared.pipeline.photo_codes import CodePictures, CodeRefusal, PhotoCodes
from shared.pipeline.ports import Clock
from shared.settings import Settings

#: RULEBOOK SG2: six months.
VALIDITY = dt.timedelta(days=183)
#: Names of the pictures in the subfolder of a code.
CODE_FILES = {PieceKind.PHOTO: "photo.jpg", PieceKind.SIGNATURE: "signature.png"}
#: What a code looks like: nothing else becomes a part of a path.
_CODE = re.compile(r"[A-Z0-9]{1,40}")


class FolderPhotoCodes:
    """Codes by subfolder."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        """Use the folder, which may be filled while we run."""
        self._folder = folder
        self._clock = clock

    async def fetch(self, code: str, dossier_id: str) -> CodePictures | CodeRefusal:
        """The pictures, marked as used by this dossier."""
        return await asyncio.to_thread(self._fetch, code, dossier_id)

    def _fetch(self, code: str, dossier_id: str) -> CodePictures | CodeRefusal:
        place = self._folder / code
        if _CODE.fullmatch(code) is None or not place.is_dir():
            return CodeRefusal.UNKNOWN
        taken = place / "taken_by"
        holder = taken.read_text() if taken.is_file() else None
        if holder not in (None, dossier_id):
            return CodeRefusal.USED
        photo, signature = (place / CODE_FILES[kind] for kind in BY_CODE)
        if not (photo.is_file() and signature.is_file()):
            raise PhotoCodePending(dossier_id)
        taken_at = dt.datetime.fromtimestamp(photo.stat().st_mtime, dt.UTC)
        if holder is None and self._clock.now() - taken_at > VALIDITY:
            return CodeRefusal.EXPIRED
        taken.write_text(dossier_id)
        return CodePictures(photo=photo.read_bytes(), signature=signature.read_bytes())


def photo_codes_of(settings: Settings, clock: Clock) -> PhotoCodes | None:
    """The service that the operator set up, if any."""
    folder = settings.photo_codes_folder
    return FolderPhotoCodes(Path(folder), clock) if folder else None
