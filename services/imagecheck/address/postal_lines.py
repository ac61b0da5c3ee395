"""Addresses on a page: postcode and town with the lines above, each weighed as the person's."""

import re
from dataclasses import dataclass

from services.imagecheck.address.issuers import is_issuer
from services.imagecheck.address.page_layout import Page, Segment
from services.imagecheck.address.towns import (
    TownMatch,
    is_listed,
    match_town,
    mended_postcode,
    nearest_town,
)

#: French postcodes: departments 01 to 95, 97 and 98 overseas; some write a space after these.
_POSTCODE = r"(?:0[1-9]|[1-8]\d|9[0-578])\s?\d{3}"

#: A figure inside a word is a letter misread.
_WORD = r"[A-ZÀ-Ýa-zà-ÿŒœ][A-ZÀ-Ýa-zà-ÿœæß0-9'’./-]*"

_LINE = re.compile(
    rf"(?<![\d.,/-])(?:F[- ]\s?)?(?P<postcode>{_POSTCODE})[\s,–-]+"
    rf"(?P<town>{_WORD}(?:[ ]{_WORD}){{0,6}}(?:[ ]\d{{1,2}}(?:e|er|[èe]me)?(?![\d\w]))?)"
)

#: Words of a company's own address.
_COMPANY = re.compile(
    r"cedex|\bTSA\b|\bCS\s?\d|\bBP\s?\d|\bRCS\b|SIREN|SIRET|capital|si[èe]ge|service|clients|TVA"
    r"|m[ée]diat|r[ée]clamation|agence|\bSAS?\b|\bSARL\b|\bOPH\b|\bSIP\b|\bT[ée]l\b|www\.|@"
    r"|soci[ée]t|office\s+public|direction|tr[ée]sor|centre\s+des|mutuelle|soci[ée]taires"
    r"|immobili|syndic|mairie|caisse",
    re.IGNORECASE,
)

_STREET = re.compile(
    r"\b(?:rue|ruelle|avenue|av|boulevard|bd|bld|place|pl|chemin|ch|all[ée]es?|impasse|imp|route|rte"
    r"|quai|cours|square|sq|passage|villa|r[ée]sidence|r[ée]s|lotissement|lot|hameau|lieu[- ]dit"
    r"|sentier|cit[ée]|mail|mont[ée]e|faubourg|fg|esplanade|rond[- ]point|domaine|clos|traverse"
    r"|venelle|promenade|parvis|sente|cour|voie|quartier|chauss[ée]e|digue)\b",
    re.IGNORECASE,
)

COURTESY = re.compile(
    r"^(?:destinataire\s*:?\s*)?"
    r"(?:(?:M\.?|MR\.?|MME\.?|MLLE\.?|Monsieur|Madame|Mademoiselle)"
    r"(?:\s*(?:\bet\b|\bou\b|&|/)\s*(?:M\.?|MR\.?|MME\.?|Monsieur|Madame))?)\s+(?=\S)",
    re.IGNORECASE,
)

#: Small words inside the names of towns.
_JOINING = re.compile(r"(?i)(?:sur|sous|les?|la|l[èe]s|des?|du|d['’]|en|aux?|et|s/)(?!\w)")

#: A name: two to six words of letters, no digit.
NAME = re.compile(r"^[A-ZÀ-Ýa-zà-ÿ][^\W\d_]*(?:[-'’ ]+[^\W\d_]+){1,6}\.?$")

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
    #: True when the list has the town under the postcode, None for a postcode it has not.
    listed: bool | None = None

    @property
    def street(self) -> str | None:
        """The line that names the way, else what stands before the postcode."""
        before = self.line.text.partition(self.postcode)[0]
        for text in (before, *(line.text for line in self.above[:3])):
            way = text.rpartition(":")[2].strip(" ,–-")  # a label may stand before it
            if is_street(way) and not COURTESY.match(way):
                return way
        return None


def find_blocks(page: Page) -> list[PostalBlock]:
    """Every address of a page."""
    return [block for segment in page.segments for block in blocks_of(page, segment)]


def find_addressee(page: Page) -> PostalBlock | None:
    """The address of the person; None when none stands out."""
    blocks = find_blocks(page)
    scores = [(_score(block, blocks, page), -block.line.top, block) for block in blocks]
    best = max(scores, key=lambda score: score[:2], default=None)
    return best[2] if best is not None and best[0] >= MIN_SCORE else None


def blocks_of(page: Page, segment: Segment) -> list[PostalBlock]:
    """The addresses that end on a line."""
    matches = [match for match in _LINE.finditer(segment.text) if _is_postcode(match)]
    above: list[Segment] = []
    line: Segment | None = segment if matches else None
    while line is not None and len(above) < MAX_LINES_ABOVE:
        line = page.above(line)
        if line is not None:
            above.append(line)
    return [_block(match, page, segment, tuple(above)) for match in matches]


def _is_postcode(match: re.Match[str]) -> bool:
    """Five digits written apart are a postcode where the list says so."""
    written = match["postcode"]
    return len(written) == 5 or match_town(_digits(written), match["town"]) is not None


def _block(
    match: re.Match[str], page: Page, segment: Segment, above: tuple[Segment, ...]
) -> PostalBlock:
    postcode, town = _digits(match["postcode"]), match["town"].strip(" .,-")
    if page.scanned and not match_town(postcode, town):
        postcode = mended_postcode(postcode, town) or postcode
    found = match_town(postcode, town)
    near = nearest_town(postcode, town) if page.scanned and not found else None
    return PostalBlock(
        postcode=postcode,
        town=_spelled(town, found) if found else near or _printed(town),
        line=segment,
        above=above,
        listed=bool(found or near) if is_listed(postcode) else None,
    )


def _spelled(town: str, found: TownMatch) -> str:
    """As printed; by the list where spaces stand inside its words or the post shortened them."""
    if _JOINING.match(town[found.length :].strip()):
        return _printed(town)
    printed = town[: found.length].strip(" .,-")
    words, official = (re.findall(r"[^\W\d_]+", name) for name in (printed, found.name))
    shortened = len("".join(words)) < len("".join(official))
    return found.name if len(words) > len(official) or shortened else printed


def _digits(written: str) -> str:
    return re.sub(r"\s", "", written)


def _printed(town: str) -> str:
    """Words of running text that follow a town are cut off; small words join its own."""
    kept: list[str] = []
    for word in town.split():
        if kept and word[:1].islower() and not _JOINING.match(word):
            break
        kept.append(word)
    while len(kept) > 1 and _JOINING.fullmatch(kept[-1]):
        kept.pop()
    return " ".join(kept)


def _score(block: PostalBlock, blocks: list[PostalBlock], page: Page) -> float:
    text, above = block.line.text, [line.text for line in block.above]
    score = 1.0 if text.lstrip().startswith((block.postcode, "F-")) else 0.0
    if is_street(text) or any(is_street(line) for line in above[:2]):
        score += 2
    if any(COURTESY.match(line) for line in above[:4]):
        score += 3
    elif any(NAME.match(line) and is_private(line) for line in above[1:4]):
        score += 1
    if not all(is_private(line) for line in (text, *above[:3])):
        score -= 5
    if block.listed is not None:
        score += 0.5 if block.listed else -1
    if block.line.height < 0.9 * page.usual_height:  # senders and small print
        score -= 0.75
    return score + 0.5 * (sum(_same_place(block, other) for other in blocks) > 1)


def is_private(line: str) -> bool:
    """True for a line without the words of a firm or an office."""
    return _COMPANY.search(line) is None and not is_issuer(line)


def _same_place(block: PostalBlock, other: PostalBlock) -> bool:
    return block.postcode == other.postcode and block.town.upper() == other.town.upper()


def is_street(text: str) -> bool:
    """True for a line that names a way."""
    return _STREET.search(text) is not None
