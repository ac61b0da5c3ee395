"""How often the machine read a field right, as the agents who had the document before them say."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shared.domain.decision_row import DecisionRow
from shared.domain.overturn import LEAST_DECISIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAccuracy:
    """One field of one document."""

    #: As "identity.birth_date".
    field: str
    #: Opened dossiers in which the machine read it.
    read: int
    #: Those in which an agent corrected it.
    misread: int
    #: Corrections where the machine had read nothing.
    missed: int

    @property
    def corrected(self) -> int:
        """Dossiers in which an agent typed it anew."""
        return self.misread + self.missed

    @property
    def right(self) -> float | None:
        """0 to 1; None while too few were read to say."""
        return 1 - self.misread / self.read if self.read >= LEAST_DECISIONS else None


def reading_accuracy(rows: Iterable[DecisionRow]) -> Sequence[FieldAccuracy]:
    """One line a field, the most corrected first; what nobody opened says nothing."""
    read: Counter[str] = Counter()
    misread: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for row in rows:
        if row.seconds is None and not row.fixed:
            continue
        known, fixed = set(row.read), set(row.fixed)
        read.update(known)
        misread.update(known & fixed)
        missed.update(fixed - known)
    lines = [
        FieldAccuracy(field=field, read=read[field], misread=misread[field], missed=missed[field])
        for field in read.keys() | missed.keys()
    ]
    return sorted(lines, key=lambda line: (-line.corrected, line.field))
