"""Goes through every chain of the audit and names what is wrong with it."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

from shared.domain.audit import AuditEntry, chain_named
from shared.domain.audit_proof import Flaw, flaws_of
from shared.pipeline.witness import AuditTrail

#: Entries read at a time.
PAGE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """What a check of the whole audit found."""

    chains: int
    entries: int
    flaws: tuple[Flaw, ...]


async def check_audit(trail: AuditTrail, sealed: Mapping[str, Mapping[int, str]]) -> AuditReport:
    """Check every chain, and every one that a sealed head knows of."""
    flaws: list[Flaw] = []
    seen: set[str] = set()
    count = 0
    async for chain, entries in _chains(trail):
        seen.add(chain)
        count += len(entries)
        flaws += flaws_of(chain, entries, sealed.get(chain, {}))
    for chain in sorted(set(sealed) - seen):
        flaws += flaws_of(chain, (), sealed[chain])
    return AuditReport(chains=len(seen), entries=count, flaws=tuple(flaws))


async def _chains(trail: AuditTrail) -> AsyncIterator[tuple[str, list[AuditEntry]]]:
    """Chain by chain; one at a time is held."""
    held: list[AuditEntry] = []
    name = chain = ""
    while page := await trail.page(name, PAGE):
        for name, entry in page:
            if held and chain_named(name) != chain:
                yield chain, held
                held = []
            chain = chain_named(name)
            held.append(entry)
    if held:
        yield chain, held
