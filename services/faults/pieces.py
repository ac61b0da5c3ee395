"""The pieces of a campaign's dossiers: unlike each other, and cheap to judge.

A campaign tests the engine, not the checks: all four together cost a dossier less than 0.1 s of
processor time, where a real identity card alone costs about a second. Damaged pictures are
refused as unreadable, so every dossier goes to correction unless something is parked.
"""

import io
import random

from PIL import Image, ImageDraw

from shared.domain.piece import PieceKind

#: A PNG by its first bytes only.
_DAMAGED = b"\x89PNG\r\n\x1a\n"
#: Bytes of a damaged picture; of a large one, which the file store keeps in several chunks.
_SMALL, _LARGE = 2_000, 600_000
#: One dossier in so many has a large piece.
_LARGE_EVERY = 8
#: Pixels.
_PHOTO, _SIGNATURE = (48, 48), (400, 160)


def draw_pieces(number: int, version: int) -> dict[PieceKind, bytes]:
    """The four pieces of a dossier; another version has other bytes."""
    chance = random.Random(f"{number}:{version}")
    size = _LARGE if number % _LARGE_EVERY == 0 else _SMALL
    return {
        PieceKind.PHOTO: _plain_photo(chance),
        PieceKind.SIGNATURE: _strokes(chance),
        PieceKind.IDENTITY: _DAMAGED + chance.randbytes(_SMALL),
        PieceKind.ADDRESS: _DAMAGED + chance.randbytes(size),
    }


def _plain_photo(chance: random.Random) -> bytes:
    colour = (chance.randrange(256), chance.randrange(256), chance.randrange(256))
    return _png(Image.new("RGB", _PHOTO, colour))


def _strokes(chance: random.Random) -> bytes:
    picture = Image.new("L", _SIGNATURE, 255)
    points = [(x, chance.randrange(30, 130)) for x in range(40, 361, 60)]
    ImageDraw.Draw(picture).line(points, fill=20, width=5)
    return _png(picture)


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()
