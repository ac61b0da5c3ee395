"""Dossiers that lie in review, written into the store as the checks would have left them."""

import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import replace

from services.intake.references import new_reference
from shared.adapters.blobs import GridFsBlobs
from shared.adapters.clock import SystemClock
from shared.adapters.store import MongoDossiers
from shared.domain.change import Change
from shared.domain.dossier import Dossier, StageStatus
from shared.domain.events import PieceAdded, StageFinished, Submitted
from shared.domain.findings import Verdict
from shared.domain.piece import PieceKind
from shared.domain.transitions import open_dossier
from shared.stages import TABLE, StageName
from tests.builders import PIECES, a_demande, a_divergence, a_piece, a_result, after
from tests.e2e.api_client import Started, a_jpeg, opened_store

CHECKS = (StageName.PHOTO, StageName.SIGNATURE, StageName.IDENTITY, StageName.ADDRESS)


def checked(photo_blob: str, now: dt.datetime, copy: str | None = None) -> Dossier:
    """A dossier whose photo, drawn anew as `copy`, leaves a doubt; its other checks passed."""
    opened = open_dossier(new_reference(), "ecole-demo", a_demande(), now, TABLE).dossier
    pieces = [a_piece(kind) for kind in PIECES]
    pieces[0] = replace(pieces[0], blob_id=photo_blob)
    sent = after(
        opened,
        *(PieceAdded(piece=piece) for piece in pieces),
        Submitted(needs_validation=False),
        now=now,
    )
    dossier = after(sent, _finished(StageName.RECEPTION), now=now)
    doubt = a_result(verdict=Verdict.WARN, message="La photo est un peu sombre.")
    doubt = replace(doubt, working_copy=copy)
    for name in CHECKS:
        result = doubt if name is StageName.PHOTO else a_result()
        dossier = after(dossier, replace(_finished(name), result=result), now=now)
    compared = replace(_finished(StageName.DIVERGENCE), result=a_divergence())
    return after(dossier, compared, now=now)


def _finished(name: StageName) -> StageFinished:
    return StageFinished(stage=name, run=1, attempt=1, result=a_result())


async def dossiers_in_review(
    machine: Started, count: int = 1, photo: bytes = b"", copy: bytes = b""
) -> list[str]:
    """References of new dossiers that no agent holds, oldest first."""

    async def chunks(data: bytes) -> AsyncIterator[bytes]:
        yield data

    references = []
    async with opened_store(machine) as database:
        blobs = GridFsBlobs(database, SystemClock())
        for _ in range(count):
            stored = await blobs.write(chunks(photo or a_jpeg()), 2**20)
            drawn = (await blobs.write(chunks(copy), 2**20)).blob_id if copy else None
            dossier = checked(stored.blob_id, dt.datetime.now(dt.UTC), drawn)
            assert dossier.stage(StageName.REVIEW).status is StageStatus.OPEN
            assert PieceKind.PHOTO in dossier.pieces
            await MongoDossiers(database).add(Change(dossier=dossier))
            references.append(dossier.dossier_id)
    return references
