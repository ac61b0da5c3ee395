"""The service of photo-signature codes: the folder and memory keep the same promises."""

import datetime as dt
import os

import pytest

from shared.adapters.memory_photo_codes import MemoryCode, MemoryPhotoCodes
from shared.adapters.photo_codes import VALIDITY, FolderPhotoCodes
from shared.errors import PhotoCodePending
from shared.pipeline.photo_codes import CodePictures, CodeRefusal
from tests.builders import NOW

CODE = "AB12CD34EF56GH78IJ90KL"
PICTURES = CodePictures(photo=b"photo", signature=b"signature")


class Noon:
    """A clock that stands."""

    def now(self):
        return NOW


class InMemory:
    """Codes in memory."""

    def __init__(self, folder):
        del folder
        self.service = MemoryPhotoCodes(clock=Noon(), validity=VALIDITY)

    def announce(self):
        self.service.codes[CODE] = MemoryCode(taken_at=NOW)

    def deliver(self, taken_at=NOW):
        self.service.codes[CODE] = MemoryCode(taken_at=taken_at, pictures=PICTURES)


class InFolder:
    """Codes in a folder."""

    def __init__(self, folder):
        self.place = folder / CODE
        self.service = FolderPhotoCodes(folder, Noon())

    def announce(self):
        self.place.mkdir()

    def deliver(self, taken_at=NOW):
        self.place.mkdir(exist_ok=True)
        (self.place / "signature.png").write_bytes(PICTURES.signature)
        photo = self.place / "photo.jpg"
        photo.write_bytes(PICTURES.photo)
        os.utime(photo, (taken_at.timestamp(), taken_at.timestamp()))


@pytest.fixture(params=[InMemory, InFolder], ids=["memory", "folder"])
def world(request, tmp_path):
    return request.param(tmp_path)


async def test_a_code_that_nobody_gave_is_unknown(world):
    assert await world.service.fetch(CODE, "G-1") is CodeRefusal.UNKNOWN


@pytest.mark.parametrize("code", ["", "../G-1", "a b", "taken_by"])
async def test_what_is_no_code_leads_nowhere(world, code):
    world.deliver()

    assert await world.service.fetch(code, "G-1") is CodeRefusal.UNKNOWN


async def test_pictures_that_are_not_there_yet_are_waited_for(world):
    world.announce()
    with pytest.raises(PhotoCodePending):
        await world.service.fetch(CODE, "G-1")

    world.deliver()

    assert await world.service.fetch(CODE, "G-1") == PICTURES


async def test_the_same_dossier_may_fetch_again_and_no_other(world):
    world.deliver()
    assert await world.service.fetch(CODE, "G-1") == PICTURES

    assert await world.service.fetch(CODE, "G-1") == PICTURES
    assert await world.service.fetch(CODE, "G-2") is CodeRefusal.USED


async def test_a_code_of_more_than_six_months_is_refused(world):
    world.deliver(NOW - VALIDITY - dt.timedelta(days=1))

    assert await world.service.fetch(CODE, "G-1") is CodeRefusal.EXPIRED
