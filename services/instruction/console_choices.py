"""What an agent can choose with a digit: what to mend, and why to refuse."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from services.instruction.bodies import MendableField
from services.instruction.decision import weigh
from services.instruction.divergence.wording import EMAIL_LABEL
from services.instruction.refusals import REFUSALS
from services.instruction.weights import Mender
from shared.domain.dossier import Dossier
from shared.domain.findings import CheckResult, Verdict
from shared.domain.kept_bytes import result_of
from shared.domain.piece import PIECE_LABELS, PieceKind
from shared.stages import StageName
from shared.web.disclosure import for_filers

#: [D] CorrectionBody takes ten items at most.
MOST = 10
_FIELDS = frozenset(get_args(MendableField))
#: What is proposed where no failed criterion says what to do: it fits every document and picture.
_PICTURE = "{piece} : déposez un nouveau fichier, net et conforme aux règles."
_DOCUMENT = "{piece} : déposez à nouveau ce document, entier, net et lisible."
_EMAIL = f"{EMAIL_LABEL} : donnez une adresse qui n’est qu’à vous et que vous lisez."
_PICTURES = frozenset({PieceKind.PHOTO, PieceKind.SIGNATURE})


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionChoice:
    """One thing that may be asked for, ready to be sent."""

    #: « piece:photo » or « field:email »: its name in the form.
    subject: str
    label: str
    message: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalChoice:
    """One reason of the list."""

    code: str
    label: str
    sentence: str
    source: str
    suspicion: bool


def correction_choices(dossier: Dossier) -> tuple[CorrectionChoice, ...]:
    """What failed comes first and is chosen; then what else people could send again."""
    offered = [*_fields(dossier), *_pieces(dossier)]
    offered.sort(key=lambda one: not one.chosen)
    return tuple(offered[:MOST])


def refusal_choices() -> tuple[RefusalChoice, ...]:
    """The list, always in one order: an agent's fingers learn it."""
    return tuple(
        RefusalChoice(
            code=code,
            label=one.label,
            sentence=one.sentence,
            source=one.source,
            suspicion=one.suspicion,
        )
        for code, one in REFUSALS.items()
    )


def _pieces(dossier: Dossier) -> Iterator[CorrectionChoice]:
    for kind in PieceKind:
        if kind not in dossier.pieces:
            continue
        label = PIECE_LABELS[kind]
        label, faults = label[:1].upper() + label[1:], _faults(dossier, kind)
        usual = (_PICTURE if kind in _PICTURES else _DOCUMENT).format(piece=label)
        yield CorrectionChoice(
            subject=f"piece:{kind}",
            label=label,
            message=f"{label} : {' '.join(faults)}"[:600] if faults else usual,
            chosen=bool(faults),
        )


def _faults(dossier: Dossier, kind: PieceKind) -> list[str]:
    """What failed, as far as filers may read it: a doubt on a document is not told to them."""
    result = result_of(dossier, kind)
    told = for_filers(result.findings) if result else ()
    failed = [one.message for one in told if one.verdict is Verdict.FAIL and not one.advisory]
    return list(dict.fromkeys(failed))


def _fields(dossier: Dossier) -> Iterator[CorrectionChoice]:
    """The fields that whoever typed them can mend; the address of mails, always."""
    compared = dossier.stage(StageName.DIVERGENCE).result or CheckResult(findings=())
    offered = {}
    for one in weigh(dossier, compared):
        if one.field in _FIELDS and one.weight.mender is not Mender.NOBODY:
            offered[one.field] = one.message
    for field, message in offered.items():
        label = message.partition(" :")[0]
        yield CorrectionChoice(
            subject=f"field:{field}", label=label, message=message[:600], chosen=True
        )
    if "email" not in offered:
        yield CorrectionChoice(
            subject="field:email", label=EMAIL_LABEL, message=_EMAIL, chosen=False
        )
