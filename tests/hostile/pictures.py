"""Pictures made to harm: cut, bent, swollen or lying about themselves."""

import io
import random
import struct
import zlib
from collections.abc import Iterator

import numpy as np
from PIL import Image

PNG_HEAD = b"\x89PNG\r\n\x1a\n"
#: Metadata whose second table is its first.
CIRCLE = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x87\x69\0\x04\0\0\0\x01\0\0\0\x08\0\0\0\x08"
SCRIPT = b"x\0<script>alert(1)</script>"


def a_picture(width=240, height=320):
    """A gentle picture with some grain, the same every time."""
    grain = np.random.default_rng(7).integers(0, 40, (height, width, 3))
    slope = np.linspace(80, 200, width)[None, :, None]
    return Image.fromarray(np.clip(slope + grain, 0, 255).astype(np.uint8))


def saved(image, kind, **options):
    """The picture as a file."""
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def a_jpeg(**options):
    return saved(a_picture(), "JPEG", **options)


def a_png(**options):
    return saved(a_picture(), "PNG", **options)


def cut(data, parts=10):
    """The file cut at that many places."""
    for part in range(1, parts + 1):
        yield f"cut-{part}", data[: len(data) * part // (parts + 1)]


def bent(data, seeds=8):
    """The file with a hundred bytes changed at random, its first twelve kept."""
    for seed in range(seeds):
        draw = random.Random(seed)
        body = bytearray(data)
        for _ in range(100):
            body[draw.randrange(12, len(body))] = draw.randrange(256)
        yield f"bent-{seed}", bytes(body)


def chunk(kind, body, crc=None, length=None):
    """A PNG chunk, with a wrong checksum or length where asked."""
    size = len(body) if length is None else length
    code = zlib.crc32(kind + body) if crc is None else crc
    return struct.pack(">I", size) + kind + body + struct.pack(">I", code)


def png_of(size, form=(8, 2, 0), *, before=b"", rows=b""):
    """A PNG written by hand: size, (depth, colour, interlace), chunks before its rows."""
    depth, colour, interlace = form
    head = struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, interlace)
    body = zlib.compress(rows, 9)
    return PNG_HEAD + chunk(b"IHDR", head) + before + chunk(b"IDAT", body) + chunk(b"IEND", b"")


SMALL, BILEVEL = (64, 64), (1, 0, 0)


def white_rows(width, height, bits):
    return (b"\0" + b"\xff" * ((width * bits + 7) // 8)) * height


def odd_pngs() -> Iterator[tuple[str, bytes]]:
    """PNG files whose parts contradict each other or unpack to far more than they are."""
    bomb = zlib.compress(bytes(60_000_000), 9)
    plain = white_rows(64, 64, 24)
    yield "claims-100000-square", png_of((100_000, 100_000))
    yield "claims-2-31", png_of((0x7FFFFFFF, 0x7FFFFFFF))
    yield "no-width", png_of((0, 100))
    yield "one-line-of-39-million", png_of((39_000_000, 1), BILEVEL)
    yield "bomb-64-mpx", png_of((8000, 8000), BILEVEL, rows=white_rows(8000, 8000, 1))
    yield "largest-allowed", png_of((6300, 6300), BILEVEL, rows=white_rows(6300, 6300, 1))
    yield "text-bomb", png_of(SMALL, before=chunk(b"zTXt", b"a\0\0" + bomb), rows=plain)
    yield "long-text-bomb", png_of(SMALL, before=chunk(b"iTXt", b"a\0\1\0\0\0" + bomb), rows=plain)
    yield "profile-bomb", png_of(SMALL, before=chunk(b"iCCP", b"a\0\0" + bomb), rows=plain)
    yield "too-much-data", png_of(SMALL, rows=bytes(30_000_000))
    yield "no-data", PNG_HEAD + chunk(b"IHDR", b"\0\0\0@\0\0\0@\x08\2\0\0\0") + chunk(b"IEND", b"")
    yield "no-header", PNG_HEAD + chunk(b"IDAT", zlib.compress(plain)) + chunk(b"IEND", b"")
    yield "odd-depth", png_of(SMALL, (7, 2, 0), rows=plain)
    yield "odd-colour", png_of(SMALL, (8, 5, 0), rows=plain)
    yield "odd-interlace", png_of(SMALL, (8, 2, 9), rows=plain)
    yield "odd-filter", png_of(SMALL, rows=(b"\x09" + b"\xff" * 192) * 64)
    yield "palette-missing", png_of(SMALL, (8, 3, 0), rows=white_rows(64, 64, 8))
    yield "wrong-sum", a_png().replace(b"IDAT", b"IDAU", 1)
    yield "endless-chunk", PNG_HEAD + chunk(b"IHDR", bytes(13), length=0xFFFFFFFF)
    yield (
        "negative-chunk",
        png_of(SMALL, before=chunk(b"tEXt", b"x", length=0x80000001), rows=plain),
    )
    yield "thousands-of-chunks", png_of(SMALL, before=chunk(b"tEXt", b"a\0b") * 100_000, rows=plain)
    yield "script-in-text", png_of(SMALL, before=chunk(b"tEXt", SCRIPT), rows=plain)
    yield "exif-bent", png_of(SMALL, before=chunk(b"eXIf", b"MM\0*" + b"\xff" * 40), rows=plain)
    yield "sixteen-bits", saved(Image.fromarray(np.full((64, 64), 40_000, np.uint16)), "PNG")
    frames = [Image.new("RGB", (64, 64), (n % 256, 0, 0)) for n in range(400)]
    yield "400-frames", saved(frames[0], "PNG", save_all=True, append_images=frames[1:])
    yield "only-its-head", PNG_HEAD


def exif_of(orientation, *, place=True):
    """Metadata with a direction, a place on the map and the name of a person."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = "Camille Secret"
    if place:
        exif.get_ifd(0x8825).update({1: "N", 2: (45.0, 45.0, 0.0), 3: "E", 4: (4.0, 50.0, 0.0)})
    return exif


def progressive_with_scans(count):
    """A progressive JPEG whose last pass is written again and again."""
    data = saved(a_picture(2000, 2000), "JPEG", progressive=True, quality=20)
    last = data.rindex(b"\xff\xda")
    return data[:-2] + data[last:-2] * count + b"\xff\xd9"


def odd_jpegs() -> Iterator[tuple[str, bytes]]:
    """JPEG files with lies in their headers, metadata and passes."""
    data = a_jpeg()
    size = data.index(b"\xff\xc0") + 5
    yield "claims-65500-square", data[:size] + b"\xff\xdc\xff\xdc" + data[size + 4 :]
    yield "claims-39-mpx", data[:size] + struct.pack(">HH", 6000, 6500) + data[size + 4 :]
    yield "no-height", data[:size] + b"\0\0\0\xf0" + data[size + 4 :]
    yield "no-pass", data[: data.index(b"\xff\xda")] + b"\xff\xd9"
    yield "no-code-table", data.replace(b"\xff\xc4", b"\xff\xee")
    yield "no-quantiser", data.replace(b"\xff\xdb", b"\xff\xee")
    yield "hundreds-of-passes", progressive_with_scans(600)
    yield "restarts", data.replace(b"\xff\xda", b"\xff\xdd\0\x04\0\x01\xff\xda")
    yield "arithmetic", data.replace(b"\xff\xc0", b"\xff\xc9")
    yield "lossless", data.replace(b"\xff\xc0", b"\xff\xc3")
    yield "twelve-bits", data[: size - 1] + b"\x0c" + data[size:]
    yield "five-components", data[: size + 4] + b"\5" + data[size + 5 :]
    yield "zeros-after-head", data[:700] + bytes(len(data))
    yield "noise-after-head", data[:700] + random.Random(3).randbytes(50_000)
    yield "ends-at-once", b"\xff\xd8\xff\xd9"
    yield "head-of-markers", b"\xff\xd8" + b"\xff\xfe\0\x02" * 200_000 + data[2:]
    yield "cmyk", saved(a_picture().convert("CMYK"), "JPEG")
    yield "place-and-name", a_jpeg(exif=exif_of(6))
    yield "odd-direction", a_jpeg(exif=exif_of(99, place=False))
    yield "exif-in-a-circle", a_jpeg(exif=CIRCLE)
    yield "exif-of-noise", a_jpeg(exif=b"Exif\0\0II*\0" + random.Random(5).randbytes(60_000))
    yield "profile-of-noise", a_jpeg(icc_profile=random.Random(6).randbytes(200_000))
    yield "comment-is-a-script", a_jpeg(comment=b"<?php system($_GET['x']); ?>")


def hostile_pictures() -> dict[str, bytes]:
    """Every one by its file name."""
    files = {}
    for kind, good, odd in (("jpg", a_jpeg(), odd_jpegs()), ("png", a_png(), odd_pngs())):
        for name, data in (*cut(good), *bent(good), *odd):
            files[f"{kind}-{name}.{kind}"] = data
    return files
