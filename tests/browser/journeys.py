"""What journeys begin with: a request that a school's program sent, and the link of its letter."""

import asyncio
import datetime as dt
import re
import secrets
from dataclasses import dataclass
from functools import partial

import aiohttp

from services.demo.cast import candidate
from services.demo.expectations import demande
from services.demo.front_end import FrontEnd
from services.demo.people import pieces_of
from services.demo.scenario import Make
from shared.domain.piece import PieceKind
from tests.e2e.api_client import Started

#: Seconds that a letter, or a word on a page, may take.
PATIENCE = 20
LETTER = r"http://\S+/suivi/[\w.\-]+"
BY_MAIL = r"http://\S+/connexion/lien/\S+"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A request of somebody's own address."""

    dossier_id: str
    address: str


def an_address() -> str:
    """Nobody's, and used once."""
    return f"{secrets.token_hex(4)}@example.org"


async def a_sent_request(machine: Started, pieces: dict[PieceKind, Make]) -> Sent:
    """What a school's program does, for a fictitious adult; some pieces may be others."""
    today, address = dt.datetime.now(dt.UTC).date(), an_address()
    person = candidate(0, today)
    body = demande(person)
    # the address alone is changed, on both sides: a divergence is not what is walked here
    for part in ("candidate", "account"):
        body[part] = body[part] | {"email": address}
    async with aiohttp.ClientSession() as client:
        school = FrontEnd(client, machine[0], machine[1]["ecole-demo"])
        dossier_id = await school.open(body, secrets.token_hex(8))
        for kind, make in (dict(pieces_of(person, today)) | pieces).items():
            await school.upload(dossier_id, kind, await asyncio.to_thread(make))
        await school.submit(dossier_id)
    return Sent(dossier_id=dossier_id, address=address)


async def link_in_a_mail(machine: Started, address: str, pattern: str = LETTER) -> str:
    """The newest link that the address got by mail."""
    find = partial(re.search, pattern)
    async with asyncio.timeout(PATIENCE):
        while True:
            found = [
                found for mail in machine[0].mails.mails_to(address) if (found := find(mail.text))
            ]
            if found:
                return found[-1].group()
            await asyncio.sleep(0.1)
