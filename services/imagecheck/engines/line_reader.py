"""The second reader, as the reading of documents sees it: optional, unlike Tesseract."""

from collections.abc import Sequence
from typing import Protocol

from services.imagecheck.engines.rapidocr import Quad, ReadLine
from services.imagecheck.engines.raster import Pixels


class LineReader(Protocol):
    """Finds print anywhere on a page and reads single upright lines."""

    def find(self, picture: Pixels) -> tuple[Quad, ...]:
        """Where lines of print lie: four corners each, in pixels."""
        ...

    def read(self, crops: Sequence[Pixels]) -> tuple[ReadLine, ...]:
        """The text of each line, in order."""
        ...
