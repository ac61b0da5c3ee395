"""Whether an e-mail address is the candidate's own. RULEBOOK PC8."""

import re

from services.instruction.divergence.match import SAME, Cause, Match, State, different
from services.instruction.divergence.names import is_slip
from shared.domain.civil_identity import fold

#: Words that only a training centre or a company puts into its address. RULEBOOK PC8 names the
#: refusal but no list was found: [D], kept short because a false alarm costs the candidate a
#: round trip. These are looked for in the whole address, spelled without separators.
REFUSED_WORDS = re.compile(
    r"autoecole|motoecole|ecoledeconduite|ecoleconduite|centredeformation|centreformation"
)
#: The same for the domain alone, where a person's own name does not stand.
REFUSED_IN_DOMAIN = re.compile(
    r"conduite|permis|entreprise|societe|transports|logistique|consulting"
    r"|(?<!in)(?<!trans)formation"
)
#: Short names and legal forms, as whole words of the domain: driving-school networks (ECF, CER),
#: training bodies (CFA, GRETA, AFPA), forms of company.
REFUSED_PARTS = frozenset(
    {
        *("ecf", "cer", "cesr", "cfa", "greta", "afpa", "autoecoles", "drivingschool"),
        *("sarl", "sas", "sasu", "eurl", "ets", "etablissements", "entreprise", "entreprises"),
        *("company", "corp", "inc", "ltd", "gmbh", "groupe", "group", "holding", "cabinet"),
        *("garage", "btp", "batiment", "industrie", "industries", "transport", "conseil"),
    }
)

#: Boxes that several people read. [D]: a person looks, because anyone may own a domain.
SHARED_BOXES = frozenset(
    {
        *("accueil", "administration", "agence", "bureau", "comptabilite", "contact", "direction"),
        *("formation", "gerance", "info", "infos", "inscription", "rh", "secretariat", "standard"),
    }
)


def compare_emails(declared: str, account: str | None) -> Match:
    """Compare the declared address with the account's."""
    if not account or not account.strip():
        return Match(state=State.NOT_SUPPLIED)
    if same_email(declared, account):
        return SAME
    slip = is_slip(declared.strip().casefold(), account.strip().casefold())
    return different(Cause.TYPING_ERROR if slip else Cause.OTHER_PERSONS_ACCOUNT)


def is_refused(email: str) -> bool:
    """True for what reads as the address of a company or a training centre."""
    bare = re.sub("[^a-z0-9]", "", _plain(email))
    host = _plain(email).rpartition("@")[2].rpartition(".")[0]
    parts = re.split("[^a-z0-9]+", host)
    return bool(
        REFUSED_WORDS.search(bare)
        or REFUSED_IN_DOMAIN.search("".join(parts))
        or REFUSED_PARTS.intersection(parts)
    )


def is_shared_box(email: str) -> bool:
    """True for a box that more than one person reads, by its name."""
    return _plain(email).partition("@")[0] in SHARED_BOXES


def same_email(left: str, right: str) -> bool:
    """True for one address; capitals and outer spaces do not count."""
    return left.strip().casefold() == right.strip().casefold()


def _plain(email: str) -> str:
    """Lower case without marks, the signs kept."""
    kept = (char if char in "@.-_+" else fold(char).lower() for char in email.strip())
    return "".join(kept)
