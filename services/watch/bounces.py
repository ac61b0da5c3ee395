"""Where a mail server hands over what comes back: reports of failure (RFC 3464) of our letters.

Its pipe posts the mail as it is. Nothing of it is kept but the status code.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

import structlog
from aiohttp import web

from shared.domain.events import LetterBounced
from shared.domain.letter import Reader
from shared.pipeline.register import Register
from shared.web.access import Role
from shared.web.bounce_address import BounceSigner, LetterName
from shared.web.frame import signed_in
from shared.web.problems import Problem, ProblemType

log = structlog.get_logger()

#: Bytes of a report: it may carry the whole letter.
LARGEST = 1024 * 1024
#: Bytes of it that are looked at: the status stands first, the head of the letter after it. [D]
LOOKED_AT = 128 * 1024
#: Characters of a header that are looked at: one line at its longest (RFC 5322 §2.1.1).
LONGEST_HEADER = 998
#: Words that open a part, of which a report has three or four (RFC 6522 §3). More may be a mail
#: folded into mails without end, which takes parsers more than a second.
MOST_FOLDED = 40
_FOLDED = re.compile(rb"boundary|message/", re.IGNORECASE)
#: Where mail servers write the address that a mail came in for.
_ADDRESSED = ("X-Original-To", "Delivered-To", "Envelope-To", "To")
#: « Permanent failure » (RFC 3463 §2): anything else may still arrive.
_PERMANENT = re.compile(r"5\.\d{1,3}\.\d{1,3}")
#: The name under which a letter left.
_MESSAGE_ID = re.compile(
    r"<(?P<id>[A-Z0-9-]{1,40})\.notification\.(?P<seq>\d{1,4})"
    r"\.(?P<reader>candidate|representative|school)@guichet\.invalid>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BounceDoor:
    """One address, for mail servers with an ops key."""

    register: Register
    signer: BounceSigner
    #: True where letters leave under addresses of their own: then only those are believed.
    signed_only: bool

    def routes(self) -> list[web.RouteDef]:
        """Taken, never shown."""
        return [web.post("/v1/bounces", self.take, name="bounce_take")]

    async def take(self, request: web.Request) -> web.Response:
        """Read one mail (message/rfc822). `noted` is how many letters came back: 0 or 1."""
        await signed_in(request, Role.OPS)
        raw = await request.content.read(LARGEST + 1)
        while not request.content.at_eof() and len(raw) <= LARGEST:
            raw += await request.content.read(LARGEST + 1 - len(raw))
        if len(raw) > LARGEST:
            raise Problem(ProblemType.REQUEST_TOO_LARGE)
        message = parsed(raw)
        if message is None:
            return web.json_response({"noted": 0}, status=202)
        name, cause = self._letter_of(message), failure_of(message)
        if name is None or cause is None:
            return web.json_response({"noted": 0}, status=202)
        event = LetterBounced(seq=name.seq, reader=name.reader, cause=cause)
        noted = await self.register.apply(name.dossier_id, event)
        if noted is not None:
            log.info("letter came back", action="letter_bounced", dossier_id=name.dossier_id)
        return web.json_response({"noted": int(noted is not None)}, status=202)

    def _letter_of(self, message: Message) -> LetterName | None:
        addresses = (str(value) for name in _ADDRESSED for value in message.get_all(name, ()))
        named = next((found for one in addresses if (found := self.signer.read(one))), None)
        if named is not None or self.signed_only:
            return named
        return next((found for part in _returned(message) if (found := _named_by(part))), None)


class _Unread(policy.Compat32):
    """Headers as they came, cut short: nothing in them is taken apart, so that none takes long."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """The name and what is looked at of the value."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_HEADER]


def parsed(raw: bytes) -> Message | None:
    """The mail, as far as it is looked at; None where it is folded deeper than any report."""
    begun = raw[:LOOKED_AT]
    if len(_FOLDED.findall(begun)) > MOST_FOLDED:
        return None
    return message_from_bytes(begun, policy=_Unread())


def failure_of(message: Message) -> str | None:
    """The status of a delivery that failed for good; None for delays, successes, other mail."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for group in _within(part):
            status = _PERMANENT.match(str(group.get("Status", "")).strip())
            if str(group.get("Action", "")).strip().lower() == "failed" and status:
                return status[0]
    return None


def _within(part: Message) -> Iterator[Message]:
    """What a part holds; nothing where the mail ends before it begins."""
    held = part.get_payload() if part.is_multipart() else []
    yield from (one for one in held if isinstance(one, Message))


def _returned(message: Message) -> Iterator[Message]:
    """The letter as it came back: whole, or its head alone."""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            yield from _within(part)
        elif part.get_content_type() == "text/rfc822-headers":
            content = part.get_payload(decode=True)
            head = parsed(content) if isinstance(content, bytes) else None
            if head is not None:
                yield head


def _named_by(returned: Message) -> LetterName | None:
    found = _MESSAGE_ID.search(str(returned.get("Message-ID", "")))
    if found is None:
        return None
    reader = Reader(found["reader"])
    return LetterName(dossier_id=found["id"], seq=int(found["seq"]), reader=reader)
