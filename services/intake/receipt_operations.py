"""What the two routes of the deposit receipt answer."""

from services.intake.answer_models import ReceiptAnswer, ReceiptKeyAnswer
from shared.web.openapi import Answer, Operation, Parameter
from shared.web.problem_types import ProblemType

_DOSSIER = Parameter(name="dossier_id", place="path", description="La référence du dossier.")

RECEIPT_OPERATIONS = (
    Operation(
        name="dossier_receipt",
        tag="Dossiers",
        summary="Obtenir le reçu de dépôt",
        description="L’empreinte et l’heure de chaque pièce reçue, signées. Le reçu se vérifie "
        "hors ligne, avec `guichet receipt verify` ou tout outil JOSE.",
        parameters=(_DOSSIER,),
        answers={200: Answer(description="Le reçu.", model=ReceiptAnswer)},
        problems=(
            ProblemType.AUTHENTICATION_REQUIRED,
            ProblemType.FORBIDDEN,
            ProblemType.DOSSIER_NOT_FOUND,
        ),
    ),
    Operation(
        name="receipt_key",
        tag="Dossiers",
        summary="Obtenir la clé publique des reçus",
        answers={200: Answer(description="La clé.", model=ReceiptKeyAnswer)},
        signed=False,
    ),
)
