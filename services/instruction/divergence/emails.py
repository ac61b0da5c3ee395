"""Whether an e-mail address is the candidate's own. RULEBOOK PC8."""

import re

from services.instruction.divergence.match import SAME, Cause, Match, different, doubtful

#: Words that only a training centre puts into its address. RULEBOOK PC8 names the refusal but
#: no list was found: [D], kept short because a false alarm costs the candidate a round trip.
TRAINING_CENTRE_WORDS = (
    "autoecole",
    "motoecole",
    "ecoledeconduite",
    "ecoleconduite",
    "centredeformation",
    "centreformation",
)

#: Boxes that several people read. [D]: a person looks, because anyone may own a domain.
SHARED_BOXES = frozenset(
    {
        *("accueil", "administration", "comptabilite", "contact", "direction"),
        *("formation", "info", "rh", "secretariat"),
    }
)


def compare_emails(declared: str, account: str | None, representative: str | None) -> Match:
    """Judge the declared address beside the account's and the representative's."""
    if representative and _same(declared, representative):
        return different(Cause.SHARED_EMAIL)
    if account and not _same(declared, account):
        return different(Cause.OTHER_PERSONS_ACCOUNT)
    bare = re.sub("[^a-z0-9]", "", declared.casefold())
    if any(word in bare for word in TRAINING_CENTRE_WORDS):
        return different(Cause.REFUSED_EMAIL_DOMAIN)
    if declared.strip().casefold().partition("@")[0] in SHARED_BOXES:
        return doubtful(Cause.REFUSED_EMAIL_DOMAIN)
    return SAME


def _same(left: str, right: str) -> bool:
    return left.strip().casefold() == right.strip().casefold()
