"""An attestation of somebody's home read: who hosts whom, where, and when it was signed."""

import re
from collections.abc import Sequence

from services.imagecheck.address.french_dates import find_dates
from services.imagecheck.address.issue_date import find_issue_date
from services.imagecheck.address.kinds import ProofKind, classify
from services.imagecheck.address.page_layout import Page
from services.imagecheck.address.pages import ReadPage, read_pages
from services.imagecheck.address.postal_lines import find_blocks
from services.imagecheck.attestation.person import find_person
from services.imagecheck.hosting.measured import ATTESTING, HostingFacts
from shared.domain.findings import Evidence, HostingReading

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

#: « … atteste que M. Y réside à l’hôtel », « … déclare que Mme Y est domiciliée … »
_RESIDENT = re.compile(
    rf"(?:certifie|atteste|d[ée]clare)\w*\s+que\s+(?:{_TITLE}\s+)?{_NAME}"
    r"\s*(?=,|;|\.|\bn[ée]e?\b|\bn[ée]\(e\)|\br[ée]side|\bloge|\bs[ée]journe|\bhabite|\bvit\b"
    r"|\boccupe|\bdemeure|\best\s|\ba\s)",
    re.IGNORECASE,
)


def read_hosting_file(data: bytes) -> HostingFacts:
    """An attestation, picture or PDF, up to the first page that is one.

    Raises UnreadableFile with the reason when the bytes are not a usable file.
    """
    best: HostingFacts | None = None
    for read in read_pages(data):
        facts = facts_of_page(read)
        if best is None or facts.reading.kind in ATTESTING:
            best = facts
        if best.reading.kind in ATTESTING:
            break
    assert best is not None  # a file without a page was refused
    return best


def facts_of_page(read: ReadPage) -> HostingFacts:
    """The facts that one page gives."""
    return HostingFacts(
        reading=read_hosting(read.page),
        characters=sum(sign.isalnum() for line in read.page.segments for sign in line.text),
        confidence=read.confidence,
        evidence=Evidence(page=read.number),
    )


def read_hosting(page: Page) -> HostingReading:
    """The fields of an attestation's page."""
    lines = [segment.text for segment in page.segments]
    kind, text, issued = classify(lines), _running(lines), find_issue_date(page)
    places = {(block.postcode, block.town) for block in find_blocks(page)}
    postcode, town = places.pop() if len({code for code, _ in places}) == 1 else (None, None)
    private = kind in (None, ProofKind.HOSTING)
    return HostingReading(
        kind=kind.value if kind else None,
        host=_named(_HOST, text) if private else None,
        hosted=_named(_HOSTED, text) if private else _resident(page, text),
        issued_on=issued.isoformat() if issued else _last_day(text),
        postcode=postcode,
        town=town,
    )


def _resident(page: Page, text: str) -> str | None:
    """Whom a hotel, a harbour or an office vouches for: in its sentence, else by a label."""
    named = _named(_RESIDENT, text)
    if named:
        return named
    person = find_person(page)
    return " ".join((*person.given_names, person.birth_name or "")).strip() or None


def _running(lines: Sequence[str]) -> str:
    return re.sub(r"\s+", " ", " ".join(lines))


def _named(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match["name"].strip() if match else None


def _last_day(text: str) -> str | None:
    """The last date that is nobody's birth: an attestation is dated at its foot."""
    days = [mention.day for mention in find_dates(text) if not _BORN.search(text[: mention.start])]
    return days[-1].isoformat() if days else None
