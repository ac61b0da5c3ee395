"""A paper that lies in the slot of another one, said plainly."""

from collections.abc import Iterable
from typing import NamedTuple

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
    facts = read_attestation(data)
    return name_read_paper(findings, Words(facts.paper, facts.characters), data, slot)


class Words(NamedTuple):
    """What a reading of a file says of it whatever its slot: which paper, and how many letters."""

    paper: Paper | None
    characters: int


def name_read_paper(
    findings: Iterable[Finding], words: Words, data: bytes, slot: StageName
) -> tuple[Finding, ...]:
    """The same for a file whose words are known already: reading is what takes the time."""
    kept = tuple(findings)
    found = judge_paper(_paper_of(words, data), slot)
    if found.verdict is not Verdict.FAIL:
        return kept
    return (*(finding for finding in kept if finding.criterion != CRITERION), found)


def _paper_of(words: Words, data: bytes) -> Paper | None:
    if words.paper is not None or words.characters > MAX_PHOTO_LETTERS:
        return words.paper
    return Paper.PORTRAIT if _is_portrait(data) else None


def _is_portrait(data: bytes) -> bool:
    if sniff_media_type(data[:SNIFF_BYTES]) == "application/pdf":
        return False
    picture = decode_picture(data)
    faces = find_faces(picture.pixels)
    return len(faces) == 1 and faces[0].height >= MIN_FACE_SHARE * picture.height
