"""Whether a second, unlike reader saw the same names: no check digit covers them (N9, N10)."""

import re

from services.imagecheck.identity.check_digits import FILLER
from services.imagecheck.identity.mrz_checks import Fitted
from services.imagecheck.identity.mrz_repair import AS_LETTER

#: What a reader that was never taught the filler makes of one or two of them.
SEEN_FOR_FILLER = r"[^0-9A-Z]*[<KCLESXZ(«&£€]{0,4}[^0-9A-Z]*"

_FOLD = str.maketrans(AS_LETTER)


def confirms(reading: str, fitted: Fitted) -> bool:
    """True when the reading of the name line holds every name of ours, whole and in order.

    Only letters are compared: that reader is no witness for fillers.
    """
    line, start, end = fitted.layout.names[0]
    before = fitted.lines[line][:start].translate(_FOLD)
    names = fitted.lines[line][start:end]
    words = [re.escape(word) for word in names.strip(FILLER).split(FILLER) if word]
    opening = re.escape(before[-3:]) if start else r"^[^0-9A-Z]*"
    # A truncated field ends with the line; any other one with fillers.
    closing = r"(?=[<KCLESXZ(«&£€ ]|$)" if names.endswith(FILLER) else r"(?=[^0-9A-Z]*$)"
    pattern = opening + SEEN_FOR_FILLER.join(words) + closing
    return re.search(pattern, _letters(reading)) is not None


def _letters(reading: str) -> str:
    return reading.strip().upper().translate(_FOLD)


def readings_agree(fitted: Fitted, other: Fitted) -> bool:
    """True when two readings give the same layout and the same whole text."""
    return fitted.layout == other.layout and fitted.lines == other.lines
