"""What the preflight takes and answers, in words for people who write front ends."""

from services.intake.answer_models import PreflightAnswer
from shared.domain.files import SIGNATURES
from shared.web.openapi import Answer, Operation, Parameter
from shared.web.problem_types import ProblemType

#: What can be judged before any dossier exists.
PREFLIGHT_KINDS = ("photo", "signature")

PREFLIGHT_OPERATIONS = (
    Operation(
        name="preflight",
        tag="Essais",
        summary="Essayer une photo ou une signature avant d’ouvrir un dossier",
        description="Le corps est l’image elle-même. Rien n’est gardé : la réponse dit seulement "
        "ce qui convient, ce qui ne convient pas et ce qu’il faut faire.",
        parameters=(
            Parameter(
                name="kind",
                place="path",
                description="Ce que montre l’image.",
                schema={"type": "string", "enum": list(PREFLIGHT_KINDS)},
            ),
        ),
        files=tuple(SIGNATURES),
        answers={200: Answer(description="Ce qui a été vu.", model=PreflightAnswer)},
        problems=(
            ProblemType.PAGE_NOT_FOUND,
            ProblemType.UPLOAD_INTERRUPTED,
            ProblemType.FILE_REFUSED,
            ProblemType.FILE_TOO_LARGE,
            ProblemType.FILE_TYPE_REFUSED,
            ProblemType.OVERLOADED,
        ),
        signed=False,
    ),
)
