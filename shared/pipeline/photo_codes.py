"""The service of photo-signature codes, as the pipeline asks it."""

import enum
from dataclasses import dataclass
from typing import Protocol


class CodeRefusal(enum.StrEnum):
    """Why a code will never bring anything."""

    UNKNOWN = "unknown"
    #: RULEBOOK SG2: single use.
    USED = "used"
    #: RULEBOOK SG2: valid for six months.
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePictures:
    """What a code stands for (RULEBOOK SG1)."""

    photo: bytes
    signature: bytes


class PhotoCodes(Protocol):
    """Where codes are turned into pictures."""

    async def fetch(self, code: str, dossier_id: str) -> CodePictures | CodeRefusal:
        """The pictures, each time anew for the dossier that fetched them first.

        Raises PhotoCodePending while they are not there yet (RULEBOOK SG3: one or two days).
        """
        ...
