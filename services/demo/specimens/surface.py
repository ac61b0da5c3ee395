"""Paper, ink and scanner glass: what every drawn specimen is made of."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from services.demo.specimens.fonts import BOLD, OCR_B, REGULAR, load_font

#: Resolution of a careful scan, in dots to the inch.
DPI = 300

LABEL_INK = (74, 92, 112)
VALUE_INK = (18, 20, 26)

#: OCR-B as Doc 9303-3 4.2 wants it: 10 characters to the inch; the glyphs of the Debian font
#: are 0.723 em wide, which gives the size of the em.
MRZ_ADVANCE_MM = 2.54
MRZ_EM_MM = MRZ_ADVANCE_MM / 0.723


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a line of text is set; sizes in mm."""

    font: str = BOLD
    #: Height of the em.
    size: float = 2.9
    ink: tuple[int, int, int] = VALUE_INK
    #: Widest that the line may be.
    room: float = 100.0


VALUE = Style()
LABEL = Style(font=REGULAR, size=2.4, ink=LABEL_INK)
FIELD_LABEL = Style(font=REGULAR, size=1.6, ink=LABEL_INK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A label with its value under it; position of the label's top left corner in mm."""

    left: float
    top: float
    label: str
    value: str
    #: Height of the value's em, and widest that the value may be, in mm.
    size: float = 2.9
    room: float = 49.0


def px(millimetres: float) -> int:
    """Millimetres as pixels of the scan."""
    return round(millimetres * DPI / 25.4)


def card(size_mm: tuple[float, float], tint: tuple[int, int, int], seed: int) -> Image.Image:
    """Blank card stock: pale woven lines and the word SPÉCIMEN, faint enough to read over."""
    width, height = px(size_mm[0]), px(size_mm[1])
    phases = np.random.default_rng(seed).uniform(0, 2 * np.pi, 4)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    # Two families of waves of about 1.2 mm, bent over 30 mm: lines without any emblem.
    bend = 14 * np.sin(x / 110 + phases[0]) + 9 * np.sin(x / 61 + phases[1])
    cross = 12 * np.sin(y / 95 + phases[2]) + x / 3
    weave = np.sin((y + bend) * 0.45) + np.sin((y * 0.6 - cross) * 0.4 + phases[3])
    ground = np.asarray(tint, np.float32) + 3.5 * weave[:, :, None]
    image = Image.fromarray(np.clip(ground, 0, 255).astype(np.uint8))
    _mark_as_specimen(image, tint)
    return image


def _mark_as_specimen(image: Image.Image, tint: tuple[int, int, int]) -> None:
    """Above the middle, so that it stays clear of the zone that machines read."""
    pale = tuple(max(0, channel - 18) for channel in tint)
    word = Image.new("L", image.size)
    font = load_font(BOLD, image.width // 7)
    middle = (image.width * 0.53, image.height * 0.45)
    ImageDraw.Draw(word).text(middle, "SPÉCIMEN", fill=255, font=font, anchor="mm")
    image.paste(pale, mask=word.rotate(20, resample=Image.Resampling.BILINEAR))


def write(image: Image.Image, at_mm: tuple[float, float], text: str, style: Style = VALUE) -> None:
    """Set one line of text, top left corner given; a line too long for its room is set smaller."""
    pixels, room = px(style.size), px(style.room)
    font = load_font(style.font, pixels)
    if (length := font.getlength(text)) > room:
        font = load_font(style.font, int(pixels * room / length))
    at = (px(at_mm[0]), px(at_mm[1]))
    ImageDraw.Draw(image).text(at, text, fill=style.ink, font=font, anchor="la")


def write_fields(image: Image.Image, fields: Iterable[Field]) -> None:
    """Set labels, small and pale, with their values under them, dark."""
    for field in fields:
        style = replace(VALUE, size=field.size, room=field.room)
        write(image, (field.left, field.top), field.label, FIELD_LABEL)
        write(image, (field.left, field.top + 2.3), field.value, style)


def write_mrz(
    image: Image.Image, lines: Sequence[str], at_mm: tuple[float, float], pitch: float
) -> None:
    """Set a machine-readable zone; `at_mm` is the left end of the first line's foot."""
    draw, font = ImageDraw.Draw(image), load_font(OCR_B, px(MRZ_EM_MM))
    for row, line in enumerate(lines):
        foot = px(at_mm[1] + row * pitch)
        for column, character in enumerate(line):
            at = (px(at_mm[0] + column * MRZ_ADVANCE_MM), foot)
            draw.text(at, character, fill=VALUE_INK, font=font, anchor="ls")


def draw_portrait(image: Image.Image, box_mm: tuple[float, float, float, float]) -> None:
    """A grey bust in the place of the photograph: nobody's face."""
    left, top, right, bottom = (px(edge) for edge in box_mm)
    width, height = right - left, bottom - top
    bust = Image.new("RGB", (width, height), (214, 219, 224))
    draw, grey = ImageDraw.Draw(bust), (150, 157, 166)
    draw.ellipse((width * 0.04, height * 0.7, width * 0.96, height * 1.5), fill=grey)
    draw.rectangle((width * 0.4, height * 0.5, width * 0.6, height * 0.8), fill=grey)
    draw.ellipse((width * 0.27, height * 0.16, width * 0.73, height * 0.66), fill=(163, 170, 178))
    image.paste(bust.filter(ImageFilter.GaussianBlur(1.2)), (left, top))


def on_scanner(cards: Sequence[Image.Image], seed: int) -> Image.Image:
    """Cards laid one above the other on the glass, with a margin, a soft edge and grain."""
    margin, gap = px(9), px(7)
    width = max(face.width for face in cards) + 2 * margin
    height = sum(face.height for face in cards) + gap * (len(cards) - 1) + 2 * margin
    page = Image.new("RGB", (width, height), (247, 247, 245))
    shade, top = ImageDraw.Draw(page), margin
    for face in cards:
        corners = (margin - 1, top - 1, margin + face.width + 3, top + face.height + 3)
        shade.rounded_rectangle(corners, radius=px(3.2), fill=(198, 199, 200))
        page.paste(face, (margin, top), _rounded(face.size))
        top += face.height + gap
    return _grain(page, seed)


def _rounded(size: tuple[int, int]) -> Image.Image:
    mask = Image.new("L", size)
    # ISO/IEC 7810: corners of 3.18 mm.
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), px(3.18), fill=255)
    return mask


def _grain(page: Image.Image, seed: int) -> Image.Image:
    """Scanner noise of about two grey levels; one tile repeated, to stay quick."""
    tile = np.random.default_rng(seed).normal(0, 2, (256, 256, 1))
    rows, columns = -(-page.height // 256), -(-page.width // 256)
    noise = np.tile(tile.astype(np.int16), (rows, columns, 1))[: page.height, : page.width]
    noisy = np.asarray(page, np.int16) + noise
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def as_jpeg(image: Image.Image, quality: int = 92) -> bytes:
    """The picture as JPEG bytes, its resolution noted."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, dpi=(DPI, DPI), comment=b"SPECIMEN")
    return buffer.getvalue()
