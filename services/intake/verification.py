"""The public page that says whether a document was issued. It gives away nothing else."""

from dataclasses import dataclass

from aiohttp import web

from shared.documents.codes import is_same_digest, read_code
from shared.domain.issued import DOCUMENT_LABELS
from shared.pipeline.issued import IssuedDocuments
from shared.web.frame import page
from shared.web.french import plain_date

VERIFICATION = "/verification"
#: Characters of a code or a digest as people type them; longer ones are neither.
LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationPages:
    """For whoever holds a document: an examiner, an insurer, its own holder."""

    issued: IssuedDocuments

    def routes(self) -> list[web.RouteDef]:
        """For reading; the QR code leads to the second one."""
        one = f"{VERIFICATION}/{{code}}"
        return [
            web.get(VERIFICATION, self.ask, name="verification", allow_head=False),
            web.get(one, self.show, name="verification_show", allow_head=False),
        ]

    async def ask(self, request: web.Request) -> web.Response:
        """A form for the code; a code that can be one has a page of its own."""
        typed = request.query.get("code", "").strip()[:LONGEST]
        code = read_code(typed)
        if code is not None:
            raise web.HTTPSeeOther(f"{VERIFICATION}/{code}")
        return page(request, "verification.html", typed=typed, wrong=bool(typed))

    async def show(self, request: web.Request) -> web.Response:
        """What was issued under the code. One look at the store, whether there is one or not."""
        typed = request.match_info["code"][:LONGEST]
        code = read_code(typed)
        if code is None:
            return page(request, "verification.html", status=404, typed=typed, wrong=True)
        found = await self.issued.find(code)
        if found is None:
            return page(request, "verification_unknown.html", status=404, code=code)
        digest = request.query.get("empreinte", "").strip()[:LONGEST]
        return page(
            request,
            "verification_known.html",
            code=code,
            label=DOCUMENT_LABELS[found.kind],
            decided_on=plain_date(found.decided_on),
            digests=found.digests,
            typed=digest,
            same=is_same_digest(digest, found.digests) if digest else None,
        )
