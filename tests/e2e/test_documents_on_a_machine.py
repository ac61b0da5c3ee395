"""An attestation on a machine: two processes make the same bytes, and anybody can verify them."""

import hashlib
from dataclasses import replace

import pytest

from services.intake.references import new_reference
from shared.adapters.store import MongoDossiers
from shared.documents.seal import read_seal
from shared.domain.change import Change
from shared.domain.demande import DemandeKind
from tests.e2e.api_client import assert_problem, intake, opened_store, review
from tests.rules.issued_documents import PERSON, an_accepted

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("machine")]

KIND = "attestation-inscription"


async def filed(machine, kind=DemandeKind.REGISTRATION):
    """An accepted request of the demo school, written into the store; its reference."""
    dossier = replace(an_accepted(kind, dossier_id=new_reference()), owner="ecole-demo")
    async with opened_store(machine) as database:
        await MongoDossiers(database).add(
            Change(dossier=replace(dossier, history=()), events=dossier.history)
        )
    return dossier.dossier_id


async def test_school_and_agent_hold_the_same_file_and_a_stranger_can_verify_it(machine, session):
    dossier_id = await filed(machine)
    school, agent = intake(machine, session), review(machine, session)
    stranger = intake(machine, session, None)

    file = (await school("GET", f"/v1/dossiers/{dossier_id}/documents/{KIND}")).data
    theirs = await agent("GET", f"/v1/review/{dossier_id}/documents/{KIND}")
    key = (await stranger("GET", "/v1/receipt-key")).json
    said = read_seal(file, key)
    shown = await stranger("GET", f"/verification/{said['code']}")

    assert theirs.data == file
    page = shown.data.decode()
    assert hashlib.sha256(file).hexdigest() in page
    assert dossier_id not in page and PERSON.birth_name not in page


async def test_a_stranger_gets_no_file_and_a_guess_finds_nothing(machine, session):
    dossier_id = await filed(machine)
    stranger = intake(machine, session, None)
    refused = await stranger("GET", f"/v1/dossiers/{dossier_id}/documents/{KIND}")
    assert_problem(refused, 401, "authentication-required")
    guessed = await stranger("GET", "/verification/0000-0000-0000-0000-0000")
    assert guessed.status == 404


async def test_a_request_for_a_title_gives_no_attestation(machine, session):
    dossier_id = await filed(machine, DemandeKind.TITLE)
    answer = await intake(machine, session)("GET", f"/v1/dossiers/{dossier_id}/documents/{KIND}")
    assert_problem(answer, 404, "document-not-found")
