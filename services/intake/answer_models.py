"""The answers of the API as models: its description is made of them, and tests hold it to them."""

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict

from shared.domain.demande import DemandeKind
from shared.domain.dossier import LetterKind, Outcome, Route, StageStatus
from shared.domain.findings import Verdict
from shared.domain.letter import Channel, DeliveryState, Reader
from shared.domain.piece import PieceKind
from shared.domain.states import StateCode
from shared.domain.title import TitleState
from shared.domain.title_table import TitleOwner
from shared.stages import StageName, Turn


class _Answer(BaseModel):
    # what the description does not know, the program must not say
    model_config = ConfigDict(extra="forbid")


class StateAnswer(_Answer):
    """Where the dossier is, since when, whose turn it is, by when, and what happens then."""

    code: StateCode
    label: str
    turn: Turn
    since: dt.datetime
    deadline: dt.datetime | None
    then: str
    #: 1 is the next one; null outside a line.
    position: int | None
    expected_wait_seconds: int | None


class FindingAnswer(_Answer):
    """One criterion: what was measured, what was expected, and what to do."""

    criterion: str
    verdict: Verdict
    value: str | float | int | bool | None
    unit: str | None
    expected: str | None
    message: str
    #: True where a person decides and the verdict has no weight.
    advisory: bool


class StageAnswer(_Answer):
    """One stage of the dossier."""

    name: StageName
    label: str
    status: StageStatus
    status_label: str
    turn: Turn | None
    since: dt.datetime | None
    deadline: dt.datetime | None
    run: int
    attempt: int
    verdict: Verdict | None
    findings: list[FindingAnswer]


class PieceAnswer(_Answer):
    """A piece as it was received."""

    kind: PieceKind
    label: str
    sha256: str
    size: int
    media_type: str
    revision: int
    uploaded_at: dt.datetime


class CorrectionAnswer(_Answer):
    """One thing that the candidate or the school is asked to mend."""

    piece: PieceKind | None
    field: str | None
    message: str
    mended: bool


class DeliveryAnswer(_Answer):
    """What became of a letter for one of its readers."""

    reader: Reader
    channel: Channel
    #: `sent`: a server took it; `bounced`: it came back; `undeliverable`: no way leads there.
    state: DeliveryState
    at: dt.datetime
    #: Why mail did not arrive: an SMTP code or a name; null where it did.
    cause: str | None


class LetterAnswer(_Answer):
    """A letter that was or will be sent."""

    seq: int
    kind: LetterKind
    created_at: dt.datetime
    sent_at: dt.datetime | None
    deliveries: list[DeliveryAnswer]


class DecisionAnswer(_Answer):
    """How an agent decided, with the reason where there is one."""

    outcome: Outcome
    decided_at: dt.datetime
    reason: str


class TitleAnswer(_Answer):
    """The title of an accepted request: where it is, whose turn, by when, and what then."""

    state: TitleState
    label: str
    turn: TitleOwner | None
    since: dt.datetime
    deadline: dt.datetime | None
    then: str
    #: True once its deadline passed without news; the office is being asked.
    late: bool
    may_ask_redispatch: bool
    #: Until when an error on the title may be reported; null before it was delivered.
    error_until: dt.datetime | None


class DossierAnswer(_Answer):
    """A dossier as its filer reads it."""

    dossier_id: str
    #: Grows with every write, also those that change nothing here; also the ETag.
    rev: int
    kind: DemandeKind
    category: str
    created_at: dt.datetime
    updated_at: dt.datetime
    state: StateAnswer
    route: Route | None
    stages: list[StageAnswer]
    pieces: list[PieceAnswer]
    corrections: list[CorrectionAnswer]
    letters: list[LetterAnswer]
    decision: DecisionAnswer | None
    title: TitleAnswer | None


class DossierListAnswer(_Answer):
    """A page of dossiers, newest first."""

    dossiers: list[DossierAnswer]
    #: The `before` of the next page; null on the last one.
    next: str | None


class PreflightAnswer(_Answer):
    """What a check says of a picture that belongs to no dossier."""

    kind: Literal["photo", "signature"]
    verdict: Verdict
    #: Version of the rules that judged.
    rule_set: str
    findings: list[FindingAnswer]


class ReceivedPieceAnswer(_Answer):
    """A piece as a receipt names it."""

    kind: PieceKind
    sha256: str
    size: int
    media_type: str
    received_at: dt.datetime


class ReceiptAnswer(_Answer):
    """What was received, and the same signed (JWS, RFC 7515)."""

    #: Version of the receipt's form.
    receipt: Literal[1]
    dossier_id: str
    rev: int
    pieces: list[ReceivedPieceAnswer]
    signed: str


class ReceiptKeyAnswer(_Answer):
    """An Ed25519 public key as a JWK (RFC 8037)."""

    kty: Literal["OKP"]
    crv: Literal["Ed25519"]
    x: str
    kid: str
