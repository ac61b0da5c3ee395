"""What a webhook reads: the event, and headers in the shape of Standard Webhooks.

Identifiers and codes only: whoever listens asks the API for more, with its key.
"""

import base64
import datetime as dt
import hashlib
import hmac
import json

from shared.domain.dossier import Dossier, Letter
from shared.domain.states import state_of
from shared.pipeline.hooks import HookEvent
from shared.web.status import iso

#: How a secret is written (Standard Webhooks, « Symmetric »).
SECRET_PREFIX = "whsec_"


def hook_event(dossier: Dossier, letter: Letter, now: dt.datetime) -> HookEvent:
    """The event of a letter, under the key of that letter."""
    state = state_of(dossier, now)
    body = {
        "type": f"dossier.{letter.kind.value}",
        "timestamp": iso(letter.created_at),
        "data": {
            "dossier_id": dossier.dossier_id,
            "rev": dossier.rev,
            "letter": letter.seq,
            "state": state.code.value,
            "turn": state.turn.value,
            "deadline": iso(state.deadline),
        },
    }
    return HookEvent(
        key=f"{dossier.dossier_id}:notification:{letter.seq}:webhook",
        account_id=dossier.owner,
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        created_at=now,
        due_at=now,
    )


def signed_headers(event: HookEvent, secret: str, now: dt.datetime) -> dict[str, str]:
    """The headers by which a receiver knows who wrote, when, and whether it has read it already.

    The identifier stays the same at every try, the moment does not: a receiver refuses old ones.
    """
    message_id = "msg_" + hashlib.sha256(event.key.encode()).hexdigest()[:32]
    moment = str(int(now.timestamp()))
    signature = sign(secret, f"{message_id}.{moment}.{event.body}")
    return {
        "Content-Type": "application/json",
        "User-Agent": "Guichet",
        "webhook-id": message_id,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{signature}",
    }


def sign(secret: str, content: str) -> str:
    """HMAC-SHA256 under the secret's bytes, in base64."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    return base64.b64encode(hmac.digest(key, content.encode(), hashlib.sha256)).decode()
