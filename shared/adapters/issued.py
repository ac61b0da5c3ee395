"""Documents that were given out, in MongoDB, by the digest of their verification code."""

import datetime as dt

from shared.adapters.documents import Document
from shared.adapters.store import Database, server_faults
from shared.domain.issued import DocumentKind, Issued
from shared.web.access import digest_of


class MongoIssuedDocuments:
    """One row a document. No reference, no name: a code cannot be worked back from its digest."""

    def __init__(self, database: Database) -> None:
        """Use the collection `issued_documents`; its only key is the one that every row has."""
        self._issued = database["issued_documents"]

    async def remember(self, code: str, issued: Issued) -> None:
        """Keep it; what is known already gains the digests that it lacks."""
        known = {"kind": issued.kind.value, "decided_on": issued.decided_on.isoformat()}
        change = {
            "$setOnInsert": known,
            "$addToSet": {"digests": {"$each": list(issued.digests)}},
        }
        async with server_faults():
            await self._issued.update_one({"_id": digest_of(code)}, change, upsert=True)

    async def find(self, code: str) -> Issued | None:
        """The document of the code."""
        async with server_faults():
            row = await self._issued.find_one({"_id": digest_of(code)})
        return None if row is None else _issued(row)


def _issued(row: Document) -> Issued:
    return Issued(
        kind=DocumentKind(row["kind"]),
        decided_on=dt.date.fromisoformat(row["decided_on"]),
        digests=tuple(row["digests"]),
    )
