"""What the route of documents takes and answers."""

from shared.domain.issued import DocumentKind
from shared.web.openapi import Answer, Operation, Parameter
from shared.web.problem_types import ProblemType

DOCUMENT_OPERATIONS = (
    Operation(
        name="dossier_document",
        tag="Dossiers",
        summary="Télécharger un document après acceptation",
        description="L’attestation d’inscription, et la fiche retour au permis après une "
        "invalidation ou une annulation. Le fichier est refait à chaque fois, identique à "
        "l’octet près, et se vérifie sur `/verification` ou avec `guichet attestation verify`.",
        parameters=(
            Parameter(name="dossier_id", place="path", description="La référence du dossier."),
            Parameter(
                name="kind",
                place="path",
                description="Le document.",
                schema={"type": "string", "enum": [kind.value for kind in DocumentKind]},
            ),
        ),
        answers={200: Answer(description="Le document.", media_type="application/pdf")},
        problems=(
            ProblemType.AUTHENTICATION_REQUIRED,
            ProblemType.FORBIDDEN,
            ProblemType.DOSSIER_NOT_FOUND,
            ProblemType.DOCUMENT_NOT_FOUND,
            ProblemType.DOCUMENT_UNPRINTABLE,
        ),
    ),
)
