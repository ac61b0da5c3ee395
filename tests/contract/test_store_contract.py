"""What dossiers, outbox, clocks and views promise, in memory and on the real store alike."""

import asyncio
import dataclasses
import datetime as dt

import pytest

from shared.adapters.memory import MemoryStore
from shared.adapters.store import MongoDossiers
from shared.adapters.views import MongoViews
from shared.domain.dossier import (
    CorrectionItem,
    Delivery,
    Dossier,
    Outcome,
    Route,
)
from shared.domain.events import (
    Claimed,
    Decided,
    DemandeChanged,
    PieceAdded,
    PieceRemoved,
    PieceViewed,
    Released,
    Replayed,
    StageFailed,
    StageFinished,
    Submitted,
    Validated,
)
from shared.domain.filings import Place
from shared.domain.piece import PieceKind
from shared.domain.transitions import advance, open_dossier
from shared.errors import DossierExists
from shared.stages import TABLE, StageName
from tests.builders import NOW, PIECES, a_change, a_demande, a_divergence, a_piece
from tests.contract.full_dossier import FULL_ENTRY, FULL_RUN, RESULT, a_full_change
from tests.contract.servers import a_database, a_name

S = StageName
SECOND = dt.timedelta(seconds=1)
WRITERS = 20


PHOTO = CorrectionItem(message="La photo est floue.", piece=PieceKind.PHOTO)


def done(stage, run=1, attempt=1, result=None):
    return StageFinished(stage=stage, run=run, attempt=attempt, result=result or RESULT)


#: A dossier that meets a retry, a parking, a replay, a correction and an agent.
A_LONG_LIFE = (
    *(PieceAdded(piece=a_piece(kind)) for kind in (*PIECES, PieceKind.JDC)),
    PieceRemoved(kind=PieceKind.JDC),
    DemandeChanged(demande=a_demande(category="A2")),
    Submitted(needs_validation=True),
    StageFailed(stage=S.RECEPTION, run=1, attempt=1, cause="CheckCrashed", final=False),
    done(S.RECEPTION, attempt=2),
    StageFailed(stage=S.PHOTO, run=1, attempt=1, cause="MissingBlob", final=True),
    *(done(name) for name in (S.SIGNATURE, S.IDENTITY, S.ADDRESS)),
    Replayed(stage=S.PHOTO),
    done(S.PHOTO, run=2),
    done(S.DIVERGENCE, run=2, result=a_divergence(Route.CORRECTION, items=(PHOTO,))),
    PieceAdded(piece=a_piece(blob_id="second")),
    Submitted(needs_validation=True),
    Validated(),
    done(S.PHOTO, run=3),
    done(S.DIVERGENCE, run=3, result=a_divergence()),
    done(S.NOTIFICATION, run=2, result=Delivery(sent=(1, 2))),
    Claimed(agent="agent-1"),
    PieceViewed(account="agent-1", kind=PieceKind.PHOTO),
    Released(agent="agent-1"),
    Claimed(agent="agent-2"),
    Decided(agent="agent-2", outcome=Outcome.ACCEPTED),
)


class StoreContract:
    """The promises. The fixtures `store` and `views` come with each world."""

    async def submitted(self, store, created_at=NOW, owner="ecole") -> Dossier:
        """A dossier stored and sent."""
        change = open_dossier(a_name(), owner, a_demande(), created_at, TABLE)
        await store.add(change)
        return await self.moved(store, change.dossier, Submitted(needs_validation=True), created_at)

    async def moved(self, store, dossier, event, now=NOW) -> Dossier:
        """The dossier after one more stored event."""
        change = advance(dossier, event, now, TABLE)
        assert await store.save(change)
        return change.dossier

    async def all_sent(self, store) -> None:
        """Every message has left."""
        entries = await store.unsent(NOW + dt.timedelta(days=9), 99)
        await store.mark_sent([(key, entry.entry_id) for key, entry in entries])

    async def test_a_dossier_reads_back_equal_in_every_field(self, store):
        change = a_full_change(a_name())
        await store.add(change)
        assert await store.get(change.dossier.dossier_id) == change.dossier

    async def test_a_saved_dossier_reads_back_equal_with_its_history(self, store):
        change = a_change(a_name())
        await store.add(change)
        sent = await self.moved(store, change.dossier, Submitted(needs_validation=True))
        assert await store.get(sent.dossier_id) == sent

    async def test_every_step_of_a_long_life_reads_back_equal(self, store):
        change = a_change(a_name())
        await store.add(change)
        dossier, moment = change.dossier, NOW
        for number, event in enumerate(A_LONG_LIFE):
            moment = NOW + number * SECOND
            dossier = await self.moved(store, dossier, event, moment)
            assert await store.get(dossier.dossier_id) == dossier, event
        assert dossier.outcome is Outcome.ACCEPTED
        assert all(name in dossier.stages for name in StageName)

    async def test_an_unknown_dossier_is_none(self, store):
        assert await store.get("G-NOBODY") is None

    async def test_a_dossier_never_replaces_another_of_its_name(self, store):
        change = a_change(a_name())
        await store.add(change)
        sent = await self.moved(store, change.dossier, Submitted(needs_validation=True))
        with pytest.raises(DossierExists):
            await store.add(change)
        assert await store.get(sent.dossier_id) == sent

    async def test_the_second_change_made_on_a_revision_is_refused(self, store):
        change = a_change(a_name())
        await store.add(change)
        first = advance(change.dossier, PieceAdded(piece=a_piece(blob_id="first")), NOW, TABLE)
        second = advance(change.dossier, PieceAdded(piece=a_piece(blob_id="second")), NOW, TABLE)
        assert [await store.save(first), await store.save(second)] == [True, False]
        assert await store.get(first.dossier.dossier_id) == first.dossier

    async def test_a_change_to_an_unknown_dossier_is_refused(self, store):
        change = a_change("G-NOBODY")
        moved = advance(change.dossier, PieceAdded(piece=a_piece()), NOW, TABLE)
        assert not await store.save(moved)
        assert await store.get("G-NOBODY") is None

    async def test_writers_at_once_never_lose_a_change(self, store):
        change = a_change(a_name())
        await store.add(change)
        key = change.dossier.dossier_id

        async def write(number: int) -> int:
            wins = 0
            for _ in range(3):
                before = await store.get(key)
                event = PieceAdded(piece=a_piece(blob_id=f"{number}"))
                wins += await store.save(advance(before, event, NOW, TABLE))
            return wins

        wins = sum(await asyncio.gather(*map(write, range(WRITERS))))
        dossier = await store.get(key)
        assert dossier.rev == 1 + wins
        assert wins >= 3
        assert sum(line.event == "piece_added" for line in dossier.history) == wins

    async def test_unsent_messages_come_oldest_first_across_dossiers(self, store):
        early = await self.submitted(store, NOW)
        late = await self.submitted(store, NOW + SECOND)
        failure = StageFailed(stage=S.RECEPTION, run=1, attempt=1, cause="X", final=False)
        await self.moved(store, early, failure, NOW + 2 * SECOND)
        unsent = await store.unsent(NOW + 9 * SECOND, 100)
        moments = [entry.created_at for _, entry in unsent]
        assert moments == sorted(moments)
        assert unsent[-1][0] == early.dossier_id
        assert {key for key, _ in unsent} == {early.dossier_id, late.dossier_id}

    async def test_young_messages_and_those_beyond_the_limit_stay(self, store):
        await self.submitted(store, NOW)
        await self.submitted(store, NOW + SECOND)
        assert await store.unsent(NOW, 100) == []
        assert {e.created_at for _, e in await store.unsent(NOW + SECOND, 100)} == {NOW}
        assert len(await store.unsent(NOW + 2 * SECOND, 3)) == 3

    async def test_an_unsent_message_reads_back_equal(self, store):
        change = a_full_change(a_name())
        await store.add(change)
        unsent = await store.unsent(NOW + SECOND, 9)
        assert unsent == [(change.dossier.dossier_id, change.entries[0])]

    async def test_a_sent_message_is_forgotten_and_the_others_are_not(self, store):
        dossier = await self.submitted(store)
        first, *rest = await store.unsent(NOW + SECOND, 9)
        await store.mark_sent([(dossier.dossier_id, first[1].entry_id)])
        assert await store.unsent(NOW + SECOND, 9) == rest
        assert rest

    async def test_forgetting_what_is_not_there_is_harmless(self, store):
        dossier = await self.submitted(store)
        before = await store.unsent(NOW + SECOND, 9)
        await store.mark_sent([("G-NOBODY", "1-0"), (dossier.dossier_id, "99-0")])
        await store.mark_sent([])
        assert await store.unsent(NOW + SECOND, 9) == before

    async def test_forgetting_and_changing_at_once_lose_neither_message_nor_revision(self, store):
        dossier = await self.submitted(store)
        sent = [(key, entry.entry_id) for key, entry in await store.unsent(NOW + SECOND, 9)]
        failure = StageFailed(stage=S.RECEPTION, run=1, attempt=1, cause="X", final=False)
        change = advance(dossier, failure, NOW, TABLE)
        _, saved = await asyncio.gather(store.mark_sent(sent), store.save(change))
        left = [entry for _, entry in await store.unsent(NOW + SECOND, 9)]
        assert (saved, left) == (True, list(change.entries))

    async def test_a_stage_is_due_at_its_moment_and_not_before(self, store):
        dossier = await self.submitted(store)
        await self.all_sent(store)
        moment = dossier.stage(S.RECEPTION).deadline
        assert await store.due(moment - SECOND, 9) == []
        assert await store.due(moment, 9) == [(dossier.dossier_id, S.RECEPTION)]

    async def test_a_stage_whose_message_cannot_leave_is_not_late_for_a_day(self, store):
        dossier = await self.submitted(store)
        hour = dt.timedelta(hours=1)
        own = (dossier.dossier_id, S.RECEPTION)
        assert own not in await store.due(NOW + 23 * hour, 9)
        assert own in await store.due(NOW + 25 * hour, 9)
        await self.all_sent(store)
        assert own in await store.due(NOW + 23 * hour, 9)

    async def test_those_that_wait_for_the_broker_stand_before_nobody(self, store):
        late = NOW + dt.timedelta(hours=1)
        free = await self.submitted(store, NOW + 9 * SECOND)
        await self.all_sent(store)
        for place in range(5):
            await self.submitted(store, NOW + place * SECOND)
        assert (free.dossier_id, S.RECEPTION) in await store.due(late, 2)

    async def test_those_that_wait_for_the_broker_take_turns(self, store):
        for place in range(5):
            await self.submitted(store, NOW + place * SECOND)
        dossier = await self.submitted(store, NOW + 9 * SECOND)
        answer = StageFinished(stage=S.RECEPTION, run=1, attempt=1, result=RESULT)
        await store.save(advance(dossier, answer, NOW + 9 * SECOND, TABLE))
        sent = [
            (key, entry.entry_id)
            for key, entry in await store.unsent(NOW + dt.timedelta(minutes=1), 99)
            if (key, entry.stage) == (dossier.dossier_id, S.DIVERGENCE)
        ]
        await store.mark_sent(sent)
        late = NOW + dt.timedelta(hours=1)
        sweeps = [await store.due(late, 3) for _ in range(3)]
        assert (dossier.dossier_id, S.DIVERGENCE) in [item for sweep in sweeps for item in sweep]

    async def test_a_reminder_is_due_before_the_deadline(self, store):
        dossier = await self.submitted(store)
        due = await store.due(NOW + dt.timedelta(days=1), 9)
        assert (dossier.dossier_id, S.USER_VALIDATION) in due

    async def test_no_more_stages_are_due_than_asked_for(self, store):
        for _ in range(3):
            await self.submitted(store)
        assert len(await store.due(NOW + dt.timedelta(days=400), 4)) == 4

    async def test_an_owner_sees_all_own_dossiers_newest_first_and_no_other(self, store, views):
        mine = [await self.submitted(store, NOW + n * SECOND) for n in range(3)]
        await self.submitted(store, NOW, owner="autre")
        found = await views.dossiers_of("ecole", Place(created_at=NOW + 9 * SECOND), 9)
        assert list(found) == mine[::-1]
        behind = Place(created_at=NOW + 2 * SECOND)
        assert list(await views.dossiers_of("ecole", behind, 1)) == [mine[1]]

    async def test_depths_count_each_stage_in_flow_order_with_its_oldest(self, store, views):
        first = await self.submitted(store, NOW)
        await self.submitted(store, NOW + SECOND)
        lost = StageFailed(stage=S.RECEPTION, run=1, attempt=1, cause="X", final=True)
        await self.moved(store, first, lost, NOW + 2 * SECOND)
        depths = {(d.stage, d.status): d for d in await views.depths()}
        assert list(depths) == [
            (S.RECEPTION, "open"),
            (S.RECEPTION, "parked"),
            (S.USER_VALIDATION, "open"),
            (S.NOTIFICATION, "open"),
        ]
        waiting = depths[S.USER_VALIDATION, "open"]
        assert (waiting.count, waiting.oldest_since) == (2, NOW)
        assert waiting.next_deadline == NOW + TABLE[S.USER_VALIDATION].deadline_if_activated
        assert depths[S.RECEPTION, "open"].oldest_since == NOW + SECOND


class TestMemoryStore(StoreContract):
    @pytest.fixture
    async def store(self):
        return MemoryStore()

    @pytest.fixture
    def views(self, store):
        return store


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
class TestMongoStore(StoreContract):
    @pytest.fixture
    async def database(self, store_url, driver):
        async with a_database(store_url, driver) as database:
            yield database

    @pytest.fixture
    async def store(self, database):
        dossiers = MongoDossiers(database)
        await dossiers.prepare()
        return dossiers

    @pytest.fixture
    def views(self, database):
        return MongoViews(database)

    async def test_preparing_twice_is_harmless(self, store):
        await store.prepare()


@pytest.mark.parametrize(
    "value",
    [a_full_change("x").dossier, FULL_ENTRY, FULL_RUN, RESULT, RESULT.identity, RESULT.address],
)
def test_the_full_dossier_leaves_no_field_at_its_default(value):
    for field in dataclasses.fields(value):
        if field.default is not dataclasses.MISSING:
            assert getattr(value, field.name) != field.default, field.name
