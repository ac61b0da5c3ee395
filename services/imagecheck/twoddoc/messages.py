"""The French sentences on 2D-Doc codes, beside each other so that they sound alike."""

CODE_READ = "Le code 2D-Doc du document a été lu."
#: By answer of the signature.
SIGNATURE_MESSAGES = {
    "valid": "La signature du code 2D-Doc a été vérifiée.",
    "expired": "La signature du code 2D-Doc a été vérifiée. Le certificat du signataire, en cours "
    "de validité à la date de signature, a expiré depuis.",
    "invalid": "La signature du code 2D-Doc ne correspond pas à son contenu. Un agent regarde le "
    "document.",
    "untimely": "Le certificat du signataire n’était plus en vigueur à la date de signature du "
    "code 2D-Doc. Un agent regarde le document.",
    "not_read": "Le code 2D-Doc est écrit en mode binaire, qui n’est pas lu. Sa signature n’a pas "
    "été vérifiée. Un agent regarde le document.",
    "unsigned": "Le code 2D-Doc ne porte pas de signature. Un agent regarde le document.",
    "unknown_issuer": "L’émetteur du code 2D-Doc n’est pas connu. Sa signature n’a pas été "
    "vérifiée. Un agent regarde le document.",
}
REVOCATION_UNKNOWN = (
    "La liste des certificats révoqués n’a pas été consultée. Un certificat retiré par son "
    "autorité n’est donc pas reconnu."
)
CODE_AGREES = "Le code 2D-Doc et le texte imprimé disent la même chose."
CODE_NOT_COMPARED = (
    "Le code 2D-Doc n’a pas pu être comparé au texte imprimé. Un agent regarde le document."
)
CODE_DIFFERS = (
    "Le code 2D-Doc et le texte imprimé ne disent pas la même chose. Un agent regarde le document."
)
#: Names of the fields compared.
FIELD_LABELS = {
    "holder": "titulaire",
    "issued_on": "date",
    "postcode": "code postal",
    "town": "commune",
    "birth_name": "nom de naissance",
    "given_names": "prénoms",
    "birth_date": "date de naissance",
    "document_number": "numéro du document",
}
