"""What comparing one field of two sources answers: a state and, where one is likely, a cause."""

import enum
from dataclasses import dataclass


class State(enum.StrEnum):
    """The answer to "do the sources agree on this field?"."""

    SAME = "same"
    DIFFERENT = "different"
    #: A source says nothing: never a divergence.
    NOT_SUPPLIED = "not_supplied"
    #: Neither the same nor surely different: a person decides.
    DOUBTFUL = "doubtful"


class Cause(enum.StrEnum):
    """The most likely reason of a state, from the closed list that people know how to mend."""

    #: The portal never asked for the field, so the account holds nothing.
    ACCOUNT_FIELD_EMPTY = "account_field_empty"
    #: Nothing at all is known of the account: there is none to complete.
    ACCOUNT_UNKNOWN = "account_unknown"
    #: The request itself leaves the field out.
    DECLARED_FIELD_EMPTY = "declared_field_empty"
    #: One letter or digit more, less, changed, or two neighbours swapped.
    TYPING_ERROR = "typing_error"
    DAY_MONTH_SWAPPED = "day_month_swapped"
    DIGITS_SWAPPED = "digits_swapped"
    #: Same day, month and last two digits of the year.
    CENTURY = "century"
    #: One source knows the day or month, the other does not.
    PARTIAL_DATE = "partial_date"
    #: Surname in the place of the given name and the reverse.
    NAMES_SWAPPED = "names_swapped"
    USAGE_FOR_BIRTH_NAME = "usage_for_birth_name"
    #: De, du, le, van… present in one source only.
    PARTICLE_MISSING = "particle_missing"
    #: Ä, Ö, Ü or Å spelled out in one source and bare in the other, both typed.
    SPELLING_VARIANT = "spelling_variant"
    #: Every source has the first given name; one lacks others.
    LATER_GIVEN_NAME_MISSING = "later_given_name_missing"
    #: The first given name agrees, a later one does not.
    LATER_GIVEN_NAME_DIFFERENT = "later_given_name_different"
    #: The same given names in another order.
    GIVEN_NAMES_ORDER = "given_names_order"
    OTHER_PERSONS_ACCOUNT = "other_persons_account"
    REPRESENTATIVE_FOR_CANDIDATE = "representative_for_candidate"
    #: Candidate and representative gave one e-mail address.
    SHARED_EMAIL = "shared_email"
    #: Address of a company or a training centre.
    REFUSED_EMAIL_DOMAIN = "refused_email_domain"
    #: The candidate lives with someone: the name on the bill is the host's.
    HOSTED = "hosted"
    #: The document was read without a second reading that confirms it.
    READING_DOUBT = "reading_doubt"
    #: The machine-readable zone was too short for the whole name.
    TRUNCATED_IN_MRZ = "truncated_in_mrz"
    #: Nothing known explains the difference.
    UNEXPLAINED = "unexplained"


#: What one slip of the typing hand makes: the value stays recognisable.
SLIPS = frozenset(
    {
        Cause.TYPING_ERROR,
        Cause.DAY_MONTH_SWAPPED,
        Cause.DIGITS_SWAPPED,
        Cause.CENTURY,
        Cause.NAMES_SWAPPED,
    }
)

#: What whoever typed it mends, once it is known which source is wrong.
MISTYPED = SLIPS | {Cause.USAGE_FOR_BIRTH_NAME}

#: From the state that settles least to the one that settles most.
_GRAVITY = (State.SAME, State.NOT_SUPPLIED, State.DOUBTFUL, State.DIFFERENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """How one field of two sources compares."""

    state: State
    cause: Cause | None = None

    @property
    def gravity(self) -> int:
        """0 for agreement, more for what weighs more."""
        return _GRAVITY.index(self.state)


SAME = Match(state=State.SAME)


def different(cause: Cause = Cause.UNEXPLAINED) -> Match:
    """The sources disagree."""
    return Match(state=State.DIFFERENT, cause=cause)


def doubtful(cause: Cause) -> Match:
    """A person has to look."""
    return Match(state=State.DOUBTFUL, cause=cause)
