"""Asking imagecheck for a first look at a piece, over its door for peers."""

from dataclasses import dataclass

from services.intake.ask_imagecheck import ask_imagecheck
from shared.domain.evidence import Box, Evidence
from shared.domain.files import REFUSAL_MESSAGES, RefusalCode
from shared.domain.findings import Finding, Verdict
from shared.domain.piece import PieceKind
from shared.settings import Settings
from shared.web.status import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The answer."""

    refused: str
    findings: tuple[Finding, ...]
    #: A small JPEG in base64.
    picture: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerLook:
    """One question; raises ServerUnavailable where imagecheck cannot answer it."""

    settings: Settings

    async def look(self, kind: PieceKind, data: bytes) -> Look:
        """What a check finds, and a small picture."""
        return look_of(await ask_imagecheck(self.settings, f"look/{kind.value}", data))


def look_of(answer: Json) -> Look:
    """The answer in the domain's own values."""
    code = answer.get("refusal")
    return Look(
        refused=REFUSAL_MESSAGES[RefusalCode(code)] if code else "",
        findings=tuple(_finding(told) for told in answer.get("findings", ())),
        picture=answer.get("picture"),
    )


def _finding(told: Json) -> Finding:
    left, top, width, height = told["box"] or (0.0, 0.0, 0.0, 0.0)
    box = Box(left=left, top=top, width=width, height=height)
    return Finding(
        criterion=told["criterion"],
        verdict=Verdict(told["verdict"]),
        message=told["message"],
        value=told["value"],
        unit=told["unit"],
        expected=told["expected"],
        advisory=told["advisory"],
        evidence=Evidence(box=box) if told["box"] else None,
        rule_set=told["rule_set"],
    )
