"""Where tests keep what they start."""

from pathlib import Path

#: Data and logs of the servers that tests start.
ROOT = Path(__file__).parent.parent / "var" / "test"
