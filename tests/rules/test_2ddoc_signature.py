"""2D-Doc signatures: valid only for what a pinned authority's signer signed while entitled."""

import datetime as dt
import hashlib
import string

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from services.demo.specimens.two_d_doc import GS, US, signed, specimen_signer, unsigned_code
from services.imagecheck.twoddoc.certificates import ROOTS, production_trust, trust_store
from services.imagecheck.twoddoc.facts import read_code, strongest
from shared.domain.findings import TwoDDoc

DAY = dt.date(2026, 10, 1)
IN_FORCE = (dt.date(2025, 1, 1), dt.date(2028, 1, 1))
FIELDS = {"10": "MME/MARTIN/CAMILLE", "22": "12 RUE DES LILAS", "24": "69003", "25": "LYON"}
BASE32 = string.ascii_uppercase + "234567"


@pytest.fixture(scope="module")
def signer():
    return specimen_signer(IN_FORCE)


@pytest.fixture(scope="module")
def trust(signer):
    return trusting(signer)


def trusting(signer, authority="XX01"):
    """A store that pins the authority of one signer."""
    return trust_store(signer.files, {authority: hashlib.sha256(signer.files[0]).hexdigest()})


def a_text(**changes):
    values = {"document_type": "01", "day": DAY} | changes
    return unsigned_code(FIELDS, **values)


def test_a_signed_code_is_valid_and_names_its_signer(signer, trust):
    code = read_code(signed(a_text(), signer), trust)

    assert code.signature == "valid"
    assert (code.authority, code.certificate, code.signer) == ("XX01", "SPEC", "Fournisseur fictif")
    assert (code.document_type, code.issued_on, code.signed_on) == (
        "01",
        "2026-10-01",
        "2026-10-01",
    )
    assert code.certificate_until == "2028-01-01"
    assert code.fields == FIELDS


@pytest.mark.parametrize("curve", [ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1()])
def test_each_curve_is_checked_with_the_hash_of_its_strength(curve):
    signer = specimen_signer(IN_FORCE, curve=curve)

    assert read_code(signed(a_text(), signer), trusting(signer)).signature == "valid"


def test_whichever_character_is_changed_the_code_is_never_valid(signer, trust):
    content = signed(a_text(), signer).decode()

    for place, old in enumerate(content):
        for new in {BASE32[(BASE32.find(old) + 1) % 32], chr((ord(old) + 1) % 127), "Z"} - {old}:
            code = read_code((content[:place] + new + content[place + 1 :]).encode(), trust)
            assert code is None or code.signature != "valid", (place, old, new)


def test_the_unused_bits_of_the_last_character_count_too(signer, trust):
    content = signed(a_text(), signer).decode()
    last = BASE32.index(content[-1])
    twins = [BASE32[other] for other in range(32) if other >> 3 == last >> 3 and other != last]

    assert twins
    for twin in twins:
        assert read_code((content[:-1] + twin).encode(), trust).signature == "invalid"


@pytest.mark.parametrize("more", ["A", "AAAAAAAA", "=", GS, f"{GS}24", US, " "])
def test_nothing_may_follow_the_signature(signer, trust, more):
    content = signed(a_text(), signer) + more.encode()

    assert read_code(content, trust).signature == "invalid"


@pytest.mark.parametrize("ending", ["", US])
def test_a_code_without_a_signature_is_unsigned(trust, ending):
    assert read_code((a_text() + ending).encode(), trust).signature == "unsigned"


@pytest.mark.parametrize(
    ("day", "status"),
    [
        pytest.param(IN_FORCE[0] - dt.timedelta(days=1), "invalid", id="before"),
        pytest.param(IN_FORCE[0], "valid", id="first day"),
        pytest.param(IN_FORCE[1], "valid", id="last day"),
        pytest.param(IN_FORCE[1] + dt.timedelta(days=1), "invalid", id="after"),
    ],
)
def test_the_signer_must_be_entitled_on_the_day_of_signing(signer, trust, day, status):
    assert read_code(signed(a_text(day=day), signer), trust).signature == status


def test_a_code_without_a_day_of_signing_is_not_valid(signer, trust):
    text = a_text()

    assert read_code(signed(text[:16] + "FFFF" + text[20:], signer), trust).signature == "invalid"


def test_a_signer_whose_authority_is_absent_is_nobody(signer):
    pinned = {"XX01": hashlib.sha256(signer.files[0]).hexdigest()}
    without_root = trust_store(signer.files[1:], pinned)

    assert read_code(signed(a_text(), signer), without_root).signature == "unknown_issuer"


def test_an_authority_of_the_right_name_that_is_not_the_pinned_one_vouches_for_nobody(signer):
    impostor = specimen_signer(IN_FORCE)
    trust = trust_store(
        [*impostor.files, *signer.files], {"XX01": hashlib.sha256(signer.files[0]).hexdigest()}
    )

    assert read_code(signed(a_text(), signer), trust).signature == "valid"
    assert read_code(signed(a_text(), impostor), trust).signature == "invalid"


def test_a_name_used_anew_is_tried_with_each_certificate(signer):
    later = specimen_signer((dt.date(2028, 1, 2), dt.date(2030, 1, 1)))
    pins = {"XX01": hashlib.sha256(signer.files[0]).hexdigest()}
    trust = trust_store([*later.files, *signer.files], pins)

    assert len(trust.find("XX01", "SPEC")) == 1
    assert read_code(signed(a_text(), signer), trust).signature == "valid"


def test_production_knows_the_signers_of_the_trust_list_and_no_others(signer):
    trust = production_trust()

    assert (
        set(ROOTS)
        == {authority for authority, _ in trust.signers}
        == {
            *("FR01", "FR03", "FR04", "FR05", "FR06", "FR07", "FR09"),
        }
    )
    assert sum(len(signers) for signers in trust.signers.values()) > 200
    assert trust.find("FR00", "0001") == ()
    assert read_code(signed(a_text(), signer), trust).signature == "unknown_issuer"


def test_the_public_test_authority_is_never_valid_whoever_claims_it():
    signer = specimen_signer(IN_FORCE, authority="FR00", name="0001")
    content = signed(a_text(names=("FR00", "0001")), signer)

    assert read_code(content, production_trust()).signature == "unknown_issuer"


def test_a_borrowed_name_of_production_is_found_out():
    signer = specimen_signer(IN_FORCE, authority="FR03", name="EDF1")
    authority, certificate = next(
        names for names in production_trust().signers if names[0] == "FR03"
    )
    content = signed(a_text(names=(authority, certificate)), signer)

    assert read_code(content, production_trust()).signature == "invalid"


def test_certificates_in_the_home_folder_change_nothing(signer, tmp_path, monkeypatch):
    folder = tmp_path / ".config" / "tddoc" / "chains"
    folder.mkdir(parents=True)
    for name, content in zip(("XX01", "XX01_SPEC"), signer.files, strict=True):
        (folder / f"{name}.der").write_bytes(content)
    monkeypatch.setenv("HOME", str(tmp_path))
    production_trust.cache_clear()

    assert production_trust().find("XX01", "SPEC") == ()


def test_bytes_that_are_no_certificate_are_passed_over(signer):
    pinned = {"XX01": hashlib.sha256(signer.files[0]).hexdigest()}
    trust = trust_store([b"", b"no certificate", bytes(20_000), *signer.files], pinned)

    assert len(trust.find("XX01", "SPEC")) == 1


def test_the_code_to_go_by_is_the_one_whose_signature_holds():
    codes = [
        TwoDDoc(payload=name, signature=name)
        for name in ("unsigned", "unknown_issuer", "valid", "invalid")
    ]

    assert strongest(codes).signature == "valid"
    assert strongest([]) is None
