"""What the signature of a 2D-Doc says: five answers, and only one of them vouches for anything."""

import datetime as dt
import enum
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from services.imagecheck.twoddoc.certificates import Signer, TrustStore
from services.imagecheck.twoddoc.payload import Payload

#: Hash by curve: the strengths that belong together (FIPS 186-5, 6.1.1; SP 800-57).
HASHES: dict[str, hashes.HashAlgorithm] = {
    "secp256r1": hashes.SHA256(),
    "secp384r1": hashes.SHA384(),
    "secp521r1": hashes.SHA512(),
}


class Status(enum.StrEnum):
    """The answer."""

    #: The signer is known, was entitled at the day of signing, and nothing was changed since.
    VALID = "valid"
    #: Something was changed, or the signer was not entitled at the day of signing.
    INVALID = "invalid"
    #: There is no signature.
    UNSIGNED = "unsigned"
    #: Nobody whom we trust vouches for the certificate named.
    UNKNOWN_ISSUER = "unknown_issuer"
    #: Written in a mode that is not read here: nothing is known of it.
    NOT_READ = "not_read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The answer, and the signer where there is a known one."""

    status: Status
    signer: x509.Certificate | None = None


def verify(payload: Payload, trust: TrustStore) -> Verification:
    """Check the signature against the signers of its names."""
    if payload.binary:
        return Verification(status=Status.NOT_READ)
    if payload.header is None:
        return Verification(status=Status.INVALID)
    if payload.signature is None:
        return Verification(status=Status.UNSIGNED)
    signers = trust.find(payload.header.authority, payload.header.certificate)
    signers = tuple(signer for signer in signers if _key(signer) is not None)
    if not signers:
        return Verification(status=Status.UNKNOWN_ISSUER)
    for signer in signers:
        if _holds(payload, signer) and _entitled(signer, payload.header.signed_on):
            return Verification(status=Status.VALID, signer=signer.certificate)
    return Verification(status=Status.INVALID, signer=signers[0].certificate)


def _key(signer: Signer) -> ec.EllipticCurvePublicKey | None:
    """The signer's key where codes can be signed with it: RSA signatures fit in none."""
    key = signer.certificate.public_key()
    known = isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in HASHES
    return key if known and isinstance(key, ec.EllipticCurvePublicKey) else None


def _holds(payload: Payload, signer: Signer) -> bool:
    key = _key(signer)
    signature = payload.signature or b""
    half = (key.curve.key_size + 7) // 8 if key is not None else 0
    if key is None or len(signature) != 2 * half:
        return False
    first, second = (int.from_bytes(part, "big") for part in (signature[:half], signature[half:]))
    try:
        encoded = encode_dss_signature(first, second)
        key.verify(encoded, payload.signed, ec.ECDSA(HASHES[key.curve.name]))
    except InvalidSignature:
        return False
    return True


def _entitled(signer: Signer, day: dt.date | None) -> bool:
    """True when certificate and authority were both in force on the day of signing."""
    return day is not None and all(
        certificate.not_valid_before_utc.date() <= day <= certificate.not_valid_after_utc.date()
        for certificate in (signer.certificate, signer.authority)
    )
