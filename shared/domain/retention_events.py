"""What the end of a retention does to a dossier."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PiecesErased:
    """The bytes of every piece are gone, and the key that sealed them."""

    #: The purge, or whoever called it.
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonErased:
    """Nothing may say any more whose dossier this was."""

    account: str


RetentionEvent = PiecesErased | PersonErased
