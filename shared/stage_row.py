"""What a row of the stage table holds; the rows themselves are in `shared/stages.py`."""

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, replace

from shared.domain.piece import PieceKind


class StageName(enum.StrEnum):
    """Every stage, in flow order."""

    #: The request is being written and its pieces uploaded.
    DRAFT = "draft"
    #: Files are checked whole, the checks that are needed are started.
    RECEPTION = "reception"
    #: Photo and signature fetched by the code of an approved photographer.
    PHOTO_CODE = "photo_code"
    PHOTO = "photo"
    SIGNATURE = "signature"
    #: Reading of the identity proof.
    IDENTITY = "identity"
    #: Reading of the address proof.
    ADDRESS = "address"
    #: Situation with regard to the JDC.
    JDC = "jdc"
    #: ASSR2 or ASR.
    ASSR = "assr"
    #: Certificate of examination.
    CEPC = "cepc"
    #: Page of the AAC booklet.
    AAC = "aac"
    #: Reading of the identity proof of a minor's representative.
    REPRESENTATIVE_IDENTITY = "representative_identity"
    #: Attestation d'hébergement.
    HOSTING = "hosting"
    #: Reading of the host's identity proof.
    HOST_IDENTITY = "host_identity"
    #: Every source of identity compared.
    DIVERGENCE = "divergence"
    #: « Attente validation usager ».
    USER_VALIDATION = "user_validation"
    #: The candidate or the school mends what was refused.
    CORRECTION = "correction"
    #: An agent of a CERT decides.
    REVIEW = "review"
    #: Letters that wait to be sent.
    NOTIFICATION = "notification"


class Turn(enum.StrEnum):
    """Who has to act. The value is shown to people."""

    CANDIDATE = "candidat"
    SCHOOL = "candidat ou auto-école"
    SYSTEM = "système"
    CERT = "CERT"
    OPS = "exploitation"
    NOBODY = "personne"


class Ending(enum.StrEnum):
    """What happens when the tries of a stage end or its deadline passes for good."""

    #: Parked in the open; ops are called and replay it.
    INCIDENT = "incident"
    #: The verdict is `non évalué`; the dossier goes on to a person.
    REVIEW = "review"
    #: Nothing is parked: the candidate or the school is asked for what did not come.
    CORRECTION = "correction"
    #: Parked; the letter is shown as undeliverable and another channel is proposed.
    UNDELIVERABLE = "undeliverable"
    #: The request ends as expired and its people are told why.
    EXPIRED = "expired"
    #: The request ends as closed and its people are told why.
    CLOSED = "closed"
    #: The head of the centre is told; the stage goes on under a new deadline.
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One row. A stage with a queue is a machine's turn, one without is a person's."""

    name: StageName
    turn: Turn
    #: Service that runs or shows the stage: a folder of services/.
    service: str
    #: Time from the start of the stage to the action of `ending` (or a re-drive).
    deadline: dt.timedelta
    ending: Ending
    next: tuple[StageName, ...] = ()
    queue: str | None = None
    #: "module:function" that does the work of one message.
    handler: str | None = None
    #: The piece that the stage checks, with its back where there is one; the stage is needed where
    #: the piece is.
    piece: PieceKind | None = None
    #: Deliveries of one run before it is parked, the first included.
    tries: int = 0
    first_wait: dt.timedelta = dt.timedelta()
    growth: int = 1
    #: Times the sweep puts an overdue run back into its queue before it is parked.
    redrives: int = 0
    #: Longest work on one message; the work is killed beyond it.
    time_limit: dt.timedelta = dt.timedelta()
    #: Deadline instead of `deadline` once the portal account is activated.
    deadline_if_activated: dt.timedelta | None = None
    #: Ages at which the person is reminded.
    reminders: tuple[dt.timedelta, ...] = ()
    #: How long one agent holds the dossier before it goes back to the pile.
    lease: dt.timedelta | None = None

    def wait_before(self, attempt: int) -> dt.timedelta:
        """Wait between try `attempt - 1` and try `attempt` (2 is the first that waits)."""
        factor: int = self.growth ** (attempt - 2)
        return self.first_wait * factor

    @property
    def waits(self) -> tuple[dt.timedelta, ...]:
        """Every wait of the row, in order."""
        return tuple(self.wait_before(attempt) for attempt in range(2, self.tries + 1))


def paced(table: Mapping[StageName, Stage], pace: float) -> Mapping[StageName, Stage]:
    """The table with the deadlines and waits of machines multiplied by `pace`.

    1 in production; fault tests run at a fraction so that a day's recovery takes seconds. The
    time limit of work stays, because a check costs the same at every pace.
    """
    return {
        name: replace(row, deadline=row.deadline * pace, first_wait=row.first_wait * pace)
        if row.queue is not None
        else row
        for name, row in table.items()
    }
