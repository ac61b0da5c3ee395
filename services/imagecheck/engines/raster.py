"""Pictures from bytes: Pillow decides and decodes, the checks get pixels."""

import io
import warnings
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import ExifTags, Image, ImageOps

from shared.domain.files import RefusalCode, UnreadableFile, sniff_media_type

Pixels = npt.NDArray[np.uint8]

#: Largest picture decoded, in pixels. RULEBOOK FI1 [D]: 40 Mpx; read from the header, before
#: any pixel is allocated, because a small PNG can unpack to gigabytes.
MAX_PIXELS = 40_000_000

#: Decoders allowed: every further format is a further parser for hostile bytes.
FORMATS = ("JPEG", "PNG")


@dataclass(frozen=True, slots=True, kw_only=True)
class Raster:
    """A decoded picture, upright."""

    #: Height x width x 3, uint8, blue-green-red as OpenCV wants it.
    pixels: Pixels
    #: True when the file asked to be turned and was.
    turned_by_exif: bool = False

    @property
    def width(self) -> int:
        """Pixels across."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Pixels down."""
        return int(self.pixels.shape[0])


def decode_picture(data: bytes) -> Raster:
    """Decode a JPEG or PNG, turned upright, transparency laid on white.

    Raises UnreadableFile with the reason when the bytes are not a whole picture.
    """
    media_type = sniff_media_type(data[:16])
    if not data:
        raise UnreadableFile(RefusalCode.EMPTY)
    if media_type is None:
        raise UnreadableFile(RefusalCode.UNSUPPORTED_TYPE)
    if media_type == "application/pdf":
        raise UnreadableFile(RefusalCode.PICTURE_NEEDED)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of odd metadata; the pixels decide
        return _decode(data)


def _decode(data: bytes) -> Raster:
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise UnreadableFile(RefusalCode.TOO_MANY_PIXELS)
            image.load()
            orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
            upright = ImageOps.exif_transpose(image)
            rgb = np.asarray(_on_white(upright), dtype=np.uint8)
    except Image.DecompressionBombError as error:
        raise UnreadableFile(RefusalCode.TOO_MANY_PIXELS) from error
    except (OSError, SyntaxError, ValueError) as error:
        code = RefusalCode.TRUNCATED if "truncated" in str(error) else RefusalCode.CORRUPT
        raise UnreadableFile(code) from error
    pixels = np.ascontiguousarray(rgb[:, :, ::-1])
    return Raster(pixels=pixels, turned_by_exif=orientation not in (0, 1))


def _on_white(image: Image.Image) -> Image.Image:
    """Lay transparent pixels on white paper, the ground that people see."""
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    rgba = image.convert("RGBA")
    ground = Image.new("RGBA", rgba.size, "white")
    return Image.alpha_composite(ground, rgba).convert("RGB")
