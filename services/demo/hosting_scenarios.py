"""Scenarios of candidates who live with somebody else."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from services.demo.cast import candidate
from services.demo.expectations import CLEAN, demande
from services.demo.people import RECENT, Person, bill_of, document_of, pieces_of
from services.demo.scenario import Expected, Make, Scenario
from services.demo.specimens.papers import hosting_attestation
from shared.domain.dossier import Route
from shared.domain.findings import Verdict
from shared.domain.piece import PieceKind
from shared.stages import StageName as S


def hosted(today: dt.date) -> Scenario:
    """Attestation, host's identity and host's bill agree; an agent looks at the signatures."""
    guest, host = _household(17, today)
    return Scenario(
        name="heberge",
        title="Adulte hébergé, trois pièces concordantes",
        demande=demande(guest, hosted=True),
        pieces=_pieces(guest, host, host, today),
        expected=_expected(Verdict.PASS),
    )


def other_host(today: dt.date) -> Scenario:
    """Attestation and bill name one host, the identity document is somebody else's."""
    guest, host = _household(18, today)
    stranger = candidate(23, today, age=50)
    return Scenario(
        name="hebergeant-different",
        title="Adulte hébergé, identité d’une autre personne",
        demande=demande(guest, hosted=True),
        pieces=_pieces(guest, host, replace(stranger, document="card"), today),
        expected=_expected(Verdict.FAIL),
    )


def _household(number: int, today: dt.date) -> tuple[Person, Person]:
    """A guest at the host's address; the bill is printed and not scanned: it is read sooner."""
    host = replace(candidate(19, today, age=50), document="card", bill="phone")
    # of another age than the namesake who files too
    guest = candidate(number, today, age=35)
    return replace(guest, document="card", address=host.address), host


def _pieces(guest: Person, host: Person, shown: Person, today: dt.date) -> Mapping[PieceKind, Make]:
    """The guest's own pieces and those of the host; `shown` is on the host's document."""
    note = partial(hosting_attestation, host.identity, guest.identity, host.address, today)
    return {
        **pieces_of(guest, today),
        PieceKind.ADDRESS: partial(bill_of, host, today - RECENT),
        PieceKind.HOSTING: note,
        PieceKind.HOST_IDENTITY: partial(document_of, shown, today),
    }


def _expected(host: Verdict) -> Expected:
    return replace(
        CLEAN,
        route=Route.REVIEW,
        findings={
            (S.HOSTING, "proof_kind"): Verdict.PASS,
            (S.DIVERGENCE, "divergence_hosting_host"): host,
            (S.DIVERGENCE, "divergence_hosting_hosted"): Verdict.PASS,
            (S.DIVERGENCE, "divergence_hosting_place"): Verdict.PASS,
            (S.DIVERGENCE, "divergence_address_holder"): host,
        },
    )
