"""Finds the typefaces that specimens are set in, in the places where systems keep fonts."""

import functools
from pathlib import Path

from PIL import ImageFont

#: OCRB.otf is the plain OCR-B of ISO 1073-2 among the six cuts that the package holds.
REGULAR, BOLD, OCR_B = "DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "OCRB.otf"

#: Debian package that holds each font file.
PACKAGES = {REGULAR: "fonts-dejavu-core", BOLD: "fonts-dejavu-core", OCR_B: "fonts-ocr-b"}

FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
)


class FontMissing(Exception):
    """A font needed for the specimens is not installed."""

    def __init__(self, file_name: str) -> None:
        """Say which package brings the font."""
        super().__init__(f"{file_name} is not installed: apt-get install {PACKAGES[file_name]}")


@functools.cache
def font_path(file_name: str, folders: tuple[Path, ...] = FONT_FOLDERS) -> Path:
    """Where a font file is; raises FontMissing with the package to install."""
    for folder in folders:
        for path in sorted(folder.rglob(file_name)):
            return path
    raise FontMissing(file_name)


@functools.cache
def load_font(file_name: str, pixels: int) -> ImageFont.FreeTypeFont:
    """A font at a size in pixels to the em."""
    return ImageFont.truetype(str(font_path(file_name)), pixels)
