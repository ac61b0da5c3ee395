"""Proposes the 35 x 45 mm crop of a larger picture, where the head allows one; pure."""

from dataclasses import dataclass

from services.imagecheck.photo.derived import IDEAL_HEAD, head_share
from services.imagecheck.photo.measured import PhotoFacts
from services.imagecheck.photo.thresholds import RATIO

#: PH2: pixels of 35 x 45 mm at 300 dpi.
LEAST_SIZE = (413, 531)
#: PH2: least and most that a head may take of the height; the ideal comes first, then what is
#: nearest to it.
HEAD_SHARES = (IDEAL_HEAD, 0.76, 0.74, 0.77, 0.73, 0.78, 0.72, 0.79, 0.71)
#: Where the eyes are wanted, share of the height, and how far they may be moved to stay inside
#: the picture. Measured: 0.38 to 0.51 on 25 identity photos.
EYE_ROW, EYE_ROWS = 0.45, (0.38, 0.51)
#: The face may be that far off the middle, share of the width: half of what is accepted.
MOST_SHIFT = 0.04

#: A head that leans by more degrees stays leaning in any crop: what the pose is passed to.
MOST_ROLL = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CropProposal:
    """A part of the upright picture, in pixels of the file."""

    left: int
    top: int
    width: int
    height: int
    #: Chin to crown once cropped, share of the height.
    head_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CropHelp:
    """What is shown to help somebody crop a photo."""

    #: The drawing, PNG.
    overlay: bytes
    #: Where to crop; None when no compliant crop exists.
    proposal: CropProposal | None
    #: The cropped photo, JPEG; None likewise.
    cropped: bytes | None


def propose_crop(facts: PhotoFacts) -> CropProposal | None:
    """The crop that comes nearest to the ideal; None when no compliant one exists."""
    head = head_share(facts)
    if facts.face_count != 1 or head is None or facts.eye_row is None or facts.eye_column is None:
        return None
    if abs(facts.roll or 0.0) > MOST_ROLL:
        return None
    for share in HEAD_SHARES:
        proposal = _place(facts, share)
        if proposal is not None:
            return proposal
    return None


def _place(facts: PhotoFacts, share: float) -> CropProposal | None:
    """The crop in which the head takes that share, moved inside the picture if it may be."""
    heads = [one for one in (facts.head_seen, facts.head_deduced) if one is not None]
    height = sum(heads) / len(heads) * facts.height / share
    width = height * RATIO
    if height < LEAST_SIZE[1] or height > facts.height or width > facts.width:
        return None
    eyes = (facts.eye_row or 0.0) * facts.height
    middle = (facts.eye_column or 0.0) * facts.width
    top = min(max(eyes - EYE_ROW * height, 0.0), facts.height - height)
    left = min(max(middle - width / 2, 0.0), facts.width - width)
    shifted = abs(middle - left - width / 2) > MOST_SHIFT * width
    if shifted or not EYE_ROWS[0] <= (eyes - top) / height <= EYE_ROWS[1]:
        return None
    rows = max(round(height), LEAST_SIZE[1])
    columns = max(round(rows * RATIO), LEAST_SIZE[0])
    return CropProposal(
        left=min(int(left), facts.width - columns),
        top=min(int(top), facts.height - rows),
        width=columns,
        height=rows,
        head_share=share,
    )
