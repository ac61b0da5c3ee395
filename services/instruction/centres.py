"""Which dossiers an agent's centre instructs."""

from collections.abc import Mapping, Sequence

from shared.domain.pile import Territory

Centres = Mapping[str, Sequence[str]]


def territory_of(centre: str | None, centres: Centres) -> Territory:
    """The départements of a centre by its code.

    A centre that is named nowhere takes what no other one has, so that no département is without
    one. An agent without a centre sees everything.
    """
    if centre is None:
        return Territory()
    own = centres.get(centre)
    if own is not None:
        return Territory(only=frozenset(own))
    return Territory(but=frozenset(code for others in centres.values() for code in others))
