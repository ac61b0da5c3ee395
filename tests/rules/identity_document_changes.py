"""The same for what documents say: readings, zones, codes, bills."""

from tests.rules.identity_changes import (
    BILL,
    CARD,
    CODE,
    DIFFERENT,
    DOUBTFUL,
    PRINT,
    SILENT,
    TITLE_CODE,
    Change,
    both,
)

STRANGER = CARD | {
    "birth_name": "BERNARD",
    "given_names": ["PAUL"],
    "sex": "M",
    "birth_date": "1998-11-30",
}

DOCUMENT_CHANGES = (
    Change(
        "look-alike in the only reading",
        {"documents": [CARD | {"birth_name": "LEC0EUR"}]},
        *({"birth_name": DOUBTFUL}, {"reading_doubt"}, "review"),
    ),
    Change(
        "look-alike in one of two readings",
        {"documents": [CARD, PRINT | {"birth_name": "Lecoeup"}]},
        *({"birth_name": DOUBTFUL}, {"reading_doubt"}, "review"),
    ),
    Change(
        "another person's document",
        {"documents": [CARD | {"birth_name": "BERNARD", "given_names": ["PAUL"]}]},
        *({"birth_name": DIFFERENT, "given_names": DIFFERENT}, set(), "review"),
    ),
    Change(
        "another person's document, the sex too",
        {"documents": [STRANGER, STRANGER | {"source": "viz"}]},
        {
            "birth_name": DIFFERENT,
            "given_names": DIFFERENT,
            "sex": DIFFERENT,
            "birth_date": DIFFERENT,
        },
        set(),
        "review",
    ),
    Change(
        "a first given name that its zone left two letters of",
        both(birth_name="Castelnau-Montmirail de Roc")
        | {
            "documents": [
                CARD | {"birth_name": "CASTELNAU MONTMIRAIL DE ROC", "given_names": ["M"]},
            ]
        },
        *({}, {"truncated_in_mrz"}, "clean"),
    ),
    Change(
        "another name behind a signature",
        {"documents": [TITLE_CODE | {"birth_name": "LECOUER"}]},
        *({"birth_name": DIFFERENT}, {"typing_error"}, "correction"),
    ),
    Change(
        "a bill's code in the usage name",
        both(usage_name="Roy") | {"documents": [CARD, CODE | {"birth_name": "ROY"}]},
        *({}, set(), "clean"),
    ),
    Change(
        "married name written out",
        {"account": {"birth_name": "Roy épouse Lecœur"}},
        *({"birth_name": DIFFERENT}, {"usage_for_birth_name"}, "correction"),
    ),
    Change(
        "letter missed by the only reading",
        {"documents": [CARD | {"birth_name": "LECEUR"}]},
        *({"birth_name": DOUBTFUL}, {"reading_doubt"}, "review"),
    ),
    Change(
        "empty in the request",
        {"declared": {"given_names": []}},
        *({"given_names": SILENT}, set(), "correction"),
    ),
    Change(
        "a full zone",
        both(birth_name="Castelnau-Montmirail de Ls")
        | {"documents": [CARD | {"layout": "old_cni", "birth_name": "CASTELNAU MONTMIRAIL DE L"}]},
        *({}, {"truncated_in_mrz"}, "clean"),
    ),
    Change(
        "one filler left in the zone, and another name",
        both(birth_name="Castelnau-Montmirail dels")
        | {"documents": [CARD | {"layout": "old_cni", "birth_name": "CASTELNAU MONTMIRAIL DEL"}]},
        *({"birth_name": DOUBTFUL}, {"reading_doubt"}, "review"),
    ),
    Change(
        "cut between two names",
        both(birth_name="Castelnau-Montmirails de Lac")
        | {"documents": [CARD | {"layout": "old_cni", "birth_name": "CASTELNAU MONTMIRAILS DE"}]},
        *({}, {"truncated_in_mrz"}, "clean"),
    ),
    Change(
        "name cut by an old card",
        both(birth_name="Castelnau-Montmirail de la Roque")
        | {
            "documents": [
                CARD | {"layout": "old_cni", "birth_name": "CASTELNAU MONTMIRAIL DE L"},
            ]
        },
        *({}, {"truncated_in_mrz"}, "clean"),
    ),
    Change("particle joined", {"account": {"birth_name": "LE COEUR"}}, {}, set(), "clean"),
    Change(
        "particle missing",
        both(birth_name="de Lecœur") | {"account": {"birth_name": "Lecœur"}, "documents": []},
        *({"birth_name": DOUBTFUL}, set(), "review"),
    ),
    Change("bill in her own name", {"documents": [CARD, BILL]}, {}, set(), "clean"),
    Change(
        "bill in another name",
        {"documents": [CARD, BILL | {"birth_name": "BERNARD", "given_names": ["PAUL"]}]},
        *({}, set(), "review"),
    ),
)
