"""Makes the documents of an accepted request, the same bytes each time, and remembers digests."""

import asyncio
import datetime as dt
import hashlib
from dataclasses import asdict, dataclass

from shared.documents.codes import VerificationCodes
from shared.documents.printed import printed
from shared.documents.qr_code import qr_code
from shared.documents.seal import sealed
from shared.documents.typesetting import typeset
from shared.domain.dossier import Dossier
from shared.domain.issued import DocumentKind, Issued
from shared.pipeline.issued import IssuedDocuments
from shared.settings import Settings
from shared.web.receipts import ReceiptSigner


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One document, ready to be given out."""

    file: bytes
    sha256: str
    code: str
    decided_on: dt.date


class DocumentMaker:
    """Typesets, seals and remembers. No file is kept."""

    def __init__(self, settings: Settings, issued: IssuedDocuments) -> None:
        """Codes and seals come from the service-wide secret, addresses from the settings."""
        self._codes = VerificationCodes(settings)
        self._signer = ReceiptSigner(settings)
        self._form = f"{settings.public_url.rstrip('/')}/verification"
        self._demo = settings.demo
        self._issued = issued
        #: One at a time: a class of pupils that downloads at once leaves a core for the others.
        self._turn = asyncio.Semaphore(1)

    async def give_out(self, dossier: Dossier, kind: DocumentKind) -> Made:
        """The document, known to the verification page before anybody holds it."""
        async with self._turn:
            made = await asyncio.to_thread(self.make, dossier, kind)
        await self._issued.remember(
            made.code, Issued(kind=kind, decided_on=made.decided_on, digests=(made.sha256,))
        )
        return made

    def make(self, dossier: Dossier, kind: DocumentKind) -> Made:
        """The document of a request that gives it; raises Unprintable."""
        words, code = printed(dossier, kind), self._codes.code_of(dossier, kind)
        day = dt.date.fromisoformat(words.decided_on)
        proof = {"form": self._form, "code": code, "qr": qr_code(f"{self._form}/{code}")}
        pdf = typeset(f"{kind.value}.typ", asdict(words) | proof | {"demo": self._demo}, day)
        said = {"kind": kind.value, "code": code, "decided_on": words.decided_on}
        file = sealed(pdf, said, self._signer)
        digest = hashlib.sha256(file).hexdigest()
        return Made(file=file, sha256=digest, code=code, decided_on=day)
