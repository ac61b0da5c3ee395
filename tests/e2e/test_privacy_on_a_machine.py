"""Privacy on a whole machine: sealed on disk, every look written down, the chain whole."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from services.ops.audit import show_audit, verify_audit
from shared.adapters.audit_trail import MongoAuditTrail
from shared.adapters.sealing import MAGIC
from tests.e2e.api_client import a_jpeg, assert_problem, intake, opened_store, review
from tests.e2e.review_cases import dossiers_in_review

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("machine")]

CANARY = b"CANARI-SUR-LE-DISQUE" * 50


async def acts(machine, chain):
    async with opened_store(machine) as database:
        entries = await MongoAuditTrail(database).entries(chain)
    return [(entry.actor, entry.action, entry.subject) for entry in entries]


async def test_an_upload_lies_sealed_on_the_disk(machine, session):
    school, data = intake(machine, session), a_jpeg() + CANARY
    dossier_id = await school.open()
    answer = await school.put_piece(dossier_id, "photo", data)
    assert (answer.status, answer.json["pieces"][0]["size"]) == (201, len(data))
    async with opened_store(machine) as database:
        document = await database["dossiers"].find_one({"_id": dossier_id})
        blob_id = document["pieces"]["photo"]["blob_id"]
        of_the_piece = {"files_id": blob_id, "n": {"$gt": 0}}  # the first is empty
        (chunk,) = await database["pieces.chunks"].find(of_the_piece).to_list(2)
        assert await database["dossier_keys"].find_one({"_id": dossier_id})
    assert chunk["data"].startswith(MAGIC)
    assert CANARY[:20] not in chunk["data"]


async def test_the_master_keys_of_a_machine_are_for_its_own_user(machine):
    path = Path(machine[0].folder) / "master-keys"
    assert path.stat().st_mode & 0o777 == 0o600


async def test_a_signed_address_shows_the_piece_to_its_agent_only(machine, session):
    photo = a_jpeg()
    (dossier_id,) = await dossiers_in_review(machine, photo=photo)
    agent = review(machine, session)
    rows = (await agent("GET", f"/v1/review/{dossier_id}/files")).json["files"]
    address = next(row["address"] for row in rows if row["kind"] == "photo")

    assert_problem(
        await review(machine, session, None)("GET", address), 401, "authentication-required"
    )
    shown = await agent("GET", address)

    assert (shown.status, shown.data) == (200, photo)
    assert await acts(machine, dossier_id) == [("agent-demo", "piece_viewed", "piece:photo")]


async def test_what_an_agent_does_is_in_the_audit_which_is_whole(machine, session):
    (dossier_id,) = await dossiers_in_review(machine)
    agent = review(machine, session)
    assert (await agent("POST", f"/v1/review/{dossier_id}/claim")).status == 200
    assert (await agent("POST", f"/v1/review/{dossier_id}/release")).status == 200
    assert (await agent("POST", f"/v1/review/{dossier_id}/release")).status == 409
    assert [action for _, action, _ in await acts(machine, dossier_id)] == [
        "claimed",
        "released",
        "released",
        "released:not_applied",
    ]
    written = io.StringIO()
    console, settings = Console(file=written, width=160), machine[0].settings
    assert await show_audit(settings, console, dossier_id, "auditrice") == 0
    assert await verify_audit(settings, console, None) == 0
    assert (await acts(machine, dossier_id))[-1] == ("auditrice", "audit_read", "")
    assert "released:not_applied" in written.getvalue()


async def test_who_signs_in_at_the_console_is_in_the_audit(machine, session):
    home = f"http://127.0.0.1:{machine[0].settings.instruction_port}"
    before = await acts(machine, "account:agent-demo")
    form = {"cle": machine[1]["agent-demo"]}
    ours = {"Sec-Fetch-Site": "same-origin"}
    answer = await session.post(f"{home}/connexion", data=form, headers=ours, allow_redirects=False)
    assert answer.status == 303
    after = await acts(machine, "account:agent-demo")
    assert after[len(before) :] == [("agent-demo", "signed_in", "")]


async def test_an_agent_who_reads_at_the_filers_door_is_in_the_audit_that_the_auditor_reads(
    machine, session
):
    dossier_id = await intake(machine, session).open()
    agent = intake(machine, session, "agent-demo")
    assert (await agent("GET", f"/v1/dossiers/{dossier_id}")).status == 200
    auditor = replace(
        agent,
        base=f"http://127.0.0.1:{machine[0].settings.watch_port}",
        secret=machine[1]["auditrice-demo"],
    )

    told = (await auditor("GET", f"/v1/audit/{dossier_id}")).json["entries"]

    assert [(line["actor"], line["action"]) for line in told] == [
        ("agent-demo", "dossier_read"),
        ("auditrice-demo", "audit_read"),
    ]
    page = await auditor("GET", f"/audit?reference={dossier_id}")
    assert (page.status, "sans manque ni modification" in page.data.decode()) == (200, True)
    home = await auditor("GET", "/")
    assert (home.status, home.headers["Location"]) == (303, "/audit")
    for closed in ("/v1/stages", "/statistiques", f"/dossiers/{dossier_id}"):
        assert_problem(await auditor("GET", closed), 403, "forbidden")
