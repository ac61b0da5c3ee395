"""Who may sign a 2D-Doc: certificates from tddoc's data, under roots pinned here."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509.oid import NameOID

#: SHA-256 of the certificates of the authorities on the trust list of France Titres (number 23 of
#: 11 May 2026, in tddoc's data): a new release of that package adds no root unseen. FR00, whose
#: key is public, is for tests and not on the list.
ROOTS: Mapping[str, str] = {
    "FR01": "c326441c23adb828e115f80583d95270a88a92968255ad7bb87b49386b5cafe4",
    "FR03": "080e7e36b3c7fa96ecc67db7f4d41cece1d194401af196a4a47b79bdc4970574",
    "FR04": "2d9055d8708513df6df6d130ebd62d9bd1d6b74b165d11ffed90630e1424bd05",
    "FR05": "b21d27c020674a9b160e617dfc800e549cc33054f60b55ecb8f8c1710cf29940",
    "FR06": "bef36e53cf6356c42767f3b640cf5eafab09cab2f60b1cfb67fb138bb933a393",
    "FR07": "3118fecb1bc8c5347b560860d54a12a137ae7e0a2ebe81576ec05fc86781dda3",
    "FR09": "e32000720b2bf40be9be66cf82304aae36f5486350dcfee01e5094327a736d1c",
}

#: Longest file taken for a certificate; the largest of the package has 3 kB.
MAX_BYTES = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A certificate and the authority that issued it."""

    certificate: x509.Certificate
    authority: x509.Certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustStore:
    """The signers by the names of authority and certificate; a name can be used anew."""

    signers: Mapping[tuple[str, str], tuple[Signer, ...]]

    def find(self, authority: str, certificate: str) -> tuple[Signer, ...]:
        """The signers of these names, none where nobody vouches for them."""
        return self.signers.get((authority, certificate), ())


@cache
def production_trust() -> TrustStore:
    """The store of production: only what the package carries, whatever lies in user folders."""
    folder = files("tddoc") / "chains"
    found = [
        entry.read_bytes()
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".der")
    ]
    return trust_store(found, ROOTS)


def trust_store(certificates: Iterable[bytes], roots: Mapping[str, str]) -> TrustStore:
    """The certificates (DER) that one of the roots, given by name and SHA-256, has issued."""
    read = [(data, certificate) for data in certificates if (certificate := _loaded(data))]
    authorities = {
        name: certificate
        for data, certificate in read
        if (name := _name(certificate.subject)) in roots
        and hashlib.sha256(data).hexdigest() == roots[name]
    }
    signers: dict[tuple[str, str], tuple[Signer, ...]] = {}
    for _, certificate in read:
        issuer, name = _name(certificate.issuer), _name(certificate.subject)
        authority = authorities.get(issuer)
        if authority is None or issuer == name or not _issued(certificate, authority):
            continue
        signer = Signer(certificate=certificate, authority=authority)
        signers[issuer, name] = (*signers.get((issuer, name), ()), signer)
    return TrustStore(signers=signers)


def organisation(certificate: x509.Certificate) -> str | None:
    """Who holds the certificate."""
    values = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return str(values[0].value) if values else None


def _loaded(data: bytes) -> x509.Certificate | None:
    try:
        return x509.load_der_x509_certificate(data) if len(data) <= MAX_BYTES else None
    except ValueError:
        return None


def _name(name: x509.Name) -> str:
    values = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(values[0].value) if values else ""


def _issued(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except (InvalidSignature, TypeError, ValueError):
        return False
    return True
