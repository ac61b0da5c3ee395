"""What becomes of a dossier when its letters left, came back, or reach nobody."""

from dataclasses import replace

from shared.domain.dossier import Delivery, Dossier, Letter, LetterKind
from shared.domain.editor import Editor
from shared.domain.events import LetterBounced
from shared.domain.letter import Channel, DeliveryState, ReaderDelivery
from shared.stages import StageName

#: Why the notification stage is parked when no way leads to the candidate's side.
UNDELIVERABLE = "LetterUndeliverable"
_NOTIFICATION = StageName.NOTIFICATION


def take_delivery(editor: Editor, delivery: Delivery) -> bool:
    """Note what left and to whom; False when the stage cannot be settled.

    A letter that reached nobody on the candidate's side parks the stage, as its row says. Their
    school is told first, once, in a run of its own: it can correct the address.
    """
    letters = tuple(_told(editor, letter, delivery) for letter in editor.dossier.letters)
    editor.dossier = replace(editor.dossier, letters=letters)
    for seq, row in delivery.readers:
        if row.state is not DeliveryState.SENT:
            editor.note("letter_undeliverable", _NOTIFICATION, f"{seq}:{row.reader}:{row.cause}")
    if not delivery.undeliverable:
        return True
    if _school_untold(editor.dossier):
        editor.write_letter(LetterKind.UNREACHABLE)
    else:
        editor.park(_NOTIFICATION, UNDELIVERABLE)
    return False


def take_bounce(editor: Editor, event: LetterBounced) -> bool:
    """A letter came back: note why, and let a new run try another way."""
    letter = next((one for one in editor.dossier.letters if one.seq == event.seq), None)
    known = letter.delivery_to(event.reader) if letter else None
    if letter is None or known is None or known.channel is not Channel.MAIL:
        return False
    if known.state is not DeliveryState.SENT:
        return False  # the same bounce again
    row = replace(known, state=DeliveryState.BOUNCED, at=editor.now, cause=event.cause)
    bounced = replace(letter, sent_at=None, deliveries=_with(letter.deliveries, row))
    letters = tuple(bounced if one is letter else one for one in editor.dossier.letters)
    editor.dossier = replace(editor.dossier, letters=letters)
    editor.note("letter_bounced", _NOTIFICATION, f"{event.seq}:{event.reader}:{event.cause}")
    editor.start(_NOTIFICATION)
    return True


def undelivered(dossier: Dossier) -> tuple[tuple[Letter, ReaderDelivery], ...]:
    """The letters that did not reach a reader, newest first, with what is known of it."""
    return tuple((letter, row) for letter in dossier.letters[::-1] for row in letter.undelivered)


def _told(editor: Editor, letter: Letter, delivery: Delivery) -> Letter:
    rows = letter.deliveries
    for seq, row in delivery.readers:
        if seq == letter.seq:
            rows = _with(rows, row)
    sent_at = editor.now if letter.seq in delivery.sent and not letter.sent_at else letter.sent_at
    return replace(letter, deliveries=rows, sent_at=sent_at)


def _with(rows: tuple[ReaderDelivery, ...], row: ReaderDelivery) -> tuple[ReaderDelivery, ...]:
    return (*(other for other in rows if other.reader is not row.reader), row)


def _school_untold(dossier: Dossier) -> bool:
    told = any(letter.kind is LetterKind.UNREACHABLE for letter in dossier.letters)
    return dossier.demande.agrement is not None and not told
