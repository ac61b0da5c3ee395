"""What people do with one dossier of a campaign, from opening it to the last act."""

import asyncio
import enum
import random
import re
from dataclasses import dataclass

from services.demo.cast import candidate
from services.demo.expectations import demande
from services.faults.ledger import Entry, MailLedger
from services.faults.pieces import draw_pieces
from services.faults.sender import Sender
from shared.adapters.blobs import GridFsBlobs
from shared.adapters.clock import SystemClock
from shared.adapters.store import MongoDossiers
from shared.domain.dossier import Dossier, StageStatus
from shared.domain.piece import PieceKind
from shared.errors import ServerUnavailable
from shared.stages import StageName

#: Seconds between two looks at a dossier.
LOOK = 0.3
#: One piece in a hundred times this share is poison.
POISON_SHARE = 0.03
#: Shares of dossiers whose candidate validates, and whose sender mends what is asked.
VALIDATED_SHARE, MENDED_SHARE = 0.25, 0.15

_LINK = re.compile(r"http://\S+/suivi/[\w.\-]+")


class Plot(enum.StrEnum):
    """What happens after the request was opened and its pieces sent."""

    SENT = "sent"
    VALIDATED = "validated"
    MENDED = "mended"
    #: The photo's bytes vanish before the request is sent: reception parks it.
    POISONED = "poisoned"
    #: The photo's bytes vanish when it is replaced: the photo's check parks it.
    POISONED_LATER = "poisoned_later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One dossier."""

    number: int
    plot: Plot
    #: Seconds since the campaign began.
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What the people of a story need."""

    sender: Sender
    mails: MailLedger
    #: The servers themselves, past the proxies: to look, and to poison.
    dossiers: MongoDossiers
    blobs: GridFsBlobs


def plan_stories(seed: int, count: int, seconds: float) -> tuple[Story, ...]:
    """That many dossiers, spread over the seconds; at least one poisoned each way."""
    chance = random.Random(f"stories {seed}")
    poisoned = max(2, round(count * POISON_SHARE))
    plots = [Plot.POISONED, Plot.POISONED_LATER] * poisoned
    plots = plots[:poisoned]
    plots += [Plot.VALIDATED] * round(count * VALIDATED_SHARE)
    plots += [Plot.MENDED] * round(count * MENDED_SHARE)
    plots += [Plot.SENT] * max(0, count - len(plots))
    chance.shuffle(plots)
    return tuple(
        Story(number=number, plot=plot, at=seconds * number / count)
        for number, plot in enumerate(plots[:count])
    )


async def tell(story: Story, stage: Stage) -> Entry:
    """Do everything that the plot says."""
    body = demande(candidate(story.number, SystemClock().now().date()))
    entry = await stage.sender.open(body, key=f"campaign-{story.number}")
    await _upload(entry, stage.sender, draw_pieces(story.number, 1))
    if story.plot is Plot.POISONED:
        await _poison(entry, stage)
    entry.submitted = await stage.sender.submit(entry)
    if story.plot is Plot.VALIDATED:
        await stage.sender.press(f"{await _link(entry, stage.mails)}/validation")
        entry.validated = True
    if story.plot in (Plot.MENDED, Plot.POISONED_LATER):
        await _mend(story, entry, stage)
    return entry


async def _upload(entry: Entry, sender: Sender, pieces: dict[PieceKind, bytes]) -> None:
    for kind, data in pieces.items():
        await sender.upload(entry, kind, data)


async def _mend(story: Story, entry: Entry, stage: Stage) -> None:
    """Replace what the correction asks for, and send again."""
    dossier = await reach_correction(entry, stage)
    asked = {item.piece for item in dossier.items}
    pieces = {kind: data for kind, data in draw_pieces(story.number, 2).items() if kind in asked}
    await _upload(entry, stage.sender, pieces)
    if story.plot is Plot.POISONED_LATER:
        await _poison(entry, stage)
    entry.mended += await stage.sender.submit(entry)


async def reach_correction(entry: Entry, stage: Stage) -> Dossier:
    """The dossier once something is asked of its sender."""
    while True:
        dossier = await _look(entry, stage)
        if dossier and dossier.stage(StageName.CORRECTION).status is StageStatus.OPEN:
            return dossier
        await asyncio.sleep(LOOK)


async def _look(entry: Entry, stage: Stage) -> Dossier | None:
    try:
        return await stage.dossiers.get(entry.dossier_id)
    except ServerUnavailable:  # the campaign has just killed it
        return None


async def _poison(entry: Entry, stage: Stage) -> None:
    """Take the photo's bytes away, past the system."""
    while entry.poisoned is None:
        dossier = await _look(entry, stage)
        if dossier is not None:
            try:
                await stage.blobs.delete(dossier.pieces[PieceKind.PHOTO].blob_id)
                entry.poisoned = PieceKind.PHOTO
                return
            except ServerUnavailable:
                pass
        await asyncio.sleep(LOOK)


async def _link(entry: Entry, mails: MailLedger) -> str:
    """The link of the letter, once the candidate has it."""
    while True:
        for mail in mails.mails:
            found = _LINK.search(mail.text) if f"<{entry.dossier_id}." in mail.message_id else None
            if found:
                return found.group()
        await asyncio.sleep(LOOK)
