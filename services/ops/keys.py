"""Wraps the keys of dossiers by the newest master key."""

from rich.console import Console

from services.ops.connection import storing
from shared.adapters.clock import SystemClock
from shared.adapters.key_ring import BadMasterKey
from shared.adapters.sealed_blobs import piece_store
from shared.errors import Permanent
from shared.settings import Settings


async def rotate_keys(settings: Settings, console: Console) -> int:
    """Batch by batch; exit code 1 with the reason when a key cannot be unwrapped."""
    done = 0
    async with storing(settings) as database:
        try:
            ring = piece_store(database, settings, SystemClock()).keys
            while count := await ring.rewrap():
                done += count
        except (BadMasterKey, Permanent) as error:
            console.print(f"{done} keys wrapped anew, then: {error}", markup=False, soft_wrap=True)
            return 1
    console.print(f"{done} keys wrapped anew; older master keys can be taken out.", markup=False)
    return 0
