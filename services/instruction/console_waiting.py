"""What is left in the pile of the agent who reads a dossier: how many, and since when."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from services.instruction.pile_routes import PileDoor
from shared.domain.pile import Waiting
from shared.web.access import Account


async def waiting_for(
    door: PileDoor, agent: Account, filters: Mapping[str, str], now: dt.datetime
) -> Waiting:
    """What nobody holds of the pile, as narrowed by the agent's filters."""
    question = replace(door.question_of(agent, filters), agent=agent.account_id)
    return await door.pile.waiting(question, now)
