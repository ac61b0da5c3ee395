"""The receipt of a deposit, and the public key that proves it."""

from dataclasses import dataclass

from aiohttp import web

from services.intake.requests import readable_dossier
from shared.pipeline.ports import Dossiers
from shared.web.access import AGENTS, FILERS
from shared.web.frame import signed_in
from shared.web.receipts import ReceiptSigner, receipt_view


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipts:
    """Two addresses: one per dossier, one for everybody."""

    dossiers: Dossiers
    signer: ReceiptSigner

    def routes(self) -> list[web.RouteDef]:
        """Both are for reading."""
        one = "/v1/dossiers/{dossier_id}/receipt"
        return [
            web.get(one, self.show, name="dossier_receipt", allow_head=False),
            web.get("/v1/receipt-key", self.key, name="receipt_key", allow_head=False),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """The signed receipt, with what it says beside it."""
        account = await signed_in(request, *FILERS, *AGENTS)
        dossier = await readable_dossier(request, account, self.dossiers)
        said = receipt_view(dossier)
        return web.json_response({**said, "signed": self.signer.sign(dossier)})

    async def key(self, _: web.Request) -> web.Response:
        """The public key as a JWK (RFC 7517): keep it beside your receipts."""
        return web.json_response(self.signer.public_key)
