"""The purge with the servers behind it, for watch and for the command alike."""

from shared.adapters.archive import MongoArchive
from shared.adapters.batch_archive import MongoBatchArchive
from shared.adapters.wiring import Servers
from shared.domain.retention import retentions_with
from shared.pipeline.purge import Purge
from shared.settings import Settings


def purge_of(servers: Servers, settings: Settings, account: str = "purge") -> Purge:
    """The purge by the operator's retention table; raises BadRetention."""
    return Purge(
        register=servers.register,
        archive=MongoArchive(servers.database),
        blobs=servers.blobs,
        keys=servers.blobs.keys,
        batches=MongoBatchArchive(servers.database),
        clock=servers.clock,
        retentions=retentions_with(settings.retention),
        account=account,
    )
