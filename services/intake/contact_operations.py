"""What the two acts on a validation letter that did not arrive take and answer."""

from services.intake.answer_models import DossierAnswer
from services.intake.candidate_contact import CandidateEmailBody
from shared.web.openapi import Answer, Operation, Parameter
from shared.web.problem_types import ProblemType

_DOSSIER = Parameter(name="dossier_id", place="path", description="La référence du dossier.")
_PROBLEMS = (
    ProblemType.AUTHENTICATION_REQUIRED,
    ProblemType.FORBIDDEN,
    ProblemType.DOSSIER_NOT_FOUND,
    ProblemType.WRONG_STATE,
)

CONTACT_OPERATIONS = (
    Operation(
        name="validation_resend",
        tag="Validation",
        summary="Renvoyer au candidat le lien de validation",
        description="Une fois par heure au plus. La date limite ne change pas.",
        parameters=(_DOSSIER,),
        answers={202: Answer(description="Le courrier va partir.", model=DossierAnswer)},
        problems=_PROBLEMS,
    ),
    Operation(
        name="candidate_email_correct",
        tag="Validation",
        summary="Corriger l’adresse électronique du candidat",
        description="Tant que sa validation est attendue, cinq fois au plus. Les liens envoyés "
        "avant n’ouvrent plus rien, un nouveau part à la nouvelle adresse. La date limite ne "
        "change pas.",
        parameters=(_DOSSIER,),
        body=CandidateEmailBody,
        answers={200: Answer(description="L’adresse est corrigée.", model=DossierAnswer)},
        problems=(*_PROBLEMS, ProblemType.INVALID_REQUEST, ProblemType.REQUEST_TOO_LARGE),
    ),
)
