"""The letters that Guichet sends."""

from shared.letters.compose import ComposedLetter, compose

__all__ = ["ComposedLetter", "compose"]
