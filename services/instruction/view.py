"""A dossier as an agent reads it: what was declared, what was read, what stands out."""

import datetime as dt
from dataclasses import asdict

from shared.domain.dossier import Dossier
from shared.domain.findings import Verdict
from shared.stages import StageName
from shared.web.status import Json, finding_view, status_view

#: Gravest first: an agent decides two hundred times a day.
_ORDER = (Verdict.FAIL, Verdict.NOT_EVALUATED, Verdict.WARN, Verdict.PASS)


def review_view(dossier: Dossier, now: dt.datetime) -> Json:
    """The status view, with identities, readings and the findings in order of weight."""
    claim = dossier.stage(StageName.REVIEW).claim
    return {
        **status_view(dossier, now, for_agent=True),
        "claim": {"agent": claim.agent, "until": claim.until.isoformat()} if claim else None,
        "declared": asdict(dossier.demande.candidate),
        "account": asdict(dossier.demande.account),
        "representative": asdict(dossier.demande.representative)
        if dossier.demande.representative
        else None,
        "address": asdict(dossier.demande.address),
        "amended": [asdict(change) for change in dossier.demande.amended],
        "readings": _readings(dossier),
        "reasons": _reasons(dossier),
    }


def _readings(dossier: Dossier) -> Json:
    identity = dossier.stage(StageName.IDENTITY).result
    address = dossier.stage(StageName.ADDRESS).result
    return {
        "identity": asdict(identity.identity) if identity and identity.identity else None,
        "address": asdict(address.address) if address and address.address else None,
    }


def _reasons(dossier: Dossier) -> list[Json]:
    """Everything that keeps the dossier off the clean pile, gravest first."""
    found = [
        (finding, name)
        for name, run in dossier.stages.items()
        if run.result
        for finding in run.result.findings
        if finding.verdict is not Verdict.PASS and not finding.advisory
    ]
    found.sort(key=lambda pair: _ORDER.index(pair[0].verdict))
    return [{"stage": name.value, **finding_view(finding)} for finding, name in found]
