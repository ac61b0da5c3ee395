"""What candidate, school and agent each read of a comparison: the same facts, their own to-do."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from services.instruction.decision import Weighed
from services.instruction.divergence.judgement import SUMMARY, Judgement
from services.instruction.divergence.match import Cause, State
from services.instruction.divergence.wording import (
    ACCOUNT_SECTION,
    CAUSE_SENTENCES,
    EMAIL_LABEL,
    FIELD_LABELS,
    REPRESENTATIVE_DECLARED,
)
from services.instruction.weights import Mender
from shared.domain.findings import Verdict


class Audience(enum.StrEnum):
    """Who reads it."""

    CANDIDATE = "candidate"
    SCHOOL = "school"
    AGENT = "agent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One field to speak of, with what it weighs."""

    judgement: Judgement
    mender: Mender


LABELS: dict[str, str] = {
    **{field.value: label for field, label in FIELD_LABELS.items()},
    "email": EMAIL_LABEL,
    "address_holder": "Nom sur le justificatif de domicile",
    "address": "Adresse du justificatif de domicile",
    "representative": "Identité du candidat",
    "parent_identity": "Identité du représentant légal",
    "hosting_host": "Personne qui héberge",
    "hosting_hosted": "Personne hébergée",
    "hosting_place": "Commune de l’attestation",
    "hosting_own_proof": "Âge du justificatif de domicile",
    "host_identity": "Pièce d’identité de la personne qui héberge",
}

#: Causes that concern the e-mail address alone have words of their own.
_OF_EMAIL: dict[Cause, str] = {
    Cause.SHARED_EMAIL: "Elle est aussi celle du représentant légal.",
    Cause.REFUSED_EMAIL_DOMAIN: "Elle semble être celle d’une entreprise ou d’un centre de "
    "formation.",
    Cause.OTHER_PERSONS_ACCOUNT: "Celle de la demande n’est pas celle du compte.",
}

_C, _S, _A = Audience.CANDIDATE, Audience.SCHOOL, Audience.AGENT

#: Cures that belong to a cause, for candidate and school.
_CURES: dict[Cause, dict[Audience, str]] = {
    Cause.ACCOUNT_FIELD_EMPTY: {
        _C: f"Ajoutez-la dans votre compte, rubrique {ACCOUNT_SECTION}.",
        _S: f"Demandez au candidat de l’ajouter dans son compte, rubrique {ACCOUNT_SECTION}.",
    },
    Cause.OTHER_PERSONS_ACCOUNT: {
        _C: "Ouvrez un compte à votre nom, avec une adresse électronique qui n’est qu’à vous. "
        "Donnez ensuite cette adresse dans la demande.",
        _S: "Demandez au candidat une adresse électronique qui n’est qu’à lui et un compte à son "
        "nom. Écrivez ensuite cette adresse dans la demande.",
    },
    Cause.REPRESENTATIVE_FOR_CANDIDATE: {
        _C: "Écrivez l’identité du candidat, dans la demande comme dans le compte. Celle du "
        "représentant légal a sa propre rubrique.",
        _S: "Écrivez l’identité du candidat dans la demande et faites vérifier son compte. Celle "
        "du représentant légal a sa propre rubrique.",
    },
    Cause.SHARED_EMAIL: {
        _C: "Donnez une adresse électronique qui n’est qu’à vous.",
        _S: "Demandez au candidat une adresse électronique qui n’est qu’à lui.",
    },
    Cause.REFUSED_EMAIL_DOMAIN: {
        _C: "Donnez une adresse électronique personnelle, qui n’est qu’à vous.",
        _S: "Demandez au candidat son adresse électronique personnelle.",
    },
}

#: The same for an address that is merely another one.
_EMAIL_CURES: dict[Cause, dict[Audience, str]] = {
    Cause.OTHER_PERSONS_ACCOUNT: {
        _C: "Donnez dans la demande l’adresse de votre compte. Elle ne doit être qu’à vous.",
        _S: "Écrivez dans la demande l’adresse du compte du candidat. Elle ne doit être qu’à lui.",
    },
}

#: Cures by who mends it, where the cause has none of its own.
_TODOS: dict[Mender, dict[Audience, str]] = {
    Mender.FIELD: {
        _C: "Comparez avec votre titre d’identité, puis corrigez la demande, ou demandez-le à "
        "votre auto-école. Si l’erreur est dans votre compte, corrigez-la dans la rubrique "
        f"{ACCOUNT_SECTION}.",
        _S: "Comparez avec le titre d’identité du candidat, puis corrigez la demande. Si l’erreur "
        "est dans son compte, demandez-lui de la corriger.",
    },
    Mender.ACCOUNT: {
        _C: f"Corrigez votre compte, rubrique {ACCOUNT_SECTION}.",
        _S: f"Demandez au candidat de corriger son compte, rubrique {ACCOUNT_SECTION}.",
    },
    Mender.AGENT: {
        _C: "Un agent vérifie ce point. Vous n’avez rien à faire pour le moment.",
        _S: "Un agent vérifie ce point. Il n’y a rien à faire pour le moment.",
    },
}

ALL_AGREE: dict[Audience, str] = {
    _C: "Votre demande et votre compte disent la même chose. Vous n’avez rien à faire.",
    _S: "La demande et le compte du candidat disent la même chose. Il n’y a rien à faire.",
    _A: "Toutes les sources lues disent la même chose.",
}

NOTHING_COMPARED: dict[Audience, str] = {
    _C: "Rien n’a pu être comparé. Un agent regarde votre demande.",
    _S: "Rien n’a pu être comparé. Un agent regarde la demande.",
    _A: "Rien n’a pu être comparé : aucune source ne répond à une autre.",
}

#: What a state is called in front of an agent.
_STATES: dict[State, str] = {
    State.SAME: "identique",
    State.DIFFERENT: "différent",
    State.DOUBTFUL: "à vérifier",
    State.NOT_SUPPLIED: "non renseigné",
}


def message(audience: Audience, judgements: Iterable[Judgement], weighed: Iterable[Weighed]) -> str:
    """The whole message: the seed's line first, then a line a cause, or that all agree."""
    judged = tuple(judgements)
    menders = {one.reason: one.weight.mender for one in weighed}
    seed = [one.finding.message for one in judged if one.finding.criterion == SUMMARY]
    said: dict[str, list[str]] = {}
    for one in judged:
        if one.finding.criterion != SUMMARY and _speaks(one):
            text = _said(audience, Line(judgement=one, mender=menders[one.finding.criterion]))
            said.setdefault(text, []).append(LABELS[one.name])
    lines = [f"{', '.join(labels)} : {text[:1].lower()}{text[1:]}" for text, labels in said.items()]
    compared = any(one.state is not State.NOT_SUPPLIED for one in judged)
    otherwise = ALL_AGREE if compared else NOTHING_COMPARED
    return "\n".join([*seed, *lines] or [otherwise[audience]])


def _speaks(judgement: Judgement) -> bool:
    """Agreement is worth a word where it has a cause, silence where somebody could end it."""
    if judgement.cause is not None:
        return True
    return judgement.state in (State.DIFFERENT, State.DOUBTFUL)


def _said(audience: Audience, line: Line) -> str:
    judgement = line.judgement
    if audience is Audience.AGENT:
        return _to_agent(judgement)
    if judgement.name == "representative":
        return REPRESENTATIVE_DECLARED
    parts = [_cause(judgement)]
    if judgement.finding.verdict is not Verdict.PASS:
        parts.append(_cure(audience, line))
    return " ".join(part for part in parts if part)


def _cause(judgement: Judgement) -> str:
    cause = judgement.cause
    if cause is None:
        return ""
    own = _OF_EMAIL.get(cause) if judgement.name == "email" else None
    return own or CAUSE_SENTENCES.get(cause, "")


def _cure(audience: Audience, line: Line) -> str:
    cause = line.judgement.cause
    cures = {**_CURES, **_EMAIL_CURES} if line.judgement.name == "email" else _CURES
    own = cures.get(cause) if cause and line.mender is not Mender.AGENT else None
    return (own or _TODOS.get(line.mender) or _TODOS[Mender.AGENT])[audience]


def _to_agent(judgement: Judgement) -> str:
    """Both raw texts with their sources: an agent sees what was compared (RULEBOOK N6)."""
    finding = judgement.finding
    raw = [f"demande : {finding.value}"] if finding.value else []
    raw += [f"autres sources : {finding.expected}"] if finding.expected else []
    shown = f" ({' ; '.join(raw)})" if raw else ""
    return f"{_STATES[judgement.state]}{shown}. {_cause(judgement)}".strip()
