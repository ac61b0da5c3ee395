"""The files of a batch: each placed by its name, or kept until a person says whose it is."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from aiohttp import BodyPartReader, MultipartReader, web

from services.intake.batch_desk import BatchDesk
from services.intake.batch_names import placed
from services.intake.forms import BROKEN
from services.intake.uploads import Receiver
from shared.domain.batch import (
    MOST_LOOSE,
    Batch,
    BatchRow,
    LooseFile,
    Placed,
    RefusedFile,
    loose_of,
    with_loose,
    without_loose,
)
from shared.domain.dossier import Dossier
from shared.domain.piece import Piece, PieceKind
from shared.errors import MissingBlob
from shared.web.problems import Problem, ProblemType

#: Files of one upload: every piece of a full class.
MOST_FILES = MOST_LOOSE
#: Fields of one upload that are no file: our form has none, another may send a few. [D]
MOST_FIELDS = 20
#: Characters of a name that are kept.
LONGEST_NAME = 120
MEND_FIRST = "Corrigez d’abord la demande de ce candidat. Le fichier est gardé."
TAKEN = "Cette pièce ne peut plus être remplacée. Ouvrez la demande pour voir ce qui est attendu."
FULL = f"{MOST_LOOSE} fichiers attendent déjà d’être rangés. Rangez-les ou jetez-les d’abord."
TOO_MANY = f"{MOST_FILES} fichiers au plus en une fois. Envoyez le reste ensuite."


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFiles:
    """Takes files as they come, one at a time, so that memory does not grow with a folder."""

    batches: BatchDesk
    receiver: Receiver

    async def take(self, request: web.Request, batch: Batch) -> None:
        """Every file of a form; what is refused is said in the batch, and the others are kept."""
        refused: list[RefusedFile] = []
        try:
            reader = await request.multipart()
            await self._take_parts(reader, batch, refused)
        except (*BROKEN, ConnectionResetError, web.RequestPayloadError):
            message = "L’envoi s’est interrompu. Les fichiers arrivés avant sont gardés."
            refused.append(RefusedFile(name="Envoi", message=f"{message} Envoyez les autres."))
        await self.batches.change(batch, lambda found: replace(found, refused=tuple(refused)))

    async def _take_parts(
        self, reader: MultipartReader, batch: Batch, refused: list[RefusedFile]
    ) -> None:
        files, fields = 0, 0
        while (part := await reader.next()) is not None:
            if not isinstance(part, BodyPartReader) or not part.filename:
                fields += 1
                if fields > MOST_FIELDS:
                    return
                continue
            files, name = files + 1, part.filename[-LONGEST_NAME:]
            if files > MOST_FILES:  # the rest is not even read: it may have no end
                refused.append(RefusedFile(name=name, message=TOO_MANY))
                return
            try:
                await self._take(part, name, batch)
            except Problem as problem:
                refused.append(RefusedFile(name=name, message=problem.detail))
                if problem.type is ProblemType.UPLOAD_INTERRUPTED:
                    return
                await part.release()

    async def _take(self, part: BodyPartReader, name: str, batch: Batch) -> None:
        found = placed(name, batch.rows)
        if isinstance(found, Placed) and found.row.dossier_id:
            await self.take_one(part, found.row, found.kind)
            return
        why = found if isinstance(found, str) else MEND_FIRST
        piece = await self.receiver.part(part, PieceKind.PHOTO, batch.batch_id)
        file = LooseFile(
            blob_id=piece.blob_id,
            name=name,
            sha256=piece.sha256,
            size=piece.size,
            media_type=piece.media_type,
            why=why,
            uploaded_at=piece.uploaded_at,
        )
        try:
            await self.batches.change(batch, lambda kept: _with_new(kept, file))
        except Problem:  # full, or gone: nobody would ever place it
            await self.receiver.blobs.delete(piece.blob_id)
            raise

    async def take_one(self, part: BodyPartReader, row: BatchRow, kind: PieceKind) -> None:
        """This file is that piece of that candidate."""
        dossier = await self._dossier(row)
        await self._keep(dossier, await self.receiver.part(part, kind, dossier.dossier_id))

    async def place(self, batch: Batch, blob_id: str, row: BatchRow, kind: PieceKind) -> None:
        """A file that was kept aside becomes a piece; it stays aside where that cannot be."""
        file = loose_of(batch, blob_id)
        if file is None:
            return
        dossier, blobs = await self._dossier(row), self.receiver.blobs
        try:
            data = await blobs.read(blob_id)
        except MissingBlob:
            await self.drop(batch, blob_id)
            raise Problem(ProblemType.PIECE_NOT_FOUND) from None
        # sealed anew: bytes belong to the key of the dossier that holds them
        stored = await blobs.write(_once(data), len(data), dossier.dossier_id)
        await self._keep(dossier, _piece(file, stored.blob_id, kind))
        await self.drop(batch, blob_id)

    async def place_by_name(self, batch: Batch) -> None:
        """Place what could not be placed before: a line of it has been mended since."""
        for file in batch.loose:
            found = placed(file.name, batch.rows)
            if isinstance(found, Placed) and found.row.dossier_id:
                await self.place(batch, file.blob_id, found.row, found.kind)

    async def drop(self, batch: Batch, blob_id: str) -> None:
        """Forget a file that was kept aside."""
        if loose_of(batch, blob_id) is not None:
            await self.batches.change(batch, lambda found: without_loose(found, blob_id))
            await self.receiver.blobs.delete(blob_id)

    async def _dossier(self, row: BatchRow) -> Dossier:
        read = self.batches.desk.register.dossiers
        dossier = await read.get(row.dossier_id) if row.dossier_id else None
        if dossier is None:
            raise Problem(ProblemType.WRONG_STATE, detail=MEND_FIRST)
        return dossier

    async def _keep(self, dossier: Dossier, piece: Piece) -> None:
        try:
            await self.batches.desk.keep(dossier, piece)
        except Problem as problem:
            raise Problem(problem.type, detail=TAKEN) from problem


def _with_new(batch: Batch, file: LooseFile) -> Batch:
    """The batch with the file; the same bytes twice are one file."""
    if any(known.sha256 == file.sha256 for known in batch.loose):
        return batch
    if len(batch.loose) >= MOST_LOOSE:
        raise Problem(ProblemType.INVALID_REQUEST, detail=FULL)
    return with_loose(batch, file)


def _piece(file: LooseFile, blob_id: str, kind: PieceKind) -> Piece:
    return Piece(
        kind=kind,
        blob_id=blob_id,
        sha256=file.sha256,
        size=file.size,
        media_type=file.media_type,
        uploaded_at=file.uploaded_at,
    )


async def _once(data: bytes) -> AsyncIterator[bytes]:
    yield data
