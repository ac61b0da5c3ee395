"""The description of the API and the API itself say the same."""

import datetime as dt

import pytest
from aiohttp import web

from services.intake.answer_models import DossierAnswer
from services.intake.api_pages import ApiPages
from services.intake.candidate_contact import CandidateContact
from services.intake.completeness import CompletenessDoor
from services.intake.documents import DocumentDoor
from services.intake.operations import OPERATIONS
from services.intake.preferences_api import PreferencesDoor
from services.intake.preflight import PreflightDoor
from services.intake.receipts import Receipts
from services.intake.routes import Intake
from services.intake.titles import TitleDoor
from shared.domain.forecast import Forecast
from shared.web.openapi import describe
from shared.web.problem_types import ProblemType
from shared.web.status import status_view
from tests.builders import a_draft
from tests.contract.full_dossier import a_full_change
from tests.rules.dossier_paths import in_correction, in_review

API_PREFIX = "/v1/"


def app_routes():
    intake = Intake(**dict.fromkeys(Intake.__slots__))
    app = web.Application()
    receipts = Receipts(dossiers=None, signer=None)
    completeness = CompletenessDoor(dossiers=None, clock=None)
    contact = CandidateContact(register=None, clock=None)
    preferences = PreferencesDoor(desk=None)
    faces = (
        intake,
        contact,
        preferences,
        completeness,
        PreflightDoor(settings=None),
        receipts,
        TitleDoor(register=None, clock=None),
        DocumentDoor(dossiers=None, maker=None),
        ApiPages(),
    )
    app.router.add_routes([route for face in faces for route in face.routes()])
    return list(app.router.routes())


@pytest.fixture(scope="module")
def described():
    return describe("Guichet", "1", app_routes(), OPERATIONS)


def test_every_route_of_the_api_is_described_and_nothing_else():
    routed = {
        route.name for route in app_routes() if route.resource.canonical.startswith(API_PREFIX)
    }
    assert {operation.name for operation in OPERATIONS} == routed


def test_every_reference_leads_to_a_schema(described):
    found = set()

    def walk(node):
        if isinstance(node, dict):
            found.update(value for key, value in node.items() if key == "$ref")
            [walk(value) for value in node.values()]
        elif isinstance(node, list):
            [walk(value) for value in node]

    walk(described)
    schemas = described["components"]["schemas"]
    assert found
    assert {reference.rsplit("/", 1)[1] for reference in found} <= set(schemas)


def test_every_parameter_of_an_address_is_described(described):
    for path, methods in described["paths"].items():
        wanted = {part[1:-1] for part in path.split("/") if part.startswith("{")}
        for operation in methods.values():
            named = {
                item["name"] for item in operation.get("parameters", ()) if item["in"] == "path"
            }
            assert named == wanted


def test_the_description_is_valid_openapi(described):
    from openapi_spec_validator import validate

    validate(described)


def test_each_operation_names_the_problem_of_a_missing_key(described):
    for methods in described["paths"].values():
        for operation in methods.values():
            assert ("401" in operation["responses"]) == ("security" in operation)


def test_no_problem_type_is_left_out(described):
    told = str(described)
    pages_only = {ProblemType.PAGE_NOT_FOUND, ProblemType.METHOD_NOT_ALLOWED}
    for kind in set(ProblemType) - pages_only:
        assert kind.name.lower().replace("_", "-") in told, kind


DOSSIERS = {
    "draft": a_draft(),
    "in review": in_review(),
    "in correction": in_correction(),
    "full": a_full_change("G-FULL").dossier,
}


@pytest.mark.parametrize("dossier", DOSSIERS.values(), ids=DOSSIERS)
def test_a_dossier_is_answered_as_described(dossier):
    forecast = Forecast(position=2, wait=dt.timedelta(seconds=30))
    DossierAnswer.model_validate(status_view(dossier, dt.datetime.now(dt.UTC), forecast=forecast))
