"""What a failure means: try again, or park. Pure; the runner applies it."""

from shared.errors import Permanent
from shared.stages import Stage


def is_final(row: Stage, attempt: int, error: Exception) -> bool:
    """True when the stage is parked after this failure, False when it is tried again.

    An error outside our two families is a fault of the program: it is tried again like a
    Retryable, since the next process or release may do better, and parked with its name.
    """
    return isinstance(error, Permanent) or attempt >= row.tries


def cause_of(error: Exception) -> str:
    """Code of a failure: the class name only, since a message could hold personal data."""
    return type(error).__name__
