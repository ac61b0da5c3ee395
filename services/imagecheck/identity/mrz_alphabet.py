"""Text of any reader brought to the 37 characters of a machine-readable zone (Doc 9303-3, 4.3)."""

import re
import unicodedata

#: What readers of ordinary print make of the filler.
_FILLERS = str.maketrans({**dict.fromkeys("<‹〈く＜∠", "<"), **dict.fromkeys("«《≪", "<<")})

_FOREIGN = re.compile(r"[^0-9A-Z<]")


def in_alphabet(text: str) -> str:
    """The zone's characters among those of `text`; spaces and specks fall away."""
    folded = unicodedata.normalize("NFKD", text.translate(_FILLERS)).upper()
    return _FOREIGN.sub("", folded)
