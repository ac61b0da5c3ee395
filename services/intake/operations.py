"""What each route of the API takes and answers, in words for people who write front ends."""

from services.intake.answer_models import DossierAnswer, DossierListAnswer
from services.intake.bodies import DemandeBody
from services.intake.completeness_operations import COMPLETENESS_OPERATIONS
from services.intake.conditions import MATCH, NONE_MATCH
from services.intake.contact_operations import CONTACT_OPERATIONS
from services.intake.document_operations import DOCUMENT_OPERATIONS
from services.intake.preferences_api import PREFERENCES_OPERATIONS
from services.intake.preflight_operations import PREFLIGHT_OPERATIONS
from services.intake.receipt_operations import RECEIPT_OPERATIONS
from services.intake.requests import LONGEST_KEY
from services.intake.title_operations import TITLE_OPERATIONS
from shared.domain.files import SIGNATURES
from shared.domain.piece import PieceKind
from shared.web.openapi import Answer, Operation, Parameter
from shared.web.problem_types import ProblemType

_DOSSIERS, _PIECES = "Dossiers", "Pièces"
_DOSSIER = Parameter(name="dossier_id", place="path", description="La référence du dossier.")
_KIND = Parameter(
    name="kind",
    place="path",
    description="La sorte de pièce ; `…_back` : le verso d’un titre, s’il vient en second fichier.",
    schema={"type": "string", "enum": [kind.value for kind in PieceKind]},
)
_SIGN_IN = (ProblemType.AUTHENTICATION_REQUIRED, ProblemType.FORBIDDEN)
_FIND = (*_SIGN_IN, ProblemType.DOSSIER_NOT_FOUND)
_CHANGE = (*_FIND, ProblemType.CHANGED_MEANWHILE)
_STATE = {"ETag": "La révision, entre guillemets.", "Location": "L’adresse du dossier."}
_THE_DOSSIER = Answer(description="Le dossier.", model=DossierAnswer, headers=_STATE)


def _said(text: str) -> Answer:
    return Answer(description=text, model=DossierAnswer, headers=_STATE)


OPERATIONS = (
    Operation(
        name="dossier_create",
        tag=_DOSSIERS,
        summary="Ouvrir un dossier",
        description="Le dossier est un brouillon jusqu’à son envoi. Avec la même clé "
        "d’idempotence, la même demande retrouve le même dossier.",
        parameters=(
            Parameter(
                name="Idempotency-Key",
                place="header",
                description="Une clé de votre choix, par exemple un UUID.",
                schema={"type": "string", "minLength": 1, "maxLength": LONGEST_KEY},
            ),
        ),
        body=DemandeBody,
        answers={
            201: _said("Le dossier est ouvert."),
            200: _said("Cette clé a déjà ouvert ce dossier."),
        },
        problems=(
            *_SIGN_IN,
            ProblemType.IDEMPOTENCY_CONFLICT,
            ProblemType.FOREIGN_AGREMENT,
            ProblemType.INVALID_REQUEST,
            ProblemType.REQUEST_TOO_LARGE,
            ProblemType.OVERLOADED,
        ),
    ),
    Operation(
        name="dossier_list",
        tag=_DOSSIERS,
        summary="Lister ses dossiers, du plus récent au plus ancien",
        parameters=(
            Parameter(
                name="before",
                place="query",
                description="Le `next` de la page d’avant, tel quel ; un moment est compris aussi.",
                schema={"type": "string"},
            ),
        ),
        answers={200: Answer(description="Une page de dossiers.", model=DossierListAnswer)},
        problems=(*_SIGN_IN, ProblemType.INVALID_REQUEST),
    ),
    Operation(
        name="dossier_show",
        tag=_DOSSIERS,
        summary="Consulter un dossier",
        description="Où en est le dossier, depuis quand, à qui est le tour, avant quelle date "
        "et ce qui se passe ensuite ; chaque contrôle avec sa mesure.",
        parameters=(_DOSSIER, NONE_MATCH),
        answers={200: _THE_DOSSIER, 304: Answer(description="Rien n’a changé.")},
        problems=_FIND,
    ),
    Operation(
        name="demande_replace",
        tag=_DOSSIERS,
        summary="Remplacer ce qui est déclaré",
        description="Dans un brouillon, ou là où une correction le demande.",
        parameters=(_DOSSIER, MATCH),
        body=DemandeBody,
        answers={200: _THE_DOSSIER},
        problems=(
            *_CHANGE,
            ProblemType.WRONG_STATE,
            ProblemType.FOREIGN_AGREMENT,
            ProblemType.INVALID_REQUEST,
            ProblemType.REQUEST_TOO_LARGE,
        ),
    ),
    Operation(
        name="piece_upload",
        tag=_PIECES,
        summary="Déposer ou remplacer une pièce",
        description="Le corps est le fichier lui-même, ou la première partie d’un formulaire. Sa "
        "réception est complète ou ne laisse rien ; la réponse porte l’empreinte SHA-256 de ce qui "
        "est gardé.",
        parameters=(
            _DOSSIER,
            _KIND,
            Parameter(
                name="Content-Digest",
                place="header",
                description="L’empreinte du fichier (RFC 9530) : « sha-256=:…: ».",
            ),
        ),
        files=tuple(SIGNATURES),
        form=True,
        answers={
            201: _said("La pièce est gardée."),
            200: _said("Les mêmes octets étaient déjà là."),
        },
        problems=(
            *_FIND,
            ProblemType.PIECE_NOT_FOUND,
            ProblemType.WRONG_STATE,
            ProblemType.INVALID_REQUEST,
            ProblemType.DIGEST_MISMATCH,
            ProblemType.UPLOAD_INTERRUPTED,
            ProblemType.FILE_REFUSED,
            ProblemType.FILE_TOO_LARGE,
            ProblemType.FILE_TYPE_REFUSED,
            ProblemType.OVERLOADED,
        ),
    ),
    Operation(
        name="piece_remove",
        tag=_PIECES,
        summary="Retirer une pièce d’un brouillon",
        parameters=(_DOSSIER, _KIND, MATCH),
        answers={200: _THE_DOSSIER},
        problems=(*_CHANGE, ProblemType.PIECE_NOT_FOUND, ProblemType.WRONG_STATE),
    ),
    Operation(
        name="dossier_submit",
        tag=_DOSSIERS,
        summary="Envoyer le dossier",
        description="À partir de cette réponse, rien ne se perd et c’est le système qui veille.",
        parameters=(_DOSSIER, MATCH),
        answers={202: _said("Le dossier est reçu.")},
        problems=(
            *_CHANGE,
            ProblemType.WRONG_STATE,
            ProblemType.INCOMPLETE_DOSSIER,
            ProblemType.OVERLOADED,
        ),
    ),
    Operation(
        name="dossier_events",
        tag=_DOSSIERS,
        summary="Suivre un dossier en direct",
        description="Un événement `status` à chaque changement, avec le dossier entier ; "
        "son identifiant est la révision.",
        parameters=(
            _DOSSIER,
            Parameter(
                name="Last-Event-ID",
                place="header",
                description="La dernière révision reçue : la suite commence après elle.",
                schema={"type": "string", "pattern": "^[0-9]{1,9}$"},
            ),
        ),
        answers={200: Answer(description="Un flux d’événements.", media_type="text/event-stream")},
        problems=(*_FIND, ProblemType.INVALID_REQUEST),
    ),
    *RECEIPT_OPERATIONS,
    *PREFLIGHT_OPERATIONS,
    *COMPLETENESS_OPERATIONS,
    *CONTACT_OPERATIONS,
    *PREFERENCES_OPERATIONS,
    *TITLE_OPERATIONS,
    *DOCUMENT_OPERATIONS,
)
