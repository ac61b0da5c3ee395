"""What is measured on a paper; nothing is judged here."""

import datetime as dt
import re

from services.imagecheck.address.pages import ReadPage, read_pages
from services.imagecheck.attestation.measured import AttestationFacts
from services.imagecheck.attestation.paper_date import find_paper_date
from services.imagecheck.attestation.papers import Paper, plain, recognise
from services.imagecheck.attestation.person import find_person
from shared.domain.findings import Evidence, IdentityReading

#: The result on a certificate of examination; the unfavourable word holds the other one.
_FAILED = re.compile(r"\b(DEFAVORABLE|INSUFFISANT|ECHEC|AJOURNE)")
_PASSED = re.compile(r"\b(FAVORABLE|REUSSITE|RECU\b|ADMIS)")


def read_attestation(data: bytes) -> AttestationFacts:
    """Read a paper up to the first page that tells what it is.

    Raises UnreadableFile with the reason when the bytes are not a usable file.
    """
    best: AttestationFacts | None = None
    for read in read_pages(data):
        facts = facts_of_page(read)
        if best is None or facts.paper is not None:
            best = facts
        if best.paper is not None:
            break
    assert best is not None  # a file without a page was refused
    return best


def facts_of_page(read: ReadPage) -> AttestationFacts:
    """The facts that one page gives."""
    lines = tuple(segment.text for segment in read.page.segments)
    paper, person = recognise(lines), find_person(read.page)
    issued = find_paper_date(read.page, person.birth_date)
    return AttestationFacts(
        paper=paper,
        reading=IdentityReading(
            kind=paper.value if paper else None,
            birth_name=person.birth_name,
            given_names=person.given_names,
            birth_date=_iso(person.birth_date),
            issued_on=_iso(issued),
        ),
        source=read.source,
        characters=sum(character.isalnum() for line in lines for character in line),
        confidence=read.confidence,
        passed=_result(lines) if paper is Paper.CEPC else None,
        evidence=Evidence(page=read.number),
    )


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _result(lines: tuple[str, ...]) -> bool | None:
    """A form that prints both words, with a box beside each, says nothing here."""
    text = plain(" ".join(lines))
    passed, failed = bool(_PASSED.search(text)), bool(_FAILED.search(text))
    return passed if passed != failed else None
