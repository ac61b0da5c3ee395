"""A receipt proves what was deposited, to anybody who has the public key."""

import hashlib
import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from services.cli_receipt import receipt_app
from shared.domain.piece import PieceKind
from shared.settings import Settings
from shared.web.receipts import ReceiptInvalid, ReceiptSigner, read_receipt, receipt_view
from tests.builders import a_draft, a_piece

BYTES = b"the photo as it was sent"


def a_signer(secret="s" * 48):
    return ReceiptSigner(Settings(secret_key=secret))


def a_deposit():
    photo = a_piece(PieceKind.PHOTO, sha256=hashlib.sha256(BYTES).hexdigest())
    return replace(a_draft(), pieces={PieceKind.PHOTO: photo})


def altered(receipt):
    """The receipt with one character of its payload changed."""
    head, payload, signature = receipt.split(".")
    return ".".join(
        [head, payload[:-2] + ("A" if payload[-2] != "A" else "B") + payload[-1], signature]
    )


def test_a_receipt_says_what_the_dossier_holds():
    signer = a_signer()
    assert read_receipt(signer.sign(a_deposit()), signer.public_key) == receipt_view(a_deposit())


def test_the_same_secret_proves_receipts_after_a_restart():
    assert read_receipt(a_signer().sign(a_deposit()), a_signer().public_key)


def test_a_receipt_names_nobody():
    said = json.dumps(receipt_view(a_deposit()))
    identity = a_deposit().demande.candidate
    for secret in (identity.birth_name, identity.birth_date, identity.email):
        assert secret not in said


@pytest.mark.parametrize(
    "forge",
    [
        pytest.param(altered, id="one character changed"),
        pytest.param(lambda receipt: a_signer("t" * 48).sign(a_deposit()), id="another's key"),
        pytest.param(lambda receipt: receipt[:40], id="cut off"),
        pytest.param(lambda receipt: "", id="empty"),
        pytest.param(
            lambda receipt: "eyJhbGciOiJub25lIn0." + receipt.split(".")[1] + ".", id="unsigned"
        ),
    ],
)
def test_a_receipt_that_is_not_ours_proves_nothing(forge):
    signer = a_signer()
    with pytest.raises(ReceiptInvalid):
        read_receipt(forge(signer.sign(a_deposit())), signer.public_key)


@pytest.fixture
def files(tmp_path):
    signer = a_signer()
    (tmp_path / "receipt.json").write_text(json.dumps({"signed": signer.sign(a_deposit())}))
    (tmp_path / "key.json").write_text(json.dumps(signer.public_key))
    (tmp_path / "photo.jpg").write_bytes(BYTES)
    (tmp_path / "other.jpg").write_bytes(BYTES + b"!")
    return tmp_path


def verify(files, *pieces, key="key.json"):
    names = [str(files / name) for name in ("receipt.json", *pieces)]
    return CliRunner().invoke(receipt_app, [*names, "--key", str(files / key)])


def test_the_command_proves_a_file_of_the_deposit(files):
    result = verify(files, "photo.jpg")
    assert (result.exit_code, "Proved" in result.output) == (0, True)


def test_the_command_names_a_file_that_was_not_deposited(files):
    result = verify(files, "photo.jpg", "other.jpg")
    assert result.exit_code == 1
    assert "not in this receipt" in result.output


def test_the_command_says_when_the_key_is_none(files):
    result = verify(files, key="photo.jpg")
    assert result.exit_code == 1
    assert "Traceback" not in result.output
