"""`guichet check`: one row a file, in order, whatever the file."""

import datetime as dt
import json
import os
from pathlib import Path

import pytest

from services.demo.cast import candidate
from services.demo.people import RECENT, bill_of, document_of
from services.demo.specimens import broken
from services.demo.specimens.portraits import PortraitFault, portrait
from tests.e2e.command import guichet
from tests.e2e.odd_pdfs import a_locked_pdf, an_empty_pdf

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("machine")]

ROW_KEYS = ["file", "verdict", "findings", "reading"]
FINDING_KEYS = ["criterion", "verdict", "value", "expected", "message"]
TODAY = dt.datetime.now(dt.UTC).date()


def rows(stdout: bytes) -> list[dict[str, object]]:
    """Every line, parsed."""
    return [json.loads(line) for line in stdout.decode().splitlines()]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A folder of good and bad files."""
    folder = tmp_path_factory.mktemp("files")
    bill = bill_of(candidate(0, TODAY), TODAY - RECENT)
    contents = {
        "good.jpg": portrait(),
        "dark.jpg": portrait(PortraitFault.DARK_BACKGROUND),
        "cut.jpg": broken.truncated_jpeg(portrait()),
        "empty.jpg": b"",
        "text.jpg": broken.wrong_type(),
        "bill.pdf": bill,
        "cut.pdf": broken.corrupt_pdf(bill),
        "locked.pdf": a_locked_pdf(),
        "no page.pdf": an_empty_pdf(),
        "large.jpg": b"\xff\xd8\xff" + bytes(10 * 1024 * 1024),
    }
    for name, data in contents.items():
        (folder / name).write_bytes(data)
    (folder / "folder").mkdir()
    os.mkfifo(folder / "pipe")
    return folder


def test_rows_come_in_the_order_given_with_the_keys_promised(files):
    names = [files / name for name in ("dark.jpg", "good.jpg", "dark.jpg")]

    ended = guichet("check", "--as", "photo", "--jsonl", *names)

    found = rows(ended.stdout)
    assert ended.returncode == 0
    assert ended.stderr == b""
    assert [row["file"] for row in found] == [str(name) for name in names]
    assert [row["verdict"] for row in found] == ["fail", "pass", "fail"]
    for row in found:
        assert list(row) == ROW_KEYS
        assert row["findings"]
        for finding in row["findings"]:
            assert list(finding) == FINDING_KEYS
            assert finding["verdict"] in {"pass", "warn", "fail", "not_evaluated"}


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        (
            "photo",
            {
                "missing.jpg": "not_found",
                "folder": "not_found",
                "pipe": "not_found",
                "empty.jpg": "empty",
                "text.jpg": "unsupported_type",
                "cut.jpg": "truncated",
                "bill.pdf": "picture_needed",
                "large.jpg": "too_large",
            },
        ),
        (
            "address",
            {
                "cut.pdf": "corrupt",
                "locked.pdf": "encrypted",
                "no page.pdf": "no_page",
                "empty.jpg": "empty",
            },
        ),
        ("identity", {"cut.jpg": "truncated", "cut.pdf": "corrupt"}),
        ("signature", {"cut.jpg": "truncated", "text.jpg": "unsupported_type"}),
    ],
)
def test_a_file_that_cannot_be_read_is_a_row_that_says_why(files, kind, codes):
    ended = guichet("check", "--as", kind, "--jsonl", *(files / name for name in codes))

    found = rows(ended.stdout)
    assert (ended.returncode, ended.stderr) == (1, b"")
    assert [row["file"] for row in found] == [str(files / name) for name in codes]
    assert [row["findings"][0]["value"] for row in found] == list(codes.values())
    for row in found:
        assert (row["verdict"], row["reading"]) == ("fail", {})
        (finding,) = row["findings"]
        assert finding["criterion"] == "file"
        assert finding["message"].endswith(".")


def test_one_unreadable_file_among_good_ones_does_not_hide_them(files):
    names = [files / name for name in ("good.jpg", "empty.jpg", "good.jpg")]

    ended = guichet("check", "--as", "photo", "--jsonl", *names)

    assert ended.returncode == 1
    assert [row["verdict"] for row in rows(ended.stdout)] == ["pass", "fail", "pass"]


def test_a_name_that_is_no_utf_8_makes_a_row_like_any_other(files):
    name = os.fsencode(files) + b"/bad\xff.jpg"
    Path(os.fsdecode(name)).write_bytes(portrait())

    ended = guichet("check", "--as", "photo", "--jsonl", os.fsdecode(name))

    (row,) = rows(ended.stdout)
    assert (ended.returncode, row["verdict"]) == (0, "pass")
    assert row["file"].endswith("bad\ufffd.jpg")


def test_what_was_read_on_a_bill_is_in_its_row(files):
    ended = guichet("check", "--as", "address", "--jsonl", files / "bill.pdf")

    (row,) = rows(ended.stdout)
    assert (ended.returncode, row["verdict"]) == (0, "pass")
    assert row["reading"]["postcode"] == "69008"
    assert row["reading"]["issued_on"] == (TODAY - RECENT).isoformat()


def test_a_person_reads_the_verdict_first_and_what_to_do(files):
    ended = guichet("check", "--as", "photo", files / "dark.jpg", files / "empty.jpg")

    text = ended.stdout.decode()
    assert ended.returncode == 1
    assert text.startswith(f"✗ à refaire  {files}")
    assert "background" in text
    assert "Le fichier est vide." in text


def test_without_its_engine_a_check_says_so_and_passes_nothing(files):
    card = files / "card.jpg"
    card.write_bytes(document_of(candidate(0, TODAY), TODAY))

    ended = guichet(
        "check", "--as", "identity", "--jsonl", card, environment={"PATH": str(files / "folder")}
    )

    (row,) = rows(ended.stdout)
    assert (ended.returncode, row["verdict"]) == (1, "not_evaluated")
    assert "guichet doctor" in row["findings"][0]["message"]


@pytest.mark.parametrize(
    "arguments", [("--as", "selfie", "x.jpg"), ("--as", "photo"), ("x.jpg",), ("--bogus",)]
)
def test_a_wrong_call_is_told_how_to_call(arguments):
    ended = guichet("check", *arguments)

    assert ended.returncode == 2
    assert b"Usage: guichet check" in ended.stderr


@pytest.mark.parametrize("command", ["", "up", "demo", "check", "doctor"])
def test_every_command_explains_itself(command):
    ended = guichet(*filter(None, [command]), "--help")

    text = ended.stdout.decode()
    assert ended.returncode == 0
    assert f"Usage: guichet {command}".strip() in text
    assert "--help" in text
