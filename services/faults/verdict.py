"""What a campaign proved: the ledger of the outside against the truth of the store. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from services.faults.ledger import Copy, Entry, Ledger, by_letter
from services.notifier.handler import CLAIM_LEASE
from shared.domain.dossier import Dossier, LetterKind, StageStatus
from shared.domain.piece import PieceKind
from shared.stages import TABLE, StageName

_S = StageName
_MESSAGE_ID = re.compile(r"<(?P<dossier>.+)\.notification\.(?P<seq>\d+)\.\w+@")

#: A letter in doubt goes again once its claim has ended. The first copy left somewhere within
#: the claim, hence the half; a second copy sooner than that was never in doubt.
DOUBT = CLAIM_LEASE.total_seconds() / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is found once the machine is quiet, or after the time that it was given."""

    dossiers: Mapping[str, Dossier]
    #: Digest of the stored bytes of each piece; None where they cannot be read.
    digests: Mapping[tuple[str, PieceKind], str | None]
    copies: Sequence[Copy]
    #: Entries still in outboxes.
    unsent: int
    #: Messages still in queues other than the parking ones.
    queued: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Each list names what was found, by identifiers and codes; empty ones are good."""

    lost: tuple[str, ...] = ()
    double_effects: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()
    parked: tuple[str, ...] = ()
    #: Revisions that no line of a timeline tells of.
    gaps: tuple[str, ...] = ()
    #: Messages or outbox entries that are left although nothing is under way.
    left: tuple[str, ...] = ()
    #: Answers that no correct system gives.
    refusals: tuple[str, ...] = ()
    poison_injected: int = 0
    #: Letters that went twice because their sender died in doubt: the documented case.
    repeated: int = 0
    #: Those whose second copy says something else, because its text is made from the dossier when
    #: it goes: the candidate had validated or mended meanwhile.
    reworded: int = 0
    #: Stages parked that were not poisoned, and poisoned ones that were not parked.
    misparked: tuple[str, ...] = field(default=())

    @property
    def passed(self) -> bool:
        """True when nothing at all is amiss."""
        return not any(
            (
                self.lost,
                self.double_effects,
                self.stuck,
                self.gaps,
                self.left,
                self.refusals,
                self.misparked,
            )
        )


def judge(ledger: Ledger, evidence: Evidence) -> Verdict:
    """Compare what was promised with what is there."""
    parked = tuple(
        f"{dossier.dossier_id} {name}"
        for dossier in evidence.dossiers.values()
        for name, run in dossier.stages.items()
        if run.status is StageStatus.PARKED
    )
    letters = by_letter(evidence.copies)
    return Verdict(
        lost=tuple(
            loss
            for entry in ledger.entries.values()
            for loss in _losses(entry, evidence, letters.keys() | ())
        ),
        double_effects=(*_doubled(letters), *_unfounded(ledger, evidence, letters)),
        stuck=tuple(item for dossier in evidence.dossiers.values() for item in unsettled(dossier)),
        parked=parked,
        gaps=tuple(gap for dossier in evidence.dossiers.values() for gap in _gaps(dossier)),
        left=_left(evidence),
        refusals=tuple(ledger.refusals),
        poison_injected=ledger.poisoned,
        repeated=sum(len(copies) - 1 for copies in letters.values()),
        reworded=sum(len({copy.content for copy in copies}) - 1 for copies in letters.values()),
        misparked=_misparked(ledger, parked),
    )


def _losses(entry: Entry, evidence: Evidence, received: set[str]) -> Iterator[str]:
    """What this sender was promised and the store does not hold."""
    dossier = evidence.dossiers.get(entry.dossier_id)
    if dossier is None:
        yield f"{entry.dossier_id} dossier"
        return
    for kind, digest in entry.pieces.items():
        stored = evidence.digests.get((entry.dossier_id, kind))
        if stored != digest and kind is not entry.poisoned:
            yield f"{entry.dossier_id} {kind}"
    if entry.submitted and dossier.stage(_S.DRAFT).status is not StageStatus.DONE:
        yield f"{entry.dossier_id} submission"
    if entry.validated and dossier.stage(_S.USER_VALIDATION).status is StageStatus.OPEN:
        yield f"{entry.dossier_id} validation"
    arrived = {_letter_of(message_id) for message_id in received}
    for letter in dossier.letters:
        if letter.sent_at is not None and (entry.dossier_id, letter.seq) not in arrived:
            yield f"{entry.dossier_id} letter {letter.seq}"


def _letter_of(message_id: str) -> tuple[str, int]:
    """Dossier and number of a letter, read from the name under which it went."""
    found = _MESSAGE_ID.match(message_id)
    return (found["dossier"], int(found["seq"])) if found else (message_id, 0)


def _doubled(letters: Mapping[str, Sequence[Copy]]) -> Iterator[str]:
    """Letters that went twice without any doubt."""
    for message_id, copies in letters.items():
        if any(later.at - earlier.at < DOUBT for earlier, later in pairwise(copies)):
            yield f"{message_id} copies"


def _unfounded(
    ledger: Ledger, evidence: Evidence, letters: Mapping[str, Sequence[Copy]]
) -> Iterator[str]:
    """Mails that no dossier knows of, and letters beyond what the senders' acts called for."""
    known = {
        (dossier.dossier_id, letter.seq)
        for dossier in evidence.dossiers.values()
        for letter in dossier.letters
    }
    yield from (
        f"{message_id} unknown" for message_id in letters if _letter_of(message_id) not in known
    )
    for entry in ledger.entries.values():
        dossier = evidence.dossiers.get(entry.dossier_id)
        kinds = Counter(letter.kind for letter in dossier.letters) if dossier else Counter()
        if kinds[LetterKind.VALIDATION_REQUEST] > 1:
            yield f"{entry.dossier_id} {LetterKind.VALIDATION_REQUEST}"
        if kinds[LetterKind.CORRECTION_REQUEST] > 1 + entry.mended:
            yield f"{entry.dossier_id} {LetterKind.CORRECTION_REQUEST}"


def unsettled(dossier: Dossier) -> Iterator[str]:
    """What of a dossier waits for a machine, or for nobody at all."""
    statuses = {name: run.status for name, run in dossier.stages.items()}
    for name, status in statuses.items():
        if status is StageStatus.OPEN and TABLE[name].queue is not None:
            yield f"{dossier.dossier_id} {name}"
    someone = {StageStatus.OPEN, StageStatus.PARKED} & set(statuses.values())
    if dossier.outcome is None and not someone:
        yield f"{dossier.dossier_id} nobody"
    notified = statuses.get(_S.NOTIFICATION, StageStatus.DONE) is StageStatus.DONE
    if notified and dossier.unsent_letters():
        yield f"{dossier.dossier_id} unsent letter"


def _gaps(dossier: Dossier) -> Iterator[str]:
    told = {line.rev for line in dossier.history}
    yield from (
        f"{dossier.dossier_id} rev {rev}" for rev in range(1, dossier.rev + 1) if rev not in told
    )


def _left(evidence: Evidence) -> tuple[str, ...]:
    outbox = (f"outbox {evidence.unsent}",) if evidence.unsent else ()
    return (*outbox, *(f"{name} {count}" for name, count in evidence.queued.items() if count))


def _misparked(ledger: Ledger, parked: Sequence[str]) -> tuple[str, ...]:
    found = Counter(item.split()[0] for item in parked)
    wanted = Counter(entry.dossier_id for entry in ledger.entries.values() if entry.poisoned)
    return tuple((found - wanted) + (wanted - found))
