"""The one message of the queues: which stage of which dossier, which run and try. Ids only."""

import datetime as dt
import json
from dataclasses import dataclass

from cattrs.errors import BaseValidationError
from cattrs.preconf.json import make_converter

from shared.domain.change import OutboxEntry
from shared.errors import InvalidMessage, NewerFormat
from shared.stages import StageName

#: Kinds of message: work, and a probe that asks whether anybody listens.
TASK = "task"
CANARY = "canary"

#: The newest message that this version understands. A release raises it for a message that an
#: older one would get wrong; fields that an older one may pass over raise nothing.
READABLE = 1

_CONVERTER = make_converter()

#: ValueError: no UTF-8, no JSON, or a number of more digits than Python converts (4300,
#: `sys.int_info.default_max_str_digits`). RecursionError: JSON nested too deep. Anything that is
#: not caught would come back for ever from the queue of dead letters, which has no delivery limit.
_NOT_A_TASK = (ValueError, BaseValidationError, TypeError, RecursionError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Work for one stage. Fields that a newer version added are passed over when it is read."""

    message_id: str
    dossier_id: str
    stage: StageName
    run: int
    attempt: int
    #: ISO 8601, when the outbox entry was written.
    sent_at: str
    #: W3C trace context of the work that made this message; None in older ones.
    traceparent: str | None = None
    kind: str = TASK
    version: int = 1


def task_of(dossier_id: str, entry: OutboxEntry) -> Task:
    """The message of an outbox entry; the same entry always makes the same message."""
    return Task(
        message_id=f"{dossier_id}:{entry.entry_id}",
        dossier_id=dossier_id,
        stage=entry.stage,
        run=entry.run,
        attempt=entry.attempt,
        sent_at=entry.created_at.astimezone(dt.UTC).isoformat(),
        traceparent=entry.traceparent,
    )


def encode(task: Task) -> bytes:
    """The bytes of a message, well under 1 KB."""
    return _CONVERTER.dumps(task).encode()


def decode(body: bytes) -> Task:
    """Read a message; raises InvalidMessage, or NewerFormat for one that a later version reads."""
    try:
        fields = json.loads(body.decode())
        if _is_newer(fields):
            raise NewerFormat()
        return _CONVERTER.structure(fields, Task)
    except _NOT_A_TASK as error:
        raise InvalidMessage() from error


def _is_newer(fields: object) -> bool:
    """Looked at before anything else is: of a newer message only the number is known."""
    version = fields.get("version") if isinstance(fields, dict) else None
    return isinstance(version, int) and version > READABLE
