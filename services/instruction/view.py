"""A dossier as an agent reads it: what was declared, what was read, what stands out."""

import datetime as dt
from dataclasses import asdict

from services.instruction.review_file import claim_view, review_file_view
from shared.domain.dossier import Dossier
from shared.domain.findings import Verdict, overall
from shared.domain.piece import PIECE_LABELS
from shared.stages import StageName
from shared.web.status import Json, finding_view, iso, status_view

#: Gravest first: an agent decides two hundred times a day.
_ORDER = (Verdict.FAIL, Verdict.NOT_EVALUATED, Verdict.WARN, Verdict.PASS)

#: Whose documents are read: the candidate's, a minor's representative's, the host's.
_IDENTITIES = (StageName.IDENTITY, StageName.REPRESENTATIVE_IDENTITY, StageName.HOST_IDENTITY)


def review_view(dossier: Dossier, now: dt.datetime, reader: str | None = None) -> Json:
    """The status view, with identities, readings and the findings in order of weight."""
    return {
        **status_view(dossier, now, for_agent=True),
        "claim": claim_view(dossier, reader),
        "review": review_file_view(dossier),
        "declared": asdict(dossier.demande.candidate),
        "account": asdict(dossier.demande.account),
        "representative": asdict(dossier.demande.representative)
        if dossier.demande.representative
        else None,
        "address": asdict(dossier.demande.address),
        "amended": [asdict(change) for change in dossier.demande.amended],
        "replaced": _replaced(dossier),
        "readings": _readings(dossier),
        "reasons": _reasons(dossier),
    }


def _replaced(dossier: Dossier) -> list[Json]:
    """Each corrected piece as it was: its findings, and where its picture is while there is one."""
    corrected = [(piece, piece.before) for piece in dossier.pieces.values() if piece.before]
    return [
        {
            "kind": piece.kind.value,
            "label": PIECE_LABELS[piece.kind],
            "uploaded_at": iso(before.uploaded_at),
            "verdict": overall(before.findings).value if before.findings else None,
            "findings": [finding_view(finding) for finding in before.findings],
            "picture": f"/v1/review/{dossier.dossier_id}/pieces/{piece.kind}/before"
            if before.working_copy
            else None,
        }
        for piece, before in corrected
    ]


def _readings(dossier: Dossier) -> Json:
    """What was read on each piece that names somebody; null where nothing was."""
    address = dossier.stage(StageName.ADDRESS).result
    hosting = dossier.stage(StageName.HOSTING).result
    return {
        **{name.value: _identity(dossier, name) for name in _IDENTITIES},
        "address": asdict(address.address) if address and address.address else None,
        "hosting": asdict(hosting.hosting) if hosting and hosting.hosting else None,
    }


def _identity(dossier: Dossier, name: StageName) -> Json | None:
    result = dossier.stage(name).result
    return asdict(result.identity) if result and result.identity else None


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
