"""The stage rail: the steps of one dossier in flow order, for candidate, school and agent."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from shared.domain.dossier import Dossier, Outcome, StageRun, StageStatus
from shared.domain.review import shown_claim
from shared.domain.states import STAGE_LABELS, STATUS_LABELS
from shared.domain.title_table import TitleOwner
from shared.stages import TABLE, Ending, StageName, Turn
from shared.web.rail_node import NodeState, RailNode, timed
from shared.web.title_words import title_node

__all__ = ["THEN", "NodeState", "RailNode", "rail_of"]

_S = StageName


#: What follows a missed deadline, by the column `ending` of the stage table.
THEN: dict[Ending, str] = {
    Ending.INCIDENT: "Passé ce délai, un incident est ouvert et l’équipe technique intervient.",
    Ending.REVIEW: "Passé ce délai, un agent examine la demande à la place du système.",
    Ending.CORRECTION: "Passé ce délai, ce qui manque vous est demandé.",
    Ending.UNDELIVERABLE: "Passé ce délai, le courrier est signalé comme non remis.",
    Ending.EXPIRED: "Passé cette date, la demande expire et vous êtes prévenu.",
    Ending.CLOSED: "Passé cette date, la demande est classée et vous êtes prévenu.",
    Ending.ESCALATED: "Passé ce délai, le responsable du centre est alerté.",
}
_THEN_PARKED = "L’équipe technique est prévenue. Passé ce délai, l’astreinte est appelée."
_THEN_CLAIMED = "Passé ce délai sans décision, la demande revient dans la file du centre."

#: The turns of those who read the rail.
_READERS = (Turn.CANDIDATE, Turn.SCHOOL, TitleOwner.HOLDER)

_CHECKS = tuple(row.name for row in TABLE.values() if row.piece is not None)

_ANSWERS: dict[Outcome, str] = {
    Outcome.ACCEPTED: "Demande acceptée",
    Outcome.REFUSED: "Demande refusée",
    Outcome.CLOSED: "Demande classée",
    Outcome.EXPIRED: "Demande expirée",
}


def rail_of(dossier: Dossier, now: dt.datetime) -> tuple[RailNode, ...]:
    """Every step that this dossier has, in the order in which it meets them."""
    before: list[RailNode | None] = [_node(name, dossier, now) for name in (_S.DRAFT, _S.RECEPTION)]
    checks = [_checks_node(dossier, now), _node(_S.DIVERGENCE, dossier, now)]
    validation = _node(_S.USER_VALIDATION, dossier, now)
    correction = _node(_S.CORRECTION, dossier, now)
    # a correction that is done sends its pieces back to the checks, so it stands before them
    if dossier.stage(_S.CORRECTION).status is StageStatus.DONE:
        steps = [*before, correction, *checks, validation]
    else:
        steps = [*before, *checks, validation, correction]
    steps += [_node(_S.REVIEW, dossier, now), _answer_node(dossier, now), title_node(dossier, now)]
    return _with_current([node for node in steps if node is not None])


def _with_current(nodes: Sequence[RailNode]) -> tuple[RailNode, ...]:
    """Mark the step to read first: the reader's own turn before that of a machine."""
    opened = [node for node in nodes if node.open]
    own = [node for node in opened if node.turn in _READERS]
    first = next(iter(own or opened), None)
    return tuple(replace(node, current=True) if node is first else node for node in nodes)


def _node(name: StageName, dossier: Dossier, now: dt.datetime) -> RailNode | None:
    """The stage as a step; None when this dossier never meets it."""
    run = dossier.stage(name)
    run = replace(run, claim=shown_claim(run.claim, dossier.review))
    plain = RailNode(
        key=name.value,
        label=STAGE_LABELS[name],
        state=NodeState.DONE,
        word=STATUS_LABELS[run.status],
        since=run.since,
    )
    match run.status:
        case StageStatus.DONE:
            return plain
        case StageStatus.OPEN:
            return _open_node(plain, name, run, now)
        case StageStatus.PARKED:
            return _parked_node(plain, dossier, run, now)
        case StageStatus.CANCELLED if run.since is not None:
            return replace(plain, state=NodeState.STOPPED)
        case StageStatus.WAITING if name is not _S.CORRECTION and dossier.outcome is None:
            return replace(plain, state=NodeState.WAITING, since=None)
    return None


def _open_node(plain: RailNode, name: StageName, run: StageRun, now: dt.datetime) -> RailNode:
    row = TABLE[name]
    claimed = run.claim is not None and run.claim.until > now
    deadline = run.claim.until if run.claim and claimed else run.deadline
    state = NodeState.RUNNING if row.turn is Turn.SYSTEM else NodeState.PERSON
    word = "en cours" if claimed or row.turn is Turn.SYSTEM else "en attente"
    node = replace(plain, state=state, word=word, open=True, turn=row.turn, deadline=deadline)
    node = replace(node, then=_THEN_CLAIMED if claimed else THEN[row.ending])
    if run.retry_at is not None and run.retry_at > now:
        node = replace(node, retry_at=run.retry_at)
    return timed(node, now)


def _parked_node(plain: RailNode, dossier: Dossier, run: StageRun, now: dt.datetime) -> RailNode:
    """A check that could not answer goes to an agent; anything else waits for ops."""
    if run.deadline is None:
        ended = dossier.outcome is not None
        state = NodeState.STOPPED if ended else NodeState.PERSON
        return replace(plain, state=state, turn=None if ended else Turn.CERT)
    node = replace(plain, state=NodeState.TROUBLE, word="incident", open=True, turn=Turn.OPS)
    return timed(replace(node, deadline=run.deadline, then=_THEN_PARKED), now)


def _checks_node(dossier: Dossier, now: dt.datetime) -> RailNode | None:
    """The checks of pieces, side by side; which ones are needed is known once it is sent."""
    parts = tuple(part for name in _CHECKS if (part := _node(name, dossier, now)) is not None)
    if not parts:
        return None
    running = [part for part in parts if part.open and part.deadline is not None]
    node = RailNode(
        key="checks",
        label="Vérification des pièces",
        state=_joined_state(parts),
        word=_joined_word(parts),
        since=max((part.since for part in parts if part.since), default=None),
        parts=() if dossier.stage(_S.DRAFT).status is StageStatus.OPEN else parts,
    )
    if not running:
        return node
    # the step ends with its slowest check
    last = max(running, key=lambda part: part.deadline or now)
    return replace(last, key=node.key, label=node.label, state=node.state, parts=node.parts)


def _joined_state(parts: tuple[RailNode, ...]) -> NodeState:
    states = {part.state for part in parts}
    opened = {part.state for part in parts if part.open}
    for state in (NodeState.TROUBLE, NodeState.RUNNING):
        if state in opened:
            return state
    if NodeState.WAITING in states:
        return NodeState.WAITING
    return NodeState.STOPPED if states == {NodeState.STOPPED} else NodeState.DONE


def _joined_word(parts: tuple[RailNode, ...]) -> str:
    state = _joined_state(parts)
    return next(
        (part.word for part in parts if part.state is state), STATUS_LABELS[StageStatus.DONE]
    )


def _answer_node(dossier: Dossier, now: dt.datetime) -> RailNode:
    """The end of the road: how the dossier ended, and whether its letter has left."""
    letters = _node(_S.NOTIFICATION, dossier, now)
    waiting = RailNode(key="answer", label="Réponse", state=NodeState.WAITING, word="à venir")
    if dossier.outcome is None:
        # letters on the way are no step of their own, but one that cannot leave is told
        stuck = letters is not None and letters.state is NodeState.TROUBLE
        return replace(letters, key="answer") if letters and stuck else waiting
    label = _ANSWERS[dossier.outcome]
    if letters is None or not letters.open:
        return replace(
            waiting, label=label, state=NodeState.DONE, word="terminé", since=dossier.updated_at
        )
    word = "courrier en cours d’envoi" if letters.state is NodeState.RUNNING else letters.word
    return replace(letters, key="answer", label=label, word=word)
