"""The three pieces of somebody hosted, compared: attestation, host's identity, host's proof."""

import datetime as dt
from dataclasses import dataclass

from services.imagecheck.address.hosting import HostingReading
from services.imagecheck.address.person_names import is_same_person, name_words
from services.imagecheck.address.towns import folded
from shared.domain.findings import AddressReading, Finding, IdentityReading, Verdict

RULE_SET = "hosting-2026.11"

#: By criterion: the sentence where both pieces agree, where they do not, and where one is unread.
MESSAGES = {
    "hosting_host": (
        "L’attestation et la pièce d’identité sont de la même personne.",
        "Le nom de l’hébergeant n’est pas le même sur l’attestation et sur la pièce d’identité. "
        "Un agent compare les deux documents.",
    ),
    "hosting_proof": (
        "Le justificatif de domicile est au nom de la personne qui héberge.",
        "Le justificatif de domicile n’est pas au nom de la personne qui héberge. "
        "Un agent compare les deux documents.",
    ),
    "hosting_hosted": (
        "L’attestation nomme le candidat.",
        "L’attestation ne semble pas nommer le candidat. Un agent compare les noms.",
    ),
    "hosting_place": (
        "L’attestation et le justificatif donnent la même commune.",
        "L’attestation et le justificatif ne donnent pas la même commune. "
        "Un agent compare les deux documents.",
    ),
    "hosting_date": (
        "L’attestation est datée.",
        "L’attestation porte une date à venir. Un agent la vérifie.",
    ),
}
UNREAD = "Ce point n’a pas pu être comparé. Un agent regarde les documents."
BOTH_SIGN = "L’attestation est signée par l’hébergeant et par le candidat : un agent le vérifie."


@dataclass(frozen=True, slots=True, kw_only=True)
class HostingFacts:
    """The readings of the three pieces, and who is meant to be hosted."""

    attestation: HostingReading
    host: IdentityReading
    proof: AddressReading
    #: Surnames and given names of the candidate.
    surnames: tuple[str, ...]
    given_names: tuple[str, ...]


def judge_hosting(facts: HostingFacts, today: dt.date) -> tuple[Finding, ...]:
    """All findings: a difference is for a person, what was not read is not evaluated (AD2, AD3)."""
    note = facts.attestation
    signature = Finding(
        criterion="hosting_signatures",
        verdict=Verdict.NOT_EVALUATED,
        message=BOTH_SIGN,
        advisory=True,
        rule_set=RULE_SET,
    )
    return (
        _finding("hosting_host", note.host, _is_host(facts)),
        _finding("hosting_proof", facts.proof.holder, _owns_proof(facts)),
        _finding("hosting_hosted", note.hosted, _is_candidate(facts)),
        _finding("hosting_place", _place(note), _is_same_place(facts)),
        _finding("hosting_date", note.issued_on, _is_dated(note, today)),
        signature,
    )


def _surnames(host: IdentityReading) -> tuple[str, ...]:
    return tuple(name for name in (host.birth_name, host.usage_name) if name)


def _is_host(facts: HostingFacts) -> bool | None:
    names, given = _surnames(facts.host), facts.host.given_names
    if not facts.attestation.host or not names or not given:
        return None
    return is_same_person(facts.attestation.host, names, given)


def _owns_proof(facts: HostingFacts) -> bool | None:
    """The holder of a bill may be a couple: other words than the host's may stand there.

    Where the host's identity was not read, the host is whom the attestation names.
    """
    holder, names = name_words(facts.proof.holder), _surnames(facts.host)
    if holder and names and facts.host.given_names:
        surname = any(name_words(name) <= holder for name in names)
        return surname and name_words(facts.host.given_names[0]) <= holder
    host = name_words(facts.attestation.host)
    return host <= holder if holder and host else None


def _is_candidate(facts: HostingFacts) -> bool | None:
    if not facts.attestation.hosted or not facts.surnames or not facts.given_names:
        return None
    return is_same_person(facts.attestation.hosted, facts.surnames, facts.given_names)


def _is_same_place(facts: HostingFacts) -> bool | None:
    note, proof = facts.attestation, facts.proof
    if not note.postcode or not proof.postcode:
        return None
    return note.postcode == proof.postcode and folded(note.town or "") == folded(proof.town or "")


def _is_dated(note: HostingReading, today: dt.date) -> bool | None:
    return dt.date.fromisoformat(note.issued_on) <= today if note.issued_on else None


def _place(note: HostingReading) -> str | None:
    return f"{note.postcode} {note.town}" if note.postcode and note.town else None


def _finding(criterion: str, value: str | None, same: bool | None) -> Finding:
    agrees, differs = MESSAGES[criterion]
    verdict, message = Verdict.NOT_EVALUATED, UNREAD
    if same is not None:
        verdict, message = (Verdict.PASS, agrees) if same else (Verdict.WARN, differs)
    return Finding(
        criterion=criterion, verdict=verdict, message=message, value=value, rule_set=RULE_SET
    )
