"""What kind of proof a page is, by its title, its words and its sender."""

import enum
import re
from collections.abc import Sequence

from services.imagecheck.address.issuers import find_kind_of_issuer


class ProofKind(enum.StrEnum):
    """Kinds that RULEBOOK 5 speaks of, and those that people send in their place."""

    ELECTRICITY = "electricity"
    GAS = "gas"
    WATER = "water"
    PHONE = "phone"
    INTERNET = "internet"
    #: Avis d’imposition.
    TAX = "tax"
    #: Avis de non-imposition.
    NO_TAX = "no_tax"
    #: Quittance de loyer.
    RENT_RECEIPT = "rent_receipt"
    #: Avis d’échéance: asks for the rent, proves no payment.
    RENT_DEMAND = "rent_demand"
    INSURANCE = "insurance"
    #: Attestation d’hébergement.
    HOSTING = "hosting"
    #: Attestation of a hotel or a camping ground.
    HOTEL = "hotel"
    #: Attestation of a harbour.
    HARBOUR = "harbour"
    #: Attestation d’élection de domicile.
    DOMICILIATION = "domiciliation"
    #: Échéancier of a supplier.
    SCHEDULE = "schedule"
    PAYSLIP = "payslip"
    BANK = "bank"
    QUOTE = "quote"


_K = ProofKind

#: Titles, where a line starts with one. The first that fits counts, so the narrower come first.
TITLES: tuple[tuple[ProofKind, str], ...] = (
    (_K.HOSTING, r"(?:attestation|certificat)(?:\s*sur\s*l.honneur)?\s*d.h[ée]bergement"),
    (_K.DOMICILIATION, r"(?:attestation\s*)?d?.?\s?[ée]lection\s*de\s*domicile"),
    (_K.NO_TAX, r"avis\s*de\s*non[- ]imposition"),
    (_K.TAX, r"avis\s*(?:d.\s?(?:imp[ôo]ts?|imposition)|de\s*situation\s*d[ée]clarative)"),
    (_K.TAX, r"(?:avis\s*de\s*)?taxes?\s*(?:d.habitation|fonci[èe]res?)"),
    (_K.RENT_RECEIPT, r"(?:duplicata\s*de\s*)?quittance"),
    (_K.RENT_DEMAND, r"avis\s*d.[ée]ch[ée]ance"),
    (_K.INSURANCE, r"(?:attestation|avis|contrat)\s*d.assurance"),
    (_K.PAYSLIP, r"bulletin\s*de\s*(?:paie|paye|salaire)"),
    (_K.BANK, r"relev[ée]s?\s*(?:d.identit[ée]\s*bancaire|de\s*comptes?)|extrait\s*de\s*compte"),
    (_K.SCHEDULE, r"(?:votre\s*)?(?:[ée]ch[ée]ancier|calendrier\s*de\s*paiement)"),
    (_K.QUOTE, r"devis\b"),
)

#: Words of an attestation in running text.
ATTESTED: tuple[tuple[ProofKind, str], ...] = (
    (_K.HOSTING, r"(?:certifie|atteste|d[ée]clare)\b.{0,80}\bh[ée]berge"),
    (_K.HARBOUR, r"\bcapitainerie\b|\bport\s*(?:de\s*plaisance|fluvial)\b"),
    (_K.HOTEL, r"\bh[ôo]tel\b.{0,200}\batteste|\batteste.{0,200}\b(?:h[ôo]tel|camping)\b"),
    (_K.HOTEL, r"(?:g[ée]rant|directeur|responsable)\w*\s*d.\s?(?:h[ôo]tel|u\s*camping)"),
)

#: Words of a supplier's bill; each counts once, however often it is printed.
WORDS: tuple[tuple[ProofKind, tuple[str, ...]], ...] = (
    (
        _K.ELECTRICITY,
        (
            *(r"[ée]lectricit[ée]", r"\bkva\b", r"\bpdl\b|point\s*de\s*livraison"),
            *(r"\benedis\b", r"heures\s*(?:pleines|creuses)", r"\blinky\b"),
        ),
    ),
    (_K.GAS, (r"\bgaz\b", r"\bpce\b", r"\bgrdf\b", r"gaz\s*naturel")),
    (
        _K.WATER,
        (
            *(r"\bfacture\s*d.eau\b", r"assainissement", r"\beau\s*potable"),
            *(r"service\s*de\s*l.eau", r"agence\s*de\s*l.eau", r"adresse\s*desservie"),
        ),
    ),
    (
        _K.PHONE,
        (
            *(r"\bmobile\b", r"\bt[ée]l[ée]phoni", r"\bforfait\b"),
            *(r"\bappels?\b", r"\bsms\b", r"ligne\s*(?:mobile|fixe|n)"),
        ),
    ),
    (_K.INTERNET, (r"\binternet\b", r"\bfibre\b", r"\b(?:free|live|bbox)box\b|\bbbox\b", r"adsl")),
)

#: A bill says so; other letters of suppliers are none.
_BILL = re.compile(r"\bfactur", re.IGNORECASE)

#: An access to internet with a telephone line is a bill for a fixed phone (RULEBOOK AD1).
_FIXED_LINE = re.compile(
    r"\bt[ée]l[ée]phonie\b|\bligne\s*(?:fixe|de\s*t[ée]l[ée]phone)", re.IGNORECASE
)

_TITLES = tuple((kind, re.compile(rf"^\W*{title}", re.IGNORECASE)) for kind, title in TITLES)
_ATTESTED = tuple((kind, re.compile(words, re.IGNORECASE | re.DOTALL)) for kind, words in ATTESTED)
_WORDS = tuple(
    (kind, tuple(re.compile(word, re.IGNORECASE) for word in words)) for kind, words in WORDS
)


def classify(lines: Sequence[str]) -> ProofKind | None:
    """The kind of a proof; None where nothing tells it."""
    for kind, title in _TITLES:
        if any(title.search(line) for line in lines):
            return kind
    text = "\n".join(lines)
    for kind, words in _ATTESTED:
        if words.search(text):
            return kind
    return _bill(text) if _BILL.search(text) else None


def _bill(text: str) -> ProofKind | None:
    """The kind with most words; the sender's trade counts as two."""
    trade = find_kind_of_issuer(text)
    scores = {
        kind: sum(word.search(text) is not None for word in words) + 2 * (kind == trade)
        for kind, words in _WORDS
    }
    best = max(scores, key=lambda kind: scores[kind])
    if best is _K.INTERNET and _FIXED_LINE.search(text):
        return _K.PHONE
    return best if scores[best] else None
