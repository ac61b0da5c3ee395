"""What the questions about completeness take and answer, for people who write front ends."""

from services.intake.completeness import CompletenessAnswer, CompletenessBody
from shared.web.openapi import Answer, Operation, Parameter
from shared.web.problem_types import ProblemType

_SIGN_IN = (ProblemType.AUTHENTICATION_REQUIRED, ProblemType.FORBIDDEN)
_ANSWER = Answer(
    description="Ce qu’il faut, pourquoi, un exemple, et ce qui est déjà là.",
    model=CompletenessAnswer,
)

COMPLETENESS_OPERATIONS = (
    Operation(
        name="completeness_ask",
        tag="Essais",
        summary="Demander quelles pièces il faut, avant d’ouvrir un dossier",
        description="Rien n’est gardé. La réponse dépend de la démarche, de la catégorie, de l’âge "
        "et de la situation du candidat.",
        body=CompletenessBody,
        answers={200: _ANSWER},
        problems=(
            *_SIGN_IN,
            ProblemType.INVALID_REQUEST,
            ProblemType.REQUEST_TOO_LARGE,
            ProblemType.OVERLOADED,
        ),
    ),
    Operation(
        name="dossier_completeness",
        tag="Dossiers",
        summary="Demander ce qui manque au dossier",
        parameters=(
            Parameter(name="dossier_id", place="path", description="La référence du dossier."),
        ),
        answers={200: _ANSWER},
        problems=(*_SIGN_IN, ProblemType.DOSSIER_NOT_FOUND),
    ),
)
