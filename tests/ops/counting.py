"""What a series of this process stands at, and how much it grew."""

from shared.metrics import REGISTRY


def value(name, **labels):
    """What a series of this process stands at."""
    return REGISTRY.get_sample_value(name, labels) or 0.0


class Grown:
    """How much a series grew since it was named."""

    def __init__(self, name, **labels):
        self._of = (name, labels)
        self._before = value(name, **labels)

    def __call__(self):
        return value(self._of[0], **self._of[1]) - self._before
