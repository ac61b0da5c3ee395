"""What a retention has ended for is nowhere any more: every place is searched for it."""

import datetime as dt
from dataclasses import fields, is_dataclass, replace

import prometheus_client
import pytest
import structlog

from shared.adapters.archive import MemoryArchive, MongoArchive
from shared.adapters.audit_trail import MemoryAuditTrail, MongoAuditTrail
from shared.adapters.batch_archive import MemoryBatchArchive
from shared.adapters.blobs import GridFsBlobs
from shared.adapters.clock import SystemClock
from shared.adapters.dossier_keys import MemoryDossierKeys, MongoDossierKeys
from shared.adapters.key_ring import KeyRing, new_master_key, read_master_keys
from shared.adapters.memory import MemoryStore
from shared.adapters.memory_batches import MemoryBatches
from shared.adapters.memory_broker import MemoryBroker
from shared.adapters.memory_files import MemoryBlobs
from shared.adapters.sealed_blobs import SealedBlobs
from shared.adapters.store import MongoDossiers
from shared.domain.change import Change
from shared.domain.dossier import StageRun, StageStatus
from shared.domain.piece import PieceKind
from shared.domain.retention import RETENTIONS, Kept
from shared.domain.review import Outcome
from shared.errors import KeyErased, MissingBlob
from shared.pipeline.audit_check import check_audit
from shared.pipeline.purge import Purge
from shared.pipeline.register import Register
from shared.pipeline.relay import Relay
from shared.pipeline.witness import Witness
from shared.stages import TABLE, StageName
from shared.web.status import status_view
from tests.builders import NOW, a_piece
from tests.contract.full_dossier import a_full_change
from tests.contract.servers import a_database

CANARY = "CANARI"
DAY = dt.timedelta(days=1)
#: Texts that are identifiers and codes: they may stay.
CODES = {
    *("dossier_id", "owner", "blob_id", "sha256", "media_type", "replaces", "working_copy"),
    *("back_copy", "cause", "event", "detail", "agent", "category", "agrement", "reason_code"),
    *("rule_set", "criterion", "answered_by"),
}


def marked(value, name=""):
    """The value with a canary in every text that is not a code."""
    if is_dataclass(value):
        inner = {f.name: marked(getattr(value, f.name), f.name) for f in fields(value)}
        return replace(value, **inner)
    if isinstance(value, tuple):
        return tuple(marked(one, name) for one in value)
    if isinstance(value, dict):
        return {key: marked(one, name) for key, one in value.items()}
    return f"{CANARY} {value}" if type(value) is str and name not in CODES else value


class Calendar:
    """A clock that is put forward."""

    def __init__(self):
        self.day = NOW

    def now(self):
        return self.day

    async def sleep(self, seconds):
        """Nobody waits here."""


async def chunks(data):
    yield data


class World:
    """A purge over some adapters, and everything that they hold."""

    def __init__(self, dossiers, archive, files, rows, trail):
        self.clock, self.files = Calendar(), files
        self.blobs = SealedBlobs(
            files, KeyRing(rows, read_master_keys(new_master_key()), self.clock)
        )
        relay = Relay(MemoryBroker(TABLE), dossiers, self.clock)
        self.trail = trail
        self.register = Register(dossiers, relay, self.clock, TABLE)
        self.register.watched_by(Witness(trail, self.clock))
        self.purge = Purge(
            register=self.register,
            archive=archive,
            blobs=self.blobs,
            keys=self.blobs.keys,
            batches=MemoryBatchArchive(MemoryBatches(), MemoryDossierKeys()),
            clock=self.clock,
            retentions=RETENTIONS,
        )

    async def keep(self, dossier_id, **changes):
        """A dossier that ended, with a canary in every text and every file."""
        written = [await self._written(dossier_id) for _ in range(3)]
        full = marked(a_full_change(dossier_id).dossier)
        photo = replace(full.pieces[PieceKind.PHOTO], blob_id=written[0], replaces=written[1])
        run = full.stages[StageName.PHOTO]
        run = replace(run, status=StageStatus.DONE, deadline=None, claim=None)
        run = replace(run, result=replace(run.result, working_copy=written[2]))
        dossier = replace(
            full,
            pieces={PieceKind.PHOTO: photo},
            stages={StageName.PHOTO: run, StageName.DRAFT: full.stages[StageName.DRAFT]},
            kept=Kept.ALL,
            title=None,
        )
        await self.register.dossiers.add(Change(dossier=replace(dossier, **changes)))
        return written

    async def _written(self, dossier_id):
        data = f"{CANARY} of a picture".encode() * 50
        return (await self.blobs.write(chunks(data), 2**20, dossier_id)).blob_id


class PurgeContract:
    """The promises. The fixtures `world` and `everything` (all that is stored) come with each."""

    async def test_names_and_pieces_are_nowhere_once_their_time_is_over(self, world, everything):
        await world.keep("G-ONE")
        assert CANARY in await everything()
        world.clock.day = NOW + 366 * DAY
        with structlog.testing.capture_logs() as lines:
            assert await world.purge.round() == 2  # pieces, then the person, in one round
        assert CANARY not in await everything()
        assert CANARY not in repr(lines)
        assert CANARY.encode() not in prometheus_client.generate_latest()

    async def test_pieces_go_first_and_names_stay_until_their_own_time(self, world, everything):
        written = await world.keep("G-ONE")
        world.clock.day = NOW + 184 * DAY
        assert (await world.purge.round(), await world.purge.round()) == (1, 0)
        dossier = await world.register.dossiers.get("G-ONE")
        assert (dossier.kept, dossier.pieces) == (Kept.NO_PIECES, {})
        assert dossier.demande.candidate.birth_name.startswith(CANARY)
        stored = await world.files.stored_between(
            dt.datetime.now(dt.UTC) - DAY, dt.datetime.now(dt.UTC) + DAY
        )
        assert set(stored) & set(written) == set()

    async def test_a_copy_of_the_files_cannot_be_read_after_the_purge(self, world):
        (photo, *_) = await world.keep("G-ONE")
        copy = await world.files.read(photo)
        world.clock.day = NOW + 184 * DAY
        await world.purge.round()
        await world.files.put(photo, chunks(copy))
        with pytest.raises(KeyErased):
            await world.blobs.read(photo)

    async def test_nothing_goes_before_its_time(self, world):
        written = await world.keep("G-ONE")
        world.clock.day = NOW + 182 * DAY
        assert (await world.purge.due(), await world.purge.round()) == ({}, 0)
        assert CANARY.encode() in await world.blobs.read(written[0])

    async def test_a_dry_look_counts_and_erases_nothing(self, world):
        written = await world.keep("G-ONE")
        world.clock.day = NOW + 184 * DAY
        for _ in range(2):
            assert await world.purge.due() == {(Outcome.REFUSED, Kept.ALL): 1}
        assert await world.blobs.read(written[0])

    async def test_dossiers_that_have_not_ended_are_kept_whole(self, world):
        await world.keep("G-ONE", outcome=None, ended_at=None)
        world.clock.day = NOW + 9999 * DAY
        assert await world.purge.round() == 0

    async def test_a_dossier_that_ended_before_ends_were_written_down_is_purged_too(self, world):
        await world.keep("G-ONE", ended_at=None)
        await self.forget(world, "G-ONE", "kept", "ended_at")
        world.clock.day = NOW + 184 * DAY
        assert await world.purge.round() == 1

    async def test_a_name_stays_while_a_letter_is_under_way(self, world):
        await world.keep("G-ONE")
        dossier = await world.register.dossiers.get("G-ONE")
        letters = {StageName.NOTIFICATION: replace(dossier.stage(StageName.PHOTO))}
        letters[StageName.NOTIFICATION] = replace(
            letters[StageName.NOTIFICATION], status=StageStatus.OPEN, deadline=NOW, result=None
        )
        await world.keep("G-TWO", stages={**dossier.stages, **letters})
        world.clock.day = NOW + 366 * DAY
        await world.purge.round()
        assert (await world.register.dossiers.get("G-TWO")).kept is Kept.NO_PIECES
        assert (await world.register.dossiers.get("G-ONE")).kept is Kept.NO_PERSON

    async def test_what_is_left_can_still_be_shown_and_is_in_the_audit(self, world):
        await world.keep("G-ONE")
        world.clock.day = NOW + 366 * DAY
        await world.purge.round()
        dossier = await world.register.dossiers.get("G-ONE")
        assert status_view(dossier, world.clock.now())
        assert (dossier.outcome, dossier.ended_at) == (Outcome.REFUSED, NOW)
        actions = [entry.action for entry in await world.trail.entries("G-ONE")]
        assert actions == ["pieces_erased", "person_erased"]
        assert (await check_audit(world.trail, {})).flaws == ()

    async def test_one_dossier_is_erased_before_its_time_and_no_other(self, world):
        written = await world.keep("G-ONE")
        others = await world.keep("G-TWO")
        assert await world.purge.erase("G-ONE", person=False)
        with pytest.raises((KeyErased, MissingBlob)):
            await world.blobs.read(written[0])
        assert (await world.register.dossiers.get("G-ONE")).kept is Kept.NO_PIECES
        assert CANARY.encode() in await world.blobs.read(others[0])
        assert not await world.purge.erase("G-ONE", person=False)
        assert await world.purge.erase("G-ONE", person=True)
        assert (await world.register.dossiers.get("G-ONE")).kept is Kept.NO_PERSON
        actions = [entry.action for entry in await world.trail.entries("G-ONE")]
        assert actions == ["pieces_erased", "person_erased"]

    async def test_a_person_with_a_letter_on_its_way_loses_nothing(self, world):
        sending = StageRun(status=StageStatus.OPEN, run=1, attempt=1)
        written = await world.keep("G-ONE", stages={StageName.NOTIFICATION: sending})
        assert not await world.purge.erase("G-ONE", person=True)
        assert CANARY.encode() in await world.blobs.read(written[0])

    @pytest.mark.parametrize("person", [False, True])
    async def test_nothing_of_a_dossier_that_has_not_ended_is_erased(self, world, person):
        written = await world.keep("G-ONE", outcome=None, ended_at=None)
        assert not await world.purge.erase("G-ONE", person=person)
        assert not await world.purge.erase("G-NOWHERE", person=person)
        assert CANARY.encode() in await world.blobs.read(written[0])

    async def test_a_round_that_was_cut_off_is_done_again(self, world):
        await world.keep("G-ONE")
        world.clock.day = NOW + 184 * DAY
        await world.blobs.keys.erase("G-ONE")  # and then the process died
        assert await world.purge.round() == 1


class TestMemoryPurge(PurgeContract):
    @pytest.fixture
    async def world(self):
        store, files = MemoryStore(), MemoryBlobs()
        archive, rows = MemoryArchive(store), MemoryDossierKeys()
        return World(store, archive, files, rows, MemoryAuditTrail())

    @pytest.fixture
    def everything(self, world):
        async def search():
            store = world.register.dossiers.documents
            return repr((store, world.files.files, world.trail.rows))

        return search

    async def forget(self, world, dossier_id, *names):
        for name in names:
            del world.register.dossiers.documents[dossier_id][name]


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
class TestMongoPurge(PurgeContract):
    @pytest.fixture
    async def database(self, store_url, driver):
        async with a_database(store_url, driver) as database:
            yield database

    @pytest.fixture
    async def world(self, database):
        rows, trail = MongoDossierKeys(database), MongoAuditTrail(database)
        dossiers, files = MongoDossiers(database), GridFsBlobs(database, SystemClock())
        for adapter in (rows, trail, dossiers, files):
            await adapter.prepare()
        return World(dossiers, MongoArchive(database), files, rows, trail)

    @pytest.fixture
    def everything(self, database):
        async def search():
            found = []
            for name in await database.list_collection_names():
                found += await database[name].find({}).to_list(None)
            assert len(found) > 2
            return repr(found)

        return search

    async def forget(self, world, dossier_id, *names):
        dossiers = world.register.dossiers._dossiers
        await dossiers.update_one({"_id": dossier_id}, {"$unset": dict.fromkeys(names, 1)})


def test_a_picture_is_no_code():
    assert marked(a_piece()).media_type == "image/jpeg"
    assert CANARY in marked(a_full_change("G").dossier).demande.candidate.birth_name
