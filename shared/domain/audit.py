"""The audit: who did what to which object, each entry bound to the one before by its digest.

Entries hold identifiers and codes, never what was read or written: they outlive the dossier.
"""

import datetime as dt
import enum
import hashlib
import json
import re
from dataclasses import dataclass, replace

from shared.domain.events import Event
from shared.domain.review import Prepared

#: Digest before the first entry of a chain.
NOTHING = "0" * 64


class Deed(enum.StrEnum):
    """What people do beside changing a dossier; its changes go by the name of their event."""

    SIGNED_IN = "signed_in"
    AUDIT_READ = "audit_read"
    AUDIT_EXPORTED = "audit_exported"
    DOSSIER_READ = "dossier_read"
    #: Sent to the page of an agent who may come to it next: `opened` says that they did.
    DOSSIER_PREPARED = "dossier_prepared"
    DOCUMENT_TAKEN = "document_taken"
    #: By the name of the event that an agent's look at a piece is.
    PIECE_VIEWED = "piece_viewed"
    PIECE_EXPORTED = "piece_exported"
    #: All that the store holds, names and readings too.
    BACKUP_TAKEN = "backup_taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What somebody is about to do."""

    #: Account, or the name of the process that acts by itself.
    actor: str
    #: A `Deed`, or the name of an event, such as "decided".
    action: str
    #: What it is done to, such as "piece:identity"; empty for the dossier itself.
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One link of a chain."""

    #: Reference of the dossier, or "account:…" for what has none.
    chain: str
    #: 1 for the first entry of the chain.
    seq: int
    #: Digest of the entry before.
    previous: str
    #: To the millisecond: the store keeps no more.
    at: dt.datetime
    actor: str
    action: str
    subject: str
    #: Random, so that two acts alike in all else are two entries.
    token: str
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The newest entry of a chain, known apart from the chain: what is gone from its end shows."""

    seq: int
    digest: str


def account_chain(account_id: str) -> str:
    """The chain of what an account does outside any dossier."""
    return f"account:{account_id}"


def entry_name(chain: str, seq: int) -> str:
    """The name under which an entry is stored: it sorts by chain, then by number."""
    return f"{chain}/{seq:012d}"


def chain_named(name: str) -> str:
    """The chain that a stored name tells of, whatever its fields say."""
    return name.rpartition("/")[0]


def next_entry(
    chain: str, last: AuditEntry | Head | None, act: Act, now: dt.datetime, token: str
) -> AuditEntry:
    """The entry that follows the last one."""
    entry = AuditEntry(
        chain=chain,
        seq=last.seq + 1 if last else 1,
        previous=last.digest if last else NOTHING,
        at=now.replace(microsecond=now.microsecond // 1000 * 1000),
        actor=act.actor,
        action=act.action,
        subject=act.subject,
        token=token,
    )
    return replace(entry, digest=digest_of(entry))


def digest_of(entry: AuditEntry) -> str:
    """What the entry's digest has to be: over all its fields, the digest before among them."""
    fields = _fields(entry) | {"at": entry.at.isoformat(timespec="milliseconds")}
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()


def _fields(entry: AuditEntry) -> dict[str, object]:
    names = ("chain", "seq", "previous", "at", "actor", "action", "subject", "token")
    return {name: getattr(entry, name) for name in names}


def act_of(event: Event) -> Act | None:
    """The act behind an event; None where no person did it, or a filer to an own request.

    Every event that names an agent or an account counts, so that a new one cannot be forgotten.
    """
    actor = getattr(event, "agent", None) or getattr(event, "account", None)
    if actor is None:
        return None
    action = re.sub(r"(?<!^)(?=[A-Z])", "_", type(event).__name__).lower()
    return Act(actor=str(actor), action=action, subject=_subject(event))


def _subject(event: Event) -> str:
    """What the event is about, as far as a code says it: never a name, a value or a text."""
    prepared = getattr(event, "prepared", None)
    if isinstance(prepared, Prepared):
        return f"outcome:{prepared.outcome or 'correction'}"
    earlier = ":earlier" if getattr(event, "earlier", False) else ""
    for name, label in (("kind", "piece"), ("outcome", "outcome"), ("stage", "stage")):
        code = getattr(event, name, None)
        if isinstance(code, enum.StrEnum):
            return f"{label}:{code.value}{earlier}"
    field = getattr(event, "field", None)
    return f"field:{field}" if isinstance(field, str) else ""
