"""A first look at a piece that is not sent yet: a small picture of it, and what a check finds."""

import base64

from services.imagecheck.isolation import check_in_child, is_refused, thumbnail_in_child
from services.imagecheck.pool import CheckPool
from shared.domain.findings import CheckResult, Finding
from shared.errors import CheckCrashed, CheckTimedOut
from shared.pipeline.ports import Clock
from shared.stages import TABLE, StageName
from shared.web.status import Json, finding_view


async def look(pool: CheckPool, clock: Clock, stage: StageName | None, data: bytes) -> Json:
    """Findings where the piece has a check of its own, and the picture where it can be drawn."""
    result = None
    if stage is not None:
        seconds, today = TABLE[stage].time_limit.total_seconds(), clock.now().date()
        result = await check_in_child(pool, stage, data, today, seconds)
        if is_refused(result):
            return {"refusal": result.findings[0].value}
    return {"findings": _told(result), "picture": await _picture(pool, data)}


def _told(result: CheckResult | None) -> list[Json]:
    return [_finding(finding) for finding in result.findings] if result else []


def _finding(finding: Finding) -> Json:
    box = finding.evidence.box if finding.evidence else None
    told = finding_view(finding) | {"rule_set": finding.rule_set}
    return told | {"box": [box.left, box.top, box.width, box.height] if box else None}


async def _picture(pool: CheckPool, data: bytes) -> str | None:
    """A JPEG in base64; a file that no reader opens has none, and its own check says so later."""
    try:
        drawn = await thumbnail_in_child(pool, data)
    except (CheckCrashed, CheckTimedOut):
        return None
    return None if drawn is None else base64.b64encode(drawn).decode()
