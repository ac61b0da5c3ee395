"""A filer's own list, over the documents of a store in memory."""

from collections import Counter
from collections.abc import Mapping, Sequence

from shared.adapters.documents import Document, dossier_of, words_of
from shared.adapters.layout import is_understood
from shared.adapters.memory import MemoryStore
from shared.domain.dossier import Dossier
from shared.domain.filings import FilingQuestion, fits, place_of
from shared.stages import StageName


class MemoryFilings:
    """The same questions to a dictionary."""

    def __init__(self, store: MemoryStore) -> None:
        """Look into its documents."""
        self._store = store

    async def find(self, question: FilingQuestion) -> Sequence[Dossier]:
        """The dossiers asked for, newest first."""
        every = map(dossier_of, self._understood())
        found = [dossier for dossier in every if fits(dossier, question, words_of(dossier))]
        found.sort(key=place_of, reverse=True)
        return found[: question.limit]

    async def standing(self, owner: str, stages: Sequence[StageName]) -> Mapping[StageName, int]:
        """How many of the owner's dossiers stand in each of these stages that has any."""
        own = [document for document in self._understood() if document["owner"] == owner]
        standing = [StageName(row["stage"]) for document in own for row in document["open"]]
        return Counter(name for name in standing if name in stages)

    def _understood(self) -> Sequence[Document]:
        return [one for one in self._store.documents.values() if is_understood(one)]
