"""French suppliers whose bills prove an address (RULEBOOK AD1), as their names are printed."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """A supplier, and how its name is recognised."""

    name: str
    pattern: re.Pattern[str]


def _issuer(name: str, pattern: str) -> Issuer:
    return Issuer(name=name, pattern=re.compile(pattern))


#: Ordered: of two names printed equally often, the first of the list counts.
ISSUERS = (
    _issuer(
        "Direction générale des finances publiques",
        r"(?i)direction\s+g[ée]n[ée]rale\s+des\s+finances\s+publiques|\bDGFIP\b|impots\.gouv\.fr",
    ),
    _issuer("EDF", r"\bEDF\b|[ÉE]lectricit[ée] de France"),
    _issuer("Engie", r"(?i)\bengie\b"),
    _issuer("TotalEnergies", r"(?i)\btotal\s?energies\b|\btotal direct [ée]nergie\b"),
    _issuer("Eni", r"\bE(?:ni|NI)\b|(?i:\bplenitude\b)"),
    _issuer("Ekwateur", r"(?i)\bekwateur\b"),
    _issuer("Vattenfall", r"(?i)\bvattenfall\b"),
    _issuer("Ilek", r"(?i)\bilek\b"),
    _issuer("Octopus Energy", r"(?i)\boctopus energy\b"),
    _issuer("Enercoop", r"(?i)\benercoop\b"),
    _issuer("Veolia", r"(?i)\bv[ée]olia\b"),
    _issuer("Suez", r"\bS(?:uez|UEZ)\b"),
    _issuer("Saur", r"\bS(?:aur|AUR)\b"),
    _issuer("Eau de Paris", r"(?i)\beau de paris\b"),
    _issuer("Sosh", r"(?i)\bsosh\b"),
    _issuer("Orange", r"\bO(?:range|RANGE)\b"),
    _issuer("SFR", r"\bSFR\b"),
    _issuer("Bouygues Telecom", r"(?i)\bbouygues\s+t[ée]l[ée]com\b|\bb&you\b"),
    _issuer("Free", r"\bF(?:ree|REE)\b(?:\s+(?i:mobile))?"),
)


#: The title of a tax notice: bills also speak of them, but not at the start of a line.
_TAX_TITLE = re.compile(
    r"^avis\s+(?:d.\s?(?:imp[ôo]t|imposition|[ée]tablissement)|de\s+(?:non[- ]imposition"
    r"|situation\s+d[ée]clarative))",
    re.IGNORECASE,
)


def find_issuer(text: str) -> str | None:
    """The known supplier named most often; None where none is named."""
    counts = [(len(issuer.pattern.findall(text)), issuer.name) for issuer in ISSUERS]
    count, name = max(counts, key=lambda counted: counted[0])
    return name if count else None


def is_tax_notice(lines: tuple[str, ...]) -> bool:
    """True for a notice of the tax office: its title and its sender are both printed."""
    titled = any(_TAX_TITLE.match(line.strip()) for line in lines)
    return titled and ISSUERS[0].pattern.search("\n".join(lines)) is not None
