"""What comparing the pieces of somebody hosted says: findings with their French sentences."""

from services.instruction.divergence.hosting import (
    host_of,
    judge_host,
    judge_hosted,
    judge_own_proof,
    judge_parent,
    judge_place,
    vouched_by_place,
)
from services.instruction.divergence.judgement import Judgement, finding
from services.instruction.divergence.match import Match, State
from services.instruction.divergence.sources import DivergenceFacts
from shared.domain.civil_identity import CivilIdentity
from shared.domain.findings import HostingReading, Verdict

_VERDICTS: dict[State, Verdict] = {
    State.SAME: Verdict.PASS,
    State.DIFFERENT: Verdict.FAIL,
    State.DOUBTFUL: Verdict.WARN,
    State.NOT_SUPPLIED: Verdict.NOT_EVALUATED,
}

#: By field: the sentence where the pieces agree, where they do not, and where nobody is sure.
SENTENCES: dict[str, tuple[str, str, str]] = {
    "hosting_host": (
        "L’attestation d’hébergement et la pièce d’identité sont de la même personne.",
        "L’attestation d’hébergement et la pièce d’identité ne sont pas de la même personne. "
        "Un agent regarde. Il pourra demander les pièces de la personne qui héberge.",
        "Le nom de l’hébergeant n’est pas tout à fait le même sur l’attestation et sur la pièce "
        "d’identité. Un agent compare.",
    ),
    "hosting_hosted": (
        "L’attestation d’hébergement nomme le candidat.",
        "L’attestation d’hébergement ne nomme pas le candidat. Un agent regarde.",
        "L’attestation d’hébergement ne semble pas nommer le candidat. Un agent compare les noms.",
    ),
    "hosting_place": (
        "L’attestation et le justificatif de domicile donnent la même commune.",
        "L’attestation et le justificatif de domicile ne donnent pas la même commune. "
        "Un agent regarde.",
        "La commune de l’attestation n’est pas tout à fait celle du justificatif de domicile. "
        "Un agent compare.",
    ),
    "hosting_own_proof": (
        "Le justificatif joint à l’attestation a moins de six mois.",
        "Le justificatif joint à l’attestation a plus de six mois. Un agent regarde.",
        "Le justificatif joint à l’attestation a plus de six mois. Un agent regarde. "
        "Il pourra en demander un plus récent.",
    ),
    "parent_identity": (
        "La pièce d’identité est celle du représentant légal déclaré.",
        "La pièce d’identité n’est pas celle du représentant légal déclaré. Un agent regarde.",
        "La pièce d’identité n’est pas tout à fait celle du représentant légal déclaré. "
        "Un agent compare.",
    ),
}
UNREAD = "Ce point n’a pas pu être comparé : une des pièces n’a pas été lue. Un agent la regarde."

#: The field of a host's document that is not there.
HOST_MISSING = "host_identity"
MISSING = (
    "La personne qui héberge le candidat prouve aussi son identité. À faire : joindre sa carte "
    "d’identité ou son passeport."
)


def judge_hosting(facts: DivergenceFacts) -> tuple[Judgement, ...]:
    """One finding a point; none for those that the request does not raise."""
    return (*_parent(facts), *_attestation(facts))


def _parent(facts: DivergenceFacts) -> tuple[Judgement, ...]:
    """Nothing where the document was not read: the check of the piece says so itself."""
    if facts.parent is None or facts.representative is None:
        return ()
    raw = (_name(facts.parent.identity), _name(facts.representative))
    return (_judgement("parent_identity", judge_parent(facts), raw),)


def _attestation(facts: DivergenceFacts) -> tuple[Judgement, ...]:
    note = facts.attestation
    if note is None:
        return ()
    proof, place = facts.proof_address, f"{note.postcode or ''} {note.town or ''}".strip()
    proved = f"{proof.postcode} {proof.town}" if proof else None
    return (
        *(_by_place(facts) if vouched_by_place(facts) else _by_host(facts, note)),
        _judgement("hosting_hosted", judge_hosted(facts), (note.hosted, _name(facts.declared))),
        _judgement("hosting_place", judge_place(facts), (place or None, proved)),
    )


def _by_place(facts: DivergenceFacts) -> tuple[Judgement, ...]:
    raw = (facts.proof_issued_on, None)
    return (_judgement("hosting_own_proof", judge_own_proof(facts), raw),)


def _by_host(facts: DivergenceFacts, note: HostingReading) -> tuple[Judgement, ...]:
    person = host_of(facts)
    if person is None and not facts.host_filed:
        line = finding(HOST_MISSING, Verdict.FAIL, MISSING, (None, None))
        return (Judgement(name=HOST_MISSING, finding=line, state=State.NOT_SUPPLIED),)
    raw = (note.host, _name(person) if person else None)
    return (_judgement("hosting_host", judge_host(facts), raw),)


def _judgement(name: str, match: Match, raw: tuple[str | None, str | None]) -> Judgement:
    agrees, differs, unsure = SENTENCES[name]
    said = {State.SAME: agrees, State.DIFFERENT: differs, State.DOUBTFUL: unsure}
    line = finding(name, _VERDICTS[match.state], said.get(match.state, UNREAD), raw)
    return Judgement(name=name, finding=line, state=match.state, cause=match.cause)


def _name(person: CivilIdentity) -> str | None:
    return " ".join((*person.given_names[:1], person.birth_name or "")).strip() or None
