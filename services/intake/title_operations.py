"""What the route of titles takes and answers."""

from services.intake.answer_models import DossierAnswer
from shared.web.openapi import Answer, Operation, Parameter
from shared.web.problem_types import ProblemType

TITLE_OPERATIONS = (
    Operation(
        name="title_redispatch",
        tag="Dossiers",
        summary="Demander un nouvel envoi du titre",
        description="Possible tant que le titre est revenu au centre et n’est pas détruit : "
        "`title.may_ask_redispatch` le dit.",
        parameters=(
            Parameter(name="dossier_id", place="path", description="La référence du dossier."),
        ),
        answers={
            200: Answer(
                description="Le dossier.",
                model=DossierAnswer,
                headers={
                    "ETag": "La révision, entre guillemets.",
                    "Location": "L’adresse du dossier.",
                },
            )
        },
        problems=(
            ProblemType.AUTHENTICATION_REQUIRED,
            ProblemType.FORBIDDEN,
            ProblemType.DOSSIER_NOT_FOUND,
            ProblemType.WRONG_STATE,
        ),
    ),
)
