"""What is said of a handler's work: in the log, the metrics and the trace; ids and times only."""

import time

import structlog

from shared.metrics import STAGE_DURATION
from shared.pipeline.messages import Task
from shared.stages import StageName
from shared.tracing import mark_span

log = structlog.get_logger()


class WorkLog:
    """Of one stage."""

    def __init__(self, stage: StageName) -> None:
        """Look the stage's metric up once."""
        self._duration = STAGE_DURATION.labels(stage=stage)

    def note(self, task: Task, began: float, outcome: str) -> None:
        """Work that began at that reading of `time.perf_counter` has ended so."""
        seconds = time.perf_counter() - began
        self._duration.observe(seconds)
        mark_span(run=task.run, attempt=task.attempt, outcome=outcome)
        log.info(
            "stage worked",
            action="stage_worked",
            dossier_id=task.dossier_id,
            stage=task.stage,
            run=task.run,
            attempt=task.attempt,
            outcome=outcome,
            duration_ms=round(seconds * 1000),
        )
