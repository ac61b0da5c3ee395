"""A correction changes what was asked and nothing else; an agent sees before and after."""

from dataclasses import replace

import pytest

from services.instruction.view import review_view
from shared.domain.amendments import amendments
from shared.domain.civil_identity import CivilIdentity
from shared.domain.demande import Amendment
from shared.domain.dossier import CorrectionItem, Route
from shared.domain.events import (
    DemandeChanged,
    PieceAdded,
    PieceViewed,
    StageFinished,
    Submitted,
)
from shared.domain.findings import Verdict
from shared.domain.kept_bytes import blobs_of, let_go
from shared.domain.piece import PieceKind
from shared.domain.transitions import advance
from shared.stages import TABLE, StageName
from tests.builders import (
    NOW,
    a_demande,
    a_divergence,
    a_dossier,
    a_piece,
    a_result,
    after,
    an_identity,
)
from tests.rules.dossier_paths import CHECKS, finished

PERSON = an_identity()


def asked(*fields):
    items = tuple(CorrectionItem(message="À revoir.", field=name) for name in fields)
    dossier = finished(a_dossier(needs_validation=False), StageName.RECEPTION, *CHECKS)
    result = a_divergence(Route.CORRECTION, items=items)
    return finished(dossier, StageName.DIVERGENCE, result=result)


def rewritten(account=None, **changes):
    """The request with changes to the candidate; the account follows only where it is given."""
    base = a_demande()
    candidate = replace(PERSON, **changes)
    return DemandeChanged(demande=replace(base, candidate=candidate, account=account or PERSON))


@pytest.mark.parametrize(
    ("fields", "event"),
    [
        pytest.param(("birth_date",), rewritten(birth_date="1990-04-13"), id="the-field"),
        pytest.param(
            ("birth_date",),
            rewritten(account=replace(PERSON, birth_date="1990-04-13")),
            id="the-account-instead",
        ),
        pytest.param(
            ("account.birth_date",),
            rewritten(account=replace(PERSON, birth_date="1990-04-13")),
            id="the-account",
        ),
        pytest.param(
            ("email",),
            rewritten(account=CivilIdentity(email="c@example.org"), email="c@example.org"),
            id="another-address-and-its-account",
        ),
        pytest.param(
            ("birth_name",),
            rewritten(birth_name="Modele", usage_name="Specimen"),
            id="a-usage-name-in-its-place",
        ),
        pytest.param(("birth_date",), rewritten(), id="said-to-be-right"),
    ],
)
def test_what_was_asked_can_be_mended(fields, event):
    dossier = after(asked(*fields), event)

    assert all(item.mended for item in dossier.items)


@pytest.mark.parametrize(
    ("fields", "event"),
    [
        pytest.param(("birth_date",), rewritten(birth_name="Modele"), id="another-field"),
        pytest.param(
            ("birth_date",),
            rewritten(birth_date="1990-04-13", given_names=("Zoé",)),
            id="another-field-beside",
        ),
        pytest.param(
            ("birth_date",),
            DemandeChanged(demande=a_demande(category="A2")),
            id="another-category",
        ),
        pytest.param(("account.birth_date",), rewritten(birth_date="1990-04-13"), id="not-there"),
    ],
)
def test_nothing_else_can_be_changed(fields, event):
    assert advance(asked(*fields), event, NOW, TABLE) is None


def test_one_field_of_two_leaves_the_other_to_mend():
    dossier = after(asked("birth_date", "birth_name"), rewritten(birth_date="1990-04-13"))

    assert [item.mended for item in dossier.items] == [True, False]


def test_a_corrected_address_closes_the_links_that_went_to_the_one_before():
    dossier = asked("email", "birth_date")
    moved = after(dossier, rewritten(email="c@example.org"))
    other = after(dossier, rewritten(birth_date="1990-04-13"))

    assert moved.links_from == len(dossier.letters) + 1
    assert other.links_from == 0


def test_the_agent_reads_before_and_after():
    dossier = after(asked("birth_date"), rewritten(birth_date="1990-04-13"))

    assert review_view(dossier, NOW)["amended"] == [
        {"field": "birth_date", "before": "1990-04-12", "after": "1990-04-13"}
    ]


def test_every_part_of_a_request_is_looked_at():
    before = a_demande()
    later = replace(
        before,
        category="A2",
        representative=PERSON,
        address=replace(before.address, town="Nîmes"),
        account=replace(PERSON, given_names=("Zoé", "Anne")),
    )

    changed = {change.field: change for change in amendments(before, later)}

    assert changed["category"] == Amendment(field="category", before="B", after="A2")
    assert changed["address.town"].after == "Nîmes"
    assert changed["account.given_names"].after == "Zoé, Anne"
    assert changed["representative.birth_name"].before == ""


FIRST = a_result(verdict=Verdict.FAIL, message="La photo est trop sombre.")
ASKED = CorrectionItem(message="La photo.", piece=PieceKind.PHOTO)


def a_refused_photo():
    """A dossier that asks for another photo; the first one was checked and drawn anew."""
    dossier = finished(a_dossier(needs_validation=False), StageName.RECEPTION, *CHECKS[1:])
    dossier = finished(dossier, StageName.PHOTO, result=replace(FIRST, working_copy="copy-1"))
    result = a_divergence(Route.CORRECTION, items=(ASKED,))
    return finished(dossier, StageName.DIVERGENCE, result=result)


def replaced_by(dossier, blob_id):
    return after(dossier, PieceAdded(piece=a_piece(blob_id=blob_id)))


def test_the_agent_reads_what_was_found_of_the_piece_before():
    dossier = replaced_by(a_refused_photo(), "second")

    (before,) = review_view(dossier, NOW)["replaced"]

    assert (before["kind"], before["verdict"]) == ("photo", "fail")
    assert before["findings"][0]["message"] == "La photo est trop sombre."
    assert before["picture"] == f"/v1/review/{dossier.dossier_id}/pieces/photo/before"


def test_bytes_and_copy_of_the_piece_before_are_kept_once_its_check_ran_again():
    sent = after(replaced_by(a_refused_photo(), "second"), Submitted(needs_validation=False))
    dossier = after(
        sent,
        StageFinished(
            stage=StageName.PHOTO,
            run=2,
            attempt=1,
            result=replace(a_result(), working_copy="copy-2"),
        ),
    )

    assert {"second", "blob-photo", "copy-1", "copy-2"} <= set(blobs_of(dossier))


def test_a_second_thought_within_one_correction_replaces_nothing_that_was_judged():
    first = replaced_by(a_refused_photo(), "second")
    dossier = replaced_by(first, "third")

    assert let_go(first, dossier) == {"second"}
    assert dossier.pieces[PieceKind.PHOTO].replaces == "blob-photo"
    assert dossier.pieces[PieceKind.PHOTO].before.working_copy == "copy-1"


def test_the_next_correction_lets_go_of_the_piece_before_last():
    sent = after(replaced_by(a_refused_photo(), "second"), Submitted(needs_validation=False))
    checked = StageFinished(
        stage=StageName.PHOTO, run=2, attempt=1, result=replace(FIRST, working_copy="copy-2")
    )
    again = StageFinished(
        stage=StageName.DIVERGENCE,
        run=2,
        attempt=1,
        result=a_divergence(Route.CORRECTION, items=(ASKED,)),
    )
    corrected = after(sent, checked, again)

    dossier = replaced_by(corrected, "third")

    assert let_go(corrected, dossier) == {"blob-photo", "copy-1"}
    assert dossier.pieces[PieceKind.PHOTO].before.working_copy == "copy-2"


def test_a_view_of_the_piece_before_needs_one():
    dossier, view = (
        a_refused_photo(),
        PieceViewed(account="agent-1", kind=PieceKind.PHOTO, earlier=True),
    )

    assert advance(dossier, view, NOW, TABLE) is None
    viewed = after(replaced_by(dossier, "second"), view)
    assert (viewed.history[-1].event, viewed.history[-1].detail) == (
        "earlier_piece_viewed",
        "photo:agent-1",
    )
