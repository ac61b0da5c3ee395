"""Scenarios in which every piece is right: what people and machines then do."""

import datetime as dt
from dataclasses import replace
from functools import partial

from services.demo.cast import candidate
from services.demo.expectations import CLEAN, demande
from services.demo.people import document_of, pieces_of
from services.demo.scenario import Act, Expected, Scenario
from services.demo.specimens.papers import exam_certificate, hosting_attestation
from shared.domain.dossier import LetterKind, Route
from shared.domain.piece import PieceKind
from shared.domain.states import StateCode

_L = LetterKind


def clean_registration(today: dt.date) -> Scenario:
    """An adult registers; an agent accepts."""
    person = candidate(0, today)
    return Scenario(
        name="inscription",
        title="Inscription d’un adulte, acceptée",
        demande=demande(person),
        pieces=pieces_of(person, today),
        acts=(Act.VALIDATE, Act.ACCEPT),
        expected=Expected(
            state=StateCode.ACCEPTED,
            route=Route.CLEAN,
            letters=(_L.VALIDATION_REQUEST, _L.ACCEPTED),
        ),
    )


def clean_title(today: dt.date) -> Scenario:
    """After the exam, with its certificate."""
    person = candidate(1, today)
    certificate = partial(exam_certificate, person.identity, "B", today - dt.timedelta(days=12))
    return Scenario(
        name="titre",
        title="Demande de titre après l’examen",
        demande=demande(person, kind="title"),
        pieces={**pieces_of(person, today), PieceKind.CEPC: certificate},
        expected=CLEAN,
    )


def minor(today: dt.date) -> Scenario:
    """A sixteen-year-old, declared by a parent; no signature is asked."""
    parent = candidate(2, today, age=45)
    child = candidate(2, today, age=14)
    identity = replace(child.identity, given_names=("Minh",), email="mineur@exemple.invalid")
    child = replace(child, identity=identity)
    own = pieces_of(child, today)
    attest = partial(hosting_attestation, parent.identity, child.identity, parent.address, today)
    representative = demande(parent)["candidate"]
    return Scenario(
        name="mineur",
        title="Candidat mineur avec représentant légal",
        demande=demande(child, representative=representative),
        pieces={
            PieceKind.PHOTO: own[PieceKind.PHOTO],
            PieceKind.IDENTITY: own[PieceKind.IDENTITY],
            PieceKind.ADDRESS: pieces_of(parent, today)[PieceKind.ADDRESS],
            PieceKind.REPRESENTATIVE_IDENTITY: partial(document_of, parent, today),
            PieceKind.HOSTING: attest,
        },
        expected=replace(CLEAN, route=Route.REVIEW),
    )


def killed_worker(today: dt.date) -> Scenario:
    """The worker is killed with the dossier in hand; the dossier arrives all the same, once."""
    person = candidate(13, today)
    return Scenario(
        name="panne",
        title="Processus de contrôle tué en plein travail",
        demande=demande(person),
        pieces=pieces_of(person, today),
        acts=(Act.KILL_WORKER, Act.VALIDATE),
        expected=CLEAN,
    )


def refused(today: dt.date) -> Scenario:
    """An agent refuses; the reason is in the letter itself."""
    person = candidate(14, today)
    return Scenario(
        name="refus",
        title="Refus motivé par un agent",
        demande=demande(person),
        pieces=pieces_of(person, today),
        acts=(Act.VALIDATE, Act.REFUSE),
        reason="Le candidat a déjà un permis de la même catégorie en cours de validité.",
        expected=Expected(
            state=StateCode.REFUSED,
            route=Route.CLEAN,
            letters=(_L.VALIDATION_REQUEST, _L.REFUSED),
        ),
    )


def silent_candidate(today: dt.date) -> Scenario:
    """The candidate has not validated yet: everything else is ready, and one sees why it waits."""
    person = candidate(6, today)
    return Scenario(
        name="attente-validation",
        title="Le candidat n’a pas encore validé",
        demande=demande(person, account_activated=False),
        pieces=pieces_of(person, today),
        acts=(),
        expected=Expected(
            state=StateCode.AWAITING_CANDIDATE,
            route=Route.CLEAN,
            letters=(_L.VALIDATION_REQUEST,),
        ),
    )
