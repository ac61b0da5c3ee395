"""What staff are shown of a dossier: one line a route. A route without a line fails the tests.

Every dossier of these tests carries words that nothing but its contents can bring into an answer.
To add a route that shows contents: write the view down first (shared/web/witnessed.py, or an
event that names the agent), then add it to SHOWN with how it is asked.
"""

from dataclasses import dataclass, field

#: In the declared name, in the reading and in the bytes of each piece.
DECLARED, READ, BYTES = "CANARIDECLARE", "CANARILECTURE", b"CANARIOCTETS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """How a route is asked so that it shows what it can."""

    #: Where the dossier stands: free, held or prepared by who asks; corrected; or accepted.
    state: str = "held"
    json: dict | None = None
    form: dict = field(default_factory=dict)
    parts: dict = field(default_factory=dict)


_ITEM = {"message": "Merci de refaire cette photo.", "piece": "photo"}
_DOCUMENT = Asking(state="accepted", parts={"kind": "attestation-inscription"})

#: Routes by face whose answer holds contents of a dossier.
SHOWN = {
    "intake": {
        "dossier_show": Asking(),
        "dossier_events": Asking(),
        "dossier_document": _DOCUMENT,
    },
    "instruction": {
        "review_next": Asking(state="free"),
        "review_show": Asking(),
        "review_claim": Asking(state="free"),
        "review_piece": Asking(),
        "review_piece_before": Asking(state="corrected"),
        "review_file": Asking(),
        "review_document": _DOCUMENT,
        "review_piece_export": Asking(),
        "review_release": Asking(),
        "review_pass": Asking(),
        "review_decide": Asking(json={"outcome": "accepted"}),
        "review_correction": Asking(json={"items": [_ITEM]}),
        "review_prepared": Asking(json={"outcome": "accepted"}),
        "review_undo": Asking(state="prepared"),
        "review_comments": Asking(json={"text": "À revoir."}),
        "review_opinions": Asking(json={"service": "Préfecture", "question": "Est-ce bon ?"}),
        "review_opinion_answer": Asking(
            state="asked", json={"answer": "Oui."}, parts={"number": "0"}
        ),
        "review_fixes": Asking(json={"field": "identity.birth_name", "corrected": "SPECIMEN"}),
        "console_dossier": Asking(),
        "console_picture": Asking(),
        "console_ready": Asking(state="free"),
        "console_dossier_letter": Asking(form={"decision": "accepted"}),
        # a form that cannot be taken comes back on the screen that it was sent from
        "console_dossier_decide": Asking(form={"decision": "refused"}),
        "console_dossier_take": Asking(state="free", form={"precision": "Mon texte."}),
        "console_dossier_pass": Asking(state="free"),
        "console_dossier_release": Asking(state="free"),
        "console_comment": Asking(form={"note": ""}),
        "console_opinion": Asking(form={"service": "", "question": ""}),
        "console_opinion_answer": Asking(state="asked", form={"reponse": ""}),
        "console_fix": Asking(form={"champ": "identity.birth_name", "valeur": ""}),
    },
    "watch": {},
}
