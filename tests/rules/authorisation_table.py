"""Who gets through at every route: one line a route. A route without a line fails the tests.

To add a route: find the right that it should have below and add its name under its face.
"""

import enum


class Actor(enum.StrEnum):
    """Everybody who may knock. Owners opened the dossier that the address names, others did not."""

    ANONYMOUS = "anonymous"
    SCHOOL_OWNER = "school-owner"
    SCHOOL_OTHER = "school-other"
    CANDIDATE_OWNER = "candidate-owner"
    CANDIDATE_OTHER = "candidate-other"
    #: Candidates who came by a letter's link: to this dossier, and to another one.
    LINKED = "linked"
    LINKED_OTHER = "linked-other"
    INSTRUCTOR = "instructor"
    HEAD = "head"
    OPS = "ops"
    AUDITOR = "auditor"


class Outcome(enum.StrEnum):
    """How a request ends, as far as rights go."""

    #: Past the door; what is wrong then is the request's own.
    IN = "in"
    #: 401, or led to where one signs in.
    SIGN_IN = "asked to sign in"
    #: 403.
    FORBIDDEN = "forbidden"
    #: 404: what is not one's own looks unknown.
    UNKNOWN = "unknown"


_SCHOOLS = (Actor.SCHOOL_OWNER, Actor.SCHOOL_OTHER)
_CANDIDATES = (Actor.CANDIDATE_OWNER, Actor.CANDIDATE_OTHER)
_AGENTS = (Actor.INSTRUCTOR, Actor.HEAD)
_OWNERS = (Actor.SCHOOL_OWNER, Actor.CANDIDATE_OWNER)
_OTHERS = (Actor.SCHOOL_OTHER, Actor.CANDIDATE_OTHER)


def _right(*groups, rest=Outcome.FORBIDDEN, anonymous=Outcome.SIGN_IN):
    """Everybody is forbidden, and strangers are asked to sign in, but for these groups."""
    ends = dict.fromkeys(Actor, rest) | {Actor.ANONYMOUS: anonymous}
    for outcome, actors in groups:
        ends |= dict.fromkeys(actors, outcome)
    return ends


_IN, _UNKNOWN = Outcome.IN, Outcome.UNKNOWN

#: Everybody: what holds no secret, or is opened by a token in its address.
EVERYBODY = _right(rest=_IN, anonymous=_IN)
#: Doors: 401 and ways back to the door are what they are for. test_sign_in.py and test_openid.py
#: walk through them.
ENTRANCE = None
#: Filers, about themselves: open a dossier, list their own.
FILERS = _right((_IN, _OWNERS + _OTHERS))
#: Schools, about themselves.
SCHOOLS = _right((_IN, _SCHOOLS))
#: Read one dossier: its filer, its candidate, agents.
READ = _right((_IN, (*_OWNERS, Actor.LINKED, *_AGENTS)), (_UNKNOWN, (*_OTHERS, Actor.LINKED_OTHER)))
#: The same without agents, who have a desk of their own.
READ_OWN = READ | dict.fromkeys(_AGENTS, Outcome.FORBIDDEN)
#: Change one dossier: its filer; its candidate only where something is asked, which is not here.
CHANGE = _right((_IN, _OWNERS), (_UNKNOWN, (*_OTHERS, Actor.LINKED, Actor.LINKED_OTHER)))
#: The filers' pages of one dossier: a link of a letter leads to other pages.
SPACE_ONE = _right((_IN, _OWNERS), (_UNKNOWN, _OTHERS))
#: A batch is a school's or candidate's own.
BATCH_ONE = _right((_IN, (Actor.SCHOOL_OWNER,)), (_UNKNOWN, (Actor.SCHOOL_OTHER, *_CANDIDATES)))
#: The candidates' own pages.
MINE = _right((_IN, (*_CANDIDATES, Actor.LINKED, Actor.LINKED_OTHER)))
MINE_ONE = _right(
    (_IN, (Actor.CANDIDATE_OWNER, Actor.LINKED)),
    (_UNKNOWN, (Actor.CANDIDATE_OTHER, Actor.LINKED_OTHER)),
)
AGENTS = _right((_IN, _AGENTS))
#: How the work of a centre stands.
HEADS = _right((_IN, (Actor.HEAD,)))
OPS = _right((_IN, (Actor.OPS,)))
#: Who did what: ops and the auditor, who gets nowhere else.
AUDIT = _right((_IN, (Actor.OPS, Actor.AUDITOR)))
#: Figures without anybody in them.
STAFF = _right((_IN, (*_AGENTS, Actor.OPS)))

#: On every face.
COMMON = {
    "livez": EVERYBODY,
    "readyz": EVERYBODY,
    "metrics": EVERYBODY,
    "static": EVERYBODY,
    "sign_in": ENTRANCE,
    "sign_in_enter": ENTRANCE,
    "sign_out": ENTRANCE,
    "oidc_start": ENTRANCE,
    "oidc_back": ENTRANCE,
    "oidc_out": ENTRANCE,
}
_ACCOUNT = ("account_page", "account_end_one", "account_end", "account_password")

ROWS = {
    "intake": COMMON
    | dict.fromkeys(_ACCOUNT, FILERS)
    | {
        "dossier_create": FILERS,
        "dossier_list": FILERS,
        "dossier_show": READ,
        "dossier_events": READ,
        "dossier_completeness": READ,
        "dossier_receipt": READ,
        "dossier_document": READ,
        "demande_replace": CHANGE,
        "piece_upload": CHANGE,
        "piece_remove": CHANGE,
        "dossier_submit": CHANGE,
        "completeness_ask": FILERS,
        "preflight": EVERYBODY,
        "receipt_key": EVERYBODY,
        "verification": EVERYBODY,
        "verification_show": EVERYBODY,
        "openapi": EVERYBODY,
        "api_docs": EVERYBODY,
        "title_redispatch": READ_OWN,
        "candidate_redispatch": READ_OWN,
        "preferences_show": SCHOOLS,
        "preferences_replace": SCHOOLS,
        "validation_resend": CHANGE,
        "candidate_email_correct": CHANGE,
        "school_home": FILERS,
        "filing_new": FILERS,
        "filing_open": FILERS,
        "preferences_page": SCHOOLS,
        "preferences_keep": SCHOOLS,
        "school_dossier": SPACE_ONE,
        "filing_edit": SPACE_ONE,
        "filing_rewrite": SPACE_ONE,
        "filing_pieces": SPACE_ONE,
        "filing_upload": SPACE_ONE,
        "filing_remove": SPACE_ONE,
        "filing_check": SPACE_ONE,
        "filing_send": SPACE_ONE,
        "piece_picture": SPACE_ONE,
        "piece_overlay": SPACE_ONE,
        "school_contact": SPACE_ONE,
        "school_resend": SPACE_ONE,
        "school_correct_email": SPACE_ONE,
        "batch_list": FILERS,
        "batch_model": FILERS,
        "batch_begin": FILERS,
        "batch_show": BATCH_ONE,
        "batch_files": BATCH_ONE,
        "batch_place": BATCH_ONE,
        "batch_mend": BATCH_ONE,
        "batch_piece": BATCH_ONE,
        "batch_send": BATCH_ONE,
        "candidate_page": EVERYBODY,
        "candidate_open": EVERYBODY,
        "candidate_validate": EVERYBODY,
        "candidate_new_link": EVERYBODY,
        "mail_sign_in": ENTRANCE,
        "mail_sign_in_wish": ENTRANCE,
        "mail_sign_in_link": ENTRANCE,
        "mail_sign_in_enter": ENTRANCE,
        "candidate_home": MINE,
        "candidate_dossier": MINE_ONE,
        "candidate_agree": MINE_ONE,
        "candidate_letters": MINE_ONE,
        "candidate_correction": MINE_ONE,
        "candidate_upload": MINE_ONE,
        "candidate_rewrite": MINE_ONE,
        "candidate_send": MINE_ONE,
    },
    "instruction": COMMON
    | dict.fromkeys(_ACCOUNT, AGENTS)
    | {
        "review_next": AGENTS,
        "review_list": AGENTS,
        "review_approve": AGENTS,
        "review_show": AGENTS,
        "review_claim": AGENTS,
        "review_piece": AGENTS,
        "review_piece_before": AGENTS,
        "review_files": AGENTS,
        "review_file": AGENTS,
        "review_document": AGENTS,
        "review_piece_export": AGENTS,
        "review_release": AGENTS,
        "review_pass": AGENTS,
        "review_decide": AGENTS,
        "review_correction": AGENTS,
        "review_prepared": AGENTS,
        "review_undo": AGENTS,
        "review_comments": AGENTS,
        "review_opinions": AGENTS,
        "review_opinion_answer": AGENTS,
        "review_fixes": AGENTS,
        "console_root": EVERYBODY,
        "console_home": AGENTS,
        "console_next": AGENTS,
        "console_clean": AGENTS,
        "console_approve": AGENTS,
        "console_undo": AGENTS,
        "console_second": AGENTS,
        "console_dossier": AGENTS,
        "console_after": AGENTS,
        "console_keys": AGENTS,
        "console_picture": AGENTS,
        "console_dossier_take": AGENTS,
        "console_dossier_decide": AGENTS,
        "console_dossier_letter": AGENTS,
        "console_dossier_undo": AGENTS,
        "console_dossier_pass": AGENTS,
        "console_dossier_release": AGENTS,
        "console_ready": AGENTS,
        "console_ready_drop": AGENTS,
        "console_comment": AGENTS,
        "console_opinion": AGENTS,
        "console_opinion_answer": AGENTS,
        "console_fix": AGENTS,
        "console_centre": HEADS,
        "console_quality": HEADS,
    },
    "watch": COMMON
    | dict.fromkeys(_ACCOUNT, AUDIT)
    | {
        "ops_page": AUDIT,  # the auditor is led on to the audit
        "ops_stages": OPS,
        "ops_events": OPS,
        "ops_dossier": OPS,
        "ops_act": OPS,
        "bounce_take": OPS,
        "audit_show": AUDIT,
        "audit_page": AUDIT,
        "statistics_page": STAFF,
        "statistics_csv": STAFF,
        "statistics": STAFF,
    },
}

#: Routes that look at no cookie, and why another site is no danger there.
NO_COOKIE_NEEDED = {
    "preflight": "answers a question, changes nothing",
    "candidate_open": "opened by the token in its address",
    "candidate_validate": "opened by the token in its address",
    "candidate_new_link": "opened by the token in its address",
}
