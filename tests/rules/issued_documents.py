"""Accepted requests with a person of many accents, and the maker of their documents."""

from dataclasses import replace

from shared.adapters.memory_issued import MemoryIssuedDocuments
from shared.documents.maker import DocumentMaker
from shared.domain.demande import DemandeKind
from shared.settings import Settings
from tests.builders import an_identity
from tests.rules.title_paths import accepted

SETTINGS = Settings(secret_key="s" * 48, public_url="https://guichet.test")
PERSON = an_identity(
    birth_name="Lefèvre-Œuvrard",
    usage_name="d’Ångström",
    given_names=("Zoë", "François-Régis"),
    birth_date="1990-04-12",
    birth_place="L’Haÿ-les-Roses",
)


def an_accepted(kind=DemandeKind.REGISTRATION, person=PERSON, dossier_id="G-TEST"):
    """The request of this person, accepted."""
    dossier = accepted(kind, dossier_id)
    return replace(dossier, demande=replace(dossier.demande, candidate=person))


def a_maker(settings=SETTINGS, issued=None):
    return DocumentMaker(settings, issued or MemoryIssuedDocuments())
