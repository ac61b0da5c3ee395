"""Where on a piece a value stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle on a page, as shares (0..1) of its width and height, origin top left."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where on the piece the value was measured."""

    #: Page number, counted from 1.
    page: int = 1
    box: Box | None = None
