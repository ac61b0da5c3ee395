"""The letters that Guichet sends."""

from services.notifier.letters.compose import ComposedLetter, compose

__all__ = ["ComposedLetter", "compose"]
