"""Goes through every chain of the audit and names what is wrong with it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

from shared.domain.audit import AuditEntry, chain_named
from shared.domain.audit_proof import Flaw, flaws_of
from shared.pipeline.witness import AuditTrail

#: Entries read at a time.
PAGE = 1_000

#: Digests by chain and number.
Digests = Mapping[str, Mapping[int, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """What a check of the whole audit found."""

    chains: int
    entries: int
    flaws: tuple[Flaw, ...]


async def check_audit(trail: AuditTrail, sealed: Digests) -> AuditReport:
    """Check every chain, and every one that a sealed head or the store's own head knows of."""
    flaws: list[Flaw] = []
    seen: set[str] = set()
    count = 0
    # before the chains: what is added meanwhile is behind the head, never missing before it
    heads = {chain: {head.seq: head.digest} for chain, head in (await trail.heads()).items()}
    async for chain, entries in _chains(trail):
        seen.add(chain)
        count += len(entries)
        flaws += _flaws(chain, entries, sealed, heads)
    for chain in sorted((set(sealed) | set(heads)) - seen):
        flaws += _flaws(chain, (), sealed, heads)
    return AuditReport(chains=len(seen), entries=count, flaws=tuple(flaws))


def _flaws(
    chain: str, entries: Sequence[AuditEntry], sealed: Digests, heads: Digests
) -> list[Flaw]:
    """Against both: a head that was changed with its chain still differs from the sealed one."""
    found = {
        flaw for known in (sealed, heads) for flaw in flaws_of(chain, entries, known.get(chain, {}))
    }
    return sorted(found, key=lambda flaw: (flaw.seq, flaw.damage))


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
