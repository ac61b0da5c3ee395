"""What stands on a document: only what it is for, read from the request and the decision."""

import unicodedata
from dataclasses import dataclass

from shared.domain.demande import DemandeKind
from shared.domain.dossier import Dossier
from shared.domain.issued import DOCUMENT_LABELS, DocumentKind
from shared.web.french import PARIS, plain_date
from shared.web.person_lines import person_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """The words that change from one document to the next."""

    title: str
    #: Label and value, in the order in which they are read.
    lines: tuple[tuple[str, str], ...]
    category: str
    reference: str
    #: Day of the decision: the file's own date.
    decided_on: str
    #: True after an invalidation or a cancellation.
    after_loss: bool


def printed(dossier: Dossier, kind: DocumentKind) -> Printed:
    """What the document says. It depends on nothing that can change after the decision."""
    assert dossier.decision is not None  # documents_of gives none before
    demande, day = dossier.demande, dossier.decision.decided_at.astimezone(PARIS).date()
    lines = [
        *person_lines(demande.candidate),
        ("Catégorie demandée", demande.category),
        ("Référence de la demande", dossier.dossier_id),
        ("Agrément de l’auto-école", demande.agrement or ""),
        ("Date de la décision", plain_date(day)),
    ]
    return Printed(
        title=DOCUMENT_LABELS[kind],
        lines=tuple((label, _plain(value)) for label, value in lines if value),
        category=demande.category,
        reference=dossier.dossier_id,
        decided_on=day.isoformat(),
        after_loss=demande.kind is DemandeKind.AFTER_LOSS,
    )


def _plain(text: str) -> str:
    """Accents as one character each, and nothing invisible that turns or hides letters."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(char for char in composed if unicodedata.category(char) != "Cf")
