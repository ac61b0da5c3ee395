"""The scenarios of `guichet demo`: what goes well, what goes wrong, and what must come of it."""

from services.demo.code_scenarios import code_pending, photo_by_code
from services.demo.hosting_scenarios import hosted, other_host
from services.demo.identity_scenarios import empty_account_date, foreign_account, typing_error
from services.demo.piece_scenarios import (
    closed_eyes,
    corrupt_pdf,
    dark_background,
    no_signature,
    old_bill,
    unreadable_scan,
)
from services.demo.smooth_scenarios import (
    clean_registration,
    clean_title,
    killed_worker,
    minor,
    refused,
    silent_candidate,
)

#: Each is made for the day of the demonstration.
SCENARIOS = (
    clean_registration,
    clean_title,
    minor,
    empty_account_date,
    typing_error,
    foreign_account,
    dark_background,
    closed_eyes,
    no_signature,
    old_bill,
    unreadable_scan,
    corrupt_pdf,
    killed_worker,
    refused,
    silent_candidate,
    photo_by_code,
    code_pending,
    hosted,
    other_host,
)
