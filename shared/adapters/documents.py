"""Dossiers as the store keeps them: plain documents, with the clocks of open stages beside."""

import datetime as dt
from collections.abc import Callable
from typing import Any, get_args

from cattrs.preconf.bson import make_converter

from shared.adapters.differences import differences
from shared.adapters.layout import layout_of, refuse_newer
from shared.domain.change import Change, OutboxEntry
from shared.domain.clockwork import next_due, standing_stages
from shared.domain.contact import addresses_of
from shared.domain.departements import departement_of
from shared.domain.dossier import Dossier
from shared.domain.filings import fold
from shared.domain.findings import CheckResult
from shared.domain.kept_bytes import blobs_of
from shared.domain.pile import in_review, reasons_of
from shared.domain.title_moves import due_of
from shared.domain.twins import persons_of
from shared.stages import TABLE, StageName

#: Timeline lines kept in the document; a dossier that is never corrected has about thirty.
HISTORY_KEPT = 200

#: How long a message that cannot leave holds its stage's clock. Past it the stage is acted on all
#: the same, so that a queue that is gone for good keeps nobody waiting for ever.
LONGEST_OUTAGE = dt.timedelta(days=1)

Document = dict[str, Any]

_CONVERTER = make_converter()


def _moment(value: Any, _: type) -> dt.datetime:
    """Moments come from the store as UTC without saying so."""
    assert isinstance(value, dt.datetime)  # the store keeps dates as dates
    return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value


def moment_of(value: object) -> dt.datetime:
    """A moment as the store gives it, in UTC."""
    return _moment(value, dt.datetime)


def _is_optional(kind: Any) -> bool:
    return len(get_args(kind)) == 2 and get_args(kind)[1] is type(None)


def _optional(kind: Any) -> Callable[[Any, Any], Any]:
    """A hook that knows its type beforehand: cattrs looks it up at each of many None."""
    inner = get_args(kind)[0]
    read = _CONVERTER.get_structure_hook(inner)
    return lambda value, _: None if value is None else read(value, inner)


_CONVERTER.register_structure_hook(dt.datetime, _moment)
_CONVERTER.register_structure_hook_factory(_is_optional, _optional)


def dossier_document(dossier: Dossier) -> Document:
    """All fields but history and outbox, which only grow and shrink by themselves."""
    document: Document = _CONVERTER.unstructure(dossier)
    document["_id"] = document.pop("dossier_id")
    del document["history"]
    return document | looked_up(dossier)


def looked_up(dossier: Dossier) -> Document:
    """What queries find a dossier by, worked out anew at every write."""
    return {
        "version": layout_of(dossier),
        "open": open_clocks(dossier),
        "title_clock": title_clock(dossier),
        "blobs": blobs_of(dossier),
        "words": sorted(words_of(dossier)),
        "persons": persons_of(dossier),
        "addresses": sorted(addresses_of(dossier)),
        "departement": departement_of(dossier.demande.address.postcode),
        "reasons": list(reasons_of(dossier)) if in_review(dossier) else [],
    }


def words_of(dossier: Dossier) -> set[str]:
    """What its filer types to find it: the reference, and the candidate's names."""
    candidate = dossier.demande.candidate
    names = (candidate.birth_name, candidate.usage_name, *candidate.given_names)
    return {dossier.dossier_id.casefold(), *(fold(name) for name in names if name)}


def open_clocks(dossier: Dossier) -> list[Document]:
    """One row a stage whose clock runs: what the sweep and the depth figures look through."""
    rows: list[Document] = []
    for name in standing_stages(dossier):
        run = dossier.stage(name)
        rows.append(
            {
                "stage": name.value,
                "status": run.status.value,
                "since": run.since,
                "deadline": run.deadline,
                "due": next_due(TABLE[name], run),
            }
        )
    return rows


def title_clock(dossier: Dossier) -> list[Document]:
    """One row while the title is on its way: what its sweep and its figures look through."""
    title, due = dossier.title, due_of(dossier.title)
    if title is None or due is None:
        return []
    kept = {"state": title.state.value, "since": title.since, "deadline": title.deadline}
    return [{**kept, "due": due, "late": title.late, "handed_over": title.handed_over}]


def new_document(change: Change) -> Document:
    """The first document of a dossier."""
    document = dossier_document(change.dossier)
    document["history"] = [_CONVERTER.unstructure(event) for event in change.events]
    document["outbox"] = [_CONVERTER.unstructure(entry) for entry in change.entries]
    return document


def update_of(change: Change) -> Document:
    """The write that turns the earlier revision into this one."""
    written, gone = _moved(change)
    update = {
        "$set": written,
        "$push": {
            "history": {
                "$each": [_CONVERTER.unstructure(event) for event in change.events],
                "$slice": -HISTORY_KEPT,
            },
            "outbox": {"$each": [_CONVERTER.unstructure(entry) for entry in change.entries]},
        },
    }
    return update | ({"$unset": dict.fromkeys(gone, "")} if gone else {})


def _moved(change: Change) -> tuple[Document, list[str]]:
    """Fields to write and fields to take away; all are written where nothing says what moved.

    An event makes new objects for what it touches, so identity says what is new; compare-and-set
    on `rev` says that the rest stands in the store as it was.
    """
    if change.before is None:
        document = dossier_document(change.dossier)
        del document["_id"]
        return document, []
    found = differences(change.before, change.dossier, _CONVERTER.unstructure)
    return looked_up(change.dossier) | found.written, found.gone


def dossier_of(document: Document) -> Dossier:
    """Read a document back; raises NewerFormat for one that this version does not understand.

    Fields that a newer version added are passed over, and stay in the store.
    """
    refuse_newer(document)
    return _CONVERTER.structure({**document, "dossier_id": document["_id"]}, Dossier)


def check_of(document: Document) -> CheckResult:
    """Read the result of a check back."""
    return _CONVERTER.structure(document, CheckResult)


def entry_of(document: Document) -> OutboxEntry:
    """Read an outbox entry back."""
    return _CONVERTER.structure(document, OutboxEntry)


def due_stages(document: Document, now: dt.datetime) -> list[tuple[str, StageName]]:
    """The stages of a document whose moment has come.

    Not those whose message still waits in the outbox: during an outage of the broker no worker is
    late, and re-drives would be used up on messages that cannot leave.
    """
    unsent = {
        entry["stage"]
        for entry in document.get("outbox", ())
        if now - _moment(entry["created_at"], dt.datetime) < LONGEST_OUTAGE
    }
    return [
        (str(document["_id"]), StageName(row["stage"]))
        for row in document["open"]
        if row["due"] is not None
        and _moment(row["due"], dt.datetime) <= now
        and row["stage"] not in unsent
    ]
