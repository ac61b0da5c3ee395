"""Files that pretend to be another kind, or are two at once."""

import gzip
import io
import random
import zipfile

from tests.hostile.pdf_page import a_page
from tests.hostile.pictures import PNG_HEAD, a_jpeg, a_picture, a_png, saved

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def a_zip(name="x.txt", body=b"hello"):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def strangers() -> dict[str, bytes]:
    """Kinds that are not taken, under names that are."""
    image = a_picture(64, 64)
    return {
        "html.jpg": b"<html><script>alert(1)</script></html>",
        "svg.png": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "laughs.pdf": f'<?xml version="1.0"?><!DOCTYPE l [{LAUGHS}]><l>&l9;</l>'.encode(),
        "outer-entity.png": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        "zip.pdf": a_zip(),
        "zip-bomb.jpg": a_zip(body=bytes(50_000_000)),
        "climbing.pdf": a_zip("../../../../tmp/climbed"),
        "office.pdf": a_zip("word/document.xml"),
        "gzip-bomb.png": gzip.compress(bytes(50_000_000), mtime=0),
        "windows-program.jpg": b"MZ" + bytes(500),
        "linux-program.png": b"\x7fELF" + bytes(500),
        "shell.pdf": b"#!/bin/sh\nrm -rf /\n",
        "php.jpg": b"<?php system($_GET['x']); ?>",
        "postscript.pdf": b"%!PS-Adobe-3.0\n/x { x } def x\n",
        "gif.jpg": saved(image, "GIF"),
        "bmp.png": saved(image, "BMP"),
        "tiff.jpg": saved(image, "TIFF"),
        "webp.png": saved(image, "WEBP"),
        "icon.png": saved(image, "ICO"),
        "jpeg-2000.jpg": saved(image, "JPEG2000"),
        "film.jpg": b"\0\0\0\x18ftypmp42" + bytes(500),
        "layers.png": b"8BPS\0\x01" + bytes(500),
        "fonts.pdf": b"OTTO" + bytes(500),
        "words.pdf": "Facture d’électricité\n".encode("utf-16"),
        "empty.pdf": b"",
        "one-byte.jpg": b"\xff",
        "zeros.png": bytes(1_000_000),
        "noise.jpg": random.Random(1).randbytes(100_000),
    }


def doubles() -> dict[str, bytes]:
    """Files that two programs read in two ways, and openings without what they announce."""
    jpeg, png, pdf = a_jpeg(), a_png(), a_page()
    return {
        "jpeg-then-zip.jpg": jpeg + a_zip("x.exe"),
        "jpeg-then-page.jpg": jpeg + b"<html><script>alert(1)</script></html>",
        "jpeg-then-pdf.jpg": jpeg + pdf,
        "jpeg-then-noise.jpg": jpeg + random.Random(2).randbytes(3_000_000),
        "png-then-zip.png": png + a_zip("x.exe"),
        "png-then-script.png": png + b"<?php system($_GET['x']); ?>",
        "pdf-then-zip.pdf": pdf + a_zip("x.exe"),
        "page-then-pdf.pdf": b"<html>" + pdf,
        "noise-then-pdf.pdf": random.Random(4).randbytes(500) + pdf,
        "opening-then-pdf.jpg": b"\xff\xd8\xff" + pdf,
        "opening-then-script.jpg": b"\xff\xd8\xff<?php system($_GET['x']); ?>",
        "opening-then-zip.png": PNG_HEAD + a_zip(),
        "opening-then-zeros.pdf": b"%PDF-1.7\n" + bytes(1_000_000),
        "opening-then-noise.pdf": b"%PDF-1.7\n" + random.Random(8).randbytes(1_000_000),
        "opening-then-streams.pdf": b"%PDF-1.7\n" + b"stream\nx\x9c" * 100_000,
        "opening-then-comments.pdf": b"%PDF-1.7\n" + b"/S%" * 500_000,
        "pdf-as-picture.jpg": pdf,
        "picture-as-pdf.pdf": jpeg,
    }


def hostile_disguises() -> dict[str, bytes]:
    """Every one by its file name."""
    return {f"disguise-{name}": data for name, data in (strangers() | doubles()).items()}
