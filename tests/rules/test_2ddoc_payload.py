"""2D-Doc text: headers of every version, fields by number, odd codes without a crash."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.imagecheck.address.encoded import compared, encoded_reading
from services.imagecheck.twoddoc.certificates import TrustStore
from services.imagecheck.twoddoc.identity import (
    EncodedIdentity,
    compare_identity,
    identity_of,
    signed_fields,
)
from services.imagecheck.twoddoc.payload import EPOCH, parse
from services.imagecheck.twoddoc.signature import verify
from shared.domain.findings import AddressReading, IdentityReading, TwoDDoc

NOBODY = TrustStore(signers={})
HEADERS = {
    1: "DC01FR03EDF1262A262B01",
    2: "DC02FR03EDF1262A262B01",
    3: "DC03FR03EDF1262A262B0101",
    4: "DC04FR03EDF1262A262B0101FR",
}


@pytest.mark.parametrize("version", HEADERS)
def test_the_header_of_each_version_ends_where_the_fields_start(version):
    payload = parse(f"{HEADERS[version]}2469003".encode())

    header = payload.header
    assert (header.version, header.authority, header.certificate) == (version, "FR03", "EDF1")
    assert (header.document_type, header.issued_on) == ("01", EPOCH + dt.timedelta(days=0x262A))
    assert header.signed_on == dt.date(2026, 10, 2)
    assert payload.fields == {"24": "69003"}


def test_a_day_of_all_f_is_none():
    assert parse(b"DC04FR03EDF1FFFF262B0101FR").header.issued_on is None


@pytest.mark.parametrize(
    ("text", "fields", "truncated"),
    [
        ("10M/A\x1d25LYON\x1d", {"10": "M/A", "25": "LYON"}, ()),
        ("12ANNE\x1e13MARTIN\x1d", {"12": "ANNE", "13": "MARTIN"}, ("12",)),
        ("24690032502LYON", {"24": "69003", "25": "02LYON"}, ()),
        ("20\x1d21BAT 2\x1d", {"20": "", "21": "BAT 2"}, ()),
        ("26FR\x1d2469003", {"26": "FR", "24": "69003"}, ()),
        ("13" + "N" * 38 + "2469003", {"13": "N" * 38, "24": "69003"}, ()),
        ("13" + "N" * 38 + "\x1e2469003", {"13": "N" * 38, "24": "69003"}, ("13",)),
        ("ZZsomething\x1d2469003", {"ZZ": "something", "24": "69003"}, ()),
        ("24690032475001", {"24": "69003"}, ()),
        ("2", {}, ()),
    ],
)
def test_fields_end_at_their_length_or_at_a_separator(text, fields, truncated):
    payload = parse((HEADERS[4] + text).encode())

    assert (payload.fields, payload.truncated) == (fields, truncated)


def test_a_code_of_version_1_carries_its_signature_as_bytes():
    payload = parse(HEADERS[1].encode() + b"2469003\x1d" + bytes(range(192, 256)))

    assert payload.fields == {"24": "69003"}
    assert payload.signature == bytes(range(192, 256))


@pytest.mark.parametrize("content", [b"", b"DC", b"DC05FR03", b"hello", b"MDC04", "é".encode()])
def test_another_data_matrix_is_no_2d_doc(content):
    assert parse(content) is None


@pytest.mark.parametrize("content", [b"DC04", b"DC04FR03EDF1", b"DC04FR03EDF1XYZT262B0101FR24"])
def test_a_code_that_starts_like_one_and_breaks_off_is_invalid(content):
    payload = parse(content)

    assert payload.header is None
    assert verify(payload, NOBODY).status == "invalid"


@given(st.binary(max_size=200), st.sampled_from(sorted(HEADERS)))
def test_no_bytes_break_the_parser(content, version):
    for whole in (content, HEADERS[version].encode() + content):
        payload = parse(whole)
        if payload is not None:
            assert payload.text.encode("latin-1") == whole
            assert verify(payload, NOBODY).status != "valid"


def a_code(document_type, **fields):
    numbers = {name.removeprefix("f"): value for name, value in fields.items()}
    return TwoDDoc(
        payload="",
        signature="valid",
        document_type=document_type,
        issued_on="2026-10-01",
        fields=numbers,
        signer="Fournisseur fictif",
    )


@pytest.mark.parametrize("kind", ["00", "01", "02"])
@pytest.mark.parametrize(
    "holder",
    [
        {"f10": "MME/MARTIN/CAMILLE"},
        {"f10": "MARTIN/CAMILLE"},
        {"f11": "MME", "f12": "CAMILLE", "f13": "MARTIN"},
    ],
)
def test_a_bill_gives_its_holder_and_the_place_served(kind, holder):
    code = a_code(
        kind, **holder, f22="12 RUE DES LILAS", f24="69003", f25="LYON", f2B="75001", f2C="PARIS"
    )

    reading = encoded_reading(code)

    assert reading.holder == "CAMILLE MARTIN"
    assert (reading.street, reading.postcode, reading.town) == ("12 RUE DES LILAS", "69003", "LYON")
    assert (reading.issued_on, reading.issuer) == ("2026-10-01", "Fournisseur fictif")
    assert reading.kind == ("tax" if kind == "02" else None)


@pytest.mark.parametrize("kind", ["04", "28"])
def test_a_tax_notice_gives_its_declarants_its_address_and_its_day(kind):
    code = a_code(
        kind, f46="RETI PATRICK", f48="RETI SOPHIE", f4A="31072022", f4Y="145 RUE X/ZA/78320/LEVIS"
    )

    reading = encoded_reading(code)

    assert reading.holder == "RETI PATRICK et RETI SOPHIE"
    assert (reading.street, reading.postcode, reading.town) == ("145 RUE X", "78320", "LEVIS")
    assert (reading.issued_on, reading.kind) == ("2022-07-31", "tax")


@pytest.mark.parametrize(
    "fields", [{"f4Y": "145 RUE X"}, {"f4Y": "/"}, {"f4A": "99999999"}, {"f4A": "ABCDEFGH"}, {}]
)
def test_a_tax_notice_with_odd_fields_gives_what_it_has(fields):
    reading = encoded_reading(a_code("28", **fields))

    assert (reading.postcode, reading.town) == (None, None)
    assert reading.issued_on == "2026-10-01"


@pytest.mark.parametrize("kind", ["07", "B1", "13", None])
def test_a_code_of_another_kind_is_no_address(kind):
    assert encoded_reading(a_code(kind, f24="69003")) is None


def test_an_identity_code_gives_names_dates_and_number():
    code = a_code(
        "07",
        f60="ANNE MARIE/ZOE",
        f62="MARTIN",
        f63="DUPONT",
        f66="X4RTBPFW4",
        f67="FR",
        f68="F",
        f69="13071990",
        f6A="PARIS",
    )

    assert identity_of(code) == EncodedIdentity(
        birth_name="MARTIN",
        usage_name="DUPONT",
        given_names=("ANNE MARIE", "ZOE"),
        birth_date="1990-07-13",
        birth_place="PARIS",
        sex="F",
        nationality="FR",
        document_number="X4RTBPFW4",
    )


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("13071990", "1990-07-13"),
        ("00001990", "1990-00-00"),
        ("00071990", "1990-07-00"),
        ("13001990", None),
        ("31021990", None),
        ("1307199", None),
        ("²3071990", None),
        ("00000000", None),
    ],
)
def test_a_birth_date_may_be_partly_unknown_but_not_wrong(written, date):
    assert identity_of(a_code("07", f69=written)).birth_date == date


def test_a_machine_readable_zone_and_a_cut_name_are_handed_on():
    code = TwoDDoc(
        payload="",
        signature="valid",
        document_type="08",
        fields={"6F": "IDFRAX4", "62": "MARTI"},
        truncated=("62",),
    )

    identity = identity_of(code)

    assert (identity.mrz, identity.names_truncated) == ("IDFRAX4", True)
    assert identity_of(a_code("01", f62="MARTIN")) is None


def test_only_a_valid_signature_makes_a_source_of_the_fields():
    code = a_code("07", f60="ANNE MARIE/ZOE", f62="MARTIN", f69="13071990")

    said = {field.name: field.value for field in signed_fields(code)}

    assert said == {
        "birth_name": "MARTIN",
        "given_names": "ANNE MARIE, ZOE",
        "birth_date": "1990-07-13",
    }
    for signature in ("invalid", "unsigned", "unknown_issuer"):
        assert signed_fields(dataclasses.replace(code, signature=signature)) == ()
    assert signed_fields(a_code("01", f62="MARTIN")) == ()


def test_an_identity_and_its_code_are_compared_by_their_letters():
    code = a_code("07", f60="ANNE MARIE/ZOE", f62="OEUVRARD LE GOFF", f69="13071990", f66="X4")
    printed = IdentityReading(
        birth_name="Œuvrard-Le Goff", given_names=("Anne-Marie",), birth_date="1990-07-14"
    )

    assert compare_identity(printed, code) == {
        "birth_name": True,
        "given_names": True,
        "birth_date": False,
    }
    assert compare_identity(printed, a_code("01")) == {}


def a_reading(**changes):
    values = {
        "holder": "Mme Camille Martin",
        "issued_on": "2026-10-01",
        "postcode": "42000",
        "town": "Saint-Étienne",
    }
    return AddressReading(**(values | changes))


def test_print_and_code_agree_whatever_the_spelling():
    encoded = a_reading(holder="MARTIN CAMILLE", town="ST ETIENNE")

    assert compared(a_reading(), encoded) == {
        **{"holder": True, "issued_on": True, "postcode": True, "town": True}
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("holder", "Mme Camille Martinez"),
        ("issued_on", "2026-10-02"),
        ("postcode", "42100"),
        ("town", "Saint-Chamond"),
    ],
)
def test_a_printed_field_that_the_code_gives_otherwise_is_named(field, value):
    same = compared(a_reading(**{field: value}), a_reading())

    assert [name for name, agrees in same.items() if not agrees] == [field]


def test_a_field_that_one_of_both_lacks_is_not_compared():
    assert compared(a_reading(holder=None, town=None), a_reading(issued_on=None)) == {
        "postcode": True
    }
