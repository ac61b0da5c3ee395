"""Whose piece a file is, told by its name: « 03-photo.jpg », « DUPONT-Lea-photo.jpg »."""

import re
from collections.abc import Sequence

from shared.domain.batch import BatchRow, Placed
from shared.domain.filings import fold
from shared.domain.piece import BACKS, PieceKind

_K = PieceKind
#: Words of a name that say what the file is, the more particular first: the identity of a parent
#: is no identity of the candidate.
_WORDS: tuple[tuple[PieceKind, frozenset[str]], ...] = (
    (_K.HOST_IDENTITY, frozenset({"hebergeant", "logeur"})),
    (_K.REPRESENTATIVE_IDENTITY, frozenset({"representant", "parent", "tuteur", "mere", "pere"})),
    (_K.HOSTING, frozenset({"hebergement", "hosting"})),
    (_K.PHOTO, frozenset({"photo", "portrait", "ephoto"})),
    (_K.SIGNATURE, frozenset({"signature", "sign"})),
    (_K.JDC, frozenset({"jdc", "japd"})),
    (_K.ASSR, frozenset({"assr", "assr2", "asr"})),
    (_K.CEPC, frozenset({"cepc"})),
    (_K.AAC, frozenset({"aac", "livret"})),
    (_K.MEDICAL, frozenset({"medical", "medicale"})),
    (_K.STAY, frozenset({"sejour", "presence"})),
    (_K.TRAINING, frozenset({"formation"})),
    (_K.DIPLOMA, frozenset({"diplome"})),
    (_K.LICENCE_DECISION, frozenset({"48si", "annulation", "invalidation", "jugement"})),
    (_K.ADDRESS, frozenset({"domicile", "facture", "quittance", "edf", "adresse", "address"})),
    (_K.IDENTITY, frozenset({"identite", "identity", "cni", "passeport", "carte"})),
)

NOBODY = "Le nom du fichier ne dit pas quel candidat c’est."
SEVERAL = "Plusieurs candidats portent ce nom."
NOTHING = "Le nom du fichier ne dit pas quelle pièce c’est."

_ENDING = re.compile(r"\.\w{1,5}$")
_APART = re.compile(r"[^a-z0-9]+")


def placed(name: str, rows: Sequence[BatchRow]) -> Placed | str:
    """The candidate and the piece, or why they cannot be told.

    A folder counts as part of the name, so that « DUPONT-Lea/photo.jpg » is understood too.
    """
    words = _words(_ENDING.sub("", name))
    owners = _owners(words, rows)
    if len(owners) != 1:
        return SEVERAL if owners else NOBODY
    kind = _kind(words, _words(owners[0].name))
    return NOTHING if kind is None else Placed(row=owners[0], kind=kind)


def _words(text: str) -> list[str]:
    return [word for word in _APART.split(fold(text)) if word]


def _owners(words: list[str], rows: Sequence[BatchRow]) -> list[BatchRow]:
    """By the reference, else by both names: a family name alone may be a brother's."""
    numbered = [row for row in rows if words and _same_reference(words, row.reference)]
    if numbered:
        return numbered
    named = [row for row in rows if (own := set(_words(row.name))) and own <= set(words)]
    longest = max((len(_words(row.name)) for row in named), default=0)
    return [row for row in named if len(_words(row.name)) == longest]


def _same_reference(words: list[str], reference: str) -> bool:
    """« 3 », « 03 » and « 003 » are one number; any other reference is compared word by word."""
    own = _words(reference)
    if len(own) == 1 and own[0].isdigit() and words[0].isdigit():
        return int(own[0]) == int(words[0])
    return bool(own) and words[: len(own)] == own


def _kind(words: list[str], name: list[str]) -> PieceKind | None:
    """The most particular word decides; words of the candidate's own name say nothing."""
    left = set(words) - set(name)
    found = next((kind for kind, known in _WORDS if known & left), None)
    return BACKS.get(found, found) if found and "verso" in left else found
