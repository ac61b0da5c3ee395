"""The ops page and the commands on a running machine: who may look, what is done and recorded."""

import asyncio
import contextlib
import os
import pty
import secrets
import signal
import stat
import sys
import tty
from dataclasses import replace
from pathlib import Path

import pytest

from shared.adapters.audit import MongoAudit
from shared.adapters.queue_figures import purge_queue, queue_figures
from shared.adapters.store import MongoDossiers
from shared.domain.change import Change
from shared.stages import TABLE, StageName, parking_queue, queue_stages
from tests.builders import a_dossier, an_identity
from tests.e2e.api_client import Caller, assert_problem, opened_store
from tests.rules.dossier_paths import finished, parked

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("machine")]

PERSON = an_identity(birth_name="Canarion", email="canari@example.org", birth_place="Zwx-sur-Mer")
REASON = "Photo relue par le service."
PARK = parking_queue(TABLE[StageName.PHOTO])


def ops(machine, session, account="exploitation-demo") -> Caller:
    settings, logins = machine[0].settings, machine[1]
    base = f"http://127.0.0.1:{settings.watch_port}"
    return Caller(session=session, base=base, secret=logins[account] if account else None)


@pytest.fixture
async def set_aside(machine):
    """A dossier whose photo is parked and which has nothing else to do; gone afterwards."""
    dossier = finished(a_dossier(candidate=PERSON), StageName.RECEPTION)
    for name in (StageName.SIGNATURE, StageName.IDENTITY, StageName.ADDRESS):
        dossier = finished(dossier, name)
    dossier = parked(dossier, StageName.PHOTO)
    dossier = replace(dossier, dossier_id=f"G-{secrets.token_hex(6).upper()}")
    async with opened_store(machine) as database:
        await MongoDossiers(database).add(Change(dossier=dossier, events=dossier.history))
        yield dossier.dossier_id
        await database["dossiers"].delete_one({"_id": dossier.dossier_id})
    await purge_queue(machine[0].settings.amqp_url, PARK)


async def recorded(machine, dossier_id):
    async with opened_store(machine) as database:
        return await MongoAudit(database).recent(10, dossier_id)


async def stage_of(machine, dossier_id, name=StageName.PHOTO):
    async with opened_store(machine) as database:
        dossier = await MongoDossiers(database).get(dossier_id)
    return dossier.stage(name)


async def test_only_ops_see_the_page(machine, session, set_aside):
    for path in ("/", "/v1/stages", f"/dossiers/{set_aside}"):
        assert_problem(
            await ops(machine, session, None)("GET", path), 401, "authentication-required"
        )
        for account in ("ecole-demo", "agent-demo", "candidat-demo"):
            assert_problem(await ops(machine, session, account)("GET", path), 403, "forbidden")
        assert (await ops(machine, session)("GET", path)).status == 200


async def test_only_ops_act(machine, session, set_aside):
    path = f"/dossiers/{set_aside}/photo/replay"
    assert_problem(await ops(machine, session, None)("POST", path), 401, "authentication-required")
    assert_problem(await ops(machine, session, "agent-demo")("POST", path), 403, "forbidden")
    assert await recorded(machine, set_aside) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://ailleurs.example.org"},
        {"Origin": "null"},
    ],
    ids=["other site", "neighbour", "origin alone", "hidden origin"],
)
async def test_a_form_of_another_site_does_nothing(machine, session, set_aside, headers):
    path = f"/dossiers/{set_aside}/photo/replay"
    answer = await ops(machine, session)("POST", path, headers=headers)

    assert_problem(answer, 403, "forbidden")
    assert await recorded(machine, set_aside) == []
    assert (await stage_of(machine, set_aside)).status == "parked"


async def test_a_parked_stage_is_shown_with_its_cause_and_replayed_by_its_button(
    machine, session, set_aside
):
    caller = ops(machine, session)
    action = f"/dossiers/{set_aside}/photo/replay?ops"
    async with asyncio.timeout(60):
        html = ""
        while f'action="{action}"' not in html:  # one reading serves everybody for a while
            await asyncio.sleep(0.5)
            html = (await caller("GET", "/")).data.decode()
    assert "CheckCrashed" in html

    answer = await caller("POST", action, headers={"Sec-Fetch-Site": "same-origin"})

    assert (answer.status, answer.headers["Location"]) == (303, "/#mis-de-cote")
    # what somebody did is seen at once
    assert f'action="{action}"' not in (await caller("GET", "/")).data.decode()
    assert (await stage_of(machine, set_aside)).run == 2
    (line,) = await recorded(machine, set_aside)
    assert (line.account, line.action, line.stage) == ("exploitation-demo", "replay", "photo")


async def test_a_stage_is_given_up_with_a_reason_only(machine, session, set_aside):
    caller, path = ops(machine, session), f"/dossiers/{set_aside}/photo/discard"

    answer = await caller("POST", path, data={"reason": "non"})
    page = (await caller("GET", answer.headers["Location"])).data.decode()
    assert "Indiquez un motif de 10 à 300 caractères" in page
    assert (await stage_of(machine, set_aside)).status == "parked"

    answer = await caller("POST", path, data={"reason": f"  {REASON}\n"})
    page = (await caller("GET", answer.headers["Location"])).data.decode()
    assert "L’étape est abandonnée" in page and REASON in page
    assert (await stage_of(machine, set_aside)).status == "done"
    assert [line.reason for line in await recorded(machine, set_aside)] == [REASON]


async def test_what_cannot_be_done_is_told_in_french(machine, session, set_aside):
    caller = ops(machine, session)
    answer = await caller("POST", f"/dossiers/{set_aside}/photo/redrive")
    page = (await caller("GET", answer.headers["Location"])).data.decode()

    assert "Cette étape n’attend aucun message." in page
    for path in ("/dossiers/G-NONE/photo/replay", f"/dossiers/{set_aside}/photo/erase"):
        assert_problem(await caller("POST", path), 404, "page-not-found")
    assert_problem(await caller("GET", "/dossiers/G-NONE"), 404, "page-not-found")


async def test_the_timeline_is_told_in_words_and_names_no_person(machine, session, set_aside):
    html = (await ops(machine, session)("GET", f"/dossiers/{set_aside}")).data.decode()

    assert "mis de côté : le contrôle s’est arrêté net" in html
    assert "piece_added" not in html
    for secret in ("Canarion", "canari@", "Zwx", PERSON.given_names[0], str(PERSON.birth_date)):
        assert secret not in html


async def test_every_queue_has_its_consumer_on_the_page(machine, session):
    async with asyncio.timeout(30):
        while True:
            stages = (await ops(machine, session)("GET", "/v1/stages")).json["stages"]
            consumers = {row["stage"]: row["consumers"] for row in stages}
            if all(consumers[row.name] for row in queue_stages(TABLE)):
                break
            await asyncio.sleep(1)  # the broker's own figures lag by some seconds
    assert consumers["review"] is None


GUICHET = str(Path(sys.executable).parent / "guichet")


async def command(machine, *words: str) -> tuple[int, str]:
    """Run `guichet` on the machine; exit code and everything it said."""
    process = await asyncio.create_subprocess_exec(
        GUICHET,
        *words,
        "--data",
        str(machine[0].folder),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode()


async def test_the_addresses_of_a_machine_are_for_its_owner_only(machine):
    path = machine[0].folder / "environment"

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_the_table_of_queues_is_printed(machine):
    code, said = await command(machine, "queues")

    assert code == 0
    assert [line.split()[0] for line in said.splitlines()[1 : len(TABLE) + 1]] == list(TABLE)


async def test_the_table_of_queues_is_printed_again_and_again_until_ctrl_c(machine):
    leader, follower = pty.openpty()
    tty.setraw(follower)
    words = ("queues", "--watch", "--data", str(machine[0].folder))
    wide = {**os.environ, "COLUMNS": "200", "TERM": "xterm"}
    process = await asyncio.create_subprocess_exec(
        GUICHET, *words, stdout=follower, env=wide, preexec_fn=_hear_ctrl_c
    )
    os.close(follower)
    shown = b""
    async with asyncio.timeout(30):
        while shown.count(b"notification") < 2:
            shown += await asyncio.to_thread(os.read, leader, 65536)
    process.send_signal(signal.SIGINT)
    rest = asyncio.create_task(asyncio.to_thread(_rest_of, leader))
    assert await asyncio.wait_for(process.wait(), 10) == 0
    await rest


def _hear_ctrl_c():
    """A shell that runs tests in its background has them, and what they start, ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _rest_of(leader):
    """Empty the terminal, so that the command can write its last words; ends with the command."""
    with contextlib.suppress(OSError):
        while os.read(leader, 65536):
            pass
    os.close(leader)


async def test_a_request_that_cannot_be_received_is_closed_with_a_letter(machine, session):
    dossier = parked(a_dossier(candidate=PERSON), StageName.RECEPTION)
    dossier = replace(dossier, dossier_id=f"G-{secrets.token_hex(6).upper()}")
    async with opened_store(machine) as database:
        await MongoDossiers(database).add(Change(dossier=dossier, events=dossier.history))
    path = f"/dossiers/{dossier.dossier_id}"
    caller = ops(machine, session)
    assert "La demande sera classée" in (await caller("GET", path)).data.decode()

    await caller("POST", f"{path}/reception/discard", data={"reason": REASON})

    async with opened_store(machine) as database, asyncio.timeout(30):
        while True:
            closed = await MongoDossiers(database).get(dossier.dossier_id)
            if not closed.unsent_letters():
                break
            await asyncio.sleep(0.3)
        await database["dossiers"].delete_one({"_id": dossier.dossier_id})
    assert closed.outcome == "closed"
    assert closed.letters[-1].kind == "closed"
    (line,) = await recorded(machine, dossier.dossier_id)
    assert (line.action, line.reason) == ("discard", REASON)


async def test_the_stream_of_the_page_is_open_to_ops_only(machine, session):
    for account, status in (("exploitation-demo", 200), ("agent-demo", 403)):
        caller = ops(machine, session, account)
        headers = {"Authorization": f"Bearer {caller.secret}"}
        async with session.get(f"{caller.base}/events", headers=headers) as response:
            assert response.status == status
            if status == 200:
                assert response.content_type == "text/event-stream"
                async with asyncio.timeout(10):
                    assert (await response.content.readline()).startswith(b"id: ")


async def test_the_commands_list_replay_and_record(machine, set_aside):
    assert set_aside in (await command(machine, "parked", "list", "--stage", "photo"))[1]
    assert "CheckCrashed" in (await command(machine, "parked", "show", set_aside, "photo"))[1]

    words = ("parked", "replay", set_aside, "photo", "--as", "astreinte-1")
    code, said = await command(machine, *words)

    assert (code, said.strip()) == (
        0,
        f"{set_aside} photo: replay done, recorded for astreinte-1",
    )
    (line,) = await recorded(machine, set_aside)
    assert (line.account, line.action) == ("astreinte-1", "replay")
    shown = (await command(machine, "dossier", "show", set_aside))[1]
    assert "replayed" in shown and "astreinte-1" in shown
    for secret in ("Canarion", "canari@", "Zwx"):
        assert secret not in shown


async def test_a_replay_by_command_takes_the_message_out_of_the_parking_queue(machine, set_aside):
    url = machine[0].settings.amqp_url
    await command(machine, "parked", "replay", set_aside, "photo")
    async with asyncio.timeout(60):  # the photo has no bytes, so it is parked again, as run 2
        while (await stage_of(machine, set_aside)).status != "parked":  # noqa: ASYNC110 - workers
            await asyncio.sleep(0.5)
        while (await queue_figures(url, [PARK]))[PARK].ready != 1:  # noqa: ASYNC110 - the relay
            await asyncio.sleep(0.2)

    code, _ = await command(machine, "parked", "discard", set_aside, "photo", "--reason", REASON)

    assert code == 0
    assert (await queue_figures(url, [PARK]))[PARK].ready == 0


async def test_a_command_that_can_do_nothing_says_so(machine, set_aside):
    code, said = await command(machine, "dossier", "redrive", set_aside, "photo")

    assert code == 1
    assert "not done" in said
    assert (await command(machine, "dossier", "show", "G-NONE"))[0] == 1
