"""The review screen of the CERT console, put together: its doors share one desk."""

from services.instruction.console_acts import ReviewActs
from services.instruction.console_next import NextDossiers
from services.instruction.console_notes import ReviewNotes
from services.instruction.console_opinions import OpinionServices
from services.instruction.console_pages import ReviewPages
from services.instruction.console_pictures import Pictures
from services.instruction.pile_routes import PileDoor
from services.instruction.routes import ReviewDesk

Door = ReviewPages | ReviewActs | ReviewNotes | NextDossiers | Pictures


def review_console(
    review: ReviewDesk, pile: PileDoor, services: OpinionServices
) -> tuple[Door, ...]:
    """Every door of the screen."""
    desk, pictures = review.desk, Pictures(review=review)
    pages = ReviewPages(desk=desk, pictures=pictures, pile=pile, services=services)
    following = NextDossiers(desk=desk, pages=pages, pile=pile)
    acts = ReviewActs(desk=desk, pages=pages, next=following)
    return pages, acts, following, ReviewNotes(desk=desk, pages=pages), pictures
