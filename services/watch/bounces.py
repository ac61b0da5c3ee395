"""Where a mail server hands over what comes back: reports of failure (RFC 3464) of our letters.

Its pipe posts the mail as it is. Nothing of it is kept but the status code.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

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
        message = message_from_bytes(raw, policy=policy.default)
        name, cause = self._letter_of(message), failure_of(message)
        if name is None or cause is None:
            return web.json_response({"noted": 0}, status=202)
        event = LetterBounced(seq=name.seq, reader=name.reader, cause=cause)
        noted = await self.register.apply(name.dossier_id, event)
        if noted is not None:
            log.info("letter came back", action="letter_bounced", dossier_id=name.dossier_id)
        return web.json_response({"noted": int(noted is not None)}, status=202)

    def _letter_of(self, message: EmailMessage) -> LetterName | None:
        addresses = (str(value) for name in _ADDRESSED for value in message.get_all(name, ()))
        named = next((found for one in addresses if (found := self.signer.read(one))), None)
        if named is not None or self.signed_only:
            return named
        return next((found for part in _returned(message) if (found := _named_by(part))), None)


def failure_of(message: EmailMessage) -> str | None:
    """The status of a delivery that failed for good; None for delays, successes, other mail."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for group in part.iter_parts() if isinstance(part, EmailMessage) else ():
            status = _PERMANENT.match(str(group.get("Status", "")).strip())
            if str(group.get("Action", "")).strip().lower() == "failed" and status:
                return status[0]
    return None


def _returned(message: EmailMessage) -> Iterator[Message]:
    """The letter as it came back: whole, or its head alone."""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            yield from part.iter_parts() if isinstance(part, EmailMessage) else ()
        elif part.get_content_type() == "text/rfc822-headers":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                yield message_from_bytes(content, policy=policy.default)


def _named_by(returned: Message) -> LetterName | None:
    found = _MESSAGE_ID.search(str(returned.get("Message-ID", "")))
    if found is None:
        return None
    reader = Reader(found["reader"])
    return LetterName(dossier_id=found["id"], seq=int(found["seq"]), reader=reader)
