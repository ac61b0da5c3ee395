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

_EVERYWHERE = {"livez", "metrics", "readyz", "static"}
_ACCOUNT = {"account_end", "account_end_one", "account_page", "account_password"}

#: Routes by face that staff may use and whose answer never holds contents, however they are asked.
#: A new route stands here or above; whoever adds it has looked at all that it can answer.
SHOWS_NOTHING = {
    "intake": {
        *_EVERYWHERE,
        *("api_docs", "openapi", "preflight", "receipt_key", "verification", "verification_show"),
        # entrances of candidates: without a link of theirs nothing is shown
        *("candidate_new_link", "candidate_open", "candidate_page", "candidate_validate"),
        *("dossier_completeness", "dossier_receipt"),
    },
    "instruction": {
        *(*_EVERYWHERE, *_ACCOUNT),
        *("console_approve", "console_clean", "console_undo", "review_approve", "review_list"),
        *("console_centre", "console_home", "console_keys", "console_quality", "console_root"),
        # they lead on to a dossier, whose own page is in the table above
        *("console_after", "console_dossier_undo", "console_next", "console_second"),
        # addresses of files, not the files
        *("console_ready_drop", "review_files"),
    },
    "watch": {
        *(*_EVERYWHERE, *_ACCOUNT),
        *("audit_page", "audit_show", "bounce_take", "ops_act", "ops_dossier", "ops_events"),
        *("ops_page", "ops_stages", "statistics", "statistics_csv", "statistics_page"),
    },
}
