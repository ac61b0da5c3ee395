"""Files that cannot be used, each broken in one way that people meet."""

import cv2
import numpy as np
from PIL import Image

from services.demo.specimens.surface import as_jpeg
from services.imagecheck.engines.raster import decode_picture


def unreadable_scan(picture: bytes) -> bytes:
    """A document photographed badly: out of focus, in poor light, pale; nothing can be read."""
    raster = decode_picture(picture)
    # Blurred at a quarter of the size, sixteen times quicker. 1.2 % of the long side is wider
    # than a stroke of the text, so that no letter is left.
    small = cv2.resize(raster.pixels, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(small, (0, 0), 0.003 * max(raster.width, raster.height))
    soft = cv2.resize(blurred, (raster.width, raster.height)).astype(np.float32)
    flat = 118 + 0.22 * (soft - soft.mean())
    dim = np.clip(flat, 0, 255).astype(np.uint8)
    return as_jpeg(Image.fromarray(np.ascontiguousarray(dim[:, :, ::-1])), quality=60)


def corrupt_pdf(pdf: bytes) -> bytes:
    """A PDF whose second half never arrived: its index of objects is gone with it."""
    return pdf[: len(pdf) // 2]


def truncated_jpeg(picture: bytes) -> bytes:
    """A JPEG whose transfer stopped at 60 %: the head is whole, the pixels are not."""
    return picture[: len(picture) * 6 // 10]


def empty_file() -> bytes:
    """A file without a byte."""
    return b""


def wrong_type() -> bytes:
    """A text file with the name of a picture: the type is told from content."""
    return "SPÉCIMEN\nCeci est un texte, pas une image.\n".encode()
