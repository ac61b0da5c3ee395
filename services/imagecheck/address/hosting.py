"""An attestation d’hébergement read: who hosts whom, where, and since when it is signed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.imagecheck.address.french_dates import find_dates
from services.imagecheck.address.issue_date import find_issue_date
from services.imagecheck.address.page_layout import Page
from services.imagecheck.address.pages import read_pages
from services.imagecheck.address.postal_lines import find_blocks

_TITLE = r"(?:M\.?|MR\.?|MME\.?|MLLE\.?|Monsieur|Madame|Mademoiselle)"
_NAME = r"(?P<name>[A-ZÀ-Ýa-zà-ÿ][^,;:.()\d]{2,80}?)"

#: « Je soussigné(e), Mme X, né(e) le … »
_HOST = re.compile(
    rf"soussign[ée](?:\(e\)|e)?s?\s*,?\s*:?\s*(?:\(nom.{{0,20}}\)\s*:?\s*)?(?:{_TITLE}\s+)?{_NAME}"
    r"\s*(?=,|;|\.|\bn[ée]e?\b|\bn[ée]\(e\)|\bdemeurant|\bcertifie|\batteste|\bd[ée]clare)",
    re.IGNORECASE,
)

#: « … héberger à mon domicile M. Y, né le … »
_HOSTED = re.compile(
    rf"h[ée]berge[rz]?\b(?:\s*(?:,|[àa]\s+mon\s+domicile|chez\s+moi|gratuitement|[àa]\s+titre"
    rf"\s+gratuit|mon\s+(?:enfant|fils|ami|conjoint|fr[èe]re)|ma\s+(?:fille|s[œo]e?ur|compagne)"
    rf"|depuis\s+le\s+[\d/.\s-]{{8,14}}))*\s*:?\s*(?:{_TITLE}\s+)?{_NAME}"
    r"\s*(?=,|;|\.|$|\bn[ée]e?\b|\bn[ée]\(e\)|\bdepuis|\b[àa]\s+(?:mon|l.)|\bau\s)",
    re.IGNORECASE,
)

_BORN = re.compile(r"n[ée](?:\(e\)|e)?\s+le\s*:?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class HostingReading:
    """What an attestation says. None where it was not read."""

    host: str | None = None
    hosted: str | None = None
    #: ISO 8601.
    issued_on: str | None = None
    postcode: str | None = None
    town: str | None = None


def read_hosting_file(data: bytes) -> HostingReading:
    """The fields of an attestation, picture or PDF.

    Raises UnreadableFile with the reason when the bytes are not a usable file.
    """
    return read_hosting(next(read_pages(data)).page)


def read_hosting(page: Page) -> HostingReading:
    """The fields of an attestation's first page."""
    text = _running([segment.text for segment in page.segments])
    issued = find_issue_date(page)
    places = {(block.postcode, block.town) for block in find_blocks(page)}
    postcode, town = places.pop() if len({code for code, _ in places}) == 1 else (None, None)
    return HostingReading(
        host=_named(_HOST, text),
        hosted=_named(_HOSTED, text),
        issued_on=issued.isoformat() if issued else _last_day(text),
        postcode=postcode,
        town=town,
    )


def _running(lines: Sequence[str]) -> str:
    return re.sub(r"\s+", " ", " ".join(lines))


def _named(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match["name"].strip() if match else None


def _last_day(text: str) -> str | None:
    """The last date that is nobody's birth: an attestation is dated at its foot."""
    days = [mention.day for mention in find_dates(text) if not _BORN.search(text[: mention.start])]
    return days[-1].isoformat() if days else None
