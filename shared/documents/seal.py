"""The signed last line of a file: what it is and its SHA-256, so that it can be checked offline.

It follows the end of the PDF as a comment. Readers look for that end in the last 1024 bytes (PDF
Reference 1.7, appendix H, note on 3.4.4), so the line stays well below that.
"""

import hashlib
import re

from shared.web.receipts import Json, ReceiptInvalid, ReceiptSigner, read_receipt

#: Type of the signed statement: a receipt's signature is none of a document.
KIND = "guichet-document+jws"
_MARK = b"%guichet-seal "
_SEAL = re.compile(rb"\n%guichet-seal ([\w.-]+)\n\Z")


def sealed(pdf: bytes, said: Json, signer: ReceiptSigner) -> bytes:
    """The file with its seal. Ed25519 has no chance in it: the same file gets the same seal."""
    statement = {"document": 1, **said, "sha256": hashlib.sha256(pdf).hexdigest()}
    seal = signer.sign_document(KIND, statement).encode()
    return pdf + b"\n" + _MARK + seal + b"\n"


def read_seal(file: bytes, public_key: Json) -> Json:
    """What the seal says; raises ReceiptInvalid unless this key sealed exactly these bytes."""
    found = _SEAL.search(file)
    if found is None:
        raise ReceiptInvalid("The file has no seal at its end.")
    said = read_receipt(found[1].decode(), public_key)
    digest = hashlib.sha256(file[: found.start()]).hexdigest()
    if said.get("document") != 1 or said.get("sha256") != digest:
        raise ReceiptInvalid("The file is not the one that was sealed.")
    return said
