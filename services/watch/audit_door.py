"""The audit of a dossier over HTTP; that somebody looked is written into it first."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from shared.domain.audit import Act, AuditEntry, Deed
from shared.pipeline.witness import Witness
from shared.web.access import AUDIT_READERS, Account
from shared.web.frame import signed_in
from shared.web.status import Json

#: Where people read it.
AUDIT = "/audit"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditDoor:
    """One address."""

    witness: Witness

    def routes(self) -> list[web.RouteDef]:
        """The chain of a dossier, or of an account ("account:…")."""
        address = "/v1/audit/{dossier_id}"
        return [web.get(address, self.show, name="audit_show", allow_head=False)]

    async def show(self, request: web.Request) -> web.Response:
        """Every entry, this look included; codes and identifiers only."""
        reader = await signed_in(request, *AUDIT_READERS)
        chain = request.match_info["dossier_id"]
        entries = await self.read(chain, reader)
        return web.json_response({"chain": chain, "entries": [entry_view(row) for row in entries]})

    async def read(self, chain: str, reader: Account) -> Sequence[AuditEntry]:
        """The whole chain with this look at its end; reading nothing begins no chain."""
        if await self.witness.trail.last(chain) is not None:
            act = Act(actor=reader.account_id, action=Deed.AUDIT_READ)
            await self.witness.record(chain, act)
        return await self.witness.trail.entries(chain)


def entry_view(entry: AuditEntry) -> Json:
    """One entry with all that its digest is made of."""
    return {
        "seq": entry.seq,
        "at": entry.at.isoformat(timespec="milliseconds"),
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "token": entry.token,
        "previous": entry.previous,
        "digest": entry.digest,
    }
