"""What time alone does to a dossier: reminders, leases, re-drives, endings."""

import datetime as dt
from dataclasses import replace

from shared.domain.desk import enact
from shared.domain.dossier import Claim, Dossier, Outcome, StageRun, StageStatus
from shared.domain.editor import Editor
from shared.domain.events import ClocksTicked, ClockTicked, MessageMissing
from shared.domain.leases import give_back
from shared.domain.letter import LetterKind
from shared.domain.letters import REMINDER_LETTERS
from shared.domain.photo_code import stop_trying
from shared.domain.review import is_reservation
from shared.stages import PARKED_DEADLINE, Ending, Stage, StageName, parking_queue

#: How a dossier ends when a person's deadline passes.
OUTCOMES = {Ending.EXPIRED: Outcome.EXPIRED, Ending.CLOSED: Outcome.CLOSED}


def next_due(row: Stage, run: StageRun) -> dt.datetime | None:
    """When the sweep must look at this stage; None when no clock runs."""
    if run.deadline is None or run.status not in (StageStatus.OPEN, StageStatus.PARKED):
        return None
    moments = [run.deadline]
    if run.claim is not None:
        moments.append(run.claim.until)
    if run.status is StageStatus.OPEN and run.since and run.reminders < len(row.reminders):
        moments.append(run.since + row.reminders[run.reminders])
    return min(moments)


def standing_stages(dossier: Dossier) -> tuple[StageName, ...]:
    """The stages that are with someone, or parked: what depth figures look at."""
    return tuple(
        name
        for name, run in dossier.stages.items()
        if run.status in (StageStatus.OPEN, StageStatus.PARKED)
    )


def ticking_stages(dossier: Dossier) -> tuple[StageName, ...]:
    """Those of them whose clock runs: somebody has to act by a deadline.

    A parked check has no clock of its own, because its dossier went on to a person who has one.
    """
    return tuple(
        name for name in standing_stages(dossier) if dossier.stage(name).deadline is not None
    )


def tick(editor: Editor, event: ClockTicked) -> bool:
    """Do what is due on one stage; False when nothing is."""
    name = event.stage
    row, run = editor.table[name], editor.dossier.stage(name)
    due = next_due(row, run)
    if due is None or run.deadline is None or due > editor.now:
        return False
    if run.claim is not None and run.claim.until <= editor.now:
        _end_claim(editor, name, run.claim)
    elif run.deadline > editor.now:
        _remind(editor, name, run)
    elif run.status is StageStatus.PARKED or row.ending is Ending.ESCALATED:
        _escalate(editor, name, run)
    elif row.queue is not None:
        _redrive_or_park(editor, row, run, event.reached)
    else:
        editor.note("deadline_passed", name)
        editor.end(OUTCOMES[row.ending])
    return True


def tick_all(editor: Editor, event: ClocksTicked) -> bool:
    """Do what is due on each of these stages; False when nothing is on any."""
    return any([tick(editor, one) for one in event.ticks])


def _end_claim(editor: Editor, name: StageName, claim: Claim) -> None:
    """A decision that nobody took back takes effect; a lease without one is lost."""
    if claim.prepared is not None:
        enact(editor, claim, claim.prepared)
        return
    untold = is_reservation(claim, editor.dossier.review)
    give_back(editor)
    if not untold:
        editor.note("lease_expired", name)


def resend(editor: Editor, event: MessageMissing) -> bool:
    """Write the lost message of a stage again: same run and try, no budget spent.

    That of a parked stage goes to its parking queue, where it only shows.
    """
    row, run = editor.table[event.stage], editor.dossier.stage(event.stage)
    if row.queue is None or run.status not in (StageStatus.OPEN, StageStatus.PARKED):
        return False
    editor.note("resent", event.stage)
    editor.enqueue(event.stage, row.queue if run.status is StageStatus.OPEN else parking_queue(row))
    return True


def _remind(editor: Editor, name: StageName, run: StageRun) -> None:
    editor.put(name, replace(run, reminders=run.reminders + 1))
    editor.note("reminded", name)
    editor.write_letter(REMINDER_LETTERS[name])


def _escalate(editor: Editor, name: StageName, run: StageRun) -> None:
    more = PARKED_DEADLINE if run.status is StageStatus.PARKED else editor.table[name].deadline
    editor.put(name, replace(run, escalations=run.escalations + 1, deadline=editor.now + more))
    editor.note("escalated", name)
    if name is StageName.REVIEW and run.escalations == 0:
        editor.write_letter(LetterKind.REVIEW_DELAYED)


def _redrive_or_park(
    editor: Editor, row: Stage, run: StageRun, reached: dt.datetime | None
) -> None:
    since = run.since or editor.now
    # without re-drives the deadline is what people were told
    if reached is not None and since > reached and row.redrives:
        # its message stands in the line, which a second one would only make longer; the next look
        # comes when it has waited as long again, so that a long line is not looked at all the time
        more = max(row.deadline, editor.now - since)
        editor.put(row.name, replace(run, deadline=editor.now + more))
        editor.note("still_queued", row.name)
        return
    if run.redrives >= row.redrives:
        stop_trying(editor, row.name, "DeadlinePassed")
        return
    editor.put(
        row.name, replace(run, redrives=run.redrives + 1, deadline=editor.now + row.deadline)
    )
    editor.note("redriven", row.name)
    editor.enqueue(row.name, str(row.queue))
