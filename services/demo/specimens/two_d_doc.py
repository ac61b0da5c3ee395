"""2D-Doc codes of specimens: an authority made for the run, a payload, a signature, a picture."""

import base64
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import zxingcpp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import NameOID

from services.imagecheck.engines.raster import Pixels

#: End of a field, start of the signature; days are counted from here (RULEBOOK 10).
GS, US, EPOCH = "\x1d", "\x1f", dt.date(2000, 1, 1)

#: Hash by size of the key.
HASHES: Mapping[int, hashes.HashAlgorithm] = {
    256: hashes.SHA256(),
    384: hashes.SHA384(),
    521: hashes.SHA512(),
}

#: Fields of a fixed length, which nothing ends (ANTS list).
FIXED = frozenset({"06", "24", "26", "2B", "2D", "45", "4A", "65", "67", "68", "69", "6C"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecimenSigner:
    """A signer with its authority, both made up and unknown to every trust list."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    authority: x509.Certificate

    @property
    def files(self) -> tuple[bytes, bytes]:
        """Both certificates (DER)."""
        encoding = serialization.Encoding.DER
        return self.authority.public_bytes(encoding), self.certificate.public_bytes(encoding)


def specimen_signer(
    valid: tuple[dt.date, dt.date],
    *,
    authority: str = "XX01",
    name: str = "SPEC",
    curve: ec.EllipticCurve | None = None,
) -> SpecimenSigner:
    """A new authority and a signer under it, in force between two days."""
    root_key = ec.generate_private_key(ec.SECP256R1())
    key = ec.generate_private_key(curve or ec.SECP256R1())
    root = _certificate((authority, authority), root_key.public_key(), root_key, valid)
    leaf = _certificate((authority, name), key.public_key(), root_key, valid)
    return SpecimenSigner(key=key, certificate=leaf, authority=root)


def _certificate(
    names: tuple[str, str],
    public: ec.EllipticCurvePublicKey,
    issuer_key: ec.EllipticCurvePrivateKey,
    valid: tuple[dt.date, dt.date],
) -> x509.Certificate:
    """A certificate by issuer and subject name."""
    first, last = (dt.datetime.combine(day, dt.time(), dt.UTC) for day in valid)
    return (
        x509.CertificateBuilder()
        .issuer_name(_named(names[0]))
        .subject_name(_named(names[1]))
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(last)
        .sign(issuer_key, hashes.SHA256())
    )


def _named(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, name),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Fournisseur fictif"),
        ]
    )


def unsigned_code(
    fields: Mapping[str, str],
    *,
    document_type: str,
    day: dt.date,
    names: tuple[str, str] = ("XX01", "SPEC"),
) -> str:
    """Header and fields of a code of version 4."""
    days = f"{(day - EPOCH).days:04X}"
    header = f"DC04{names[0]}{names[1]}{days}{days}{document_type}01FR"
    ended = (f"{key}{value}{'' if key in FIXED else GS}" for key, value in fields.items())
    return header + "".join(ended)


def signed(text: str, signer: SpecimenSigner) -> bytes:
    """The code with its signature."""
    size = signer.key.curve.key_size
    pair = decode_dss_signature(signer.key.sign(text.encode(), ec.ECDSA(HASHES[size])))
    raw = b"".join(part.to_bytes((size + 7) // 8, "big") for part in pair)
    return f"{text}{US}{base64.b32encode(raw).decode().rstrip('=')}".encode()


def code_picture(content: bytes, *, module: int = 4) -> Pixels:
    """The code as a DataMatrix, black on white, with its quiet zone."""
    code = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.DataMatrix)
    return np.array(code.to_image(scale=module, add_quiet_zones=True), dtype=np.uint8)
