"""Stored values judged by any rule set that is still known: no picture is needed."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any

from services.imagecheck.photo.measured import PhotoFacts
from services.imagecheck.photo.rule_sets import RULE_SETS as PHOTO_RULE_SETS
from services.imagecheck.photo.rules import judge_photo
from services.imagecheck.signature.measured import SignatureFacts
from services.imagecheck.signature.rule_sets import RULE_SETS as SIGNATURE_RULE_SETS
from services.imagecheck.signature.rules import judge_signature
from shared.domain.findings import Finding
from shared.stages import StageName

Stored = Mapping[str, float | str | bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """What one stage's values are judged by. The other stages read texts, which are not kept."""

    stage: StageName
    facts: type[Any]
    judge: Callable[[Any, str], tuple[Finding, ...]]
    versions: tuple[str, ...]


RULE_BOOKS: tuple[RuleBook, ...] = (
    RuleBook(
        stage=StageName.PHOTO,
        facts=PhotoFacts,
        judge=judge_photo,
        versions=tuple(PHOTO_RULE_SETS),
    ),
    RuleBook(
        stage=StageName.SIGNATURE,
        facts=SignatureFacts,
        judge=judge_signature,
        versions=tuple(SIGNATURE_RULE_SETS),
    ),
)


def rule_book_of(version: str) -> RuleBook | None:
    """The stage's rules that know this version; None when none does."""
    return next((book for book in RULE_BOOKS if version in book.versions), None)


def rejudge(book: RuleBook, version: str, stored: Stored) -> tuple[Finding, ...] | None:
    """The findings of that version; None where the values that it cannot do without are missing.

    Values that were not measured then are None: their criteria come out as not evaluated.
    """
    known = {field.name: field for field in fields(book.facts)}
    needed = {name for name, field in known.items() if field.default is MISSING}
    if not needed <= stored.keys():
        return None
    facts = book.facts(**{name: value for name, value in stored.items() if name in known})
    return book.judge(facts, version)
