"""What a batch takes at most: files of one upload, files that wait, fields of a line."""

from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp.test_utils import TestClient, TestServer

from services.intake.batch_acts import BatchActs
from services.intake.batch_desk import BatchDesk
from services.intake.batch_files import FULL, MOST_FIELDS, MOST_FILES, TOO_MANY, BatchFiles
from services.intake.batch_pages import BatchPages
from services.intake.filing import FilingDesk
from services.intake.sign_in import filers_face
from services.intake.uploads import Receiver
from shared.adapters.memory_accounts import MemoryAccounts
from shared.adapters.memory_batches import MemoryBatches
from shared.adapters.memory_files import MemoryBlobs
from shared.adapters.memory_sessions import MemorySessions
from shared.domain.batch import MOST_LOOSE, Batch, BatchRow, LooseFile
from shared.settings import Settings
from shared.web.access import Account, Role
from shared.web.frame import make_app
from shared.web.sessions import keep_sessions
from tests.builders import NOW
from tests.flow.line import Line

SETTINGS = Settings(secret_key="s" * 48)
SCHOOL = Account(account_id="ecole", role=Role.SCHOOL)
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 40
OURS = {"Sec-Fetch-Site": "same-origin", "Authorization": "Bearer key"}
ROW = BatchRow(line=2, reference="01", name="Léa Dupont", typed={"kind": "registration"})
LOT = "/espace/lot/L-1"


class Office:
    """A school's batch on memory."""

    def __init__(self, waiting=0):
        line, self.blobs, self.batches = Line(), MemoryBlobs(), MemoryBatches()
        filing = FilingDesk(register=line.register, blobs=self.blobs, clock=line.clock)
        desk = BatchDesk(desk=filing, batches=self.batches, previews=None)
        receiver = Receiver(blobs=self.blobs, clock=line.clock, max_bytes=1000)
        files = BatchFiles(batches=desk, receiver=receiver)
        self.acts = BatchActs(pages=BatchPages(desk=desk, pictures=None), files=files)
        loose = tuple(a_loose_file(number) for number in range(waiting))
        self.batches.batches["L-1"] = Batch(
            batch_id="L-1", owner="ecole", created_at=NOW, until=NOW, rows=(ROW,), loose=loose
        )

    @property
    def batch(self):
        return self.batches.batches["L-1"]

    @asynccontextmanager
    async def open(self):
        """The school's browser."""
        accounts = MemoryAccounts()
        await accounts.put(SCHOOL, "key")
        app = make_app(SETTINGS, accounts)
        keep_sessions(app, MemorySessions(), lambda: NOW, filers_face(SETTINGS))
        app.router.add_routes(self.acts.routes())
        async with TestClient(TestServer(app), headers=OURS) as client:

            async def post(path, data):
                return (await client.post(path, data=data, allow_redirects=False)).status

            yield post


def a_loose_file(number):
    return LooseFile(
        blob_id=f"blob-{number}",
        name=f"x{number}.jpg",
        sha256=f"{number:064d}",
        size=1,
        media_type="image/jpeg",
        why="",
        uploaded_at=NOW,
    )


def files_named(count):
    form = aiohttp.FormData()
    for number in range(count):
        data = JPEG + str(number).encode()
        form.add_field("fichiers", data, filename=f"x{number}.jpg", content_type="image/jpeg")
    return form


async def test_an_upload_ends_with_its_first_file_too_many():
    office = Office()
    async with office.open() as post:
        assert await post(f"{LOT}/fichiers", files_named(MOST_FILES + 3)) == 303

    assert [file.message for file in office.batch.refused] == [TOO_MANY]
    assert len(office.batch.loose) == MOST_FILES


async def test_what_waits_is_bounded_over_all_uploads_and_no_bytes_stay_behind():
    office = Office(waiting=MOST_LOOSE - 1)
    async with office.open() as post:
        assert await post(f"{LOT}/fichiers", files_named(3)) == 303

    assert len(office.batch.loose) == MOST_LOOSE
    assert [file.message for file in office.batch.refused] == [FULL, FULL]
    assert list(office.blobs.files) == [office.batch.loose[-1].blob_id]


async def test_an_upload_of_fields_alone_ends_too():
    office = Office()
    form = aiohttp.FormData([(f"f{number}", "x") for number in range(MOST_FIELDS + 1)])
    form.add_field("fichiers", JPEG, filename="x.jpg", content_type="image/jpeg")
    async with office.open() as post:
        assert await post(f"{LOT}/fichiers", form) == 303

    assert office.batch.loose == ()


async def test_a_line_keeps_only_what_its_form_asks_for():
    office = Office()
    typed = {"candidate.birth_name": "Martin", "made.up": "x" * 1000, "kind": "other"}
    async with office.open() as post:
        assert await post(f"{LOT}/lignes/2", typed) == 303

    assert office.batch.rows[0].typed == {
        "kind": "registration",
        "candidate.birth_name": "Martin",
    }


@pytest.mark.parametrize("line", ["9" * 5000, "12345", "x", "3"])
async def test_a_line_that_is_no_number_of_this_batch_is_not_found(line):
    async with Office().open() as post:
        assert await post(f"{LOT}/lignes/{line}", {"category": "B"}) == 404
