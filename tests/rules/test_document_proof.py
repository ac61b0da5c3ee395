"""Codes and seals of documents: the right ones are known again, altered ones are not."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from services.cli_attestation import attestation_app
from shared.documents.codes import ALPHABET, VerificationCodes, grouped, is_same_digest, read_code
from shared.documents.seal import read_seal
from shared.domain.issued import DocumentKind
from shared.settings import Settings
from shared.web.receipts import ReceiptInvalid, ReceiptSigner
from tests.rules.issued_documents import SETTINGS, a_maker, an_accepted

REGISTRATION = DocumentKind.REGISTRATION
SIGNER = ReceiptSigner(SETTINGS)
OTHER_SIGNER = ReceiptSigner(Settings(secret_key="t" * 48))
MADE = a_maker().make(an_accepted(), REGISTRATION)


def code_of(dossier, kind=REGISTRATION, settings=SETTINGS):
    return VerificationCodes(settings).code_of(dossier, kind)


def test_a_code_has_twenty_characters_that_nobody_misreads():
    plain = code_of(an_accepted()).replace("-", "")
    assert len(plain) == 20
    assert set(plain) <= set(ALPHABET)
    assert 2 ** (5 * len(plain)) >= 2**80
    assert not set("ILOU") & set(ALPHABET)


def test_each_document_has_its_own_code_and_keeps_it():
    dossier = an_accepted()
    later = replace(
        dossier.decision, decided_at=dossier.decision.decided_at + dt.timedelta(seconds=1)
    )
    codes = [
        code_of(dossier),
        code_of(dossier, DocumentKind.RETURN),
        code_of(an_accepted(dossier_id="G-OTHER")),
        code_of(replace(dossier, decision=later)),
        code_of(dossier, settings=Settings(secret_key="t" * 48)),
    ]
    assert len(set(codes)) == len(codes)
    assert code_of(an_accepted()) == codes[0]


def test_the_store_rounds_moments_without_a_change_to_the_code():
    dossier = an_accepted()
    exact = replace(
        dossier.decision, decided_at=dossier.decision.decided_at.replace(microsecond=123_987)
    )
    kept = replace(exact, decided_at=exact.decided_at.replace(microsecond=123_000))
    assert code_of(replace(dossier, decision=exact)) == code_of(replace(dossier, decision=kept))


@pytest.mark.parametrize(
    "typed",
    [
        "0123-4567-89AB-CDEF-GHJK",
        " 0123 4567 89ab cdef ghjk ",
        "O123-4567-89AB-CDEF-GHJK",
        "oL23456789abcdefghjk",
        "0i23456789abcdefghjk",
    ],
)
def test_a_code_is_understood_however_it_is_typed(typed):
    assert read_code(typed) == "0123-4567-89AB-CDEF-GHJK"


@pytest.mark.parametrize(
    "typed", ["", "0123", "0" * 21, "U" * 20, "é" * 20, "0123-4567-89AB-CDEF-GHJ!"]
)
def test_what_can_be_no_code_is_none(typed):
    assert read_code(typed) is None


def test_groups_are_of_four():
    assert grouped("0123456789ABCDEFGHJK") == "0123-4567-89AB-CDEF-GHJK"


def test_a_digest_is_compared_whatever_its_case_and_spaces():
    assert is_same_digest(f" {MADE.sha256.upper()[:32]} {MADE.sha256[32:]}", (MADE.sha256,))
    assert not is_same_digest(MADE.sha256[:-1], (MADE.sha256,))
    assert not is_same_digest("é", (MADE.sha256,))


def test_the_seal_says_what_the_file_is_and_names_nobody():
    said = read_seal(MADE.file, SIGNER.public_key)
    assert (said["kind"], said["code"]) == (REGISTRATION.value, MADE.code)
    assert set(said) == {"document", "kind", "code", "decided_on", "sha256"}


def test_readers_still_find_the_end_of_the_file():
    assert b"%%EOF" in MADE.file[-1024:]


def _altered(file):
    """One byte in the middle is another one."""
    middle = len(file) // 2
    return file[:middle] + bytes([file[middle] ^ 1]) + file[middle + 1 :]


def _appended(file):
    """A later version of the document, under the seal of the first."""
    seal = file[file.rindex(b"\n%guichet-seal") :]
    return file + b"1 0 obj << >> endobj" + seal


def _receipt(_):
    """The seal is a true signature of ours, over something else."""
    receipt = SIGNER.sign(an_accepted()).encode()
    return b"%PDF-1.7\n%%EOF\n%guichet-seal " + receipt + b"\n"


def _of_another(_):
    return a_maker(Settings(secret_key="t" * 48)).make(an_accepted(), REGISTRATION).file


FORGED = [
    pytest.param(_altered, id="one byte changed"),
    pytest.param(_appended, id="added to"),
    pytest.param(lambda file: file[: file.rindex(b"\n%guichet-seal")], id="seal removed"),
    pytest.param(lambda file: file + b"\n", id="a line after the seal"),
    pytest.param(_receipt, id="another signature of ours"),
    pytest.param(_of_another, id="another's key"),
    pytest.param(lambda file: b"", id="empty"),
]


@pytest.mark.parametrize("forge", FORGED)
def test_a_tampered_file_is_not_ours(forge):
    with pytest.raises(ReceiptInvalid):
        read_seal(forge(MADE.file), SIGNER.public_key)


@pytest.fixture
def key(tmp_path):
    path = tmp_path / "key.json"
    path.write_text(json.dumps(SIGNER.public_key))
    return path


def test_the_command_proves_a_file_offline(tmp_path, key):
    file = tmp_path / "attestation.pdf"
    file.write_bytes(MADE.file)
    answer = CliRunner().invoke(attestation_app, [str(file), "--key", str(key)])
    assert answer.exit_code == 0
    assert MADE.code in answer.output


@pytest.mark.parametrize("forge", FORGED)
def test_the_command_refuses_a_tampered_file(tmp_path, key, forge):
    file = tmp_path / "attestation.pdf"
    file.write_bytes(forge(MADE.file))
    answer = CliRunner().invoke(attestation_app, [str(file), "--key", str(key)])
    assert answer.exit_code == 1
    assert "not proved" in answer.output


def test_the_command_says_so_where_the_key_is_none(tmp_path, key):
    file = tmp_path / "attestation.pdf"
    file.write_bytes(MADE.file)
    key.write_text("no key")
    answer = CliRunner().invoke(attestation_app, [str(file), "--key", str(key)])
    assert (answer.exit_code, "no public key" in answer.output) == (1, True)
