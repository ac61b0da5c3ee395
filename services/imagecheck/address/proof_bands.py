"""Which kinds prove an address, which a person weighs, how old each may be (RULEBOOK 5)."""

from services.imagecheck.address.kinds import ProofKind
from services.imagecheck.address.measured import AddressFacts
from shared.domain.findings import Verdict

_K = ProofKind

#: AD1: these prove an address by themselves. An office for rents is looked at apart.
ACCEPTED = frozenset({_K.ELECTRICITY, _K.GAS, _K.WATER, _K.PHONE, _K.TAX, _K.NO_TAX})

#: AD1, AD4: no older than six months. For tax notices and rent receipts no age is stated.
UNDER_SIX_MONTHS = frozenset({_K.ELECTRICITY, _K.GAS, _K.WATER, _K.PHONE, _K.INTERNET, _K.HARBOUR})

#: Kinds without a limit of age in the rule.
WITHOUT_LIMIT = frozenset({_K.TAX, _K.NO_TAX})

#: Never proof of an address: what another paper of the same sender would be. [D]
REFUSED = frozenset({_K.PAYSLIP, _K.BANK, _K.QUOTE, _K.RENT_DEMAND, _K.SCHEDULE})

#: Mean confidence of the OCR under which a receipt may be written by hand: print that people
#: read with ease gives 85 to 95. A person decides, since worn print goes as low. [D]
MIN_PRINT_CONFIDENCE = 60.0


def kind_of(facts: AddressFacts) -> ProofKind | None:
    """The kind read."""
    return ProofKind(facts.reading.kind) if facts.reading.kind else None


def judge_kind(facts: AddressFacts) -> tuple[Verdict, str]:
    """The verdict on the kind, and the name of its message."""
    kind = kind_of(facts)
    if kind is None:
        return Verdict.NOT_EVALUATED, "unknown"
    if kind in ACCEPTED:
        return Verdict.PASS, "accepted"
    if kind is _K.RENT_RECEIPT:
        return _rent_receipt(facts)
    return (Verdict.FAIL if kind in REFUSED else Verdict.WARN), kind.value


def _rent_receipt(facts: AddressFacts) -> tuple[Verdict, str]:
    """AD1: not from a private person; who signs it is a person's to say where no print does."""
    if facts.private_landlord:
        return Verdict.FAIL, "private_landlord"
    if facts.organisation:
        return Verdict.PASS, "accepted"
    if facts.source == "ocr" and facts.confidence < MIN_PRINT_CONFIDENCE:
        return Verdict.WARN, "handwritten"
    return Verdict.WARN, "landlord_unknown"
