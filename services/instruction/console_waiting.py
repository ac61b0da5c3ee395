"""What is left in the pile of the agent who reads a dossier: how many, and since when."""

import asyncio
import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from services.instruction.pile_routes import PileDoor
from shared.domain.pile import Waiting
from shared.errors import Retryable
from shared.web.access import Account

#: Seconds that a dossier waits for its counter: people notice no more than 0.1 s, and bear 1 s
#: (Nielsen 1993, Usability Engineering, chapter 5). [D] between the two.
LONGEST = 0.3


async def waiting_for(
    door: PileDoor, agent: Account, filters: Mapping[str, str], now: dt.datetime
) -> Waiting | None:
    """What nobody holds of the pile, as filtered; None where no count comes soon enough."""
    question = replace(door.question_of(agent, filters), agent=agent.account_id)
    try:
        return await asyncio.wait_for(door.pile.waiting(question, now), LONGEST)
    except (TimeoutError, Retryable):
        return None
