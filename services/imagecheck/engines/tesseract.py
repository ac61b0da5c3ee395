"""Tesseract, through pytesseract: the one file that starts it. Words with boxes come back."""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytesseract
from PIL import Image

from services.imagecheck.engines.raster import Pixels
from shared.errors import CheckTimedOut, ServerUnavailable

#: The MRZ model lies in the package; how it was made is in models/README.md.
MODELS = Path(__file__).parent.parent / "models"

#: Seconds for one picture of a call. A dense 200 dpi page was read in 1.2 s on one core; a page
#: that needs ten times that is not read by waiting longer.
SECONDS_A_PICTURE = 12.0

#: Seconds to start the program and load its model.
SECONDS_TO_START = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """How Tesseract is asked to read."""

    #: Name of the model.
    model: str
    #: Page segmentation: 3 a page, 7 one line, 11 scattered words, 13 one line taken whole.
    segmentation: int
    #: Folder of the model; None for the system's own.
    folder: Path | None = None
    #: Dictionaries pull a number or a name towards a common word.
    dictionaries: bool = True

    @property
    def options(self) -> str:
        """The command line's part."""
        parts = [f"--psm {self.segmentation}"]
        if self.folder is not None:
            parts.append(f'--tessdata-dir "{self.folder}"')
        if not self.dictionaries:
            parts.append("-c load_system_dawg=0 -c load_freq_dawg=0")
        return " ".join(parts)


#: A page of print, such as a bill.
PAGE = Mode(model="fra", segmentation=3)

#: The scattered print of a card.
CARD = Mode(model="fra", segmentation=11)

#: One line of print, such as a name: dictionaries would mend it into a word.
TEXT_LINE = Mode(model="fra", segmentation=7, dictionaries=False)

#: One line of a machine-readable zone.
MRZ_LINE = Mode(model="mrz", segmentation=13, folder=MODELS, dictionaries=False)

#: The same line by a model that was made by others from other material.
PLAIN_LINE = Mode(model="eng", segmentation=13, dictionaries=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word as read, in pixels of the picture it was read on."""

    text: str
    #: 0 to 100, by Tesseract's own account.
    confidence: float
    left: int
    top: int
    width: int
    height: int
    #: Words of one printed line share it.
    line: tuple[int, int, int]


def read_words(pictures: Sequence[Pixels], mode: Mode) -> tuple[tuple[Word, ...], ...]:
    """Read every picture in one call of the program; one tuple of words for each, in order.

    Raises CheckTimedOut or ServerUnavailable: neither says anything about the document.
    """
    if not pictures:
        return ()
    # The child inherits it: with more threads one page takes five times as long (tesseract#3109).
    os.environ["OMP_THREAD_LIMIT"] = "1"
    with tempfile.TemporaryDirectory(prefix="guichet-ocr-") as folder:
        names = [_saved(picture, Path(folder), index) for index, picture in enumerate(pictures)]
        listing = Path(folder) / "pictures.txt"
        listing.write_text("\n".join(names) + "\n", encoding="utf-8")
        table = _table(listing, mode, SECONDS_TO_START + SECONDS_A_PICTURE * len(names))
    found: tuple[list[Word], ...] = tuple([] for _ in pictures)
    for index, text in enumerate(table["text"]):
        if str(text).strip():
            found[int(table["page_num"][index]) - 1].append(_word(table, index))
    return tuple(tuple(words) for words in found)


def _saved(picture: Pixels, folder: Path, index: int) -> str:
    name = folder / f"{index}.bmp"  # written and read faster than anything packed
    rgb = picture if picture.ndim == 2 else picture[:, :, ::-1]
    Image.fromarray(rgb).save(name)
    return str(name)


def _table(listing: Path, mode: Mode, seconds: float) -> dict[str, list[str]]:
    try:
        table: dict[str, list[str]] = pytesseract.image_to_data(
            str(listing),
            lang=mode.model,
            config=mode.options,
            output_type=pytesseract.Output.DICT,
            timeout=seconds,
        )
    except (pytesseract.TesseractNotFoundError, pytesseract.TesseractError, OSError) as error:
        raise ServerUnavailable("tesseract") from error
    except RuntimeError as error:  # what pytesseract raises when the time is up
        raise CheckTimedOut("tesseract") from error
    return table


def _word(table: dict[str, list[str]], index: int) -> Word:
    return Word(
        text=str(table["text"][index]),
        confidence=float(table["conf"][index]),
        left=int(table["left"][index]),
        top=int(table["top"][index]),
        width=int(table["width"][index]),
        height=int(table["height"][index]),
        line=(
            int(table["block_num"][index]),
            int(table["par_num"][index]),
            int(table["line_num"][index]),
        ),
    )
