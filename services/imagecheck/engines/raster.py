"""Pictures from bytes: Pillow decides and decodes, the checks get pixels."""

import functools
import io
import warnings
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import ExifTags, Image, ImageOps

from services.imagecheck.engines import heif
from shared.domain.files import RefusalCode, UnreadableFile, sniff_media_type

Pixels = npt.NDArray[np.uint8]
#: Three by three numbers that take places of one picture to those of another.
Move = npt.NDArray[np.float64]

#: Largest picture decoded, in pixels. RULEBOOK FI1 [D]: 40 Mpx; read from the header, before
#: any pixel is allocated, because a small PNG can unpack to gigabytes.
MAX_PIXELS = 40_000_000

#: Decoders allowed, one a file: every further format is a further parser for hostile bytes.
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/heic": heif.FORMAT}

#: Largest block after whose release glibc keeps as much memory at hand (mallopt(3), dynamic
#: M_MMAP_THRESHOLD, 32 MiB on 64 bits). By default it hands a picture's memory back and takes it
#: again page by page: measured 8 ms a picture of 778 x 1000, more than its decoding.
KEPT_BLOCK = 32 * 1024 * 1024 - 64 * 1024

#: EXIF orientations that swap width and height.
LYING = (5, 6, 7, 8)

#: Sum of the luminance steps that ITU-T T.81 (JPEG) gives as an example in table K.1; the IJG
#: library calls that table quality 50 and scales it for every other quality.
JPEG_STEPS_AT_50 = 3688


@dataclass(frozen=True, slots=True, kw_only=True)
class Raster:
    """A decoded picture, upright."""

    #: Height x width x 3, uint8, blue-green-red as OpenCV wants it.
    pixels: Pixels
    #: True when the file asked to be turned and was.
    turned_by_exif: bool = False
    #: The file has that many times as many pixels a side: 1 unless a smaller decoding was asked.
    reduced: int = 1
    #: Pixels of the file across and down, once upright; None when all of them are in `pixels`.
    full_size: tuple[int, int] | None = None
    #: Quality of a JPEG's last saving on the IJG scale (1 to 100); None for other formats.
    jpeg_quality: float | None = None

    @property
    def width(self) -> int:
        """Pixels across."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Pixels down."""
        return int(self.pixels.shape[0])


def decode_picture(data: bytes, least_side: int | None = None) -> Raster:
    """Decode a JPEG, PNG or HEIC, turned upright, transparency laid on white.

    With `least_side`, a large JPEG is decoded at a half, a quarter or an eighth, its longest side
    not below that: much cheaper than to shrink it afterwards. Raises UnreadableFile with the
    reason when the bytes are not a whole picture.
    """
    media_type = sniff_media_type(data[:16])
    if not data:
        raise UnreadableFile(RefusalCode.EMPTY)
    if media_type is None:
        raise UnreadableFile(RefusalCode.UNSUPPORTED_TYPE)
    if media_type == "application/pdf":
        raise UnreadableFile(RefusalCode.PICTURE_NEEDED)
    _keep_memory()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of odd metadata; the pixels decide
        return _decode(data, FORMATS[media_type], least_side)


@functools.cache
def _keep_memory() -> None:
    """Once a process; the block is never touched, so that it costs nothing."""
    bytearray(KEPT_BLOCK)


def _decode(data: bytes, form: str, least_side: int | None) -> Raster:
    if form == heif.FORMAT:
        heif.teach_heif()
    try:
        with Image.open(io.BytesIO(data), formats=(form,)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise UnreadableFile(RefusalCode.TOO_MANY_PIXELS)
            full_size, reduced = image.size, _reduce(image, least_side)
            image.load()
            orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
            turned = orientation not in (0, 1)
            upright = ImageOps.exif_transpose(image) if turned else image
            return Raster(
                pixels=_blue_first(_rgb(upright)),
                turned_by_exif=turned,
                reduced=reduced,
                full_size=full_size[::-1] if orientation in LYING else full_size,
                jpeg_quality=_jpeg_quality(image),
            )
    except Image.DecompressionBombError as error:
        raise UnreadableFile(RefusalCode.TOO_MANY_PIXELS) from error
    except (OSError, SyntaxError, ValueError, RuntimeError) as error:  # the last is libheif's
        code = RefusalCode.TRUNCATED if _ended_early(error) else RefusalCode.CORRUPT
        raise UnreadableFile(code) from error


def _ended_early(error: Exception) -> bool:
    return any(words in str(error) for words in ("truncated", "Unexpected end of file"))


def _reduce(image: Image.Image, least_side: int | None) -> int:
    """Ask the JPEG decoder for fewer pixels; the factor that it grants."""
    if least_side is None or image.format != "JPEG":
        return 1
    width, height = image.size
    share = least_side / max(width, height)
    if share >= 1:
        return 1
    image.draft(None, (max(1, int(width * share)), max(1, int(height * share))))
    return round(width / image.width)


def _jpeg_quality(image: Image.Image) -> float | None:
    """What IJG quality gives steps as coarse as those of the file's first table."""
    tables = getattr(image, "quantization", None)
    if not tables:
        return None
    steps = float(sum(min(tables.items())[1]))
    percent = 100.0 * steps / JPEG_STEPS_AT_50
    return (200.0 - percent) / 2 if percent <= 100 else 5000.0 / percent


def _blue_first(image: Image.Image) -> Pixels:
    return np.asarray(cv2.cvtColor(np.asarray(image), cv2.COLOR_RGB2BGR), dtype=np.uint8)


def _rgb(image: Image.Image) -> Image.Image:
    """Eight bits a channel, in colours; sixteen bits of grey lose their lower eight."""
    if image.mode.startswith("I"):
        grey = np.clip(np.asarray(image), 0, 65535).astype(np.uint16) >> 8
        return Image.fromarray(grey.astype(np.uint8)).convert("RGB")
    return _on_white(image)


def _on_white(image: Image.Image) -> Image.Image:
    """Lay transparent pixels on white paper, the ground that people see."""
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image if image.mode == "RGB" else image.convert("RGB")
    rgba = image.convert("RGBA")
    ground = Image.new("RGBA", rgba.size, "white")
    return Image.alpha_composite(ground, rgba).convert("RGB")
