"""Nothing of a person in logs, metrics, messages or errors, whatever goes wrong on the way."""

import asyncio
import io
import json
import logging
import subprocess
import sys
from functools import partial

import pytest
import structlog
from aiohttp.test_utils import TestClient, TestServer

from services.demo.expectations import demande
from services.instruction.handler import Tools as InstructionTools
from services.instruction.handler import compare_identities
from services.intake.filing import FilingDesk
from services.intake.forecasts import Forecasts
from services.intake.handler import Tools as IntakeTools
from services.intake.handler import receive_dossier
from services.intake.routes import Intake
from services.intake.uploads import Receiver
from services.notifier.handler import Tools as NotifierTools
from services.notifier.handler import send_letters
from shared.adapters.memory_broker import MemoryBroker
from shared.adapters.memory_files import MemoryBlobs, MemoryEffects
from shared.domain.events import Replayed
from shared.errors import GuichetError, ServerUnavailable
from shared.metrics import exposition
from shared.settings import Settings
from shared.stages import StageName
from shared.telemetry import configure_logs
from shared.web.access import Account, Role
from shared.web.frame import make_app
from shared.web.links import LinkSigner
from tests.builders import a_result
from tests.flow.line import FAST, Line, stands
from tests.ops.canaries import PARENT, PERSON, found_in

S = StageName
SETTINGS = Settings(secret_key="k" * 32)
#: A picture of one white point: whole, and of no use to any check.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63f8ffffff7f0009fb03fd0543454a0000000049454e44ae426082"
)


class Listening(MemoryBroker):
    """A broker that keeps every body it was given."""

    def __init__(self, table):
        super().__init__(table)
        self.bodies = []

    async def publish(self, queue, body, message_id):
        self.bodies.append(body.decode())
        self.bodies.append(f"{queue} {message_id}")
        await super().publish(queue, body, message_id)


class Mailbox:
    """A mail server whose first answers are refusals that quote the letter."""

    def __init__(self, refusals):
        self.letters = []
        self._refusals = refusals

    async def send(self, message, envelope_from=None):
        if self._refusals:
            self._refusals -= 1
            raise ServerUnavailable("mail") from OSError(f"550 <{message['To']}> unknown")
        self.letters.append(message)


class NothingMeasured:
    """Figures that cannot be read now: a status comes without a forecast."""

    async def standing(self, stage):
        raise ServerUnavailable("store")

    async def measured(self, stage, start):
        raise ServerUnavailable("store")


class School:
    """The account behind every request."""

    async def by_secret(self, secret):
        return Account(account_id="ecole", role=Role.SCHOOL)


class Watched:
    """The whole road with the real handlers, and everything that it lets out."""

    def __init__(self, logs):
        self.logs = logs
        self.errors = []
        self.blobs = MemoryBlobs()
        self.mailbox = Mailbox(refusals=4)  # two readers, two runs
        self.line = Line(broker=Listening(FAST))
        clock = self.line.clock
        self.line.works[S.RECEPTION] = self._noting(
            partial(receive_dossier, tools=IntakeTools(blobs=self.blobs, clock=clock))
        )
        self.line.works[S.DIVERGENCE] = self._noting(
            partial(compare_identities, tools=InstructionTools())
        )
        letters = NotifierTools(
            mailer=self.mailbox,
            effects=MemoryEffects(),
            clock=clock,
            links=LinkSigner(SETTINGS),
            mail_from="x@example.org",
        )
        self.line.works[S.NOTIFICATION] = self._noting(partial(send_letters, tools=letters))

    def _noting(self, work):
        async def noted(dossier):
            try:
                return await work(dossier)
            except GuichetError as error:
                self.errors.append(f"{error} {error!r}")
                raise

        return noted

    def app(self):
        """Intake's API over the same ports."""
        app = make_app(SETTINGS, School())
        line = self.line
        limit = SETTINGS.max_piece_bytes
        door = Intake(
            receiver=Receiver(blobs=self.blobs, clock=line.clock, max_bytes=limit),
            desk=FilingDesk(register=line.register, blobs=self.blobs, clock=line.clock),
            dossiers=line.store,
            views=line.store,
            clock=line.clock,
            forecasts=Forecasts(NothingMeasured(), line.clock),
        )
        app.router.add_routes(door.routes())
        return app

    def everything(self):
        """What left the process, by where it went."""
        return {
            "logs": self.logs.getvalue(),
            "messages": "\n".join(self.line.broker.bodies),
            "metrics": exposition().decode(),
            "errors": "\n".join(self.errors),
        }


@pytest.fixture
def watched(monkeypatch):
    """A road whose logs are kept."""
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    configure_logs("test", "DEBUG")
    yield Watched(written)
    structlog.reset_defaults()
    logging.disable(logging.NOTSET)


async def _file(client) -> str:
    """File the canary's request, with mistakes on the way that quote it."""
    parent = {
        "birth_name": PARENT.birth_name,
        "given_names": list(PARENT.given_names),
        "email": PARENT.email,
    }
    body = demande(PERSON, representative=parent)
    key = {"Authorization": "Bearer x", "Idempotency-Key": PERSON.identity.email}
    for wrong in (
        {**body, "category": PERSON.identity.birth_name},
        {**body, PERSON.identity.birth_name: 1},
        {**body, "candidate": {**body["candidate"], "email": PERSON.identity.birth_date}},
    ):
        assert (await client.post("/v1/dossiers", json=wrong, headers=key)).status == 422
    await client.get(f"/v1/{PERSON.identity.email}", headers=key)
    await client.get(f"/v1/dossiers/{PERSON.identity.birth_name}", headers=key)
    opened = await client.post("/v1/dossiers", json=body, headers=key)
    dossier_id = (await opened.json())["dossier_id"]
    for kind in ("photo", "signature", "identity", "address"):
        name = {"Content-Disposition": f'attachment; filename="{PERSON.identity.birth_name}.png"'}
        where = f"/v1/dossiers/{dossier_id}/pieces/{kind}"
        sent = await client.put(where, data=PNG, headers=key | name)
        assert sent.status == 201, await sent.text()
    sent = await client.post(f"/v1/dossiers/{dossier_id}/submit", headers=key)
    assert sent.status == 202, await sent.text()
    return dossier_id


def quoting(error, then, times=1):
    """A check that fails on the person so many times, in words."""
    left = [error] * times

    async def work(dossier):
        if left:
            raise left.pop()(f"cannot read {dossier.demande.candidate}")
        return then

    return work


async def test_a_road_full_of_failures_lets_nothing_of_the_person_out(watched):
    line = watched.line
    line.works[S.PHOTO] = quoting(ValueError, a_result())
    line.works[S.IDENTITY] = quoting(KeyError, a_result())
    line.works[S.ADDRESS] = quoting(RuntimeError, a_result(), times=FAST[S.ADDRESS].tries)
    async with TestClient(TestServer(watched.app())) as client, line.running():
        dossier_id = await _file(client)
        dossier = await line.until(dossier_id, lambda d: d.letters and not d.unsent_letters())
        await line.until(dossier_id, stands(S.DIVERGENCE, "done"))
        assert await line.register.apply(dossier_id, Replayed(stage=S.ADDRESS))
        await line.until(dossier_id, stands(S.ADDRESS, "done"))

    assert dossier.demande.candidate.birth_name == PERSON.identity.birth_name
    assert found_in(str(watched.mailbox.letters[0]["To"]))
    left = watched.everything()
    assert all(left.values())
    assert len(watched.errors) == 2
    assert {place: found_in(text) for place, text in left.items() if found_in(text)} == {}


async def test_the_timeline_that_ops_read_names_nobody(watched):
    line = watched.line
    line.works[S.PHOTO] = quoting(ValueError, a_result())
    async with TestClient(TestServer(watched.app())) as client, line.running():
        dossier_id = await _file(client)
        await line.until(dossier_id, stands(S.DIVERGENCE, "done"))
    document = line.store.documents[dossier_id]
    assert document["history"]
    assert found_in(repr((document["history"], document["outbox"], document["open"]))) == set()
    assert found_in(repr(document))


@pytest.mark.parametrize("canary", ["OGIER", "Zéphirine", "05/06/1987", '"Z\\u00e9phirine"'])
def test_the_search_finds_a_canary_however_it_is_written(canary):
    assert found_in(f"x{canary}x")


FAILING_SERVICE = """
import sys
from shared.process import run_service
async def run(settings, stop):
    async def fail():
        raise ValueError(sys.argv[1])
    import asyncio
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(fail())
run_service("intake", run)
"""


async def test_a_service_that_dies_of_a_person_says_where_and_not_of_whom():
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", FAILING_SERVICE, PERSON.identity.birth_name],
        env={"GUICHET_SECRET_KEY": "k" * 32},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert found_in(done.stdout + done.stderr) == set()
    failed = json.loads(done.stderr.splitlines()[-1])
    assert (failed["action"], failed["cause"]) == ("service_failed", "ValueError")
    assert failed["trace"][-1].endswith(":fail")
