"""The candidate's page in one value: where the request is, and what to do now."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from services.intake.answer_texts import LETTER_LABELS, STATE_TEXTS
from services.intake.request_lines import RequestLine, request_lines
from services.intake.wait_words import wait_said
from shared.domain.dossier import CorrectionItem, Dossier, Letter, StageStatus
from shared.domain.forecast import Forecast
from shared.domain.piece import PIECE_LABELS
from shared.domain.states import State, StateCode, state_of
from shared.stages import TABLE, StageName
from shared.web.french import until
from shared.web.piece_rows import PieceRow, piece_rows
from shared.web.rail import THEN
from shared.web.rail_node import NodeState
from shared.web.title_words import SENTENCES, TitleCard, title_card

_S = StageName


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """One thing that the reader has to do."""

    title: str
    text: str
    #: Words on the button that does it on this page; empty where it is done elsewhere.
    button: str = ""
    deadline: dt.datetime | None = None
    #: What happens once the deadline has passed.
    then: str = ""
    items: tuple[CorrectionItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the page says, the answer first."""

    #: One sentence: where the request is.
    headline: str
    #: What comes next.
    detail: str
    #: Place in the line and how long it takes; empty when unknown, or when the reader has to act.
    wait: str
    tone: NodeState
    state: State
    #: What the reader has to do, most urgent first; empty when there is nothing but to wait.
    todos: tuple[Todo, ...]
    #: Why the request was not accepted; empty otherwise.
    reason: str
    pieces: tuple[PieceRow, ...]
    #: The name of each letter with the letter, newest first.
    letters: tuple[tuple[str, Letter], ...]
    #: What was declared, so that nobody validates unseen.
    request: tuple[RequestLine, ...]
    #: Where the title is; None where there is none.
    title: TitleCard | None = None


def answer_of(dossier: Dossier, now: dt.datetime, forecast: Forecast | None = None) -> Answer:
    """The answer to « où en est ma demande ? »; the reader's own turn goes before a machine's."""
    state = state_of(dossier, now)
    headline, detail, tone = _said(dossier, state, now)
    if dossier.title is not None:
        detail = SENTENCES[dossier.title.state]
    title = title_card(dossier.title, now)
    todos = (*_todos(dossier), *_title_todo(title))
    return Answer(
        headline=headline,
        detail=detail,
        wait="" if todos else wait_said(forecast),
        tone=tone,
        state=state,
        todos=todos,
        reason=_reason(dossier),
        pieces=piece_rows(dossier),
        letters=tuple((LETTER_LABELS[letter.kind], letter) for letter in dossier.letters[::-1]),
        request=request_lines(dossier.demande),
        title=title,
    )


def _title_todo(title: TitleCard | None) -> tuple[Todo, ...]:
    """What the holder has to do for the title itself."""
    if title is None or not title.own_turn:
        return ()
    todo = Todo(title="Votre titre", text=title.said, deadline=title.deadline, then=title.then)
    return (todo,)


def _is_open(dossier: Dossier, name: StageName) -> bool:
    return dossier.stage(name).status is StageStatus.OPEN


def _said(dossier: Dossier, state: State, now: dt.datetime) -> tuple[str, str, NodeState]:
    """Headline, detail and tone."""
    if state.code is StateCode.INCIDENT or dossier.outcome is not None:
        return STATE_TEXTS[state.code]
    if _is_open(dossier, _S.CORRECTION):
        return _correction_said(dossier)
    if _is_open(dossier, _S.USER_VALIDATION):
        return _validation_said(state)
    if _is_open(dossier, _S.PHOTO_CODE):
        return STATE_TEXTS[StateCode.AWAITING_PHOTO]
    if state.code in (StateCode.CHECKING_IMAGES, StateCode.READING):
        return _checking_said(dossier, now)
    return STATE_TEXTS[state.code]


def _correction_said(dossier: Dossier) -> tuple[str, str, NodeState]:
    count = sum(not item.mended for item in dossier.items)
    detail = "Votre demande n’est pas refusée. Le reste du dossier est gardé."
    if count == 0:
        headline = "Vos corrections sont reçues : il reste à renvoyer la demande."
    elif count == 1:
        headline = "Un point est à corriger pour que votre demande avance."
    else:
        headline = f"{count} points sont à corriger pour que votre demande avance."
    return headline, detail, NodeState.PERSON


def _validation_said(state: State) -> tuple[str, str, NodeState]:
    detail = "Les vérifications continuent pendant ce temps."
    if state.code is StateCode.AWAITING_CANDIDATE:
        detail = "Les vérifications sont finies : il ne manque que votre accord."
    return "Votre demande attend votre validation.", detail, NodeState.PERSON


def _checking_said(dossier: Dossier, now: dt.datetime) -> tuple[str, str, NodeState]:
    """Name what is being looked at, and the latest moment at which it will be known."""
    rows = [row for row in TABLE.values() if row.piece is not None]
    running = [row for row in rows if _is_open(dossier, row.name)]
    done = [row for row in rows if dossier.stage(row.name).status is StageStatus.DONE]
    names = _listed([f"votre {PIECE_LABELS[row.piece]}" for row in running if row.piece])
    known = _listed([PIECE_LABELS[row.piece] for row in done if row.piece])
    deadlines = [run.deadline for row in running if (run := dossier.stage(row.name)).deadline]
    latest = max(deadlines, default=now)
    detail = f"Déjà lu : {known}. " if known else ""
    if latest > now:
        detail += f"Vous aurez la suite au plus tard {until(latest, now)}."
    else:
        detail += "C’est plus long que prévu. Rien n’est perdu et vous n’avez rien à faire."
    return f"Nous vérifions {names}.", detail, NodeState.RUNNING


def _listed(names: list[str]) -> str:
    return " et ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _reason(dossier: Dossier) -> str:
    return dossier.decision.reason if dossier.decision else ""


def _draft(dossier: Dossier) -> Todo:
    school = dossier.demande.agrement is not None
    return Todo(
        title="Envoyer la demande",
        text="Votre auto-école la complète et l’envoie. Demandez-lui s’il manque une pièce."
        if school
        else "Complétez votre demande et envoyez-la depuis votre compte.",
    )


def _correction(dossier: Dossier) -> Todo:
    text = "Corrigez ce qui est demandé, puis renvoyez la demande."
    if dossier.demande.agrement is not None:
        text += " Votre auto-école peut aussi le faire."
    return Todo(title="Corriger la demande", text=text, items=dossier.items)


def _validation(dossier: Dossier) -> Todo:
    school = dossier.demande.agrement is not None
    whom = "votre auto-école" if school else "la personne qui a rempli la demande"
    return Todo(
        title="Valider la demande",
        text="Relisez ces informations. Si tout est juste, validez. "
        f"Une erreur ? Ne validez pas et prévenez {whom}.",
        button="Valider ma demande",
    )


#: The stages that are the reader's turn, most urgent first, and what to do in each.
_TODOS: dict[StageName, Callable[[Dossier], Todo]] = {
    _S.DRAFT: _draft,
    _S.CORRECTION: _correction,
    _S.USER_VALIDATION: _validation,
}


def _todos(dossier: Dossier) -> tuple[Todo, ...]:
    return tuple(
        replace(make(dossier), deadline=dossier.stage(name).deadline, then=THEN[TABLE[name].ending])
        for name, make in _TODOS.items()
        if _is_open(dossier, name)
    )
