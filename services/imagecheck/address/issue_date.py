"""The date of issue of a document: the date that a label names so, never just any date."""

import datetime as dt
import re

from services.imagecheck.address.french_dates import find_dates
from services.imagecheck.address.page_layout import Page, Segment

#: Labels of a date of issue, strongest first.
LABELS = (
    r"date\s*(?:de\s*(?:la\s*|votre\s*)?)?(?:facture|facturation|quittance|l.avis)\b",
    r"date\s*d.\s?(?:[ée]mission|[ée]dition|[ée]tablissement|impression)",
    r"(?:factur[ée]e?|[ée]mise?|[ée]dit[ée]e?|[ée]tablie?|d[ée]livr[ée]e?|imprim[ée]e?)\s*le",
    r"(?:facture|quittance|avis|[ée]ch[ée]ancier|attestation|relev[ée])\b[^:]{0,45}\b(?:du|le)",
    r"(?:fait\s*[àa]\s*)?[A-ZÀ-Ý][\w'’ -]{2,30},\s*le",
    r"mise?\s*en\s*recouvrement(?:\s*le)?",
    r"\bdate",
    r"^le",
)

#: Words that give a date another meaning.
OTHER_MEANING = re.compile(
    r"pr[ée]lev|avant\s*le|[ée]ch[ée]ance|limite|p[ée]riode|prochain|n[ée]e?\s*le|naissance|depuis"
    r"|jusqu|contrat\s*du|pay[ée]|r[èe]gl|relev[ée]\s*du|rel[èe]ve|(?<!quittance\sde\s)loyer\s*du|mise\s*en\s*service",
    re.IGNORECASE,
)

_LABELS = tuple(re.compile(rf"{label}\s*:?\s*$", re.IGNORECASE) for label in LABELS)

#: A word between a label and its date.
_LINK = re.compile(r"(?:du|le|:|du\s*:|le\s*:)", re.IGNORECASE)

#: A date after this is the end of a period.
_PERIOD = re.compile(r"\bau\s*$", re.IGNORECASE)


def find_issue_date(page: Page) -> dt.date | None:
    """The best labelled date of a page; None where no label names one, or labels disagree."""
    found: list[tuple[int, dt.date]] = []
    for segment in page.segments:
        for mention in find_dates(segment.text):
            before = segment.text[: mention.start]
            starts_period = bool(re.match(r"\s*au\b", segment.text[mention.end :]))
            strength = _strength(page, segment, before)
            if strength is not None and not starts_period:
                found.append((strength, mention.day))
    if not found:
        return None
    best = min(strength for strength, _ in found)
    days = {day for strength, day in found if strength == best}
    return days.pop() if len(days) == 1 else None


def _strength(page: Page, segment: Segment, before: str) -> int | None:
    """Rank of the label: before the date, else to its left, else above it."""
    left = page.left_of(segment)
    if before.strip():
        rank = _rank(before)
        if rank is None and left is not None and _LINK.fullmatch(before.strip()):
            return _rank(f"{left.text} {before}")  # what stood between was not read
        return rank
    for neighbour in (left, page.above(segment), page.over(segment)):
        if neighbour is not None and not find_dates(neighbour.text):
            rank = _rank(neighbour.text)
            if rank is not None:
                return rank
    return None


def _rank(label: str) -> int | None:
    near = label[-60:]
    if _PERIOD.search(near) or OTHER_MEANING.search(near):
        return None
    for rank, pattern in enumerate(_LABELS):
        if pattern.search(near):
            return rank
    return None
