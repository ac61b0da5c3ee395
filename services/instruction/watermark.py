"""A copy that says on its face whose it is, when it was taken and what for.

It is drawn into the pixels of the copy that imagecheck drew anew, all over them, so that no crop
loses it.
"""

import io
import unicodedata
from collections.abc import Iterator

from PIL import Image, ImageDraw, ImageFont

from services.instruction.drawn_pages import PDF, pages_in
from shared.domain.files import SNIFF_BYTES, sniff_media_type

#: One line of text in so many heights of itself, and letters a fortieth of the short side: three
#: lines cross any half of the picture. [D]
LINE_GAP, LETTER_SHARE = 8, 40
#: Degrees: neither rows nor columns of print hide it.
SLOPE = 30
#: Of 255: what lies under it stays readable.
OPACITY = 70
#: Short side at which the lines are drawn before they are laid on: enough for their letters.
DRAWN_AT = 800
#: As the working copy: no visible trace at twice its size.
QUALITY = 88


class NotMarkable(ValueError):
    """The copy is neither a picture nor a PDF of pictures that we drew."""


def mark_copy(data: bytes, text: str) -> bytes:
    """The copy with the text all over it: a JPEG of a picture, a PDF of a PDF."""
    pages = [_marked(page, _plain(text)) for page in _pages_of(data)]
    if not pages:
        raise NotMarkable(NotMarkable.__doc__)
    written = io.BytesIO()
    if sniff_media_type(data[:SNIFF_BYTES]) == PDF:
        pages[0].save(written, "PDF", save_all=True, append_images=pages[1:], quality=QUALITY)
    else:
        pages[0].save(written, "JPEG", quality=QUALITY)
    return written.getvalue()


def _plain(text: str) -> str:
    """Without accents: the letters of Pillow's own font have none."""
    opened = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in opened if not unicodedata.combining(letter))


def _pages_of(data: bytes) -> Iterator[Image.Image]:
    try:
        for page in pages_in(data):
            yield _opened(page)
    except (OSError, ValueError) as error:  # NotDrawn is a kind of it
        raise NotMarkable(NotMarkable.__doc__) from error


def _opened(data: bytes) -> Image.Image:
    """One JPEG of our own; no other decoder is tried."""
    return Image.open(io.BytesIO(data), formats=("JPEG", "PNG")).convert("RGB")


def _marked(page: Image.Image, text: str) -> Image.Image:
    """Slanted lines of the text from edge to edge, white on a dark rim for any ground."""
    factor = max(1, min(page.size) // DRAWN_AT)
    width, height = -(-page.width // factor), -(-page.height // factor)
    size = max(12, min(width, height) // LETTER_SHARE)
    side = int((width**2 + height**2) ** 0.5)
    left, top = (side - width) // 2, (side - height) // 2
    for colour, opacity, rim in (("black", OPACITY, size // 10 + 1), ("white", OPACITY * 2, 0)):
        mask = _lines(side, text, (size, opacity, rim)).rotate(SLOPE)
        mask = mask.crop((left, top, left + width, top + height)).resize(page.size)
        page.paste(Image.new("RGB", page.size, colour), mask=mask)
    return page


def _lines(side: int, text: str, pen: tuple[int, int, int]) -> Image.Image:
    """The text line under line; the pen is the height of letters, their strength and their rim."""
    size, opacity, rim = pen
    layer, font = Image.new("L", (side, side), 0), ImageFont.load_default(size)
    line = f"{text}   ·   " * (2 + side // max(1, int(font.getlength(text))))
    brush = ImageDraw.Draw(layer)
    for place, top in enumerate(range(0, side, size * LINE_GAP)):
        left = -(place % 4) * size * 5
        brush.text((left, top), line, opacity, font, stroke_width=rim)
    return layer
