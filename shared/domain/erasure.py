"""What is left of a dossier: made anew from what may stay, so that no new field slips through."""

from dataclasses import replace

from shared.domain.civil_identity import CivilIdentity, PostalAddress
from shared.domain.demande import Demande
from shared.domain.dossier import Dossier, StageRun, StageStatus
from shared.domain.editor import Editor
from shared.domain.findings import CheckResult
from shared.domain.letter import Letter
from shared.domain.retention import Kept
from shared.domain.retention_events import PersonErased, PiecesErased
from shared.domain.review import Decision
from shared.stages import StageName


def erase_pieces(editor: Editor, event: PiecesErased) -> bool:
    """Forget the pieces of a dossier that has ended; what was read of them goes with the person."""
    dossier = editor.dossier
    if dossier.outcome is None or dossier.kept is not Kept.ALL:
        return False
    for name, run in dossier.stages.items():
        if run.result is not None:
            editor.put(name, replace(run, result=_without_copies(run.result)))
    editor.dossier = replace(dossier, pieces={}, kept=Kept.NO_PIECES)
    editor.note("pieces_erased")
    return True


def _without_copies(result: CheckResult) -> CheckResult:
    return replace(result, working_copy=None, back_copy=None)


def erase_person(editor: Editor, event: PersonErased) -> bool:
    """Keep what counts requests and says nothing of persons."""
    dossier = editor.dossier
    if dossier.kept is not Kept.NO_PIECES or has_work(dossier):
        return False
    editor.dossier = Dossier(
        dossier_id=dossier.dossier_id,
        # a school stays known by its account, a candidate who filed alone does not
        owner=dossier.owner if dossier.demande.agrement else "",
        demande=_impersonal(dossier.demande),
        created_at=dossier.created_at,
        updated_at=dossier.updated_at,
        rev=dossier.rev,
        stages={name: _impersonal_run(run) for name, run in dossier.stages.items()},
        letters=tuple(_impersonal_letter(letter) for letter in dossier.letters),
        route=dossier.route,
        decision=_impersonal_decision(dossier.decision),
        outcome=dossier.outcome,
        ended_at=dossier.ended_at,
        kept=Kept.NO_PERSON,
        history=dossier.history,
    )
    editor.note("person_erased")
    return True


def has_work(dossier: Dossier) -> bool:
    """True while a letter is under way, or a title of which its holder is still to hear."""
    sending = dossier.stage(StageName.NOTIFICATION).status is StageStatus.OPEN
    return sending or (dossier.title is not None and dossier.title.deadline is not None)


def _impersonal(demande: Demande) -> Demande:
    nobody = CivilIdentity()
    return Demande(
        kind=demande.kind,
        category=demande.category,
        candidate=nobody,
        account=nobody,
        address=PostalAddress(street="", postcode="", town=""),
        agrement=demande.agrement,
        first_licence=demande.first_licence,
    )


def _impersonal_run(run: StageRun) -> StageRun:
    return StageRun(
        status=run.status,
        run=run.run,
        attempt=run.attempt,
        redrives=run.redrives,
        reminders=run.reminders,
        escalations=run.escalations,
        since=run.since,
        deadline=run.deadline,
        cause=run.cause,
    )


def _impersonal_letter(letter: Letter) -> Letter:
    return Letter(
        seq=letter.seq, kind=letter.kind, created_at=letter.created_at, sent_at=letter.sent_at
    )


def _impersonal_decision(decision: Decision | None) -> Decision | None:
    return None if decision is None else replace(decision, reason="")
