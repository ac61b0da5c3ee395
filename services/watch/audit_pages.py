"""The audit as a page: who did what to a dossier, and whether the chain is whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from services.watch.audit_door import AUDIT, AuditDoor
from services.watch.audit_words import act_words, subject_words
from shared.domain.audit import AuditEntry, account_chain
from shared.domain.audit_proof import flaws_of
from shared.pipeline.ports import Clock
from shared.web.access import AUDIT_READERS
from shared.web.frame import page, signed_in
from shared.web.sessions import FACE

#: Characters of a reference, or of « account: » with an account's name, that are looked up.
LONGEST_CHAIN = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """One entry as people read it."""

    entry: AuditEntry
    act: str
    of: str
    #: True where the entry does not hold against its neighbours, its digest or the head.
    damaged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPages:
    """One page: a form that asks for a reference, and the chain below it."""

    door: AuditDoor
    clock: Clock

    def routes(self) -> list[web.RouteDef]:
        """For reading; the form is a question."""
        return [web.get(AUDIT, self.show, name="audit_page", allow_head=False)]

    async def show(self, request: web.Request) -> web.Response:
        """The chain that is asked for, this look at its end."""
        reader = await signed_in(request, *AUDIT_READERS)
        named = request.query.get("reference", "").strip()[:LONGEST_CHAIN]
        of_account = request.query.get("de") == "compte"
        chain = account_chain(named) if named and of_account else named
        # before the entries: what is added meanwhile is behind the head, never missing before it
        known = await self.door.witness.trail.head(chain)
        entries = await self.door.read(chain, reader) if chain else ()
        sealed = {known.seq: known.digest} if known else {}
        damaged = {flaw.seq for flaw in flaws_of(chain, entries, sealed)}
        return page(
            request,
            "audit.html",
            account=reader,
            face=request.app[FACE],
            chain=chain,
            named=named,
            of_account=of_account,
            lines=lines_of(entries, damaged),
            damaged=sorted(damaged),
            now=self.clock.now(),
        )


def lines_of(entries: Sequence[AuditEntry], damaged: set[int]) -> list[AuditLine]:
    """The newest first, as every timeline here."""
    return [
        AuditLine(
            entry=entry,
            act=act_words(entry.action),
            of=subject_words(entry.subject),
            damaged=entry.seq in damaged,
        )
        for entry in reversed(entries)
    ]
