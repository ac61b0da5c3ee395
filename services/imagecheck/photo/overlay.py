"""What was measured, drawn on the photo: head, crown, chin, eyes, millimetres, proposed crop."""

import io

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from services.imagecheck.engines.raster import decode_picture
from services.imagecheck.photo.crop import CropHelp, CropProposal, propose_crop
from services.imagecheck.photo.derived import PHOTO_MILLIMETRES, head_share
from services.imagecheck.photo.facts import measure_upright, open_upright
from services.imagecheck.photo.measured import PhotoFacts

#: Rows of the drawing, pixels: lines and words are as readable on a small photo as on a large one.
DRAWING_ROWS = 900
#: PH2 at 600 dpi: more pixels than that no printer of titles uses.
MOST_ROWS = 1063
JPEG_QUALITY = 92
#: Colours that differ in lightness too, so that they can be told apart without seeing colour.
MEASURED, PROPOSED, PAPER = (176, 0, 32), (0, 70, 160), (255, 255, 255)


def help_with_crop(data: bytes) -> CropHelp:
    """Measure, propose and draw. UnreadableFile when the bytes are not a whole picture."""
    photo = open_upright(data)
    facts = measure_upright(photo)
    proposal = propose_crop(facts)
    shown = Image.fromarray(cv2.cvtColor(photo.pixels, cv2.COLOR_BGR2RGB))
    return CropHelp(
        overlay=draw_overlay(shown, facts, proposal),
        proposal=proposal,
        cropped=None if proposal is None else crop_picture(data, facts, proposal),
    )


def crop_picture(data: bytes, facts: PhotoFacts, proposal: CropProposal) -> bytes:
    """The proposed crop out of the file itself, upright, as a JPEG of 35 x 45 mm."""
    full = np.rot90(decode_picture(data).pixels, facts.quarter_turns)
    right, bottom = proposal.left + proposal.width, proposal.top + proposal.height
    part = np.ascontiguousarray(full[proposal.top : bottom, proposal.left : right, ::-1])
    image = Image.fromarray(part)
    if image.height > MOST_ROWS:
        size = (round(image.width * MOST_ROWS / image.height), MOST_ROWS)
        image = image.resize(size, Image.Resampling.LANCZOS)
    dots = round(image.height / PHOTO_MILLIMETRES * 25.4)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=JPEG_QUALITY, dpi=(dots, dots))
    return buffer.getvalue()


def draw_overlay(photo: Image.Image, facts: PhotoFacts, proposal: CropProposal | None) -> bytes:
    """The drawing on a copy of the upright photo, PNG."""
    size = (max(1, round(photo.width * DRAWING_ROWS / photo.height)), DRAWING_ROWS)
    picture = photo.convert("RGB").resize(size, Image.Resampling.BICUBIC)
    pen = _Pen(picture)
    _draw_head(pen, facts)
    if proposal is not None:
        box = (proposal.left / facts.width, proposal.top / facts.height)
        reach = (proposal.width / facts.width, proposal.height / facts.height)
        pen.box((*box, box[0] + reach[0], box[1] + reach[1]), PROPOSED)
        pen.label(box, "cadre de 35 x 45 mm", PROPOSED)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def _draw_head(pen: "_Pen", facts: PhotoFacts) -> None:
    chin, eyes, share = facts.chin_row, facts.eye_row, head_share(facts)
    left, width = facts.face_left, facts.face_width
    if chin is None or eyes is None or share is None or left is None or width is None:
        return
    crown = chin - share
    pen.box((left, crown, left + width, chin), MEASURED)
    millimetres = f"{share * PHOTO_MILLIMETRES:.1f}".replace(".", ",")
    for row, words in (
        (crown, f"haut : {millimetres} mm au-dessus du menton (attendu : 32-36 mm)"),
        (eyes, "yeux"),
        (chin, "menton"),
    ):
        pen.line(row, MEASURED)
        pen.label((0.0, row), words, MEASURED)


class _Pen:
    """Draws at shares of the picture. Its words need no accent: Pillow's own font has none."""

    def __init__(self, picture: Image.Image) -> None:
        self._draw = ImageDraw.Draw(picture)
        self._size = picture.size
        self._font = ImageFont.load_default(size=18)

    def line(self, row: float, colour: tuple[int, int, int]) -> None:
        y = row * self._size[1]
        self._draw.line((0, y, self._size[0], y), fill=colour, width=2)

    def box(self, corners: tuple[float, float, float, float], colour: tuple[int, int, int]) -> None:
        width, height = self._size
        left, top, right, bottom = corners
        place = (left * width, top * height, right * width, bottom * height)
        self._draw.rectangle(place, outline=colour, width=3)

    def label(self, corner: tuple[float, float], words: str, colour: tuple[int, int, int]) -> None:
        """Words on a light ground, kept inside the picture."""
        x, y = corner[0] * self._size[0] + 4, corner[1] * self._size[1] + 3
        left, top, right, bottom = self._draw.textbbox((x, y), words, font=self._font)
        down = min(0.0, self._size[1] - bottom - 2) - min(0.0, top)
        back = min(0.0, self._size[0] - right - 2)
        self._draw.rectangle(
            (left + back - 2, top + down - 2, right + back + 2, bottom + down + 2), fill=PAPER
        )
        self._draw.text((x + back, y + down), words, fill=colour, font=self._font)
