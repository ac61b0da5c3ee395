"""What the pipeline asks of the store for one dossier, and dossiers to ask it for."""

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from services.bench.store_fill import in_review
from services.bench.walks import CHECKS, Walk, check_result
from services.intake.references import reference_for
from shared.adapters import pile_queries, queries
from shared.adapters.documents import new_document
from shared.adapters.duplicates import MongoDuplicates
from shared.adapters.pile import MongoPile
from shared.adapters.queries import Query
from shared.adapters.store import Database, MongoDossiers
from shared.domain.change import Change
from shared.domain.dossier import Dossier
from shared.domain.events import StageFinished
from shared.domain.pile import PileQuestion
from shared.domain.transitions import advance
from shared.domain.twins import persons_of
from shared.stages import TABLE, StageName

#: Whom the dossiers under way belong to, so that those of an earlier run are found and taken away.
OWNER = "growth"
#: Dossiers that wait for an agent beside every archive.
IN_REVIEW = 20
#: What one call of the services asks for at most.
SWEEP_BATCH, PAGE = 200, 20
BATCH = 100

_ANYTHING = PileQuestion(agent="agent-1")


class Life:
    """The dossiers under way beside one archive, and the store's adapters."""

    def __init__(self, database: Database, now: dt.datetime) -> None:
        """Every question is as of this moment."""
        self.database, self.now = database, now
        self.dossiers, self.pile = MongoDossiers(database), MongoPile(database)
        self.duplicates = MongoDuplicates(database)
        self.changes: list[Change] = []
        self.drafts: list[Change] = []

    async def prepare(self, count: int) -> None:
        """Lay down so many dossiers whose last check is about to answer, and some in review."""
        waiting, reviewed = Walk("model", OWNER, self.now), Walk("model", OWNER, self.now)
        waiting.submit()
        waiting.finish((StageName.RECEPTION, *CHECKS[1:]))
        in_review(reviewed)
        models = [waiting.dossier] * count + [reviewed.dossier] * IN_REVIEW
        under_way = [_of_somebody(model, number) for number, model in enumerate(models)]
        await self.database["dossiers"].delete_many({"owner": OWNER})
        for start in range(0, len(under_way), BATCH):
            some = [Change(dossier=one, events=one.history) for one in under_way]
            documents = [new_document(change) for change in some[start : start + BATCH]]
            await self.database["dossiers"].insert_many(documents, ordered=False)
        self.changes = [self._answered(one) for one in under_way[:count]]
        draft = Walk("model", OWNER, self.now).dossier
        self.drafts = [
            Change(dossier=_of_somebody(draft, len(models) + number), events=draft.history)
            for number in range(count)
        ]

    def _answered(self, dossier: Dossier) -> Change:
        """The photo's check ends, so the comparison's message is to leave."""
        run = dossier.stage(StageName.PHOTO)
        event = StageFinished(
            stage=StageName.PHOTO, run=run.run, attempt=run.attempt, result=check_result()
        )
        change = advance(dossier, event, self.now, TABLE)
        assert change is not None  # the stage is open
        assert change.entries  # it was the last one
        return replace(change, before=dossier)

    def reference(self, number: int) -> str:
        """The dossier of that number."""
        return self.changes[number].dossier.dossier_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question, the query that it rests on, and why its index answers it."""

    name: str
    #: How often a dossier of four pieces asks, from its opening to its last letter; 0 for what is
    #: asked at a pace, whatever there is.
    times: int
    why: str
    ask: Callable[[Life, int], Awaitable[object]]
    query: Callable[[Life], Query]


async def _save(life: Life, number: int) -> None:
    assert await life.dossiers.save(life.changes[number])  # nobody else writes here


def _sent(life: Life, number: int) -> list[tuple[str, str]]:
    return [(life.reference(number), entry.entry_id) for entry in life.changes[number].entries]


def _of_somebody(model: Dossier, number: int) -> Dossier:
    """The same dossier for a person whom no other one has; names hold no digits."""
    name = "".join(chr(ord("A") + int(digit)) for digit in str(number))
    demande = model.demande
    person = replace(demande.candidate, birth_name=name, email=f"{name}@exemple.invalid".lower())
    return replace(
        model,
        dossier_id=reference_for(OWNER, str(number)),
        demande=replace(demande, candidate=person),
    )


#: In the order of one dossier's life. How often: each of four uploads, the submit, eight tasks,
#: claim and decision save once, and load once but for the checks, which share it. Submit,
#: reception, last check and decision leave messages. A dossier is looked up by its key only where
#: the key comes a second time. Without pieces, keys, letters and audit.
QUESTIONS: tuple[Question, ...] = (
    Question(
        name="a key that is not known (filing)",
        times=0,
        why="the reference is made of the key",
        ask=lambda life, number: life.dossiers.get(reference_for(OWNER, f"new-{number}")),
        query=lambda life: {"_id": reference_for(OWNER, "new")},
    ),
    Question(
        name="store a new dossier",
        times=1,
        why="one entry in each index that it has a field for",
        ask=lambda life, number: life.dossiers.add(life.drafts[number]),
        query=lambda life: {"_id": life.drafts[0].dossier.dossier_id},
    ),
    Question(
        name="load a dossier",
        times=12,
        why="one document by its key",
        ask=lambda life, number: life.dossiers.get(life.reference(number), timeline=False),
        query=lambda life: {"_id": life.reference(0)},
    ),
    Question(
        name="save a change",
        times=15,
        why="compare-and-set on one document",
        ask=_save,
        query=lambda life: {"_id": life.reference(0)},
    ),
    Question(
        name="clear the outbox",
        times=4,
        why="one document by its key",
        ask=lambda life, number: life.dossiers.mark_sent(_sent(life, number)),
        query=lambda life: {"_id": life.reference(0)},
    ),
    Question(
        name="another request for the person",
        times=1,
        why="only requests under way name their person in it",
        ask=lambda life, number: life.duplicates.others(life.changes[number].dossier),
        query=lambda life: queries.naming_persons(persons_of(life.changes[0].dossier)[:1]),
    ),
    Question(
        name="next ones in review",
        times=1,
        why="only open stages stand in it",
        ask=lambda life, _: life.pile.claimable(_ANYTHING, life.now, PAGE),
        query=lambda life: pile_queries.claimable(_ANYTHING, life.now),
    ),
    Question(
        name="messages unsent",
        times=0,
        why="sparse: only messages that have not left",
        ask=lambda life, _: life.dossiers.unsent(life.now, SWEEP_BATCH),
        query=lambda life: queries.unsent(life.now),
    ),
    Question(
        name="deadlines due",
        times=0,
        why="sparse: only clocks that run",
        ask=lambda life, _: life.dossiers.due(life.now, SWEEP_BATCH),
        query=lambda life: queries.due(life.now),
    ),
)
