"""Where the bytes of pieces lie: in the document store, or in an object store that speaks S3."""

from shared.adapters.blobs import GridFsBlobs
from shared.adapters.s3_blobs import S3Blobs, connect_files
from shared.adapters.store import Database
from shared.pipeline.ports import BlobFiles, Clock
from shared.settings import Settings


def bucket_of(settings: Settings, clock: Clock) -> S3Blobs | None:
    """The bucket that the settings name; None where pieces lie in the document store."""
    if not settings.blobs_url:
        return None
    bucket = connect_files(
        settings.blobs_url,
        settings.blobs_access_key.get_secret_value(),
        settings.blobs_secret_key.get_secret_value(),
    )
    return S3Blobs(bucket, clock)


def blob_files(database: Database, settings: Settings, clock: Clock) -> BlobFiles:
    """The bucket that the settings name; GridFS without one."""
    return bucket_of(settings, clock) or GridFsBlobs(database, clock)
