"""The filer's dashboard in values: what asks for an act on top, then one row a dossier."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.domain.demande import DEMANDE_LABELS
from shared.domain.dossier import Dossier, Outcome
from shared.domain.states import State, StateCode, state_of
from shared.stages import StageName, Turn
from shared.web.rail_node import NodeState

#: What a count of dossiers in a stage means, for one and for many; in the order of urgency.
_TOLD: tuple[tuple[StageName, str, str], ...] = (
    (StageName.CORRECTION, "1 demande est à corriger", "{count} demandes sont à corriger"),
    (
        StageName.USER_VALIDATION,
        "1 demande attend son candidat",
        "{count} demandes attendent leur candidat",
    ),
    (StageName.DRAFT, "1 demande reste à envoyer", "{count} demandes restent à envoyer"),
)

_TONES: dict[Turn, NodeState] = {
    Turn.SYSTEM: NodeState.RUNNING,
    Turn.NOBODY: NodeState.DONE,
    Turn.OPS: NodeState.TROUBLE,
}
_ENDED_BADLY = frozenset({Outcome.REFUSED, Outcome.CLOSED, Outcome.EXPIRED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One dossier of the list."""

    dossier_id: str
    #: « Léa Martin ».
    name: str
    #: « inscription à l’examen du permis de conduire, catégorie B ».
    request: str
    state: State
    tone: NodeState
    #: Share of the time allowed that has passed, 0 to 1; None where no clock runs.
    age: float | None
    #: What the filer can do now; empty where it is somebody else's turn.
    act: str
    where: str


def headline(standing: Mapping[StageName, int]) -> str:
    """What asks for an act, in one sentence."""
    told = [
        (one if standing[name] == 1 else many.format(count=standing[name]))
        for name, one, many in _TOLD
        if standing.get(name)
    ]
    if told:
        return f"{', '.join(told)}."
    if standing:
        return "Rien à faire pour le moment : vos demandes avancent."
    return "Aucune demande en cours."


def rows_of(dossiers: Sequence[Dossier], now: dt.datetime) -> tuple[Row, ...]:
    """One row a dossier."""
    return tuple(_row(dossier, now) for dossier in dossiers)


def _row(dossier: Dossier, now: dt.datetime) -> Row:
    state, candidate = state_of(dossier, now), dossier.demande.candidate
    act, where = _act(dossier.dossier_id, state)
    tone = _TONES.get(state.turn, NodeState.PERSON)
    return Row(
        dossier_id=dossier.dossier_id,
        name=" ".join([*candidate.given_names[:1], candidate.birth_name or ""]).strip(),
        request=f"{DEMANDE_LABELS[dossier.demande.kind]}, catégorie {dossier.demande.category}",
        state=state,
        tone=NodeState.STOPPED if dossier.outcome in _ENDED_BADLY else tone,
        age=_age(state, now),
        act=act,
        where=where,
    )


def _act(dossier_id: str, state: State) -> tuple[str, str]:
    one = f"/espace/dossiers/{dossier_id}"
    match state.code:
        case StateCode.DRAFT:
            return "Reprendre", f"{one}/pieces"
        case StateCode.CORRECTION:
            return "Corriger", f"{one}/pieces"
    return "", one


def _age(state: State, now: dt.datetime) -> float | None:
    if state.deadline is None or state.deadline <= state.since:
        return None
    return min(1.0, max(0.0, (now - state.since) / (state.deadline - state.since)))
