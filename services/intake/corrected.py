"""Whether what a correction changed can be, judged before it is sent back."""

import datetime as dt

from services.intake.rules import judge_demande
from shared.domain.amendments import unasked
from shared.domain.dossier import Dossier
from shared.domain.findings import Finding, Verdict

_NAME = frozenset({"birth_name", "given_names"})
_REPRESENTATIVE = frozenset({"representative.birth_name", "representative.given_names"})
#: The fields that mend each fault. A fault without a row needs more than the field that was asked
#: (a representative, a piece): to stop there would leave the filer no way on, so an agent sees it.
_MENDED_BY: dict[str, frozenset[str]] = {
    "birth_name": frozenset({"birth_name"}),
    "given_names": frozenset({"given_names"}),
    "birth_date": frozenset({"birth_date"}),
    "email": frozenset({"email"}),
    "email_shared": frozenset({"email", "representative.email"}),
    "postcode": frozenset({"address.postcode"}),
    "representative_name": _REPRESENTATIVE,
    "representative_age": frozenset({"representative.birth_date"}),
    "representative_is_candidate": _NAME
    | _REPRESENTATIVE
    | {"birth_date", "representative.birth_date"},
}


def judge_correction(dossier: Dossier, today: dt.date) -> tuple[Finding, ...]:
    """What cannot be in the fields that the open correction asked for and that were changed."""
    asked = frozenset(item.field for item in dossier.items if item.field)
    changed = {change.field for change in dossier.demande.amended if not unasked((change,), asked)}
    return tuple(
        found
        for found in judge_demande(dossier.demande, today)
        if found.verdict is Verdict.FAIL and _MENDED_BY.get(found.criterion, frozenset()) & changed
    )
