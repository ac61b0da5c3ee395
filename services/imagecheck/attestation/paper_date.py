"""The day of a paper: of its issue, of the examination, or the only day that it names."""

import datetime as dt
import re

from services.imagecheck.address.french_dates import find_dates
from services.imagecheck.address.issue_date import find_issue_date
from services.imagecheck.address.page_layout import Page

#: What stands before the day of an examination, a session or a signature.
_BEFORE = re.compile(
    r"(?:[ée]preuves?|examen|session|journ[ée]e|rendez[- ]vous|obtenue?|pass[ée]e?|effectu[ée]e?"
    r"|d[ée]livr[ée]e?|fait\s+[àa])\b[^:]{0,60}\b(?:du|le|date)\s*:?\s*$",
    re.IGNORECASE,
)
_BIRTH = re.compile(r"n[ée]e?(?:\(e\))?\s+le|naissance", re.IGNORECASE)


def find_paper_date(page: Page, birth_date: dt.date | None) -> dt.date | None:
    """The best of them; None where several days are named and no words choose."""
    issued = find_issue_date(page)
    if issued is not None and issued != birth_date:
        return issued
    mentions = [
        (mention.day, segment.text[: mention.start])
        for segment in page.segments
        for mention in find_dates(segment.text)
        if mention.day != birth_date and not _BIRTH.search(segment.text[: mention.start][-30:])
    ]
    chosen = {day for day, before in mentions if _BEFORE.search(before[-90:])}
    if not chosen:
        chosen = {day for day, _ in mentions}
    return chosen.pop() if len(chosen) == 1 else None
