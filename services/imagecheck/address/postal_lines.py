"""Postcode and town of the person addressed, among all the addresses that a bill prints."""

import re
from dataclasses import dataclass

from services.imagecheck.address.page_layout import Page, Segment

#: French postcodes: departments 01 to 95, 97 and 98 overseas.
_POSTCODE = r"(?:0[1-9]|[1-8]\d|9[0-578])\d{3}"

_WORD = r"[A-ZÀ-Ý][A-ZÀ-Ýa-zà-ÿœæ'’.-]*"
_SMALL = r"(?:sur|sous|les?|la|l[èe]s|des?|du|d['’]|en|aux?|et|saint|sainte)"

_LINE = re.compile(
    rf"(?<![\d.,/-])(?:F-)?(?P<postcode>{_POSTCODE})\s+"
    rf"(?P<town>{_WORD}(?:[ ](?:{_WORD}|{_SMALL}(?=[ ]{_WORD}|\b)))*(?:[ ]\d{{1,2}}(?!\d))?)"
)

#: Words of a company's own address.
_COMPANY = re.compile(
    r"cedex|\bTSA\b|\bCS\s?\d|\bBP\s?\d|\bRCS\b|SIREN|SIRET|capital|si[èe]ge|service|clients|TVA",
    re.IGNORECASE,
)

_STREET = re.compile(
    r"\b(?:rue|avenue|av|boulevard|bd|place|pl|chemin|all[ée]es?|impasse|imp|route|rte|quai|cours"
    r"|square|passage|villa|r[ée]sidence|lotissement|hameau|lieu[- ]dit|sentier|cit[ée])\b",
    re.IGNORECASE,
)

COURTESY = re.compile(
    r"^(?:destinataire\s*:?\s*)?"
    r"(?:(?:M\.?|MR\.?|MME\.?|MLLE\.?|Monsieur|Madame|Mademoiselle)"
    r"(?:\s+(?:et|ou)\s+(?:M\.?|MR\.?|MME\.?|Monsieur|Madame))?)\s+(?=\S)",
    re.IGNORECASE,
)

#: Lines above a postcode that can belong to the address.
MAX_LINES_ABOVE = 5

#: Points under which a postcode is nobody's address (a bank's, a mediator's).
MIN_SCORE = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PostalBlock:
    """An address on a page: its last line, and the lines above it, nearest first."""

    postcode: str
    town: str
    line: Segment
    above: tuple[Segment, ...]


def find_addressee(page: Page) -> PostalBlock | None:
    """The address of the person; None when none stands out."""
    blocks = [block for segment in page.segments for block in _blocks(page, segment)]
    scores = [(_score(block, blocks), -block.line.top, block) for block in blocks]
    best = max(scores, key=lambda score: score[:2], default=None)
    return best[2] if best is not None and best[0] >= MIN_SCORE else None


def _blocks(page: Page, segment: Segment) -> list[PostalBlock]:
    matches = list(_LINE.finditer(segment.text))
    above: list[Segment] = []
    line: Segment | None = segment if matches else None
    while line is not None and len(above) < MAX_LINES_ABOVE:
        line = page.above(line)
        if line is not None:
            above.append(line)
    return [
        PostalBlock(
            postcode=match["postcode"],
            town=match["town"].strip(" .,-"),
            line=segment,
            above=tuple(above),
        )
        for match in matches
    ]


def _score(block: PostalBlock, blocks: list[PostalBlock]) -> float:
    text, above = block.line.text, [line.text for line in block.above]
    score = 1.0 if text.lstrip().startswith((block.postcode, "F-")) else 0.0
    if _STREET.search(text) or any(_STREET.search(line) for line in above[:2]):
        score += 2
    if any(COURTESY.match(line) for line in above[:4]):
        score += 3
    if _COMPANY.search(text) or any(_COMPANY.search(line) for line in above[:1]):
        score -= 5
    return score + 0.5 * (sum(_same_place(block, other) for other in blocks) > 1)


def _same_place(block: PostalBlock, other: PostalBlock) -> bool:
    return block.postcode == other.postcode and block.town.upper() == other.town.upper()


def is_street(text: str) -> bool:
    """True for a line that names a way."""
    return _STREET.search(text) is not None
