"""Which names of a machine-readable zone may go on beyond it. RULEBOOK N9, N10."""

from services.instruction.divergence.names import fold_as_mrz
from shared.domain.civil_identity import CivilIdentity
from shared.domain.findings import Mrz

#: Where each layout keeps surname and given names: line, first and last column (RULEBOOK N9).
_SHARED_ZONES: dict[str, tuple[int, int, int]] = {
    "td1": (2, 0, 30),
    "td2": (0, 5, 36),
    "td3": (0, 5, 44),
    "mrva": (0, 5, 44),
    "mrvb": (0, 5, 36),
}
_OWN_ZONES: dict[str, dict[str, tuple[int, int, int]]] = {
    "old_cni": {"birth_name": (0, 5, 30), "given_names": (1, 13, 27)},
    "licence": {"birth_name": (0, 21, 29)},
}


def cut_fields(mrz: Mrz, read: CivilIdentity) -> frozenset[str]:
    """Fields of a reading that may go on: their zone is full, and no print gave more than it."""
    own = _zone_texts(mrz)
    letters = {name: len(text.replace("<", "")) for name, text in _texts(read).items()}
    return frozenset(
        field
        for field in _full_fields(mrz)
        if letters[field] <= len(own.get(field, "").replace("<", ""))
    )


def _zone_texts(mrz: Mrz) -> dict[str, str]:
    """What the zone itself holds of each name."""
    shared = _SHARED_ZONES.get(mrz.format)
    if shared is None:
        zones = _OWN_ZONES.get(mrz.format, {})
        return {field: _text(mrz, zone) for field, zone in zones.items()}
    surname, _, given = _text(mrz, shared).partition("<<")
    return {"birth_name": surname, "given_names": given}


def _full_fields(mrz: Mrz) -> frozenset[str]:
    """Fields whose zone is filled to its last character."""
    shared = _SHARED_ZONES.get(mrz.format)
    if shared is None:
        zones = _OWN_ZONES.get(mrz.format, {})
        return frozenset(field for field, zone in zones.items() if _is_full(_text(mrz, zone)))
    text = _text(mrz, shared)
    return _of_shared(text, len(text.partition("<<")[0])) if _is_full(text) else frozenset()


def _of_shared(text: str, surname: int) -> frozenset[str]:
    """A short surname leaves room for itself: only one that takes half the zone or more is cut,
    else LE would be the start of LEFEBVRE."""
    long_surname = surname * 2 >= len(text)
    return frozenset({"birth_name", "given_names"} if long_surname else {"given_names"})


def _text(mrz: Mrz, zone: tuple[int, int, int]) -> str:
    line, start, end = zone
    return mrz.lines[line][start:end] if line < len(mrz.lines) else ""


def _is_full(text: str) -> bool:
    return bool(text) and not text.endswith("<")


def cut_by_length(layout: str | None, read: CivilIdentity) -> frozenset[str]:
    """The same for names that came without their lines: what they would fill of the layout."""
    own = _OWN_ZONES.get(layout or "")
    if own is not None:
        texts = _texts(read)
        return frozenset(
            field for field, (_, start, end) in own.items() if len(texts[field]) >= end - start
        )
    width = _shared_width(layout)
    text = _whole_text(read)
    if not width or len(text) < width:
        return frozenset()
    return _of_shared(text, len(_texts(read)["birth_name"]))


def cut_like(layout: str | None, typed: CivilIdentity, read: CivilIdentity) -> frozenset[str]:
    """Fields that the layout would cut of the typed names, leaving just what was read.

    The cut may fall between two names: the zone then ends with a filler and does not look full.
    """
    own = _OWN_ZONES.get(layout or "")
    if own is not None:
        whole, left = _texts(typed), _texts(read)
        return frozenset(
            field
            for field, (_, start, end) in own.items()
            if _left_of(whole[field], end - start) == left[field]
        )
    width = _shared_width(layout)
    if not width or _left_of(_whole_text(typed), width) != _whole_text(read):
        return frozenset()
    surname = len(_texts(typed)["birth_name"])
    return frozenset({"given_names"} if surname < width else {"birth_name", "given_names"})


def _left_of(text: str, width: int) -> str | None:
    """What a zone keeps of a text that is too long for it; None for one that is not."""
    return text[:width].rstrip("<") if len(text) > width else None


def _shared_width(layout: str | None) -> int:
    _, start, end = _SHARED_ZONES.get(layout or "", (0, 0, 0))
    return end - start


def _texts(identity: CivilIdentity) -> dict[str, str]:
    given = " ".join(identity.given_names)
    return {
        "birth_name": _zone_text(identity.birth_name or ""),
        "given_names": _zone_text(given),
    }


def _whole_text(identity: CivilIdentity) -> str:
    texts = _texts(identity)
    return "<<".join(text for text in texts.values() if text)


def _zone_text(name: str) -> str:
    """The name as a zone writes it: apostrophes closed up, hyphens and spaces as one filler."""
    closed = name.replace("'", "").replace("\u2019", "").replace(",", " ")
    return fold_as_mrz(closed).replace(" ", "<")
