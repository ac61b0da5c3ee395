"""A letter of a dossier, and what became of it for each of its readers."""

import datetime as dt
import enum
from dataclasses import dataclass


class LetterKind(enum.StrEnum):
    """Every letter that Guichet sends."""

    RECEIVED = "received"
    VALIDATION_REQUEST = "validation_request"
    VALIDATION_REMINDER = "validation_reminder"
    CORRECTION_REQUEST = "correction_request"
    CORRECTION_REMINDER = "correction_reminder"
    DRAFT_REMINDER = "draft_reminder"
    #: The request could not be received; nothing is lost.
    INCIDENT = "incident"
    #: The incident is over.
    INCIDENT_OVER = "incident_over"
    #: The review takes longer than the centre's threshold.
    REVIEW_DELAYED = "review_delayed"
    #: For the school: no letter reaches the candidate's side.
    UNREACHABLE = "unreachable"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    CLOSED = "closed"
    EXPIRED = "expired"
    #: Where the title is, once a request for one is accepted: `title_table` says when.
    TITLE_DISPATCHED = "title_dispatched"
    TITLE_AT_POST_OFFICE = "title_at_post_office"
    TITLE_RETURNED = "title_returned"
    TITLE_DESTRUCTION_NEAR = "title_destruction_near"
    TITLE_DESTROYED = "title_destroyed"


class Reader(enum.StrEnum):
    """What the reader of a letter is to the request."""

    CANDIDATE = "candidate"
    #: Holder of parental authority of a minor.
    REPRESENTATIVE = "representative"
    #: The account that filed the request for somebody else.
    SCHOOL = "school"


class Channel(enum.StrEnum):
    """How a letter travels."""

    MAIL = "mail"
    SMS = "sms"


class DeliveryState(enum.StrEnum):
    """What is known of a letter's way to one reader."""

    #: The mail server, or the SMS gateway, took it.
    SENT = "sent"
    #: It came back after it had left; another way is to be tried.
    BOUNCED = "bounced"
    #: No way leads to this reader.
    UNDELIVERABLE = "undeliverable"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderDelivery:
    """One letter's way to one reader, as last known. No address: the request has that."""

    reader: Reader
    channel: Channel
    state: DeliveryState
    at: dt.datetime
    #: Why a way failed: an SMTP reply code, an enhanced status ("5.1.1") or a name of our own.
    cause: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter, due or sent. What it says is fixed here: sent again, it says the same."""

    #: 1 for the first letter of the dossier; part of the key that keeps it from going twice.
    seq: int
    kind: LetterKind
    created_at: dt.datetime
    sent_at: dt.datetime | None = None
    #: The deadline that it names.
    until: dt.datetime | None = None
    #: What it asks to mend.
    items: tuple[str, ...] = ()
    #: What became of it, one row a reader.
    deliveries: tuple[ReaderDelivery, ...] = ()

    def delivery_to(self, reader: Reader) -> ReaderDelivery | None:
        """What is known of its way to this reader."""
        return next((row for row in self.deliveries if row.reader is reader), None)

    @property
    def undelivered(self) -> tuple[ReaderDelivery, ...]:
        """The readers whom it did not reach."""
        return tuple(row for row in self.deliveries if row.state is not DeliveryState.SENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What one run of the notification stage did."""

    #: The letters that are done with, by number.
    sent: tuple[int, ...]
    #: What became of each letter for its readers, by number.
    readers: tuple[tuple[int, ReaderDelivery], ...] = ()
    #: The letters that reached nobody on the candidate's side: the stage is parked for them.
    undeliverable: tuple[int, ...] = ()
