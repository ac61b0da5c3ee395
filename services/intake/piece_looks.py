"""What a filer reads at the row of a piece before it is sent: verdict, measures, picture."""

from dataclasses import dataclass

from services.intake.piece_pictures import PiecePictures, Shown
from shared.domain.dossier import Dossier, StageStatus
from shared.domain.findings import Verdict
from shared.domain.piece import PieceKind
from shared.stages import StageName
from shared.web.piece_rows import VERDICT_WORDS, FindingCard, finding_cards


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceLook:
    """The first look at one piece."""

    looking: bool
    verdict: Verdict | None
    word: str
    #: What to do, in the words of the criteria that failed; empty where nothing has to be done.
    advice: tuple[str, ...]
    cards: tuple[FindingCard, ...]
    shown: Shown


def piece_looks(dossier: Dossier, pictures: PiecePictures) -> dict[PieceKind, PieceLook]:
    """One look a piece that no check has judged yet."""
    drafting = dossier.stage(StageName.DRAFT).status is StageStatus.OPEN
    replaced = {item.piece for item in dossier.items if item.mended}
    kinds = [kind for kind in dossier.pieces if drafting or kind in replaced]
    return {kind: _look(dossier, kind, pictures) for kind in kinds}


def _look(dossier: Dossier, kind: PieceKind, pictures: PiecePictures) -> PieceLook:
    look = pictures.previews.of(dossier.pieces[kind])
    failed = tuple(
        found.message
        for found in look.findings
        if found.verdict is Verdict.FAIL and not found.advisory
    )
    return PieceLook(
        looking=look.looking,
        verdict=look.verdict,
        word=VERDICT_WORDS[look.verdict] if look.verdict else "",
        advice=(look.refused,) if look.refused else failed,
        cards=finding_cards(look.findings),
        shown=pictures.shown(dossier, kind),
    )
