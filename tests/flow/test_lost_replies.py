"""Writes whose reply is lost: what went through counts once, and its sender is told so."""

from shared.adapters.memory import MemoryStore
from shared.domain.change import Change
from shared.domain.events import ClockTicked, PieceAdded, Submitted
from shared.domain.piece import PieceKind
from shared.stages import StageName
from tests.builders import a_change, a_piece
from tests.flow.line import FAST, Line

SENT = Submitted(needs_validation=False)
S = StageName


class Forgetful(MemoryStore):
    """Stores, then says no: what a driver hears whose second try meets the trace of its first."""

    def __init__(self) -> None:
        super().__init__()
        self.lies = 0

    async def save(self, change: Change) -> bool:
        saved = await super().save(change)
        if saved and self.lies:
            self.lies -= 1
            return False
        return saved


async def test_a_request_whose_reply_was_lost_is_told_that_it_went():
    line = Line(store=Forgetful())
    key = (await line.register.open(a_change(table=line.table))).dossier_id
    line.store.lies = 1
    dossier = await line.register.apply(key, SENT)
    assert dossier is not None
    assert dossier.rev == (await line.store.get(key)).rev == 2


async def test_a_piece_whose_reply_was_lost_is_added_once():
    line = Line(store=Forgetful())
    key = (await line.register.open(a_change(table=line.table))).dossier_id
    line.store.lies = 1
    dossier = await line.register.apply(key, PieceAdded(piece=a_piece(PieceKind.PHOTO)))
    assert dossier.pieces[PieceKind.PHOTO].revision == 1


async def test_the_messages_of_such_a_write_leave_at_once():
    line = Line(store=Forgetful())
    key = (await line.register.open(a_change(table=line.table))).dossier_id
    await line.register.apply(key, PieceAdded(piece=a_piece(PieceKind.PHOTO)))
    line.store.lies = 1
    await line.register.apply(key, SENT)
    await line.relay.flush()
    assert line.waiting() == {"q.reception": 1}


async def test_a_write_that_really_lost_is_made_again_on_what_won():
    line = Line()
    key = (await line.register.open(a_change(table=line.table))).dossier_id
    stale = await line.store.get(key)
    await line.register.apply(key, PieceAdded(piece=a_piece(PieceKind.PHOTO)))
    added = PieceAdded(piece=a_piece(PieceKind.SIGNATURE))
    dossier = await line.register.apply(key, added, known=stale)
    assert set(dossier.pieces) == {PieceKind.PHOTO, PieceKind.SIGNATURE}


async def test_an_outage_of_the_broker_uses_up_no_redrive():
    line = Line()
    key = await line.send_dossier()
    row = FAST[S.RECEPTION]
    for _ in range(3 * row.redrives):
        line.clock.time += row.deadline
        assert await line.store.due(line.clock.now(), 9) == []
    await line.relay.flush()
    assert await line.store.due(line.clock.now(), 9) == [(key, S.RECEPTION)]
    dossier = await line.register.apply(key, ClockTicked(stage=S.RECEPTION))
    assert dossier.stage(S.RECEPTION).redrives == 1
