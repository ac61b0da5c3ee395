"""Every page of the filers' door: which template shows where, to whom."""

import datetime as dt
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from shared.adapters.batches import MongoBatches
from shared.adapters.documents import new_document
from shared.adapters.issued import MongoIssuedDocuments
from shared.adapters.sessions import MongoSessions
from shared.adapters.store import Database
from shared.documents.codes import ALPHABET, LENGTH, grouped
from shared.domain.batch import KEPT, Batch, BatchRow
from shared.domain.change import Change
from shared.domain.dossier import Dossier, StageStatus
from shared.domain.issued import DocumentKind, Issued
from shared.settings import Settings
from shared.stages import StageName
from shared.web.access import Account, Role
from shared.web.candidate_scope import CandidateScope
from shared.web.links import LinkSigner
from tests.browser.journeys import an_address
from tests.builders import PIECES, a_divergence, a_dossier, a_draft, an_identity
from tests.e2e.api_client import Started, opened_store
from tests.rules.dossier_paths import CHECKS, finished, in_correction

S = StageName
OWNER = "ecole-demo"
LASTS = dt.timedelta(days=5)
#: Parts of pages, and what another page must call up.
PARTS = frozenset(
    {
        *("frame.html", "door_frame.html", "filer_frame.html", "candidate_frame.html"),
        *("back_side.html", "batch_panel.html", "letters_sent.html"),
        # shown when an identity provider sends somebody away: tests/rules/entrance_pages.py
        "sign_in_refused.html",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Requests in the states that pages are about, each with a person only to wait for."""

    draft: Dossier
    awaiting: Dossier
    correction: Dossier
    batch: Batch
    code: str
    #: Sessions by their token: none for who is not signed in.
    school: str
    candidate: str
    link: str

    def of_school(self) -> dict[str, str]:
        """Template to address, for who files."""
        draft, lot = (
            f"/espace/dossiers/{self.draft.dossier_id}",
            f"/espace/lot/{self.batch.batch_id}",
        )
        return {
            "school.html": "/espace",
            "filing_form.html": "/espace/nouvelle",
            "filing_pieces.html": f"{draft}/pieces",
            "filing_check.html": f"{draft}/envoi",
            "school_dossier.html": f"/espace/dossiers/{self.correction.dossier_id}",
            "school_contact.html": f"/espace/dossiers/{self.awaiting.dossier_id}/validation",
            "batch_list.html": "/espace/lot",
            "batch.html": f"{lot}?ligne=2&piece=photo",
            "preferences.html": "/espace/preferences",
            "account.html": "/compte",
        }

    def of_candidate(self) -> dict[str, str]:
        """Behind the link."""
        one = f"/mes-dossiers/{self.correction.dossier_id}"
        return {
            "candidate_home.html": "/mes-dossiers",
            "dossier.html": one,
            "candidate_correction.html": f"{one}/correction",
            "candidate_letters.html": f"{one}/courriers",
        }

    def of_anybody(self) -> dict[str, str]:
        """Before any door."""
        return {
            "tracking.html": self.link,
            "link_error.html": "/suivi/abime",
            "sign_in.html": "/connexion",
            "mail_sign_in.html": "/connexion/lien",
            "mail_sign_in_link.html": "/connexion/lien/inconnu",
            "verification.html": "/verification",
            "verification_known.html": f"/verification/{self.code}",
            "verification_unknown.html": f"/verification/{a_code()}",
            "api.html": "/docs",
            "problem.html": "/nulle-part",
        }


def a_code() -> str:
    """A verification code that nobody was given."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def _placed(dossier: Dossier, address: str, now: dt.datetime) -> Dossier:
    """Under a reference of its own, its open clocks far ahead of the machine's sweep."""
    clocks = {
        name: replace(run, since=now, deadline=now + LASTS)
        if run.status is StageStatus.OPEN
        else run
        for name, run in dossier.stages.items()
    }
    person = an_identity(email=address)
    return replace(
        dossier,
        dossier_id=f"G-{secrets.token_hex(6)}",
        owner=OWNER,
        demande=replace(dossier.demande, candidate=person, account=person),
        created_at=now,
        stages=clocks,
    )


@asynccontextmanager
async def a_world(machine: Started) -> AsyncIterator[World]:
    """The world in the machine's store, past its services; gone afterwards."""
    now, address = dt.datetime.now(dt.UTC), an_address()
    world = _imagined(machine[0].settings, address, now)
    async with opened_store(machine) as database:
        dossiers = (world.draft, world.awaiting, world.correction)
        documents = [new_document(Change(dossier=one)) for one in dossiers]
        await database["dossiers"].insert_many(documents)
        try:
            await _put(database, world, address, now)
            yield world
        finally:
            ids = [document["_id"] for document in documents]
            await database["dossiers"].delete_many({"_id": {"$in": ids}})
            await database["batches"].delete_one({"_id": world.batch.batch_id})


def _imagined(settings: Settings, address: str, now: dt.datetime) -> World:
    awaiting = finished(a_dossier(), S.RECEPTION, *CHECKS)
    awaiting = finished(awaiting, S.DIVERGENCE, result=a_divergence())
    draft, awaiting, correction = (
        _placed(dossier, address, now)
        for dossier in (a_draft(*PIECES[:2]), awaiting, in_correction())
    )
    row = BatchRow(line=2, reference="01", name="Camille Specimen", dossier_id=draft.dossier_id)
    lot = f"L-{secrets.token_hex(6)}"
    return World(
        draft=draft,
        awaiting=awaiting,
        correction=correction,
        batch=Batch(batch_id=lot, owner=OWNER, created_at=now, until=now + KEPT, rows=(row,)),
        code=a_code(),
        school=secrets.token_urlsafe(24),
        candidate=secrets.token_urlsafe(24),
        link=LinkSigner(settings).dossier_link(awaiting, 1).removeprefix(settings.public_url),
    )


async def _put(database: Database, world: World, address: str, now: dt.datetime) -> None:
    """Everything but the dossiers."""
    await MongoBatches(database).add(world.batch)
    issued = Issued(kind=DocumentKind.REGISTRATION, decided_on=now.date(), digests=("0" * 64,))
    await MongoIssuedDocuments(database).remember(world.code, issued)
    sessions, scope = MongoSessions(database), CandidateScope(address=address)
    school = Account(account_id=OWNER, role=Role.SCHOOL)
    candidate = Account(account_id="candidat-visite", role=Role.CANDIDATE, scope=scope)
    for account, token in ((school, world.school), (candidate, world.candidate)):
        await sessions.open(account, token, now + LASTS)
