"""DataMatrix symbols through zxing-cpp: the one file that calls it. Bytes with places come back."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import zxingcpp

from services.imagecheck.engines.raster import Pixels
from shared.domain.findings import Box

#: Sizes tried until one finds a symbol: as it is, twice as large for small prints, half as large
#: for large soft ones (findings: of 288 worn codes zxing-cpp reads 113 in 33 ms each).
SCALES = (1.0, 2.0, 0.5)

#: Radius and weight of the mask that sharpens a second look at the picture as it is: of eight
#: codes of 4 pixels a module blurred by 2 pixels it lets seven be read, and no size lets one.
SOFTNESS, SHARPENING = 3.0, 3.0

#: A picture is not enlarged past this many pixels: an A4 page at 400 dpi. Its modules, of 0.5 mm,
#: are 8 pixels wide there; the reader needs three to four.
MAX_ENLARGED_PIXELS = 16_000_000

#: Nor reduced under this many: a symbol of 60 modules would have two pixels a module.
MIN_REDUCED_PIXELS = 14_400

#: Larger pictures are not sharpened: their modules are many pixels wide, out of focus or not.
MAX_SHARPENED_PIXELS = 8_000_000

_FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.DataMatrix])


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """A symbol as read."""

    content: bytes
    #: Where it stands on the picture.
    box: Box


def read_symbols(pixels: Pixels) -> tuple[Symbol, ...]:
    """Every DataMatrix of a picture, in the order of the page; each content once."""
    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    for view in _views(np.asarray(grey, dtype=np.uint8)):
        symbols = _symbols(view)
        if symbols:
            return symbols
    return ()


def _views(grey: Pixels) -> Iterator[Pixels]:
    """The picture as it is, sharpened, enlarged, reduced; each made when it is asked for."""
    for scale in SCALES:
        sized = _sized(grey, scale)
        if sized is not None:
            yield sized
        if scale == 1 and grey.size <= MAX_SHARPENED_PIXELS:
            soft = cv2.GaussianBlur(grey, (0, 0), SOFTNESS)
            sharp = cv2.addWeighted(grey, 1 + SHARPENING, soft, -SHARPENING, 0)
            yield np.asarray(sharp, dtype=np.uint8)


def _sized(grey: Pixels, scale: float) -> Pixels | None:
    area = grey.size * scale * scale
    if (scale > 1 and area > MAX_ENLARGED_PIXELS) or (scale < 1 and area < MIN_REDUCED_PIXELS):
        return None
    if scale == 1:
        return np.ascontiguousarray(grey)
    how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    return np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=how), np.uint8)


def _symbols(grey: Pixels) -> tuple[Symbol, ...]:
    height, width = grey.shape[:2]
    found: dict[bytes, Symbol] = {}
    for read in zxingcpp.read_barcodes(grey, formats=_FORMATS, try_invert=False):
        place = read.position
        corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
        left, top = max(0.0, min(xs) / width), max(0.0, min(ys) / height)
        box = Box(
            left=left,
            top=top,
            width=min(1.0, max(xs) / width) - left,
            height=min(1.0, max(ys) / height) - top,
        )
        found.setdefault(read.bytes, Symbol(content=read.bytes, box=box))
    return tuple(sorted(found.values(), key=lambda symbol: (symbol.box.top, symbol.box.left)))
