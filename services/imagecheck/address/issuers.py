"""French suppliers whose bills prove an address (RULEBOOK AD1), as their names are printed."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """A supplier, and how its name is recognised."""

    name: str
    pattern: re.Pattern[str]
    #: What it mostly bills, as kinds of proof are named; None for several.
    trade: str | None


def _issuer(name: str, pattern: str, trade: str | None = None) -> Issuer:
    return Issuer(name=name, pattern=re.compile(pattern), trade=trade)


#: Ordered: of two names printed equally often, the first of the list counts.
ISSUERS = (
    _issuer(
        "Direction générale des finances publiques",
        r"(?i)direction\s+g[ée]n[ée]rale\s+des\s+finances\s+publiques|\bDGFIP\b|impots\.gouv\.fr",
        "tax",
    ),
    _issuer("EDF", r"\bEDF\b|[ÉE]lectricit[ée] de France", "electricity"),
    _issuer("Engie", r"(?i)\bengie\b"),
    _issuer("TotalEnergies", r"(?i)\btotal\s?energies\b|\btotal direct [ée]nergie\b"),
    _issuer("Eni", r"\bE(?:ni|NI)\b|(?i:\bplenitude\b)"),
    _issuer("Ekwateur", r"(?i)\bekwateur\b"),
    _issuer("Vattenfall", r"(?i)\bvattenfall\b"),
    _issuer("Ilek", r"(?i)\bilek\b"),
    _issuer("Octopus Energy", r"(?i)\boctopus energy\b"),
    _issuer("Enercoop", r"(?i)\benercoop\b", "electricity"),
    _issuer("Ohm Énergie", r"(?i)\bohm [ée]nergie\b"),
    _issuer("Mint Énergie", r"(?i)\bmint [ée]nergie\b"),
    _issuer("Iberdrola", r"(?i)\biberdrola\b"),
    _issuer("Alpiq", r"(?i)\balpiq\b"),
    _issuer("Gaz de Bordeaux", r"(?i)\bgaz de bordeaux\b", "gas"),
    _issuer("ÉS Énergies Strasbourg", r"(?i)\b[ée]s [ée]nergies\b"),
    _issuer("Veolia", r"(?i)\bv[ée]olia\b", "water"),
    _issuer("Suez", r"\bS(?:uez|UEZ)\b", "water"),
    _issuer("Saur", r"\bS(?:aur|AUR)\b", "water"),
    _issuer("Eau de Paris", r"(?i)\beau de paris\b", "water"),
    _issuer("Sosh", r"(?i)\bsosh\b", "phone"),
    _issuer("Orange", r"\bO(?:range|RANGE)\b", "phone"),
    _issuer("SFR", r"\bSFR\b", "phone"),
    _issuer("Bouygues Telecom", r"(?i)\bbouygues\s+t[ée]l[ée]com\b|\bb&you\b", "phone"),
    _issuer("La Poste Mobile", r"(?i)\bla poste mobile\b", "phone"),
    _issuer("NRJ Mobile", r"(?i)\bnrj mobile\b", "phone"),
    _issuer("Free", r"\bF(?:ree|REE)\b(?:\s+(?i:mobile))?", "internet"),
    _issuer("MAIF", r"\bMAIF\b", "insurance"),
    _issuer("MACIF", r"\bMACIF\b", "insurance"),
    _issuer("MAAF", r"\bMAAF\b", "insurance"),
    _issuer("Matmut", r"(?i)\bmatmut\b", "insurance"),
    _issuer("AXA", r"\bAXA\b", "insurance"),
    _issuer("Groupama", r"(?i)\bgroupama\b", "insurance"),
)


def find_issuer(text: str) -> str | None:
    """The known supplier named most often; None where none is named."""
    issuer = _most_named(text)
    return issuer.name if issuer else None


def find_kind_of_issuer(text: str) -> str | None:
    """What the known supplier of a text mostly bills."""
    issuer = _most_named(text)
    return issuer.trade if issuer else None


def is_issuer(text: str) -> bool:
    """True where a line names a known supplier."""
    return any(issuer.pattern.search(text) for issuer in ISSUERS)


def _most_named(text: str) -> Issuer | None:
    counts = [(len(issuer.pattern.findall(text)), issuer) for issuer in ISSUERS]
    count, issuer = max(counts, key=lambda counted: counted[0])
    return issuer if count else None
