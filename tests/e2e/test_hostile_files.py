"""Files made to harm: each is refused with its reason or becomes clean pixels, within seconds."""

import datetime as dt
import io
import json
import os
import tempfile
import time

import numpy as np
import pytest
from PIL import Image

from services.imagecheck.engines.pdf import page_count, page_texts, render_page
from services.imagecheck.isolation import check_in_child, copy_in_child, is_refused
from services.imagecheck.pool import CheckPool
from shared.domain.files import REFUSAL_MESSAGES, RefusalCode
from shared.stages import StageName
from tests.e2e.command import guichet
from tests.hostile.disguises import hostile_disguises
from tests.hostile.heics import hostile_heics
from tests.hostile.pdfs import active_pdfs, hostile_pdfs, quiet_pdfs
from tests.hostile.pictures import a_picture, hostile_pictures

pytestmark = pytest.mark.timeout(300)

TODAY = dt.date(2026, 11, 23)
#: DESIGN 7: none may hang longer, on a machine that does nothing else.
LONGEST = 10.0


@pytest.fixture(scope="module")
async def pool(tmp_path_factory):
    """One child with the limits of production; its temporary files in a folder of our own."""
    folder = tmp_path_factory.mktemp("scratch")
    usual, tempfile.tempdir = tempfile.tempdir, str(folder)
    pool = CheckPool(1, 3072)
    await pool.warm()
    yield pool
    assert [file for file in folder.rglob("*") if file.is_file()] == []  # while the child lives
    pool.close()
    assert list(folder.iterdir()) == []
    tempfile.tempdir = usual


async def outcome(pool, data):
    """The code of the refusal, or the clean copy."""
    result = await check_in_child(pool, StageName.PHOTO, data, TODAY, 60)
    if is_refused(result):
        code = RefusalCode(result.findings[0].value)
        if code is not RefusalCode.PICTURE_NEEDED:
            return code
    return await copy_in_child(pool, data)


def assert_clean(copy):
    """Pixels and nothing else."""
    if copy.startswith(b"%PDF-"):
        assert b"/Annots" not in copy
        assert b"/Names" not in copy
        assert page_texts(copy) == ("",) * page_count(copy)
        return
    with Image.open(io.BytesIO(copy), formats=["JPEG"]) as image:
        image.load()
        assert not image.getexif()
        assert not image.info.get("icc_profile")
        assert not image.info.get("comment")
    assert copy.endswith(b"\xff\xd9")


@pytest.fixture(scope="module")
def files():
    """All of them by name."""
    return hostile_pictures() | hostile_heics() | hostile_pdfs() | hostile_disguises()


@pytest.fixture(scope="module")
async def outcomes(pool, files):
    """What became of each, and after how many seconds."""
    found = {}
    for name, data in files.items():
        began = time.monotonic()
        answer = await outcome(pool, data)
        others = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
        found[name] = (answer, (time.monotonic() - began) / others)
    return found


def test_each_is_refused_with_its_reason_or_becomes_clean_pixels(outcomes):
    refused = [answer for answer, _ in outcomes.values() if isinstance(answer, RefusalCode)]
    copies = [answer for answer, _ in outcomes.values() if isinstance(answer, bytes)]

    assert len(outcomes) > 150
    assert len(copies) > 40
    assert {RefusalCode.CORRUPT, RefusalCode.TRUNCATED, RefusalCode.EMPTY} <= set(refused)
    assert set(refused) <= set(REFUSAL_MESSAGES)
    for copy in copies:
        assert_clean(copy)


def test_none_holds_its_child_for_ten_seconds(outcomes):
    assert {name: took for name, (_, took) in outcomes.items() if took > LONGEST} == {}


def test_what_runs_something_is_refused_as_such(outcomes):
    found = {outcomes[f"pdf-{name}.pdf"][0] for name, _ in active_pdfs()}

    assert found == {RefusalCode.ACTIVE_CONTENT}


@pytest.mark.parametrize(
    "name",
    [
        "pdf-drawings-in-drawings.pdf",
        "pdf-content-bomb.pdf",
        "pdf-bomb-in-a-bomb.pdf",
        "jpg-hundreds-of-passes.jpg",
    ],
)
def test_what_never_ends_is_refused_as_such(outcomes, name):
    assert outcomes[name][0] is RefusalCode.TOO_COMPLEX


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("png-claims-100000-square.png", RefusalCode.TOO_MANY_PIXELS),
        ("png-bomb-64-mpx.png", RefusalCode.TOO_MANY_PIXELS),
        ("jpg-claims-65500-square.jpg", RefusalCode.TOO_MANY_PIXELS),
        ("pdf-million-pages.pdf", RefusalCode.TOO_MANY_PAGES),
        ("disguise-svg.png", RefusalCode.UNSUPPORTED_TYPE),
        ("disguise-noise-then-pdf.pdf", RefusalCode.UNSUPPORTED_TYPE),
        ("disguise-empty.pdf", RefusalCode.EMPTY),
    ],
)
def test_a_refusal_names_what_is_wrong(outcomes, name, code):
    assert outcomes[name][0] is code


def test_what_is_only_hidden_or_linked_is_left_out_of_the_copy(outcomes):
    for name, _ in quiet_pdfs():
        assert_clean(outcomes[f"pdf-{name}.pdf"][0])


async def test_a_copy_shows_what_the_page_shows(pool):
    page = dict(quiet_pdfs())["link"]

    copy = await copy_in_child(pool, page)

    size = slice(0, 580), slice(0, 410)  # the last row may be rounded away
    shown, drawn = (render_page(data, 0, 50).pixels[size].astype(int) for data in (page, copy))
    assert shown.min() < 128
    assert np.abs(shown - drawn).mean() < 2


def test_where_and_by_whom_a_picture_was_taken_stays_behind_and_it_stands_upright(outcomes):
    copy = outcomes["jpg-place-and-name.jpg"][0]

    assert b"Secret" not in copy
    assert b"Exif" not in copy
    width, height = a_picture().size
    with Image.open(io.BytesIO(copy)) as image:
        assert image.size == (height, width)  # it was to be turned by a quarter


def test_the_command_line_answers_one_row_a_file_whatever_the_file(files, tmp_path):
    names = [name for name in files if name.startswith("disguise-")][::3]
    names += [name for name in files if name.startswith(("jpg-claims", "png-claims", "png-no"))]
    names += ["pdf-script-packed.pdf", "pdf-content-bomb.pdf", "pdf-cut-3.pdf"]
    for name in names:
        (tmp_path / name).write_bytes(files[name])

    ended = guichet("check", "--as", "photo", "--jsonl", *(tmp_path / name for name in names))

    rows = [json.loads(line) for line in ended.stdout.decode().splitlines()]
    assert (ended.returncode, ended.stderr) == (1, b"")
    assert [row["file"] for row in rows] == [str(tmp_path / name) for name in names]
    assert {row["verdict"] for row in rows} <= {"fail", "warn", "not_evaluated"}
    assert "check_unavailable" not in {row["findings"][0]["criterion"] for row in rows}
    codes = [row["findings"][0]["value"] for row in rows[-3:]]
    assert codes == ["active_content", "too_complex", "corrupt"]
