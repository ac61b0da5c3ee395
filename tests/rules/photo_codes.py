"""Dossiers whose photo and signature come by a code."""

from shared.domain.dossier import Dossier
from shared.domain.events import StageFailed
from shared.domain.piece import PieceKind
from shared.stages import StageName
from tests.builders import a_dossier

CODE = "AB12CD34EF56GH78IJ90KL"

#: The service of codes has nothing yet.
NOT_YET = StageFailed(
    stage=StageName.PHOTO_CODE, run=1, attempt=1, cause="PhotoCodePending", final=False
)


def by_code(**demande) -> Dossier:
    """A request just sent with a code and the proofs."""
    return a_dossier(
        PieceKind.IDENTITY,
        PieceKind.ADDRESS,
        needs_validation=False,
        photo_code=CODE,
        **demande,
    )
