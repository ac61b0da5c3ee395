"""What a scenario is: a request, its pieces, what people do, and where it must end up."""

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.domain.dossier import LetterKind, Route
from shared.domain.findings import Verdict
from shared.domain.piece import PieceKind
from shared.domain.states import StateCode
from shared.stages import StageName

#: Draws the bytes of a piece when they are needed.
Make = Callable[[], bytes]


class Act(enum.StrEnum):
    """What somebody does after the request was sent, in the order listed by a scenario."""

    #: The candidate opens the link of the letter and validates.
    VALIDATE = "validate"
    #: The school replaces the pieces that were refused and sends again.
    MEND = "mend"
    #: An agent takes the dossier and accepts it.
    ACCEPT = "accept"
    #: An agent takes the dossier and refuses it, with the reason.
    REFUSE = "refuse"
    #: The worker that runs the checks is killed (SIGKILL) while it has the dossier.
    KILL_WORKER = "kill_worker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Where the dossier must be at the end, and what must have been found on the way."""

    state: StateCode
    route: Route | None = None
    #: (stage, criterion) -> verdict, at the end.
    findings: Mapping[tuple[StageName, str], Verdict] = field(default_factory=dict)
    letters: tuple[LetterKind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One dossier of the demonstration."""

    name: str
    title: str
    #: Body of `POST /v1/dossiers`.
    demande: dict[str, Any]
    pieces: Mapping[PieceKind, Make]
    expected: Expected
    #: Pictures that the service of photo codes has, by the code of the request.
    by_code: Mapping[PieceKind, Make] = field(default_factory=dict)
    acts: tuple[Act, ...] = (Act.VALIDATE,)
    #: The better pieces that MEND sends.
    mended: Mapping[PieceKind, Make] = field(default_factory=dict)
    reason: str = ""
