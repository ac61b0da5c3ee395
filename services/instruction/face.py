"""The space of agents as browsers know it."""

from shared.settings import Settings
from shared.web.access import AGENTS
from shared.web.sessions import Face

#: Where agents begin: what waits for them.
HOME = "/console"


def agents_face(settings: Settings) -> Face:
    """Who signs in, and where one is led then."""
    return Face(
        public_url=settings.instruction_public_url,
        cookie="guichet_agent",
        roles=AGENTS,
        home=HOME,
        title="Instruction",
        frame="console_frame.html",
        lead="Cet espace est celui des agents qui instruisent les demandes.",
    )
