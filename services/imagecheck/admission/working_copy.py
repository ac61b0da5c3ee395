"""The copy of a piece that people look at: pixels drawn anew, without metadata or anything else.

Where a picture was taken, what a PDF would start and what hides behind its end stay behind.
"""

import io

import cv2
import numpy as np
from PIL import Image

from services.imagecheck.admission.door import PDF
from services.imagecheck.engines.pdf import page_count, render_page
from services.imagecheck.engines.raster import Pixels, decode_picture
from shared.domain.files import SNIFF_BYTES, sniff_media_type

#: Resolution of a page in the copy: 10-point print is read with ease on a screen.
PAGE_DPI = 150

#: Long side of a picture in the copy: twice that of a large screen, for zooming in.
LONG_SIDE = 3000

#: JPEG quality: no visible trace at twice its size.
QUALITY = 88


def draw_anew(data: bytes) -> bytes:
    """A JPEG of a picture, a PDF of pictures of a PDF.

    Raises UnreadableFile with the reason when the bytes are not a usable file.
    """
    written = io.BytesIO()
    if sniff_media_type(data[:SNIFF_BYTES]) != PDF:
        _image(decode_picture(data).pixels).save(written, "JPEG", quality=QUALITY)
        return written.getvalue()
    pages = (_image(render_page(data, index, PAGE_DPI).pixels) for index in range(page_count(data)))
    first = next(pages)
    first.save(
        written,
        "PDF",
        save_all=True,
        append_images=pages,
        resolution=PAGE_DPI,
        quality=QUALITY,
    )
    return written.getvalue()


def _image(pixels: Pixels) -> Image.Image:
    factor = LONG_SIDE / max(pixels.shape[:2])
    if factor < 1:
        pixels = np.asarray(
            cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA),
            dtype=np.uint8,
        )
    return Image.fromarray(np.ascontiguousarray(pixels[:, :, ::-1]))
