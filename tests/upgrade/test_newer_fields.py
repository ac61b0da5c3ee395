"""Fields that a newer version added stay in the store, whatever an older one does beside them."""

import copy
import datetime as dt

import pytest

from shared.adapters.memory import MemoryStore
from shared.adapters.store import MongoDossiers
from shared.domain.dossier import CorrectionItem, Delivery, Outcome, Route
from shared.domain.events import (
    Claimed,
    Decided,
    DemandeChanged,
    PersonErased,
    PieceAdded,
    PieceRemoved,
    PiecesErased,
    StageFailed,
    StageFinished,
    Submitted,
    Validated,
)
from shared.domain.piece import PieceKind
from shared.domain.review_events import Commented
from shared.domain.transitions import advance
from shared.stages import TABLE, StageName
from tests.builders import (
    NOW,
    PIECES,
    a_change,
    a_demande,
    a_divergence,
    a_piece,
    a_result,
    an_identity,
)
from tests.contract.servers import a_database, a_name

S = StageName
SECOND = dt.timedelta(seconds=1)
ASKED = (
    CorrectionItem(message="La photo est floue.", piece=PieceKind.PHOTO),
    CorrectionItem(message="La date de naissance.", field="birth_date"),
)
#: What a newer version put everywhere.
NEWER = "known_later"


def done(stage, run=1, attempt=1, result=None):
    return StageFinished(stage=stage, run=run, attempt=attempt, result=result or a_result())


BEFORE = (
    *(PieceAdded(piece=a_piece(kind)) for kind in (*PIECES, PieceKind.JDC)),
    Submitted(needs_validation=True),
    StageFailed(stage=S.RECEPTION, run=1, attempt=1, cause="CheckCrashed", final=False),
    done(S.RECEPTION, attempt=2),
)
AFTER = (
    StageFailed(stage=S.PHOTO, run=1, attempt=1, cause="CheckCrashed", final=False),
    done(S.PHOTO, attempt=2),
    *(done(name) for name in (S.SIGNATURE, S.IDENTITY, S.ADDRESS, S.JDC)),
    done(S.NOTIFICATION, result=Delivery(sent=(1, 2))),
    done(S.DIVERGENCE, result=a_divergence(Route.CORRECTION, items=ASKED)),
    PieceAdded(piece=a_piece(blob_id="second")),
    DemandeChanged(demande=a_demande(candidate=an_identity(birth_date="1990-04-13"))),
    Submitted(needs_validation=True),
    Validated(),
    done(S.PHOTO, run=2),
    done(S.DIVERGENCE, run=2, result=a_divergence()),
    Claimed(agent="agent-1"),
    Commented(agent="agent-1", text="À revoir."),
    Decided(agent="agent-1", outcome=Outcome.ACCEPTED),
)

#: Things that are the same things at the end: all but what was replaced or started again.
KEPT = {
    *("", "demande", "demande.candidate", "demande.account", "demande.address", "review"),
    *(f"pieces.{kind}" for kind in (*PIECES[1:], PieceKind.JDC)),
    *(f"stages.{name}" for name in (S.DRAFT, S.RECEPTION, S.SIGNATURE, S.IDENTITY, S.ADDRESS)),
    *(f"stages.{S.JDC}", "letters.0"),
}
GONE = {"pieces.photo", f"stages.{S.PHOTO}", f"stages.{S.DIVERGENCE}", "stages.photo.result"}


def places(value, path=""):
    """Every document in a document, by its dotted name."""
    if isinstance(value, dict):
        yield path, value
        for key, inner in value.items():
            yield from places(inner, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from places(inner, f"{path}.{number}")


def plant(document):
    """The document with the newer field in every part of it."""
    for _, part in [*places(document)]:
        part[NEWER] = "of the newer version"
    del document["pieces"][NEWER], document["stages"][NEWER]  # those two are rows by name
    return document


class World:
    """A store, and its documents as they lie there."""

    def __init__(self, store, read, write):
        self.store, self.read, self.write = store, read, write

    async def lives(self, dossier, events, now=NOW):
        for number, event in enumerate(events):
            change = advance(dossier, event, now + number * SECOND, TABLE)
            assert change is not None, event
            assert await self.store.save(change)
            dossier = change.dossier
            read = await self.store.get(dossier.dossier_id)
            assert read == dossier, event
        return dossier

    async def planted(self):
        """A dossier on its way that a newer version has touched everywhere."""
        change = a_change(a_name())
        await self.store.add(change)
        dossier = await self.lives(change.dossier, BEFORE)
        await self.write(plant(copy.deepcopy(await self.read(dossier.dossier_id))))
        return await self.store.get(dossier.dossier_id)


class NewerFields:
    """The promises; the fixture `world` comes with each store."""

    async def test_an_older_version_reads_past_newer_fields_and_keeps_them(self, world):
        dossier = await world.lives(await world.planted(), AFTER, NOW + 60 * SECOND)
        document = await world.read(dossier.dossier_id)
        kept = {path for path, part in places(document) if NEWER in part}
        assert KEPT - kept == set()
        assert kept & GONE == set()

    async def test_a_piece_taken_away_is_gone_with_everything_of_it(self, world):
        change = a_change(a_name())
        await world.store.add(change)
        dossier = await world.lives(change.dossier, BEFORE[:5])
        await world.lives(dossier, [PieceRemoved(kind=PieceKind.JDC)], NOW + 60 * SECOND)
        pieces = (await world.read(dossier.dossier_id))["pieces"]
        assert set(pieces) == set(PIECES)

    async def test_erasing_a_person_erases_what_a_newer_version_knew_of_them_too(self, world):
        dossier = await world.lives(await world.planted(), AFTER, NOW + 60 * SECOND)
        last = done(
            S.NOTIFICATION,
            run=dossier.stage(S.NOTIFICATION).run,
            result=Delivery(sent=(3, 4, 5, 6)),
        )
        dossier = await world.lives(dossier, [last], NOW + 120 * SECOND)
        dossier = await world.lives(
            dossier,
            [PiecesErased(account="purge"), PersonErased(account="purge")],
            NOW + dt.timedelta(days=4000),
        )
        document = await world.read(dossier.dossier_id)
        kept = {path for path, part in places(document) if NEWER in part and path}
        assert {path for path in kept if not path.startswith(("history", "outbox"))} == set()


class TestNewerFieldsInMemory(NewerFields):
    @pytest.fixture
    async def world(self):
        store = MemoryStore()

        async def read(key):
            return store.documents[key]

        async def write(document):
            store.documents[document["_id"]] = document

        return World(store, read, write)


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
class TestNewerFieldsInMongoDB(NewerFields):
    @pytest.fixture
    async def world(self, store_url):
        async with a_database(store_url) as database:
            dossiers = database["dossiers"]

            async def read(key):
                return await dossiers.find_one({"_id": key})

            async def write(document):
                await dossiers.delete_one({"_id": document["_id"]})
                await dossiers.insert_one(document)

            yield World(MongoDossiers(database), read, write)
