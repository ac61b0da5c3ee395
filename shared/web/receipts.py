"""The deposit receipt: which piece came when, signed, so that it can be proved years later.

A receipt is a JWS (RFC 7515) under Ed25519 (RFC 8037): any JOSE library verifies it offline with
the public key. It names no person: the reference, and each piece's kind, size, time and SHA-256.
"""

import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from shared.domain.dossier import Dossier
from shared.settings import Settings
from shared.web.status import iso

Json = dict[str, Any]

ALGORITHM = "Ed25519"
#: Keeps this key apart from whatever else is made of the service's secret.
_PURPOSE = b"guichet deposit receipt 1"


class ReceiptInvalid(Exception):
    """The receipt was not signed by this key, or was changed since."""


class ReceiptSigner:
    """Signs receipts with a key made of the service-wide secret."""

    def __init__(self, settings: Settings) -> None:
        """The same secret gives the same key, on every process and after every restart."""
        secret = settings.secret_key.get_secret_value().encode()
        seed = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret)
        private = Ed25519PrivateKey.from_private_bytes(seed)
        pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        self._key = OKPKey.import_key(pem)
        self.public_key: Json = dict(self._key.as_dict(private=False))
        self.public_key["kid"] = self._key.thumbprint()

    def sign(self, dossier: Dossier) -> str:
        """The receipt of what the dossier holds now."""
        return self.sign_document("guichet-receipt+jws", receipt_view(dossier))

    def sign_document(self, kind: str, document: Json) -> str:
        """Anything else that has to be proved later, under its own type."""
        header = {"alg": ALGORITHM, "kid": self.public_key["kid"], "typ": kind}
        payload = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
        return jws.serialize_compact(header, payload, self._key, algorithms=[ALGORITHM])


def receipt_view(dossier: Dossier) -> Json:
    """What a receipt says."""
    return {
        "receipt": 1,
        "dossier_id": dossier.dossier_id,
        "rev": dossier.rev,
        "pieces": [
            {
                "kind": piece.kind.value,
                "sha256": piece.sha256,
                "size": piece.size,
                "media_type": piece.media_type,
                "received_at": iso(piece.uploaded_at),
            }
            for _, piece in sorted(dossier.pieces.items())
        ],
    }


def read_receipt(receipt: str, public_key: Json) -> Json:
    """What a receipt says; raises ReceiptInvalid unless this key signed exactly that."""
    try:
        key = OKPKey.import_key(public_key)
        signed = jws.deserialize_compact(receipt.strip(), key, algorithms=[ALGORITHM])
        found = json.loads(signed.payload)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise ReceiptInvalid(ReceiptInvalid.__doc__) from error
    if not isinstance(found, dict):
        raise ReceiptInvalid(ReceiptInvalid.__doc__)
    return found
