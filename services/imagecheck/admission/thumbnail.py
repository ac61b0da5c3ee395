"""The first page of a piece, small: enough to tell that it is the right file."""

import io

from PIL import Image

from services.imagecheck.admission.door import PDF, refuse_dangerous
from services.imagecheck.engines.pdf import render_page
from services.imagecheck.engines.raster import Pixels, decode_picture
from shared.domain.files import SNIFF_BYTES, UnreadableFile, sniff_media_type

#: A card of the upload row at twice the pixels of a common screen.
LONG_SIDE = 480
#: A page of A4 at this resolution has about as many rows.
PAGE_DPI = 42
QUALITY = 80


def draw_thumbnail(data: bytes) -> bytes | None:
    """A JPEG without metadata; None for a file that cannot be opened."""
    try:
        refuse_dangerous(data)
        pixels = _first_page(data)
    except (UnreadableFile, MemoryError):
        return None
    image = Image.fromarray(pixels[:, :, ::-1].copy())
    image.thumbnail((LONG_SIDE, LONG_SIDE))
    written = io.BytesIO()
    image.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()


def _first_page(data: bytes) -> Pixels:
    if sniff_media_type(data[:SNIFF_BYTES]) == PDF:
        return render_page(data, 0, PAGE_DPI).pixels
    return decode_picture(data).pixels
