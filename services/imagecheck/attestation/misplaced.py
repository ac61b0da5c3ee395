"""A paper that lies in the slot of another one, said plainly."""

from collections.abc import Iterable

from services.imagecheck.attestation.facts import read_attestation
from services.imagecheck.attestation.papers import Paper
from services.imagecheck.attestation.rules import judge_paper
from services.imagecheck.engines.faces import find_faces
from services.imagecheck.engines.raster import decode_picture
from shared.domain.files import SNIFF_BYTES, sniff_media_type
from shared.domain.findings import Finding, Verdict
from shared.stages import StageName

#: What the slot's own reader says of it, which the answer replaces.
CRITERION = "document_kind"

#: [D] Letters and digits under which a picture with a face is a photo: a card has over a hundred,
#: and a wall behind somebody makes the OCR see a few.
MAX_PHOTO_LETTERS = 25

#: [D] Share of the picture's height that the face of a photo has at least; heads are 70 to 80 %
#: of it (RULEBOOK PH2), faces from brow to chin about half of that; on cards under a third.
MIN_FACE_SHARE = 0.33


def name_misplaced(
    findings: Iterable[Finding], data: bytes, slot: StageName
) -> tuple[Finding, ...]:
    """The findings, with the wrong paper named where one is recognised.

    For files in which the slot's own reader found nothing that it knows: they are read again.
    """
    kept = tuple(findings)
    found = judge_paper(_paper_of(data), slot)
    if found.verdict is not Verdict.FAIL:
        return kept
    return (*(finding for finding in kept if finding.criterion != CRITERION), found)


def _paper_of(data: bytes) -> Paper | None:
    facts = read_attestation(data)
    if facts.paper is not None or facts.characters > MAX_PHOTO_LETTERS:
        return facts.paper
    return Paper.PORTRAIT if _is_portrait(data) else None


def _is_portrait(data: bytes) -> bool:
    if sniff_media_type(data[:SNIFF_BYTES]) == "application/pdf":
        return False
    picture = decode_picture(data)
    faces = find_faces(picture.pixels)
    return len(faces) == 1 and faces[0].height >= MIN_FACE_SHARE * picture.height
