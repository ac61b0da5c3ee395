"""Whether a chain of the audit is whole: what was changed, taken out or cut off is named."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.domain.audit import NOTHING, AuditEntry, digest_of


class Damage(enum.StrEnum):
    """What is wrong at one place of a chain."""

    #: An entry's fields do not give its digest.
    ALTERED = "altered"
    #: An entry is missing before another one.
    REMOVED = "removed"
    #: Two entries have the number, or it does not follow.
    REORDERED = "reordered"
    #: An entry agrees with itself, but not with what comes after it or with a sealed head.
    REWRITTEN = "rewritten"
    #: Entries that a sealed head knows of are gone from the end.
    TRUNCATED = "truncated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """One place where a chain does not hold."""

    chain: str
    seq: int
    damage: Damage


def flaws_of(
    chain: str, entries: Sequence[AuditEntry], sealed: Mapping[int, str]
) -> tuple[Flaw, ...]:
    """Every flaw of a chain, given in its stored order; `sealed` are digests by number."""
    found: list[tuple[int, Damage]] = []
    expected, before = 1, NOTHING
    for entry in entries:
        if entry.seq > expected:
            found += [(seq, Damage.REMOVED) for seq in range(expected, entry.seq)]
        elif entry.seq < expected:
            found.append((entry.seq, Damage.REORDERED))
        elif entry.previous != before:
            # the one before is the one that changed; of the first there is none
            found.append((max(entry.seq - 1, 1), Damage.REWRITTEN))
        if digest_of(entry) != entry.digest or entry.chain != chain:
            found.append((entry.seq, Damage.ALTERED))
        expected, before = max(expected, entry.seq + 1), entry.digest
    found += _against_seals(entries, sealed)
    # what an altered entry breaks behind it is the same flaw
    altered = {seq for seq, damage in found if damage is Damage.ALTERED}
    kept = [flaw for flaw in found if flaw[1] is not Damage.REWRITTEN or flaw[0] not in altered]
    return tuple(Flaw(chain=chain, seq=seq, damage=damage) for seq, damage in sorted(set(kept)))


def _against_seals(
    entries: Sequence[AuditEntry], sealed: Mapping[int, str]
) -> list[tuple[int, Damage]]:
    digests = {entry.seq: entry.digest for entry in entries}
    last = max(digests, default=0)
    wrong = [
        (seq, digests.get(seq)) for seq, digest in sealed.items() if digests.get(seq) != digest
    ]
    found = [(seq, Damage.REWRITTEN) for seq, digest in wrong if digest is not None]
    if sealed and max(sealed) > last:
        found += [(seq, Damage.TRUNCATED) for seq in range(last + 1, max(sealed) + 1)]
    return found
