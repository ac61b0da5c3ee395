"""Fields of a fitted machine-readable zone: names, dates, number."""

import re
from dataclasses import dataclass

from services.imagecheck.identity.check_digits import FILLER
from services.imagecheck.identity.mrz_checks import Fitted, long_number, text_at
from services.imagecheck.identity.mrz_layouts import Layout, Span

#: Two-digit years up to this one are 20xx, later ones 19xx. Doc 9303 leaves the choice to the
#: reader: nobody born in 1920 applies for a licence, nobody born in 2021 can before 2035.
BIRTH_PIVOT = 20

#: The same for the end of validity: documents shown today ended after 1970, and the longest
#: ones (15 years) end before 2070.
EXPIRY_PIVOT = 69

UNKNOWN = "<<"


@dataclass(frozen=True, slots=True, kw_only=True)
class MrzFields:
    """What the zone says. None where a field is absent or is no date."""

    birth_name: str | None
    given_names: tuple[str, ...]
    birth_date: str | None
    document_number: str | None
    expiry_date: str | None
    sex: str | None
    state: str
    #: True when the names fill their field to its last character: the last given name may go on
    #: (RULEBOOK N10).
    names_truncated: bool
    #: True when that leaves no whole birth name or no whole given name.
    names_incomplete: bool


def read_fields(fitted: Fitted) -> MrzFields:
    """Cut the lines into their fields."""
    layout, lines = fitted.layout, fitted.lines
    surname, given = _names(lines, layout)
    truncated = any(_is_full(lines, span) for span in layout.names)
    return MrzFields(
        birth_name=surname or None,
        given_names=given,
        birth_date=_iso_date(lines, layout.birth_date, BIRTH_PIVOT),
        document_number=_number(lines, layout),
        expiry_date=_iso_date(lines, layout.expiry_date, EXPIRY_PIVOT),
        sex=_sex(lines, layout.sex),
        state=text_at(lines, layout.state).strip(FILLER),
        names_truncated=truncated,
        names_incomplete=_incomplete(lines, layout, given),
    )


def _names(lines: tuple[str, ...], layout: Layout) -> tuple[str, tuple[str, ...]]:
    """'<<' parts the birth name from the given names; one filler stands for a space or hyphen."""
    if layout.format == "licence":
        return _spaced(text_at(lines, *layout.names)), ()
    if len(layout.names) == 2:
        surname, given = (text_at(lines, span) for span in layout.names)
        # On the old card '<<' ends the first given name, which may be of two words.
        first, _, others = given.partition("<<")
        return _spaced(surname), tuple(filter(None, (_spaced(first), *others.split(FILLER))))
    surname, _, given = text_at(lines, *layout.names).partition("<<")
    return _spaced(surname), tuple(filter(None, given.strip(FILLER).split(FILLER)))


def _is_full(lines: tuple[str, ...], span: Span) -> bool:
    return not text_at(lines, span).endswith(FILLER)


def _incomplete(lines: tuple[str, ...], layout: Layout, given: tuple[str, ...]) -> bool:
    """A cut second given name costs nothing; a cut birth name or first given name does."""
    surname_cut = (len(layout.names) == 2 or not given) and _is_full(lines, layout.names[0])
    return surname_cut or (len(given) == 1 and _is_full(lines, layout.names[-1]))


def _spaced(text: str) -> str:
    return " ".join(text.replace(FILLER, " ").split())


def _number(lines: tuple[str, ...], layout: Layout) -> str | None:
    line, _, end = layout.number
    if layout.format == "td1" and lines[line][end] == FILLER:
        carried_on = long_number(lines)
        if carried_on is not None:
            return carried_on
    return text_at(lines, layout.number).rstrip(FILLER).replace(FILLER, " ") or None


def _sex(lines: tuple[str, ...], span: Span | None) -> str | None:
    """Doc 9303 writes a filler for an unstated sex."""
    letter = text_at(lines, span) if span else ""
    return {"M": "M", "F": "F", FILLER: "X", "X": "X"}.get(letter)


def _iso_date(lines: tuple[str, ...], span: Span | None, pivot: int) -> str | None:
    """YYYY-MM-DD, "00" for an unknown day or month; None when it is no date."""
    text = text_at(lines, span) if span else ""
    parts = re.fullmatch(r"(\d\d)(\d\d|<<)(\d\d|<<)", text)
    if parts is None:
        return None
    year, month, day = (part.replace(UNKNOWN, "00") for part in parts.groups())
    if int(month) > 12 or int(day) > 31:
        return None
    return f"{'20' if int(year) <= pivot else '19'}{year}-{month}-{day}"
