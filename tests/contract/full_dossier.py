"""A dossier with every field filled, so that a lost field cannot go unseen."""

import datetime as dt

from shared.domain.change import Change, OutboxEntry
from shared.domain.demande import Amendment
from shared.domain.dossier import (
    Claim,
    CorrectionItem,
    Decision,
    Dossier,
    Letter,
    LetterKind,
    Outcome,
    Route,
    StageRun,
    StageStatus,
)
from shared.domain.findings import (
    AddressReading,
    Box,
    CheckResult,
    Evidence,
    FieldReading,
    HostingReading,
    IdentityReading,
    Mrz,
    TwoDDoc,
)
from shared.domain.history import HistoryEntry
from shared.domain.letter import Channel, DeliveryState, Reader, ReaderDelivery
from shared.domain.piece import PieceKind, Replaced
from shared.domain.retention import Kept
from shared.domain.review import (
    Comment,
    Enquiry,
    Prepared,
    ReadingFix,
    ReviewFile,
    SecondCause,
    SecondReading,
)
from shared.domain.title import Title, TitleState
from shared.stages import StageName
from tests.builders import NOW, a_demande, a_finding, a_piece, an_identity

FULL_CODE = TwoDDoc(
    payload="DC04\x1dà",
    signature="valid",
    document_type="01",
    authority="FR03",
    certificate="EDF1",
    signer="Énergie",
    issued_on="2026-10-01",
    signed_on="2026-10-02",
    certificate_until="2027-10-02",
    fields={"24": "69003"},
    truncated=("12",),
    page=2,
)

RESULT = CheckResult(
    findings=(
        a_finding(value=12.5, unit="%", expected="10 à 20 %", evidence=Evidence(page=2)),
        a_finding(
            value="SPECIMEN",
            advisory=True,
            rule_set="photo-2026.11",
            evidence=Evidence(box=Box(left=0.1, top=0.2, width=0.3, height=0.4)),
        ),
        a_finding(value=None),
    ),
    identity=IdentityReading(
        mrz=Mrz(lines=("A<<", "B<<"), format="td1", verified=True),
        birth_name="SPECIMEN",
        given_names=("CAMILLE", "JEANNE"),
        birth_date="1990-04-00",
        document_number="X4",
        expiry_date="2030-01-01",
        sex="F",
        kind="identity_card",
        usage_name="EXEMPLE",
        birth_place="LYON",
        nationality="FRA",
        issued_on="2020-01-02",
        height="1,68 m",
        address=("1 RUE DU PORT", "69003 LYON"),
        names_truncated=True,
        names_doubtful=True,
        sources=(
            FieldReading(
                name="birth_name",
                value="SPÉCIMEN",
                source="visual_zone",
                confidence=0.98,
                evidence=Evidence(page=2, box=Box(left=0.1, top=0.2, width=0.3, height=0.4)),
            ),
        ),
        two_d_doc=FULL_CODE,
    ),
    address=AddressReading(
        holder="CAMILLE SPECIMEN",
        issued_on="2026-10-01",
        postcode="69003",
        town="LYON",
        issuer="Énergie",
        two_d_doc=FULL_CODE,
        kind="electricity",
        street="12 rue des Lilas",
    ),
    facts={"sharpness": 0.5, "format": "jpeg", "grey": True, "roll": None},
    hosting=HostingReading(
        kind="hosting",
        host="Jeanne EXEMPLE",
        hosted="Camille SPECIMEN",
        issued_on="2026-11-02",
        postcode="69003",
        town="LYON",
    ),
    working_copy="copy-1",
    back_copy="copy-2",
)

DECISION = Decision(
    agent="agent-1",
    outcome=Outcome.REFUSED,
    decided_at=NOW,
    reason="Parce que.",
    reason_code="not_entitled",
)

REPLACED = Replaced(uploaded_at=NOW, findings=RESULT.findings, working_copy="copy-0")

FULL_RUN = StageRun(
    status=StageStatus.OPEN,
    run=3,
    attempt=2,
    redrives=1,
    reminders=2,
    escalations=1,
    since=NOW,
    deadline=NOW + dt.timedelta(minutes=5),
    retry_at=NOW + dt.timedelta(milliseconds=1500),
    cause="CheckCrashed",
    claim=Claim(
        agent="agent-1",
        until=NOW + dt.timedelta(minutes=30),
        prepared=Prepared(
            outcome=Outcome.REFUSED,
            reason="Parce que.",
            reason_code="not_entitled",
            items=(CorrectionItem(message="La photo.", piece=PieceKind.PHOTO),),
            suspicion=True,
            sampled=True,
        ),
    ),
    result=RESULT,
)

FULL_ENTRY = OutboxEntry(
    entry_id="1-0",
    queue="q.photo",
    stage=StageName.PHOTO,
    run=3,
    attempt=2,
    created_at=NOW,
    traceparent="00-" + "a" * 32 + "-" + "b" * 16 + "-01",
)


def a_full_change(dossier_id: str) -> Change:
    """The opening of a dossier in which no field has its default value."""
    history = (
        HistoryEntry(
            rev=1, at=NOW, event="retry", stage=StageName.PHOTO, run=3, attempt=2, detail="é"
        ),
        HistoryEntry(rev=1, at=NOW, event="ended"),
    )
    dossier = Dossier(
        dossier_id=dossier_id,
        owner="ecole",
        demande=a_demande(
            candidate=an_identity(
                usage_name="d’Exemple", birth_date="1990-00-00", mobile="0612345678"
            ),
            representative=an_identity(birth_name="Œuvrard"),
            account_activated=False,
            first_licence=False,
            nationality="MAR",
            aac=True,
            medical=True,
            hosted=True,
            photo_code="AB12CD34EF56GH78IJ90KL",
            amended=(Amendment(field="birth_date", before="1990-04-12", after="1990-04-13"),),
        ),
        created_at=NOW,
        updated_at=NOW + dt.timedelta(milliseconds=7),
        rev=1,
        pieces={
            kind: a_piece(kind, revision=2, replaces="older", before=REPLACED)
            for kind in (PieceKind.PHOTO, PieceKind.JDC)
        },
        stages={StageName.PHOTO: FULL_RUN, StageName.DRAFT: StageRun(status=StageStatus.DONE)},
        letters=(
            Letter(
                seq=1,
                kind=LetterKind.VALIDATION_REQUEST,
                created_at=NOW,
                sent_at=NOW,
                deliveries=(
                    ReaderDelivery(
                        reader=Reader.CANDIDATE,
                        channel=Channel.SMS,
                        state=DeliveryState.SENT,
                        at=NOW,
                        cause="5.1.1",
                    ),
                ),
            ),
            Letter(
                seq=2,
                kind=LetterKind.CORRECTION_REQUEST,
                created_at=NOW,
                until=NOW,
                items=("Photo",),
            ),
        ),
        links_from=2,
        route=Route.CORRECTION,
        items=(
            CorrectionItem(message="La photo.", piece=PieceKind.PHOTO, mended=True),
            CorrectionItem(message="La date.", field="birth_date"),
        ),
        decision=DECISION,
        review=ReviewFile(
            passed=("agent-2",),
            second=SecondReading(cause=SecondCause.SUSPICION, first=DECISION),
            comments=(Comment(agent="agent-1", at=NOW, text="À revoir."),),
            enquiries=(
                Enquiry(
                    agent="agent-1",
                    at=NOW,
                    service="Préfecture",
                    question="Connu ?",
                    answer="Oui.",
                    answered_at=NOW,
                    answered_by="agent-2",
                ),
            ),
            fixes=(
                ReadingFix(
                    agent="agent-1",
                    at=NOW,
                    field="identity.birth_date",
                    read="1990-04-12",
                    corrected="1990-04-13",
                ),
            ),
            claimed_at=NOW,
        ),
        outcome=Outcome.REFUSED,
        ended_at=NOW,
        kept=Kept.NO_PIECES,
        title=Title(
            state=TitleState.RETURNED,
            since=NOW,
            deadline=NOW + dt.timedelta(days=183),
            order=2,
            handed_over=True,
            late=1,
            warned=True,
        ),
        history=history,
    )
    return Change(dossier=dossier, entries=(FULL_ENTRY,), events=history)
