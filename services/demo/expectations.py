"""The request of a person, and where dossiers are expected to end: what scenarios share."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from services.demo.people import Person
from services.demo.scenario import Expected
from shared.domain.dossier import LetterKind, Route
from shared.domain.findings import Verdict
from shared.domain.states import StateCode
from shared.stages import StageName as S

_L = LetterKind
CLEAN = Expected(state=StateCode.TO_REVIEW, route=Route.CLEAN, letters=(_L.VALIDATION_REQUEST,))


def demande(person: Person, **changes: Any) -> dict[str, Any]:
    """The body that a front end posts; the account says the same unless changed."""
    identity = {**asdict(person.identity), "given_names": list(person.identity.given_names)}
    body: dict[str, Any] = {
        "kind": "registration",
        "category": "B",
        "candidate": identity,
        "account": identity,
        "address": asdict(person.address),
        "agrement": "E0906900010",
        "account_activated": True,
    }
    return body | changes


def corrected(**findings: Verdict) -> Expected:
    """Sent back with a letter, because of these criteria ("photo__background" and the like)."""
    return Expected(
        state=StateCode.CORRECTION,
        route=Route.CORRECTION,
        findings=_criteria(findings),
        letters=(_L.VALIDATION_REQUEST, _L.CORRECTION_REQUEST),
    )


def _criteria(findings: Mapping[str, Verdict]) -> dict[tuple[S, str], Verdict]:
    split = {name.partition("__"): verdict for name, verdict in findings.items()}
    return {(S(stage), criterion): verdict for (stage, _, criterion), verdict in split.items()}
