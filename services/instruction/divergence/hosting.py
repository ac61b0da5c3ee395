"""The pieces of somebody hosted beside each other: attestation, host's identity, host's proof.

RULEBOOK AD2 to AD4. A reading alone accuses nobody: two pieces must agree against the third.
"""

import datetime as dt

from services.instruction.divergence.dates import compare_dates
from services.instruction.divergence.holder import compare_holder
from services.instruction.divergence.match import SAME, Cause, Match, State, different, doubtful
from services.instruction.divergence.names import words
from services.instruction.divergence.places import compare_places
from services.instruction.divergence.sources import DivergenceFacts, Trust
from shared.domain.civil_identity import CivilIdentity, PostalAddress

#: Attestations of a place and not of a person: the candidate's own proof goes with them (AD4).
PLACES = frozenset({"hotel", "harbour", "domiciliation"})

#: AD4 [V]: the candidate's own proof is of less than six months, here 183 days. [D]
OWN_PROOF_AGE = dt.timedelta(days=183)

_SILENT = Match(state=State.NOT_SUPPLIED)


def vouched_by_place(facts: DivergenceFacts) -> bool:
    """True for a hotel's, a harbour's or an office's attestation."""
    return facts.attestation is not None and facts.attestation.kind in PLACES


def host_of(facts: DivergenceFacts) -> CivilIdentity | None:
    """Whose home it is: by the host's document, else a minor's representative; None if unknown."""
    if vouched_by_place(facts):
        return None
    return facts.host.identity if facts.host else facts.representative


def holder_of_hosted(facts: DivergenceFacts, own: Match) -> Match:
    """The name on the proof beside the host; `own` is how it compares with the candidate."""
    person = host_of(facts)
    if own.state is State.SAME or vouched_by_place(facts):
        return own  # a proof of their own is as good: AD1, and asked for by AD4
    if person is None:
        return SAME if _bill_names_host(facts) else doubtful(Cause.HOSTED)
    match = _best_holder(facts, person)
    if match.state is not State.DIFFERENT:
        return match
    noted = compare_holder(_noted(facts), person).state is State.SAME
    return match if noted or _bill_names_host(facts) else doubtful(Cause.HOSTED)


def judge_host(facts: DivergenceFacts) -> Match:
    """The host whom the attestation names, beside the host's document (AD2, AD3)."""
    person = host_of(facts)
    if person is None or not _noted(facts):
        return _SILENT
    match = compare_holder(_noted(facts), person)
    if match.state is not State.DIFFERENT:
        return match
    settled = _bill_names_host(facts) or _best_holder(facts, person).state is State.SAME
    return match if settled else doubtful(Cause.READING_DOUBT)


def judge_hosted(facts: DivergenceFacts) -> Match:
    """Whom the attestation is for, beside the candidate; it is the only piece that says so."""
    name = facts.attestation.hosted if facts.attestation else None
    match = compare_holder(name, facts.declared) if name else _SILENT
    return doubtful(Cause.READING_DOUBT) if match.state is State.DIFFERENT else match


def judge_place(facts: DivergenceFacts) -> Match:
    """Where the attestation says that they live, beside the proof; the request breaks a tie."""
    note, proof = _noted_place(facts), facts.proof_address
    if note is None or proof is None:
        return _SILENT
    if _same_place(note, proof):
        return SAME
    home = facts.declared_address
    settled = home is not None and _same_place(note, home) != _same_place(proof, home)
    return different() if settled else doubtful(Cause.READING_DOUBT)


def judge_parent(facts: DivergenceFacts) -> Match:
    """The parent's document beside the representative declared (PC7)."""
    if facts.parent is None or facts.representative is None:
        return _SILENT
    read = facts.parent.identity
    name = " ".join((*read.given_names, read.birth_name or ""))
    match = compare_holder(name, facts.representative)
    if match.state is State.DIFFERENT:
        sure = facts.parent.names is Trust.CONFIRMED
        return match if sure else doubtful(Cause.READING_DOUBT)
    born = compare_dates(read.birth_date or "", facts.representative.birth_date or "")
    return doubtful(Cause.READING_DOUBT) if born.state is State.DIFFERENT else match


def judge_own_proof(facts: DivergenceFacts) -> Match:
    """AD4: the proof beside a place's attestation has an age limit, whatever its kind."""
    issued, deposited = facts.proof_issued_on, facts.proof_deposited_on
    if issued is None or deposited is None:
        return _SILENT
    young = deposited - dt.date.fromisoformat(issued) < OWN_PROOF_AGE
    return SAME if young else doubtful(Cause.UNEXPLAINED)


def _noted(facts: DivergenceFacts) -> str:
    return (facts.attestation.host if facts.attestation else None) or ""


def _bill_names_host(facts: DivergenceFacts) -> bool:
    """True where every word of the host's name on the attestation stands on the proof.

    A couple's bill has other words besides.
    """
    name = set(words(_noted(facts)))
    return len(name) > 1 and any(name <= set(words(holder)) for holder in facts.holders)


def _best_holder(facts: DivergenceFacts, person: CivilIdentity) -> Match:
    matches = [compare_holder(holder, person) for holder in facts.holders]
    return min(matches, key=lambda match: match.gravity, default=_SILENT)


def _noted_place(facts: DivergenceFacts) -> PostalAddress | None:
    note = facts.attestation
    if note is None or not note.postcode or not note.town:
        return None
    return PostalAddress(street="", postcode=note.postcode, town=note.town)


def _same_place(one: PostalAddress, other: PostalAddress) -> bool:
    towns = compare_places(one.town, other.town)
    return one.postcode.strip() == other.postcode.strip() and towns.state is not State.DIFFERENT
